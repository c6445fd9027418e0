// Frame times that follow an uneven pattern again and again, as film played on video's clock leaves them: 2, 3, 2, 3 … ticks instead of 2.5.
import type { Content } from '../../shared/analysis.ts';
import type { FrameIndex } from '../../shared/media.ts';

/** Longest pattern in frames: a second of 24 in 30 has five, of 24 in 25 twenty-five. */
const LONGEST = 25;
/** Share of the frames that must follow the pattern, and how uneven it must be: largest less smallest, as a share of the mean. Rounding to milliseconds stays below 0.1 up to 60 frames a second. */
const FOLLOWS = 0.98, UNEVEN = 0.15;
/** Patterns that fit into the range so often prove something. */
const TIMES = 4;

/** The shortest pattern that the frames of `[from, to)` follow, in ticks of the video; null where they are even or follow none. */
export function findJudder({ pts }: Pick<FrameIndex, 'pts'>, [from, to]: readonly [number, number]): Content['judder'] {
  const lengths = Array.from({ length: Math.max(0, to - from - 1) }, (_, i) => pts[from + i + 1]! - pts[from + i]!);
  const mean = lengths.reduce((sum, one) => sum + one, 0) / Math.max(1, lengths.length);
  if (!(mean > 0)) return null;
  // A tick more or less is rounding where a frame lasts many, and half a frame where it lasts two.
  const rounding = mean >= 10 ? Math.max(1, 0.02 * mean) : 0, close = (a: number, b: number): boolean => Math.abs(a - b) <= rounding;
  for (let cycle = 1; cycle <= LONGEST && cycle * TIMES <= lengths.length; cycle++) {
    const follow = lengths.slice(cycle).filter((length, i) => close(length, lengths[i]!)).length;
    if (follow < FOLLOWS * (lengths.length - cycle)) continue;
    const ticks = lengths.slice(0, cycle);
    return (Math.max(...ticks) - Math.min(...ticks)) / mean >= UNEVEN ? { cycle, ticks } : null;
  }
  return null;
}
