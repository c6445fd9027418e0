// Final Cut Pro's XML, 1.8 and later: read into a timeline. The storyline is the first track; what hangs on it lies on tracks by lane.
import { fault } from './fault.ts';
import { add, compare, divide, equal, fraction, multiply, one, subtract, zero, type Fraction } from './fraction.ts';
import { relinkStory, type Relinking } from './fcpxml-relink.ts';
import { readResources, secondsFrom, type Resources } from './fcpxml-resources.ts';
import { lengthOf, type Clip, type Document, type Item, type Marker, type Speed, type Timeline, type Track } from './model.ts';
import { childOf, childrenOf, nodesOf, parseXml, writeXml, type XmlNode } from './xml.ts';

/** What hangs on the storyline: its lane, and when it begins, seconds from the sequence's first frame. */
type Hanging = { readonly lane: number; readonly kind: Track['kind']; readonly from: Fraction; readonly items: readonly Item[] };
type Reading = { readonly resources: Resources; readonly rate: Fraction; /** Elements of the clips, by id. */ readonly clips: XmlNode[]; readonly hanging: Hanging[] };

const stories = new Set(['asset-clip', 'clip', 'video', 'audio', 'title', 'ref-clip', 'sync-clip', 'mc-clip', 'audition', 'gap']);

/** @throws FrameWrightError `timeline-unreadable` with the line. */
export function readFcpxml(text: string): Document {
  const document = parseXml(text), { root } = document, version = root.attributes.get('version') ?? '';
  if (root.name !== 'fcpxml') throw fault(root.line, `Its root is ${root.name.slice(0, 50)}, not fcpxml.${root.name === 'xmeml' ? ' That is Final Cut Pro 7 XML; export OpenTimelineIO or FCPXML instead.' : ''}`);
  const [major, minor] = version.split('.').map(Number);
  if (major !== 1 || !(minor! >= 8)) throw fault(root.line, `It is FCPXML ${version.slice(0, 20)}; 1.8 to 1.13 can be read.`);
  const resources = readResources(root), found: XmlNode[] = [];
  const read = projectsIn(root).flatMap((project) => childrenOf(project, 'sequence').map((sequence) => readSequence(sequence, project.attributes.get('name') ?? '', resources, found)));
  const { timelines, clips } = inOrder(read, found);
  if (!timelines.length) throw fault(root.line, 'It holds no project, so nothing that is cut.');
  const rewrite: Document['rewrite'] = (links) => {
    const relinking: Relinking = { resources, links: new Map([...links].map(([id, link]) => [clips[id]!, link])), assetsAsAttributes: minor! === 8 };
    return writeXml({ ...document, root: relinkStory(root, relinking) });
  };
  return { timelines, rewrite };
}

/** Clips are found where they hang; they are counted track by track. */
function inOrder(timelines: readonly Timeline[], found: readonly XmlNode[]): { readonly timelines: readonly Timeline[]; readonly clips: readonly XmlNode[] } {
  const clips: XmlNode[] = [];
  const counted = (item: Item): Item => (item.kind === 'clip' ? { ...item, id: clips.push(found[item.id]!) - 1 } : item);
  return { timelines: timelines.map((timeline) => ({ ...timeline, tracks: timeline.tracks.map((track) => ({ ...track, items: track.items.map(counted) })) })), clips };
}

const projectsIn = (node: XmlNode): XmlNode[] => nodesOf(node).flatMap((child) => (child.name === 'project' ? [child] : child.name === 'library' || child.name === 'event' ? projectsIn(child) : []));

function readSequence(sequence: XmlNode, name: string, resources: Resources, clips: XmlNode[]): Timeline {
  const format = resources.formats.get(sequence.attributes.get('format') ?? ''), spine = childOf(sequence, 'spine');
  if (!format?.rate) throw fault(sequence.line, 'The sequence names no format with a frame duration.');
  if (!spine) throw fault(sequence.line, 'The sequence has no spine.');
  const reading: Reading = { resources, rate: format.rate, clips, hanging: [] };
  const items = readStoryline(spine, zero, reading);
  const size = format.width && format.height ? { width: format.width, height: format.height } : null;
  return { name, rate: format.rate, start: secondsFrom(sequence, 'tcStart') ?? zero, drop: sequence.attributes.get('tcFormat') === 'DF', size, tracks: [{ kind: 'video', name: '', items }, ...tracksOf(reading.hanging)] };
}

/** Items of a spine that begins at `from`; what hangs on them is put down beside. */
function readStoryline(spine: XmlNode, from: Fraction, reading: Reading): Item[] {
  const items: Item[] = [];
  let at = from, end: Fraction | null = null;
  for (const node of nodesOf(spine)) {
    if (node.name === 'transition') items.push(readTransition(node, end));
    if (!stories.has(node.name)) continue;
    const item = readItem(node, reading), offset = secondsFrom(node, 'offset');
    hang(node, at, reading);
    items.push(item);
    at = add(at, lengthOf(item));
    end = offset && add(offset, lengthOf(item));
  }
  return items;
}

/** `cut` is where the item before it ends, in the spine's own time; a transition without a place lies in the middle of it. */
function readTransition(node: XmlNode, cut: Fraction | null): Item {
  const duration = secondsFrom(node, 'duration') ?? zero, offset = secondsFrom(node, 'offset'), before = cut && offset ? subtract(cut, offset) : divide(duration, fraction(2));
  return { kind: 'transition', name: node.attributes.get('name') ?? '', before, after: subtract(duration, before) };
}

