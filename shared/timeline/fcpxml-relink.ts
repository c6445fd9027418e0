// An FCPXML document with other media in the place of some clips'. Times inside a clip are its media's, so what lies in one moves with its pictures.
import { add, equal, subtract, zero, type Fraction } from './fraction.ts';
import { secondsFrom, secondsText, type Format, type Resources } from './fcpxml-resources.ts';
import type { Link } from './model.ts';
import { addressOf } from './place.ts';
import { childOf, element, isNode, nodesOf, withAttributes, type XmlChild, type XmlNode } from './xml.ts';

export type Relinking = { readonly resources: Resources; readonly links: ReadonlyMap<XmlNode, Link>; /** Up to 1.8 a file is an attribute of its asset. */ readonly assetsAsAttributes: boolean };
type Made = Relinking & { readonly assetOf: (link: Link) => string; readonly formatOf: (link: Link) => string };

/** The whole document: its resources get an asset for each result, its clips point at them. */
export function relinkStory(root: XmlNode, relinking: Relinking): XmlNode {
  const { added, ...made } = newResources(relinking);
  const children = root.children.map((child) => (isNode(child) ? (child.name === 'resources' ? { ...child, children: [...child.children, ...added] } : relink(child, made)) : child));
  return { ...root, children };
}

/** New formats and assets, one for each result; a format that is there already is taken. */
function newResources(relinking: Relinking): Made & { readonly added: readonly XmlChild[] } {
  const { resources, links } = relinking, formats: Format[] = [...resources.formats.values()], ids = new Set(resources.ids);
  const added: XmlNode[] = [], assets = new Map<number, string>();
  const free = (kind: string, number: number): string => { for (let n = number; ; n++) if (!ids.has(`framewright-${kind}${n}`)) { ids.add(`framewright-${kind}${n}`); return `framewright-${kind}${n}`; } };
  const formatOf = ({ rate, width, height }: Link): string => {
    const known = formats.find((one) => one.rate && equal(one.rate, rate) && one.width === width && one.height === height);
    if (known) return known.id;
    const id = free('f', 1);
    formats.push({ id, rate, width, height });
    added.push(element('format', { id, frameDuration: secondsText({ num: rate.den, den: rate.num }), width: String(width), height: String(height) }));
    return id;
  };
  const assetOf = (link: Link): string => {
    const known = assets.get(link.number);
    if (known !== undefined) return known;
    const format = formatOf(link), id = free('r', link.number);
    assets.set(link.number, id);
    added.push(assetNode(id, format, link, relinking.assetsAsAttributes));
    return id;
  };
  for (const link of links.values()) assetOf(link);
  return { ...relinking, assetOf, formatOf, added: added.map((node) => [node, '\n']).flat() };
}

export function assetNode(id: string, format: string, { path, name, available, sound }: Pick<Link, 'path' | 'name' | 'available' | 'sound'>, asAttribute = false): XmlNode {
  const src = addressOf(path);
  const attributes: Record<string, string> = { id, name, ...(asAttribute ? { src } : {}), start: secondsText(available.start), duration: secondsText(available.duration), hasVideo: '1', format };
  const heard: Record<string, string> = sound ? { hasAudio: '1', videoSources: '1', audioSources: String(sound.tracks), audioChannels: String(sound.channels), audioRate: String(sound.rate) } : {};
  return element('asset', { ...attributes, ...heard }, asAttribute ? [] : [element('media-rep', { kind: 'original-media', src })]);
}

function relink(node: XmlNode, made: Made): XmlNode {
  const link = made.links.get(node), inner = { ...node, children: node.children.map((child) => (isNode(child) ? relink(child, made) : child)) };
  if (!link) return inner;
  return node.name === 'clip' ? relinkClip(inner, node, link, made) : relinkAsset(inner, node, link, made);
}

