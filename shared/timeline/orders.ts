// From the clips of a timeline to what is restored: which part of which file, each picture once; and from the results back to the clips.
import { add, ceil, compare, divide, floor, fraction, multiply, round, subtract, toFloat, zero, type Fraction } from './fraction.ts';
import { clipsOf, isPlain, secondsAt, type Clip, type Item, type Link, type Media, type Timeline } from './model.ts';

/** What is known of a file once it was looked at. */
export type Footage = { /** Absolute. */ readonly path: string; /** Of uneven pictures the nominal one. */ readonly rate: Fraction; /** At this rate. */ readonly frames: number; readonly isEven: boolean; /** Of its first frame; null without one. */ readonly timecode: Fraction | null; /** Of a sequence of pictures the first number there is. */ readonly firstNumber: number | null };
/** Frames `[from, to)` of a clip's file that it shows, transitions included. `base` is the time that its timeline gives the first of them all. */
export type Use = { readonly clip: Clip; /** As in `Shown`. */ readonly at: Fraction; readonly footage: Footage; readonly base: Fraction; readonly from: number; readonly to: number };
/** Frames `[from, to)` of a file that are restored at once, for all uses that lie in them. */
export type Order = { readonly footage: Footage; readonly from: number; readonly to: number; readonly uses: readonly Use[] };
/** Something that stays as it is, with the reason. `at` is where it begins on the timeline, seconds from its first frame. */
export type Kept = { readonly name: string; readonly at: Fraction; readonly id: number | null; readonly why: string };
export type Handles = { readonly before: number; readonly after: number };

/** A clip that may be restored as far as the timeline tells: what of its media is shown, seconds of the media's own time. */
export type Shown = { readonly clip: Clip; readonly at: Fraction; readonly from: Fraction; readonly to: Fraction };

/** Clips of the picture; what cannot be restored is kept, with the reason. Sound is never looked at. */
export function shownOf({ tracks }: Timeline): { readonly shown: readonly Shown[]; readonly kept: readonly Kept[] } {
  const shown: Shown[] = [], kept: Kept[] = [];
  for (const { kind, items } of tracks) {
    if (kind === 'audio') continue;
    let at = zero;
    items.forEach((item, i) => {
      const why = reasonToKeep(item);
      if (why !== null) kept.push({ name: nameOf(item), at, id: item.kind === 'clip' ? item.id : null, why });
      else if (item.kind === 'clip') shown.push({ clip: item, at, ...spanWith(item, items[i - 1], items[i + 1]) });
      if (item.kind !== 'transition') at = add(at, item.duration);
    });
  }
  return { shown, kept };
}

const nameOf = (item: Item): string => ('name' in item ? item.name : '');

/** Why something is not restored, from the timeline alone; null for a clip that may be, and for what is nothing. */
function reasonToKeep(item: Item): string | null {
  if (item.kind === 'other') return item.why;
  if (item.kind !== 'clip') return null;
  const { media, speed } = item;
  if (media.kind === 'generator') return `It is no file but ${media.name}, which the editor makes.`;
  if (!item.enabled) return 'It is switched off in the timeline.';
  if (speed === null) return 'Its speed changes along it, or in a way that the file does not say; render it in the editor and restore that.';
  if (speed.num === 0n) return 'It is one picture that is held.';
  return speed.num < 0n ? 'It runs backwards; render it in the editor and restore that.' : null;
}

/** A transition shows more of the clips on its sides. */
function spanWith({ source, duration, speed }: Clip, previous: Item | undefined, next: Item | undefined): { readonly from: Fraction; readonly to: Fraction } {
  const before = previous?.kind === 'transition' ? previous.before : zero, after = next?.kind === 'transition' ? next.after : zero;
  return { from: subtract(source, multiply(before, speed!)), to: add(source, multiply(add(duration, after), speed!)) };
}

/**
 * Where in its file a clip lies. A timeline counts either from what it says its file begins with, or by the file's timecode, or from its first frame: the first of these by
 * which the clip lies within the file is meant. Null when it does by none.
 */
