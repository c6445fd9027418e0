// Where every result frame comes from and when it is shown. The map is run-length coded; the index holds the times.
import type { FrameIndex } from '../../shared/media.ts';
import type { FrameMap, MapRun } from '../../shared/plan.ts';
import { rescale } from '../../shared/time.ts';

/** A result frame's origin: an index frame, and which of its fields when fields become frames. */
export type Origin = { readonly frame: number; readonly field: 'both' | 'first' | 'second' };

/** Where result frame `r` comes from. @throws RangeError outside `[0, map.frames)`. */
export function originOf(map: FrameMap, index: FrameIndex, r: number): Origin {
  const k = Math.min(Math.max(inside(map, r) - heldBefore(map), 0), unheld(map) - 1);
  return shownOrigin(map, map.constantRate === null ? k : shownAt(map, index, k));
}

/** Presentation time of result frame `r` in ticks of `map.timeBase`. @throws RangeError outside `[0, map.frames)`. */
export function resultPts(map: FrameMap, index: FrameIndex, r: number): number {
  if (map.constantRate !== null) return map.end - (map.frames - inside(map, r)) * ticksPerFrame(map);
  const k = inside(map, r) - heldBefore(map), late = k - unheld(map);
  if (k < 0) return shownPts(map, index, 0) - heldTicks(map, -k);
  return late < 0 ? shownPts(map, index, k) : map.end - heldTicks(map, map.held!.after) + heldTicks(map, late);
}

/** What `frames` held ones take, ticks of `map.timeBase`, rounded. */
export function heldTicks({ held, timeBase }: Pick<FrameMap, 'held' | 'timeBase'>, frames: number): number {
  return held ? rescale(frames, { num: held.rate.den, den: held.rate.num }, timeBase) : 0;
}

const heldBefore = ({ held }: FrameMap): number => held?.before ?? 0;
/** Result frames but those that are held. */
const unheld = ({ frames, held }: FrameMap): number => (held ? frames - held.before - held.after : frames);

/** How long result frame `r` is shown, ticks of `map.timeBase`: up to the next frame, the last one up to the map's end. */
export function resultDuration(map: FrameMap, index: FrameIndex, r: number): number {
  return (r + 1 < map.frames ? resultPts(map, index, r + 1) : map.end) - resultPts(map, index, r);
}

/** Result frames that are made of index frames `[from, to)`: `[first, first + count)`. What is held belongs to the frame that it shows. */
export function resultSpan(map: FrameMap, index: FrameIndex, from: number, to: number): { readonly first: number; readonly count: number } {
  const place = (frame: number): number => {
    const k = map.constantRate === null ? shownBefore(map, frame) : firstSlotOf(map, index, shownBefore(map, frame));
    return k === 0 ? 0 : k === unheld(map) ? map.frames : heldBefore(map) + k;
  };
  const first = place(from);
  return { first, count: place(to) - first };
}

/** What a constant rate does to the frames there are to show: how many come more than once and how many never, in result frames and in frames to show. */
export function countChanges(map: FrameMap, index: FrameIndex): { readonly repeated: number; readonly left: number } {
  if (map.constantRate === null) return { repeated: 0, left: 0 };
  let different = 0, last = -1;
  for (let k = 0; k < unheld(map); k++) {
    const shown = shownAt(map, index, k);
    if (shown !== last) different += 1;
    last = shown;
  }
  return { repeated: unheld(map) - different, left: countsOf(map).total - different };
}

/** Whether anything shows index frame `frame`, or a cadence leaves it out. Frames outside the map are not shown. */
export function isShown(map: FrameMap, frame: number): boolean {
  return shownBefore(map, frame + 1) > shownBefore(map, frame);
}

/**
 * Parts into which a tick of the source is divided, so that fields fall exactly between frames and a cadence's frames are exactly evenly spaced. Beyond
 * 240, which no known mixture of cadences needs, times are rounded to the nearest part.
 */
export function partsOfTick(runs: readonly MapRun[]): number {
  const wanted = runs.map((run) => (run.kind === 'fields' ? 2 : run.kind === 'cadence' ? Math.max(1, run.keep.length) : 1));
  return wanted.reduce((parts, next) => (leastMultiple(parts, next) <= 240 ? leastMultiple(parts, next) : parts), 1);
}

/** Index frames that a run covers. */
export const spanOfRun = (run: MapRun): number => (run.kind === 'fields' ? run.count / 2 : run.kind === 'cadence' ? run.span : run.count);

/** Frames that `frames` index frames of a run become, counted from its first one. */
export function framesOf(run: { readonly kind: 'source' | 'fields' } | { readonly kind: 'cadence'; readonly cycle: number; readonly keep: readonly number[] }, frames: number): number {
  if (run.kind !== 'cadence') return run.kind === 'fields' ? 2 * frames : frames;
  return Math.floor(frames / run.cycle) * run.keep.length + keptWithin(run, frames % run.cycle);
}

/** When index frame `frame` is shown, source ticks; one past the last is the end of the last. */
export const timeOf = (index: FrameIndex, frame: number): number => (frame < index.frames ? index.pts[frame]! : frame === 0 ? 0 : index.pts[frame - 1]! + index.duration[frame - 1]!);

