// The range of frames that the user asked for, as `[in, out)` of the index.
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex } from '../../shared/media.ts';
import type { Range } from '../../shared/preset.ts';
import { compare, ratio, secondsOf, toNumber, type Rational } from '../../shared/time.ts';

export type Clip = { readonly in: number; readonly out: number };

/**
 * Frames whose time lies in the range; seconds count from the first frame. A bound that lies within half a tick of a frame means that frame.
 * @throws FrameWrightError `range-empty`, `range-outside`.
 */
export function clipOf(range: Range | null, index: FrameIndex, timeBase: Rational): Clip {
  if (!range) return { in: 0, out: index.frames };
  const clip = range.unit === 'frames' ? { in: range.in, out: range.out ?? index.frames } : secondsClip(range.in, range.out, index, timeBase);
  const words = wordsOf(range, index, timeBase);
  if (clip.in > index.frames || clip.out > index.frames || (clip.in === index.frames && index.frames > 0)) throw new FrameWrightError('range-outside', words);
  if (clip.out <= clip.in) throw new FrameWrightError('range-empty', words);
  return clip;
}

/** The first `seconds` of a clip as a range; null for all of a clip that is no longer. */
export const startOf = (seconds: number, index: FrameIndex, timeBase: Rational): Range | null =>
  (lengthOf(index, timeBase) > seconds ? { unit: 'seconds', in: ratio(0, 1), out: ratio(seconds, 1) } : null);

/** Seconds from the first frame to the end of the last. */
function lengthOf(index: FrameIndex, timeBase: Rational): number {
  const last = index.frames - 1;
  return last < 0 ? 0 : secondsOf(index.pts[last]! - index.pts[0]! + index.duration[last]!, timeBase);
}

function secondsClip(from: Rational, to: Rational | null, index: FrameIndex, timeBase: Rational): Clip {
  const end = { ticks: index.pts[index.frames - 1]! - index.pts[0]! + index.duration[index.frames - 1]! };
  const beyond = (time: Rational): boolean => compare(time, ticksAsSeconds(end.ticks + 1, timeBase)) > 0;
  return {
    in: beyond(from) ? index.frames + 1 : frameAt(from, index, timeBase),
    out: to === null ? index.frames : beyond(to) ? index.frames + 1 : frameAt(to, index, timeBase),
  };
}

/** The first frame shown at or after `time`, by bisection; `index.frames` when all are earlier. */
function frameAt(time: Rational, index: FrameIndex, timeBase: Rational): number {
  const ticks = toNumber(time) * (timeBase.den / timeBase.num) - 0.5;
  let low = 0, high = index.frames;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index.pts[middle]! - index.pts[0]! < ticks) low = middle + 1;
    else high = middle;
  }
  return low;
}

const ticksAsSeconds = (ticks: number, timeBase: Rational): Rational => ratio(BigInt(Math.round(ticks)) * BigInt(timeBase.num), BigInt(timeBase.den));

function wordsOf(range: Range, index: FrameIndex, timeBase: Rational): Record<string, string | number> {
  const write = range.unit === 'frames' ? (value: number | Rational): string => `frame ${value}` : (value: number | Rational): string => `${Number(toNumber(value as Rational).toFixed(3))} s`;
  return { in: write(range.in), out: range.out === null ? 'the end' : write(range.out), extent: `${index.frames} frames`, duration: `${Number(lengthOf(index, timeBase).toFixed(3))} s` };
}