export function useOf({ clip, at, from, to }: Shown, footage: Footage): Use | null {
  const { media, source, duration, speed } = clip, told = startTold(media, footage);
  const frameOf = (time: Fraction, base: Fraction): Fraction => nearly(multiply(subtract(time, base), footage.rate));
  const end = add(source, multiply(duration, speed!));
  const base = [told, footage.timecode, zero].find((candidate) => candidate !== null && toFloat(frameOf(source, candidate)) > -0.5 && toFloat(frameOf(end, candidate)) <= footage.frames + 1);
  if (!base) return null;
  // Speeds are often written rounded, and what blends pictures shows a part of the next one.
  const spare = isPlain(speed) ? 0 : 1;
  const first = Math.max(0, floor(frameOf(from, base))), last = Math.min(footage.frames, ceil(frameOf(to, base)) + spare);
  return first < last ? { clip, at, footage, base, from: first, to: last } : null;
}

/** What the timeline says that its file begins with. A sequence of pictures may begin before the number that the timeline names. */
function startTold(media: Media, { firstNumber, rate }: Footage): Fraction | null {
  if (media.kind === 'pictures') return subtract(media.available?.start ?? zero, secondsAt(media.first - (firstNumber ?? media.first), rate));
  return media.kind === 'file' && media.available ? media.available.start : null;
}

/** A hundredth of a frame more or less is that frame: other rates' times are often rounded. */
function nearly(frames: Fraction): Fraction {
  const whole = fraction(round(frames));
  return Math.abs(toFloat(subtract(frames, whole))) < 0.01 ? whole : frames;
}

/** One order for all uses of a file whose pictures, handles included, overlap or follow on each other: no picture is restored twice. In the order of first use. */
export function ordersOf(uses: readonly Use[], handles: Handles): Order[] {
  const orders: { footage: Footage; from: number; to: number; uses: Use[] }[] = [];
  for (const use of [...uses].sort((a, b) => a.from - b.from)) {
    const near = orders.find(({ footage, to }) => footage.path === use.footage.path && use.from - handles.before <= to + handles.after);
    if (near) { near.to = Math.max(near.to, use.to); near.uses.push(use); }
    else orders.push({ footage: use.footage, from: use.from, to: use.to, uses: [use] });
  }
  const firstUse = (order: Order): number => Math.min(...order.uses.map(({ clip }) => clip.id));
  return orders.sort((a, b) => firstUse(a) - firstUse(b));
}

/** A result: its file, and how long after the source's first picture its own first one comes, seconds. */
export type Result = { readonly path: string; readonly name: string; readonly number: number; readonly rate: Fraction; readonly frames: number; readonly timecode: Fraction | null; readonly begins: Fraction; readonly width: number; readonly height: number; readonly sound: Link['sound'] };

/**
 * The result in place of a clip's media. Its time is its timecode where the timeline counted by timecode, or where the source had none; else it counts from 0, as the
 * timeline did. A clip begins as long after the result's first picture as it began after that picture in the source, to the part of a frame.
 */
export function linkOf({ clip, footage, base }: Use, { path, name, number, rate, frames, timecode, begins, width, height, sound }: Result): Link {
  const counted = footage.timecode === null || compare(base, footage.timecode) === 0, start = counted && timecode !== null ? timecode : zero;
  const into = subtract(subtract(clip.source, base), begins);
  return { path, name, number, rate, width, height, sound, available: { start, duration: divide(fraction(frames), rate) }, source: add(start, into) };
}

/** The timeline with its clips' media replaced, for writing it in another format. */
export function withLinks(timeline: Timeline, links: ReadonlyMap<number, Link>): Timeline {
  const linked = (item: Item): Item => {
    const link = item.kind === 'clip' ? links.get(item.id) : undefined;
    return link && item.kind === 'clip' ? { ...item, source: link.source, media: { kind: 'file', path: link.path, available: link.available } } : item;
  };
  return { ...timeline, tracks: timeline.tracks.map((track) => ({ ...track, items: track.items.map(linked) })) };
}

/** Count of the clips of sound, which stay as they are. */
export const soundClips = ({ tracks }: Timeline): number => clipsOf({ tracks: tracks.filter(({ kind }) => kind === 'audio') }).length;

/** Whether a clip's frames fall on its file's at all: a list counts everything at one rate. */
export const isCountedAt = (rate: Fraction, footage: Footage): boolean => compare(footage.rate, rate) === 0;