/**
 * Time of the frame `shown` of what there is to show, less the epoch, in parts of source ticks. The frames of a cycle are evenly spaced over it; those of
 * one that is cut short keep the spacing of a whole one, and share its time evenly where that would push them beyond it.
 */
export function shownPts(map: FrameMap, index: FrameIndex, shown: number): number {
  const { run, offset } = runAt(map, shown), { parts } = countsOf(map);
  const ticks = (frame: number): number => timeOf(index, frame) - map.epoch;
  if (run.kind === 'source') return ticks(run.first + offset) * parts;
  if (run.kind === 'fields') {
    const frame = run.first + Math.floor(offset / 2), start = ticks(frame) * parts;
    return offset % 2 === 0 ? start : start + ((ticks(frame + 1) - ticks(frame)) * parts) / 2;
  }
  const { cycle, keep } = run, nth = Math.floor(offset / keep.length), place = offset % keep.length;
  const from = run.first + nth * cycle, frames = Math.min(cycle, run.first + run.span - from), kept = keptWithin(run, frames);
  const time = (ticks(from + frames) - ticks(from)) * parts;
  const fits = (kept - 1) * cycle < frames * keep.length;
  return ticks(from) * parts + Math.round(fits ? (time * place * cycle) / (frames * keep.length) : (time * place) / kept);
}

/** Number of the frame of what there is to show that is on screen in the middle of slot `k` of a constant rate. */
function shownAt(map: FrameMap, index: FrameIndex, k: number): number {
  const { num, den } = map.constantRate!, first = shownPts(map, index, 0), { total } = countsOf(map);
  // The middle of the slot in parts of the map's source ticks, rounded up: a frame that begins there belongs to the next slot.
  const { sourceTimeBase: tick } = map, partsPerTick = BigInt(countsOf(map).parts);
  const over = BigInt(2 * k + 1) * BigInt(den) * BigInt(tick.den) * partsPerTick, under = 2n * BigInt(num) * BigInt(tick.num);
  const limit = first + Number((over + under - 1n) / under);
  return bisect(total, (shown) => shownPts(map, index, shown) < limit) - 1;
}

/** The first slot that shows frame `shown` of what there is to show, or a later one. */
const firstSlotOf = (map: FrameMap, index: FrameIndex, shown: number): number => bisect(unheld(map), (k) => shownAt(map, index, k) < shown);

function shownOrigin(map: FrameMap, shown: number): Origin {
  const { run, offset } = runAt(map, shown);
  if (run.kind === 'source') return { frame: run.first + offset, field: 'both' };
  if (run.kind === 'fields') return { frame: run.first + Math.floor(offset / 2), field: offset % 2 === 0 ? 'first' : 'second' };
  return { frame: run.first + Math.floor(offset / run.keep.length) * run.cycle + run.keep[offset % run.keep.length]!, field: 'both' };
}

/** How many frames there are to show of index frames before `frame`. */
function shownBefore(map: FrameMap, frame: number): number {
  const { starts } = countsOf(map);
  const after = bisect(map.runs.length, (i) => map.runs[i]!.first < frame);
  if (after === 0) return 0;
  const run = map.runs[after - 1]!;
  return starts[after - 1]! + framesOf(run, Math.min(spanOfRun(run), frame - run.first));
}

function runAt(map: FrameMap, shown: number): { readonly run: MapRun; readonly offset: number } {
  const { starts } = countsOf(map), i = bisect(map.runs.length, (n) => starts[n]! <= shown) - 1;
  return { run: map.runs[i]!, offset: shown - starts[i]! };
}

type Counts = {
  /** Number of the first frame of each run; one without frames shares its number with the next. */
  readonly starts: readonly number[];
  /** Frames there are to show, before a constant rate takes from them. */
  readonly total: number; readonly parts: number;
};
const counted = new WeakMap<readonly MapRun[], Counts>();

/** What is the same for every frame of a map, counted once. */
function countsOf({ runs }: FrameMap): Counts {
  const known = counted.get(runs);
  if (known) return known;
  let total = 0;
  const starts = runs.map(({ count }) => (total += count) - count);
  const counts = { starts, total, parts: partsOfTick(runs) };
  counted.set(runs, counts);
  return counts;
}

const ticksPerFrame = ({ timeBase, constantRate }: FrameMap): number => (timeBase.den * constantRate!.den) / (timeBase.num * constantRate!.num);

const keptWithin = ({ keep }: { readonly keep: readonly number[] }, frames: number): number => keep.filter((place) => place < frames).length;

function inside(map: FrameMap, r: number): number {
  if (Number.isInteger(r) && r >= 0 && r < map.frames) return r;
  throw new RangeError(`Result frame ${r} lies outside the map's ${map.frames} frames.`);
}

/** The first of `[0, count)` for which `isBefore` no longer holds; `count` when it always does. */
function bisect(count: number, isBefore: (i: number) => boolean): number {
  let low = 0, high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const leastMultiple = (a: number, b: number): number => (a / greatestDivisor(a, b)) * b;
const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
