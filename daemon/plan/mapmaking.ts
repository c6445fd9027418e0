// The map of a result: stretches of the index, what becomes of their frames, and the clock by which they are shown.
import type { FrameIndex } from '../../shared/media.ts';
import type { FrameMap, MapRun } from '../../shared/plan.ts';
import { ratio, rescale, secondsOf, type Rational } from '../../shared/time.ts';
import { framesOf, heldTicks, partsOfTick, shownPts, timeOf } from './map.ts';
import type { Stretch } from './scan.ts';

export type MapRequest = {
  readonly stretches: readonly Stretch[]; readonly index: FrameIndex; readonly timeBase: Rational;
  /** Source ticks: what becomes time 0. */
  readonly epoch: number;
  /** Whether the source's frames are equally spaced. */
  readonly constant: boolean;
  /** Frames per second that were asked for; null keeps every frame's own time. */
  readonly rate: Rational | null;
  /** Frames made by holding the first and the last one, and how many of them pass in a second. */
  readonly held?: { readonly before: number; readonly after: number; readonly rate: Rational };
};

/**
 * The map of stretches that follow each other. Its ticks are parts of the source's, so that the times of fields and of a cadence's frames are exact; with a
 * rate they count whole frames of that rate and, where the container can, the first frame's exact time.
 */
export function buildMap({ stretches, index, timeBase, epoch, constant, rate, held }: MapRequest): FrameMap {
  const runs = stretches.map(runOf), parts = partsOfTick(runs), shown = runs.reduce((sum, { count }) => sum + count, 0);
  const end = stretches.length ? (timeOf(index, stretches.at(-1)!.to) - epoch) * parts : 0;
  const own: FrameMap = { timeBase: finer(timeBase, parts), sourceTimeBase: timeBase, epoch, frames: shown, runs, constantRate: null, end, even: constant && runs.length <= 1 };
  const map = rate === null || shown === 0 ? own : atRate(own, index, rate);
  return held && shown > 0 && held.before + held.after > 0 ? withHeld(map, held) : map;
}

/** The map with frames before and after it that show its first and its last picture on. */
function withHeld(map: FrameMap, held: NonNullable<FrameMap['held']>): FrameMap {
  const end = map.end + heldTicks({ ...map, held }, held.after);
  return { ...map, frames: held.before + map.frames + held.after, end, held };
}

/** The same frames at a constant rate, as many as the time they fill has room for, at least one. */
function atRate(own: FrameMap, index: FrameIndex, rate: Rational): FrameMap {
  const first = shownPts(own, index, 0);
  const frames = Math.max(1, roundedQuotient(BigInt(own.end - first) * BigInt(own.timeBase.num) * BigInt(rate.num), BigInt(own.timeBase.den) * BigInt(rate.den)));
  const start = ratio(BigInt(first) * BigInt(own.timeBase.num), own.timeBase.den);
  const ticks = ticksFor(rate.num, start.den), perFrame = (ticks / rate.num) * rate.den;
  const pts = roundedQuotient(BigInt(start.num) * BigInt(ticks), BigInt(start.den));
  return { ...own, timeBase: ratio(1, ticks), frames, constantRate: rate, end: pts + frames * perFrame, even: true };
}

/** MP4 and MOV keep ticks per second in 32 bits, signed in most readers. */
const mostTicks = 2 ** 31 - 1;
/** Ticks per second where the exact ones would be too many: half a tick is then less than half a sample at 48 kHz. */
const enoughTicks = 96_000;

/** Ticks per second that count frames of `rate` and the start exactly, where 32 bits hold them. */
function ticksFor(rate: number, startDen: number): number {
  const both = rate * ratio(startDen, rate).num;
  return both <= mostTicks ? both : rate * Math.ceil(enoughTicks / rate);
}

/** Halves are rounded up; for numerators that are not negative, and at the start for those that are. */
function roundedQuotient(numerator: bigint, denominator: bigint): number {
  const twice = 2n * numerator + denominator, under = 2n * denominator;
  return Number(twice >= 0n ? twice / under : -((-twice + under - 1n) / under));
}

function runOf({ from, to, map, cadence }: Stretch): MapRun {
  if (cadence) return { kind: 'cadence', first: from, count: framesOf({ kind: 'cadence', ...cadence }, to - from), span: to - from, ...cadence };
  return map === 'fields' ? { kind: 'fields', first: from, count: 2 * (to - from) } : { kind: 'source', first: from, count: to - from };
}

const finer = ({ num, den }: Rational, parts: number): Rational => ratio(BigInt(num), BigInt(den) * BigInt(parts));

/** A negative start of up to so many seconds is an audio decoder's run-in, which players leave out. */
const runInSeconds = 0.1;

/**
 * What becomes time 0, in ticks of the video: the earliest start of the picture and the kept sound, so that tracks keep their offsets. A range that
 * begins later than the clip begins with its first frame. Frames held before the first one push everything back.
 */
export function epochOf(video: { readonly timeBase: Rational; readonly firstPts: number; readonly cut: boolean }, audio: readonly { readonly startPts: number | null; readonly timeBase: Rational }[], held?: { readonly before: number; readonly rate: Rational }): number {
  const start = startOf(video, audio), early = held && held.before > 0 ? rescale(held.before, { num: held.rate.den, den: held.rate.num }, video.timeBase) : 0;
  return early > 0 ? Math.min(start, video.firstPts - early) : start;
}

function startOf(video: { readonly timeBase: Rational; readonly firstPts: number; readonly cut: boolean }, audio: readonly { readonly startPts: number | null; readonly timeBase: Rational }[]): number {
  if (video.cut) return video.firstPts;
  const starts = audio.flatMap(({ startPts, timeBase }) => {
    if (startPts === null) return [];
    const seconds = secondsOf(startPts, timeBase);
    return [seconds < 0 && seconds >= -runInSeconds ? 0 : Math.floor((seconds * video.timeBase.den) / video.timeBase.num)];
  });
  return Math.min(video.firstPts, ...starts);
}