/** Clips, storylines and titles on a lane of a node that begins at `at` of the sequence. Times of children are in the node's own time. */
function hang(node: XmlNode, at: Fraction, reading: Reading): void {
  const start = startOf(node, reading);
  for (const child of nodesOf(node)) {
    const lane = Number(child.attributes.get('lane') ?? 0), from = add(at, subtract(secondsFrom(child, 'offset') ?? start, start));
    if (!Number.isInteger(lane) || lane === 0) continue;
    if (child.name === 'spine') reading.hanging.push({ lane, kind: kindOf(nodesOf(child)[0] ?? child, lane, reading), from, items: readStoryline(child, from, reading) });
    else if (stories.has(child.name)) {
      reading.hanging.push({ lane, kind: kindOf(child, lane, reading), from, items: [readItem(child, reading)] });
      hang(child, from, reading);
    }
  }
}

/** A clip without a start begins with its media. */
const startOf = (node: XmlNode, { resources }: Reading): Fraction => secondsFrom(node, 'start') ?? (node.name === 'asset-clip' ? resources.assets.get(node.attributes.get('ref') ?? '')?.start : undefined) ?? zero;

function kindOf(node: XmlNode, lane: number, { resources }: Reading): Track['kind'] {
  const asset = resources.assets.get(node.attributes.get('ref') ?? '');
  return node.name === 'audio' || node.attributes.get('srcEnable') === 'audio' || (asset ? !asset.hasVideo : node.name === 'gap' && lane < 0) ? 'audio' : 'video';
}

function readItem(node: XmlNode, reading: Reading): Item {
  const duration = secondsFrom(node, 'duration') ?? zero, name = node.attributes.get('name') ?? '';
  const other = (why: string): Item => ({ kind: 'other', name, duration, why });
  switch (node.name) {
    case 'gap': return { kind: 'gap', duration };
    case 'title': return other('It is a title, which the editor makes.');
    case 'audition': { const [pick] = nodesOf(node).filter((child) => stories.has(child.name)); return pick ? readItem(pick, reading) : other('It is an audition without a clip.'); }
    case 'asset-clip': case 'video': case 'audio': return readClip(node, node, reading) ?? other('It is made by the editor.');
    case 'clip': { const inner = nodesOf(node).find((child) => child.name === 'video' || child.name === 'audio'); return (inner && readClip(node, inner, reading)) ?? other('It holds no file of its own.'); }
    default: return other('It is a compound, a synchronised or a multicam clip; export what is in it as a timeline of its own.');
  }
}

/** `outer` is trimmed and placed, `inner` names the media; the same node for an asset clip. Null where there is no asset. */
function readClip(outer: XmlNode, inner: XmlNode, reading: Reading): Clip | null {
  const asset = reading.resources.assets.get(inner.attributes.get('ref') ?? ''), duration = secondsFrom(outer, 'duration') ?? (asset?.media.kind === 'file' ? asset.media.available?.duration : undefined);
  if (!asset || !duration) return null;
  const start = startOf(outer, reading), inside = outer === inner ? start : add(subtract(start, secondsFrom(inner, 'offset') ?? zero), startOf(inner, reading));
  const { speed, source } = speedOf(outer, inside, outer === inner), id = reading.clips.push(outer) - 1;
  const markers = nodesOf(outer).filter(({ name }) => name === 'marker' || name === 'chapter-marker').map((marker): Marker => ({ name: marker.attributes.get('value') ?? '', at: subtract(secondsFrom(marker, 'start') ?? start, start), duration: secondsFrom(marker, 'duration') ?? zero }));
  return { kind: 'clip', id, name: outer.attributes.get('name') ?? '', enabled: outer.attributes.get('enabled') !== '0', duration, source, speed, media: asset.media, markers };
}

/** What a time map does, where it does the same all along; null for one that changes, and for rates that Final Cut adapts in a way of its own. */
function speedOf(node: XmlNode, start: Fraction, isPlain: boolean): { readonly speed: Speed; readonly source: Fraction } {
  const map = childOf(node, 'timeMap'), conform = childOf(node, 'conform-rate');
  if (conform && conform.attributes.get('scaleEnabled') !== '0') return { speed: null, source: start };
  if (!map) return { speed: one, source: start };
  const points = childrenOf(map, 'timept').map((point) => ({ time: secondsFrom(point, 'time') ?? zero, value: secondsFrom(point, 'value') ?? zero }));
  const slopes = points.slice(1).map(({ time, value }, i) => { const run = subtract(time, points[i]!.time); return run.num > 0n ? divide(subtract(value, points[i]!.value), run) : null; });
  const [speed = null] = slopes;
  if (!isPlain || speed === null || !slopes.every((slope) => slope !== null && equal(slope, speed))) return { speed: null, source: start };
  return { speed, source: add(points[0]!.value, multiply(subtract(start, points[0]!.time), speed)) };
}

/** One track for each lane; what overlaps on one, as the document should not have it, lies on another. */
function tracksOf(hanging: readonly Hanging[]): Track[] {
  const tracks: { readonly lane: number; readonly kind: Track['kind']; readonly items: Item[]; end: Fraction }[] = [];
  for (const { lane, kind, from, items } of [...hanging].sort((a, b) => compare(a.from, b.from))) {
    let track = tracks.find((one) => one.lane === lane && one.kind === kind && compare(one.end, from) <= 0);
    if (!track) tracks.push(track = { lane, kind, items: [], end: zero });
    if (!equal(track.end, from)) track.items.push({ kind: 'gap', duration: subtract(from, track.end) });
    track.items.push(...items);
    track.end = items.reduce((end, item) => add(end, lengthOf(item)), from);
  }
  const above = tracks.filter(({ lane }) => lane > 0).sort((a, b) => a.lane - b.lane), below = tracks.filter(({ lane }) => lane < 0).sort((a, b) => b.lane - a.lane);
  return [...above, ...below].map(({ kind, items }) => ({ kind, name: '', items }));
}
