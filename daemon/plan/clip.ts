// The range of frames that the user asked for, as `[in, out)` of the index.
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex } from '../../shared/media.ts';
import type { Range } from '../../shared/preset.ts';
import { compare, equal, ratio, secondsOf, toNumber, type Rational } from '../../shared/time.ts';
import { editorClip, framesBefore, ticksOf } from './editor-clip.ts';
import { framesToTimecode } from '../../shared/timecode.ts';

export type Clip = { readonly in: number; readonly out: number };

/** By what a range in timecode is read: that of the first frame, or null, and the rate that it counts at. Frames that are not equally spaced are found by their time. */
export type TimecodeClock = { readonly first: string | null; readonly rate: Rational; readonly constant: boolean };

/**
 * Frames whose time lies in the range; seconds count from the first frame. A bound that lies within half a tick of a frame means that frame.
 * Timecodes name frames: those of the source's own count. @throws FrameWrightError `range-empty`, `range-outside`, `bad-value` for a timecode that the source does not have.
 */
export function clipOf(range: Range | null, index: FrameIndex, timeBase: Rational, clock: TimecodeClock): Clip {
  if (!range) return { in: 0, out: index.frames };
  if (range.unit === 'timecode') return clipOf(countedRange(range, clock), index, timeBase, clock);
  const clip = plainClip(range, index, timeBase, clock);
  const words = wordsOf(range, index, timeBase);
  if (clip.in > index.frames || clip.out > index.frames || (clip.in === index.frames && index.frames > 0)) throw new FrameWrightError('range-outside', words);
  if (clip.out <= clip.in) throw new FrameWrightError('range-empty', words);
  return clip;
}

function plainClip(range: Exclude<Range, { unit: 'timecode' }>, index: FrameIndex, timeBase: Rational, clock: TimecodeClock): Clip {
  const counts = range.unit === 'frames' && (range.rate === undefined || clock.constant && equal(range.rate, clock.rate));
  if (counts) return { in: range.in, out: range.out ?? index.frames };
  return range.unit === 'seconds' ? secondsClip(range.in, range.out, index, timeBase) : editorClip(range, index, timeBase);
}

/** The clip with as many of the frames around it as there are and are wanted. */
export const withHandles = (clip: Clip, wanted: { readonly before: number; readonly after: number }, frames: number): Clip =>
  ({ in: Math.max(0, clip.in - wanted.before), out: Math.min(frames, clip.out + wanted.after) });

/** A range in timecode as frames, or as seconds of a count that pictures do not keep to. */
function countedRange(range: Extract<Range, { unit: 'timecode' }>, { first, rate, constant }: TimecodeClock): Range {
  const perSecond = Math.max(1, Math.round(toNumber(rate)));
  const frames = (text: string, key: string): number => {
    if (first === null) throw new FrameWrightError('bad-value', { key, value: text, why: 'The file carries no timecode; write a time or a frame number such as 120f, or say where it begins with --interpret start-tc=01:00:00:00.' });
    const found = framesToTimecode(first, text, perSecond);
    if (found === null) throw new FrameWrightError('bad-value', { key, value: text, why: `The source counts ${perSecond} frames a second from ${first}${first.includes(';') ? ', leaving numbers out (drop-frame)' : ''}, and has no such timecode.` });
    return found;
  };
  const from = range.in === null ? 0 : frames(range.in, '--from'), to = range.out === null ? null : frames(range.out, '--to');
  if (constant) return { unit: 'frames', in: from, out: to };
  const seconds = (count: number): Rational => ratio(BigInt(count) * BigInt(rate.den), rate.num);
  return { unit: 'seconds', in: seconds(from), out: to === null ? null : seconds(to) };
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

/** The first frame shown at or after `time`; `index.frames` when all are earlier. */
const frameAt = (time: Rational, index: FrameIndex, timeBase: Rational): number => framesBefore(ticksOf(time, timeBase) - 0.5, index);

const ticksAsSeconds = (ticks: number, timeBase: Rational): Rational => ratio(BigInt(Math.round(ticks)) * BigInt(timeBase.num), BigInt(timeBase.den));

function wordsOf(range: Exclude<Range, { unit: 'timecode' }>, index: FrameIndex, timeBase: Rational): Record<string, string | number> {
  const write = (value: number | string | Rational): string => (typeof value === 'object' ? `${Number(toNumber(value).toFixed(3))} s` : typeof value === 'number' ? `frame ${value}` : `tick ${value}`);
  return { in: write(range.in), out: range.out === null ? 'the end' : write(range.out), extent: `${index.frames} frames`, duration: `${Number(lengthOf(index, timeBase).toFixed(3))} s` };
}
