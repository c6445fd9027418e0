// Ranges as editors give them: ticks, or frames counted at a rate of their own. Both are times from the first picture.
import type { FrameIndex } from '../../shared/media.ts';
import type { Range } from '../../shared/preset.ts';
import { ratio, type Rational } from '../../shared/time.ts';

type EditorRange = Extract<Range, { unit: 'frames' | 'ticks' }>;

/** The range in seconds from the first picture; null for frames of the index, which have no rate of their own. */
export function inSeconds(range: Exclude<Range, { unit: 'timecode' }>): Extract<Range, { unit: 'seconds' }> | null {
  if (range.unit === 'seconds') return range;
  const moment = momentOf(range);
  return moment && { unit: 'seconds', in: moment(range.in), out: range.out === null ? null : moment(range.out) };
}

function momentOf(range: EditorRange): ((value: number | string) => Rational) | null {
  if (range.unit === 'ticks') return (ticks) => fractionOf(BigInt(ticks), BigInt(range.perSecond));
  const { rate } = range;
  return rate ? (frames) => ratio(BigInt(frames) * BigInt(rate.den), rate.num) : null;
}

/** Ticks of no whole frame may have no fraction that a number holds; a microsecond is far below half of any tick that a frame's time is given in. */
function fractionOf(ticks: bigint, perSecond: bigint): Rational {
  try { return ratio(ticks, perSecond); } catch { return ratio((ticks * 1_000_000n) / perSecond, 1_000_000n); }
}

/**
 * From the frame on screen at the in point up to the one before which the out point lies. A bound within half a tick of a frame's time means that frame, and an out point
 * less than one frame behind the end means the end, because editors round lengths up to their own frames. `out` beyond that is `index.frames + 1`.
 */
export function editorClip(range: EditorRange, index: FrameIndex, timeBase: Rational): { readonly in: number; readonly out: number } {
  const seconds = inSeconds(range)!, last = index.frames - 1;
  const end = index.pts[last]! - index.pts[0]! + index.duration[last]!;
  const from = ticksOf(seconds.in, timeBase), to = seconds.out && ticksOf(seconds.out, timeBase);
  const beyond = (ticks: number, grace: number): boolean => ticks > end + grace;
  return {
    in: beyond(from, 0.5) ? index.frames + 1 : Math.max(0, framesBefore(from + 0.5, index) - 1),
    out: to === null ? index.frames : beyond(to, index.duration[last]!) ? index.frames + 1 : framesBefore(to - 0.5, index),
  };
}

/** A time in ticks of the source, as a float: it is only compared, to half a tick. */
export const ticksOf = (seconds: Rational, timeBase: Rational): number => (seconds.num / seconds.den) * (timeBase.den / timeBase.num);

/** How many frames begin before `ticks` (from the first picture), by bisection. */
export function framesBefore(ticks: number, index: FrameIndex): number {
  let low = 0, high = index.frames;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index.pts[middle]! - index.pts[0]! < ticks) low = middle + 1;
    else high = middle;
  }
  return low;
}