/** `node` with its children relinked already; `was` as it came. A clip with a time map keeps its own time, and the map leads elsewhere. */
function relinkAsset(node: XmlNode, was: XmlNode, link: Link, made: Made): XmlNode {
  const map = childOf(was, 'timeMap'), start = startOf(was, made.resources), format: Record<string, string> = was.attributes.has('format') ? { format: made.formatOf(link) } : {};
  if (map) {
    const moved = subtract(link.source, mappedSource(map, start));
    return withAttributes({ ...node, children: node.children.map((child) => (isNode(child) && child.name === 'timeMap' ? shiftAll(child, 'value', moved) : child)) }, { ref: made.assetOf(link), ...format });
  }
  return withAttributes(shiftInside(node, subtract(link.source, start)), { ref: made.assetOf(link), start: secondsText(link.source), ...format });
}

/** The media time at `start` of a map that does the same all along. */
function mappedSource(map: XmlNode, start: Fraction): Fraction {
  const [first, second] = nodesOf(map).map((point) => ({ time: secondsFrom(point, 'time') ?? zero, value: secondsFrom(point, 'value') ?? zero }));
  const run = subtract(second!.time, first!.time), rise = subtract(second!.value, first!.value), into = subtract(start, first!.time);
  return add(first!.value, { num: into.num * rise.num * run.den, den: into.den * rise.den * run.num });
}

const startOf = (node: XmlNode, { assets }: Resources): Fraction => secondsFrom(node, 'start') ?? assets.get(node.attributes.get('ref') ?? '')?.start ?? zero;

/** A clip keeps its own time; the video in it is the whole result, laid so that the same picture comes at the clip's start. */
function relinkClip(node: XmlNode, was: XmlNode, link: Link, made: Made): XmlNode {
  const start = secondsFrom(was, 'start') ?? zero, old = nodesOf(was).find((child) => child.name === 'video');
  if (!old) return node;
  const oldSource = add(subtract(start, secondsFrom(old, 'offset') ?? zero), startOf(old, made.resources)), moved = subtract(link.source, oldSource), at = nodesOf(was).indexOf(old);
  let place = -1;
  const children = node.children.map((child) => {
    if (!isNode(child) || ++place !== at) return child;
    const inside = shiftInside(child, moved), whole = { ref: made.assetOf(link), start: secondsText(link.available.start), duration: secondsText(link.available.duration) };
    const heard = inside.children.map((one) => (isNode(one) && one.name === 'audio' && link.sound && one.attributes.get('ref') === old.attributes.get('ref') && isInStep(one, moved, made.resources) ? withAttributes(one, { ...whole, offset: whole.start }) : one));
    return withAttributes({ ...inside, children: heard }, { ...whole, offset: secondsText(subtract(start, subtract(link.source, link.available.start))) });
  });
  return { ...node, children };
}

/** Whether sound in a video, which was moved there already, began where its picture does. */
function isInStep(audio: XmlNode, moved: Fraction, resources: Resources): boolean {
  const offset = secondsFrom(audio, 'offset');
  return offset !== null && equal(subtract(offset, moved), startOf(audio, resources));
}

const anchored = new Set(['asset-clip', 'clip', 'video', 'audio', 'title', 'ref-clip', 'sync-clip', 'mc-clip', 'audition', 'gap', 'spine', 'caption']);
/** What lies in a clip and is timed by its media without hanging on it. */
const timed = new Set(['marker', 'chapter-marker', 'rating', 'keyword', 'analysis-marker', 'audio-channel-source', 'mute', 'note']);

/** Everything inside a clip moved by as much as its own time is. */
function shiftInside(node: XmlNode, by: Fraction): XmlNode {
  if (by.num === 0n) return node;
  return { ...node, children: node.children.map((child) => {
    if (!isNode(child)) return child;
    return anchored.has(child.name) ? shifted(child, 'offset', by) : timed.has(child.name) ? shifted(child, 'start', by) : shiftAll(child, 'time', by);
  }) };
}

function shifted(node: XmlNode, name: string, by: Fraction): XmlNode {
  const at = secondsFrom(node, name);
  return at ? withAttributes(node, { [name]: secondsText(add(at, by)) }) : node;
}

/** Key frames, however deep they lie. */
function shiftAll(node: XmlNode, name: string, by: Fraction): XmlNode {
  const own = ['keyframe', 'timept'].includes(node.name) ? shifted(node, name, by) : node;
  return { ...own, children: own.children.map((child) => (isNode(child) ? shiftAll(child, name, by) : child)) };
}
