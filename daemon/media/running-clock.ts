// Recordings that were joined set their clock anew midway. The index runs on; here the other streams follow the picture's clock.
import type { FrameIndex, Media } from '../../shared/media.ts';
import { secondsOf, type Rational } from '../../shared/time.ts';

/** Seconds: the clock stood at `from` before and at `to` after; from then on `shift` is added to what the file says. */
export type Jump = { readonly from: number; readonly to: number; readonly shift: number };

/** The picture's jumps, in the file's order, to the millisecond. */
export function jumpsOf({ changes, video }: Media, index: FrameIndex): Jump[] {
  return changes.filter(({ what }) => what === 'timestamp-jump').map((change) => {
    const to = Number.parseFloat(change.to);
    return { from: Number.parseFloat(change.from), to, shift: secondsOf(index.pts[change.frame]!, video.timeBase) - to };
  });
}

/** Seconds by which sound and picture may disagree about where a jump is, and by which a stream's own times may fall back without one. */
const slack = 2, fallBack = 1;

/**
 * Corrects one stream's times, given in the file's order, in ticks. A time belongs after the next jump when it falls back, or when it lies outside the
 * stretch of clock before the jump and inside the one after it; `jumped` says that it is the first of these.
 */
export function openRunningClock(jumps: readonly Jump[], timeBase: Rational): (ticks: number) => { readonly ticks: number; readonly jumped: boolean } {
  if (!jumps.length) return (ticks) => ({ ticks, jumped: false });
  let passed = 0, before = -Infinity;
  const within = (seconds: number, stretch: number): boolean =>
    seconds >= (stretch === 0 ? -Infinity : jumps[stretch - 1]!.to - slack) && seconds <= (stretch === jumps.length ? Infinity : jumps[stretch]!.from + slack);
  return (ticks) => {
    const seconds = secondsOf(ticks, timeBase);
    const jumped = passed < jumps.length && (seconds < before - fallBack || (!within(seconds, passed) && within(seconds, passed + 1)));
    if (jumped) passed++;
    before = seconds;
    const shift = passed ? jumps[passed - 1]!.shift : 0;
    return { ticks: ticks + Math.round((shift * timeBase.den) / timeBase.num), jumped };
  };
}
