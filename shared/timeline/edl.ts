// CMX3600 edit decision lists: read into a timeline, and written again with other media. Lines that are not understood stay as they came.
import { eventText, parseEdl, speedText, type Edl, type EdlEntry } from './edl-lines.ts';
import { fault } from './fault.ts';
import { add, compare, divide, equal, fraction, multiply, one, subtract, zero, type Fraction } from './fraction.ts';
import { framesAt, lengthOf, secondsAt, type Clip, type Document, type Item, type Link, type Media, type Speed, type Timeline, type Track } from './model.ts';

/** An item of the list with where it stands on the record side, seconds. */
type Placed = { readonly from: Fraction; readonly to: Fraction; readonly kind: Track['kind']; readonly items: readonly Item[] };
/** What an event of the list became: its clip, and of a dissolve the clip that it comes from. */
type Trace = { readonly entry: EdlEntry; readonly clip: Clip | null; readonly outgoing: Clip | null };

/** `rate` is that at which the list counts, frames per second. @throws FrameWrightError `timeline-unreadable` with the line. */
export function readEdl(text: string, rate: Fraction): Document {
  const edl = parseEdl(text, rate);
  if (!edl.entries.length) throw fault(1, 'It holds no event of a CMX3600 list.');
  const start = secondsAt(Math.min(...edl.entries.map(({ event }) => event.record[0])), rate);
  const { placed, traces } = place(edl, rate);
  const timeline: Timeline = { name: edl.title, rate, start, drop: edl.drop, size: null, tracks: tracksOf(placed, start) };
  return { timelines: [timeline], rewrite: (links) => rewrite(edl, traces, links, rate) };
}

function place(edl: Edl, rate: Fraction): { readonly placed: Placed[]; readonly traces: Trace[] } {
  const placed: Placed[] = [], traces: Trace[] = [];
  let id = 0;
  for (const [i, entry] of edl.entries.entries()) {
    const { event } = entry, at = (frames: number): Fraction => secondsAt(frames, rate), kind = /^(?:V\d*|B|.*\/V\d*)$/.test(event.channels) ? 'video' : 'audio';
    const earlier = traces.findLast(({ entry: other, clip }) => clip !== null && other.event.channels === event.channels)?.clip ?? null, next = edl.entries[i + 1]?.event;
    if (event.record[0] === event.record[1]) {
      const outgoing = next?.number === event.number && isTransition(next.edit) && event.reel.toUpperCase() !== 'BL' ? earlier : null;
      traces.push({ entry, clip: outgoing, outgoing: null });
      continue;
    }
    const item = itemOf(entry, rate, id), clip = item.kind === 'clip' ? item : null;
    if (clip) id++;
    const transition: Item[] = isTransition(event.edit) ? [{ kind: 'transition', name: event.edit, before: zero, after: at(event.frames) }] : [];
    placed.push({ from: at(event.record[0]), to: at(event.record[1]), kind, items: [...transition, item] });
    traces.push({ entry, clip, outgoing: transition.length ? earlier : null });
  }
  return { placed, traces };
}

const isTransition = (edit: string): boolean => /^[DW]/.test(edit);

function itemOf({ event, remarks, speed }: EdlEntry, rate: Fraction, id: number): Item {
  const named = (kind: string): string | undefined => remarks.find((one) => one.kind === kind)?.text || undefined;
  const name = (isTransition(event.edit) ? named('to') : undefined) ?? (isTransition(event.edit) && named('from') !== undefined ? '' : named('from') ?? '');
  const duration = secondsAt(event.record[1] - event.record[0], rate), reel = event.reel.toUpperCase();
  if (reel === 'BL' || reel === 'BLACK') return { kind: 'gap', duration };
  if (/^K/.test(event.edit)) return { kind: 'other', name, duration, why: 'It is keyed over another picture, which the list does not say all of.' };
  const media: Media = /^BARS?$/.test(reel) ? { kind: 'generator', name: 'colour bars' } : mediaOf(named('file'), name, event.reel);
  const markers = remarks.filter((one) => one.kind === 'marker').flatMap(({ text }) => markerOf(text, event.record[0], rate));
  return { kind: 'clip', id, name, enabled: true, duration, source: secondsAt(event.source[0], rate), speed: speedOf(event.source, event.record, speed?.speed ?? null), media, markers };
}

