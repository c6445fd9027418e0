// A timeline as a new FCPXML 1.11 document: the first track of pictures is the storyline, every other track a storyline that hangs on its first clip.
import { add, divide, fraction, multiply, one, subtract, zero, type Fraction } from './fraction.ts';
import { secondsText } from './fcpxml-resources.ts';
import { isPlain, lengthOf, lengthOfTrack, type Clip, type Item, type Media, type Timeline, type Track } from './model.ts';
import { addressOf, fileName } from './place.ts';
import { element, indented, writeXml, type XmlNode } from './xml.ts';

type FileMedia = Extract<Media, { kind: 'file' }>;
type Writing = { readonly timeline: Timeline; readonly assets: readonly { readonly id: string; readonly node: XmlNode; readonly path: string }[] };

export function writeFcpxml(timeline: Timeline): string {
  const { name, rate, start, drop, size, tracks } = timeline, writing: Writing = { timeline, assets: assetsOf(timeline) };
  const main = tracks.find(({ kind }) => kind === 'video') ?? { kind: 'video', name: '', items: [] } satisfies Track, others = tracks.filter((track) => track !== main);
  const longest = tracks.map(lengthOfTrack).reduce((most, next) => (subtract(next, most).num > 0n ? next : most), zero), missing = subtract(longest, lengthOfTrack(main));
  const items = missing.num > 0n ? [...main.items, { kind: 'gap', duration: missing } satisfies Item] : main.items;
  const lanes = [...others.filter(({ kind }) => kind === 'video').map((track, i) => ({ track, lane: i + 1 })), ...others.filter(({ kind }) => kind === 'audio').map((track, i) => ({ track, lane: -1 - i }))];
  const sequence = element('sequence', { format: 'r1', duration: secondsText(longest), tcStart: secondsText(start), tcFormat: drop ? 'DF' : 'NDF' }, [spineOf(items, start, null, writing, lanes)]);
  const format = element('format', { id: 'r1', frameDuration: secondsText(divide(one, rate)), width: size && String(size.width), height: size && String(size.height) });
  const root = element('fcpxml', { version: '1.11' }, [
    element('resources', {}, [format, ...writing.assets.map(({ node }) => node)]), element('library', {}, [element('event', { name: name || 'Timeline' }, [element('project', { name }, [sequence])])]),
  ]);
  return writeXml({ head: '<!DOCTYPE fcpxml>', root: indented(root) });
}

/** One for each file, as long as the file says or as its clips use. */
function assetsOf({ tracks }: Timeline): Writing['assets'] {
  const clips = tracks.flatMap(({ kind, items }) => items.flatMap((item) => (item.kind === 'clip' && item.media.kind === 'file' ? [{ kind, clip: item, media: item.media }] : [])));
  const paths = [...new Set(clips.map(({ media }) => media.path))];
  return paths.map((path, i) => {
    const users = clips.filter(({ media }) => media.path === path), media = users[0]!.media, id = `r${i + 2}`;
    const src = /^([\\/]|[a-z]:[\\/])/i.test(path) ? addressOf(path) : path.split('/').map(encodeURIComponent).join('/'), isSeen = users.some(({ kind }) => kind === 'video'), isHeard = users.some(({ kind }) => kind === 'audio');
    const { start, duration } = media.available ?? { start: users[0]!.clip.source, duration: null };
    const node = element('asset', { id, name: fileName(path), start: secondsText(start), duration: duration && secondsText(duration), hasVideo: isSeen ? '1' : null, format: isSeen ? 'r1' : null, hasAudio: isHeard ? '1' : null }, [element('media-rep', { kind: 'original-media', src })]);
    return { id, node, path };
  });
}

/** `start` is when the first item begins, in the time of what the spine lies in. */
function spineOf(items: readonly Item[], start: Fraction, lane: number | null, writing: Writing, hanging: readonly { readonly track: Track; readonly lane: number }[] = []): XmlNode {
  let at = start, first = true;
  const nodes = items.map((item) => {
    const offset = item.kind === 'transition' ? subtract(at, item.before) : at, hung = first && item.kind !== 'transition' ? hanging : [];
    if (item.kind !== 'transition') first = false;
    at = add(at, lengthOf(item));
    return nodeOf(item, offset, writing, (own) => hung.map(({ track, lane: on }) => spineOf(track.items, own, on, writing)), lane !== null && lane < 0);
  });
  return element('spine', lane === null ? {} : { lane: String(lane), offset: secondsText(start) }, nodes);
}

/** `hung` makes what hangs on the item, given when the item begins in its own time. */
function nodeOf(item: Item, offset: Fraction, writing: Writing, hung: (own: Fraction) => XmlNode[], isSound: boolean): XmlNode {
  const place = { offset: secondsText(offset) };
  if (item.kind === 'transition') return element('transition', { name: item.name || null, ...place, duration: secondsText(add(item.before, item.after)) });
  if (item.kind === 'clip' && item.media.kind === 'file') return clipNode(item, item.media, place.offset, writing, hung(item.source), isSound);
  return element('gap', { name: 'Gap', ...place, start: secondsText(zero), duration: secondsText(item.duration) }, hung(zero));
}

function clipNode(clip: Clip, media: FileMedia, offset: string, { assets }: Writing, hung: readonly XmlNode[], isSound: boolean): XmlNode {
  const { source, duration, speed, markers } = clip, ref = assets.find(({ path }) => path === media.path)!.id;
  const map = isPlain(speed) ? [] : [element('timeMap', {}, pointsOf(clip).map(([time, value]) => element('timept', { time: secondsText(time), value: secondsText(value), interp: 'linear' })))];
  const marks = markers.map(({ name, at, duration: length }) => element('marker', { start: secondsText(add(source, at)), duration: secondsText(length), value: name }));
  return element('asset-clip', { ref, offset, name: clip.name, start: secondsText(source), duration: secondsText(duration), enabled: clip.enabled ? null : '0', srcEnable: isSound ? 'audio' : null }, [...map, ...hung, ...marks]);
}

/** Two points of a steady speed; a third, at half way and half the height, where it changes. */
function pointsOf({ source, duration, speed }: Clip): [Fraction, Fraction][] {
  const end = add(source, duration);
  if (speed !== null) return [[source, source], [end, add(source, multiply(duration, speed))]];
  return [[source, source], [add(source, divide(duration, fraction(2))), add(source, divide(duration, fraction(4)))], [end, end]];
}