function mediaOf(file: string | undefined, name: string, reel: string): Media {
  const isPath = (text: string): boolean => /[\\/]/.test(text), path = [file, name].find((text) => text !== undefined && isPath(text));
  if (path !== undefined) return { kind: 'file', path, available: null };
  return { kind: 'missing', names: [...new Set([file, name, /^(?:AX|001|FW\d+)$/i.test(reel) ? '' : reel].filter((text): text is string => text !== undefined && text !== ''))] };
}

/** What the list says, else what the lengths of both sides say. */
function speedOf(source: readonly [number, number], record: readonly [number, number], told: Speed): Speed {
  if (told !== null) return told;
  const speed = divide(fraction(source[1] - source[0]), fraction(record[1] - record[0]));
  return speed.num === 0n ? one : speed;
}

function markerOf(text: string, recordIn: number, rate: Fraction): { name: string; at: Fraction; duration: Fraction }[] {
  const found = /^(\d\d[:;]\d\d[:;]\d\d[:;]\d\d)\s+\S+\s*(.*)$/.exec(text);
  if (!found) return [];
  const frames = parseEdl(`1 AX V C ${found[1]} ${found[1]} ${found[1]} ${found[1]}`, rate).entries[0]!.event.record[0];
  return [{ name: found[2]!, at: secondsAt(frames - recordIn, rate), duration: secondsAt(1, rate) }];
}

/** Events in the order of the record side; what overlaps lies on a track above. */
function tracksOf(placed: readonly Placed[], start: Fraction): Track[] {
  const tracks: { readonly kind: Track['kind']; readonly items: Item[]; end: Fraction }[] = [];
  for (const { from, to, kind, items } of [...placed].sort((a, b) => compare(a.from, b.from))) {
    let track = tracks.find((one) => one.kind === kind && compare(one.end, from) <= 0);
    if (!track) tracks.push(track = { kind, items: [], end: start });
    if (!equal(track.end, from)) track.items.push({ kind: 'gap', duration: subtract(from, track.end) });
    track.items.push(...items);
    track.end = to;
  }
  return [...tracks.filter(({ kind }) => kind === 'video'), ...tracks.filter(({ kind }) => kind === 'audio')].map(({ kind, items }) => ({ kind, name: '', items }));
}

/** Reel under which a result stands in the list. */
export const reelOf = ({ number }: Pick<Link, 'number'>): string => `FW${String(number).padStart(3, '0')}`;

function rewrite(edl: Edl, traces: readonly Trace[], links: ReadonlyMap<number, Link>, rate: Fraction): string {
  const changed = new Map<number, readonly string[]>();
  for (const { entry, clip, outgoing } of traces) {
    const link = clip ? links.get(clip.id) : undefined, from = outgoing ? links.get(outgoing.id) : undefined;
    for (const remark of entry.remarks) {
      const other = remark.kind === 'file' || remark.kind === 'to' || (remark.kind === 'from' && !outgoing) ? link : remark.kind === 'from' ? from : undefined;
      if (other) changed.set(remark.line, [edl.lines[remark.line]!.replace(/:.*$/, `: ${remark.kind === 'file' ? other.path : other.name}`)]);
    }
    if (clip && link) relink(edl, entry, clip, link, rate, changed);
  }
  return edl.lines.flatMap((line, i) => changed.get(i) ?? [line]).join(edl.end);
}

function relink(edl: Edl, { event, remarks, speed }: EdlEntry, clip: Clip, link: Link, rate: Fraction, changed: Map<number, readonly string[]>): void {
  const drop = edl.lines[event.line]!.includes(';'), moved = subtract(link.source, clip.source), times = event.source.map((frames) => framesAt(add(secondsAt(frames, rate), moved), rate)) as [number, number];
  // The line that only repeats where a dissolve comes from shows the picture behind the last one of its clip.
  const source: [number, number] = event.record[0] === event.record[1] ? repeated(clip, link, rate) : times;
  const isNamed = remarks.some(({ kind }) => kind === 'file') || event.record[0] === event.record[1];
  changed.set(event.line, [eventText({ ...event, reel: reelOf(link), source }, rate, drop), ...(isNamed ? [] : [`* SOURCE FILE: ${link.path}`])]);
  if (speed) changed.set(speed.line, [speedText(reelOf(link), speed.speed, source[0], rate, drop)]);
}

function repeated(clip: Clip, link: Link, rate: Fraction): [number, number] {
  const end = framesAt(add(link.source, multiply(lengthOf(clip), clip.speed ?? one)), rate);
  return [end, end];
}

