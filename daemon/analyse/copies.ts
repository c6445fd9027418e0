// Frames that show again what the frame before showed, and frames that are missing.
import type { Analysis } from '../../shared/analysis.ts';
import { frameFlag, type FrameIndex, type VideoStream } from '../../shared/media.ts';
import type { FrameFacts } from './look.ts';

export type Change = Pick<FrameFacts, 'frame' | 'motion' | 'motion2' | 'colour' | 'peak'>;

/** Mean differences at a reduced size that are none: rounding of the stored hundredths. */
const NONE = 0.02;
/**
 * A held picture, noise and coding included: no block changes by more than `share` of what moving blocks around it change by, which is `moves` code values at least; noise
 * changes all blocks alike, so the most that one changes is near the mean; and the frame before that is as far away as it was from the one before. Measured on clips
 * with every second frame shown twice, coded and noisy; nearly still film (a cyclist who stands) fails the last.
 */
const HELD = { share: 0.35, moves: 4, alike: 1.5, coding: 2.5, asFar: 0.2 } as const;
/** Frames on either side that tell what moving blocks change by. */
const AROUND = 12;
/** Copies in so few frames are accidents, and no pattern. */
const FEW = 0.03;
/** Share of the frames, and of the copies, that must agree with the one a cycle earlier; cycles that are looked for: drawings on twos to sixes, and 24 or 25 made 25 or 30 by repeats. */
const REGULAR = { frames: 0.9, copies: 0.75 } as const, CYCLES = [2, 3, 4, 5, 6, 25] as const;
/** Entries of lists for people. */
const SHOWN = 64;

/** Copies in stretches of consecutive frames. */
export function findCopies(stretches: readonly (readonly Change[])[]): Analysis['duplicates'] {
  const copies = stretches.map((stretch) => stretch.map((_, i) => isCopy(stretch, i)));
  const runs = stretches.flatMap((stretch, s) => runsOf(stretch, copies[s]!)), frames = copies.flat().length, count = runs.reduce((sum, run) => sum + run.count, 0);
  return {
    share: Math.round((count / Math.max(1, frames)) * 1000) / 1000, pattern: count < FEW * frames ? null : patternOf(copies),
    runs: [...runs].sort((a, b) => b.count - a.count || a.first - b.first).slice(0, SHOWN), runCount: runs.length,
  };
}

function isCopy(stretch: readonly Change[], i: number): boolean {
  const { motion, motion2, colour, peak } = stretch[i]!, before = stretch[i - 1];
  if (!before) return false;
  if (motion <= NONE && colour <= NONE && peak <= NONE) return true;
  const asFar = i < 2 || Math.abs(motion2 - before.motion) <= HELD.asFar * motion2 + 0.1;
  if (!asFar || peak > HELD.alike * motion + HELD.coding) return false;
  // Three quarters of the frames around change by less: of drawings on twos a half does.
  const near = stretch.slice(Math.max(1, i - AROUND), i + AROUND + 1).map((change) => change.peak).sort((a, b) => a - b);
  const moving = near[Math.floor(near.length * 0.75)]!;
  return moving >= HELD.moves && peak <= HELD.share * moving;
}

function runsOf(stretch: readonly Change[], copies: readonly boolean[]): { readonly first: number; readonly count: number }[] {
  return copies.reduce<{ first: number; count: number }[]>((runs, copy, i) => {
    if (copy && copies[i - 1]) runs.at(-1)!.count++;
    else if (copy) runs.push({ first: stretch[i]!.frame, count: 1 });
    return runs;
  }, []);
}

/** The shortest cycle in which copies come back, over the frames around which anything moves. */
function patternOf(stretches: readonly (readonly boolean[])[]): Analysis['duplicates']['pattern'] {
  for (const cycle of CYCLES) {
    const moving = stretches.flatMap((copies) => copies.flatMap((copy, i) => {
      const around = copies.slice(Math.max(1, i - cycle), i + cycle + 1);
      return i <= cycle || !around.includes(false) || longest(around) >= cycle ? [] : [{ copy, agrees: copy === copies[i - cycle] }];
    }));
    const fresh = moving.filter(({ copy }) => !copy).length, pictures = Math.round((cycle * fresh) / Math.max(1, moving.length));
    const agree = (some: readonly { readonly agrees: boolean }[]): number => some.filter(({ agrees }) => agrees).length / Math.max(1, some.length);
    const regular = agree(moving) >= REGULAR.frames && agree(moving.filter(({ copy }) => copy)) >= REGULAR.copies;
    if (moving.length >= 2 * cycle && pictures >= 1 && pictures < cycle && regular) return { cycle, pictures };
  }
  return null;
}

function longest(copies: readonly boolean[]): number {
  let run = 0;
  return copies.reduce((most, copy) => Math.max(most, (run = copy ? run + 1 : 0)), 0);
}

/** Where the times tell: nearly all frames must last equally long, and a gap must be whole frames wide, give or take this share of one. */
const EQUAL = 0.8, WHOLE = 0.2;
/** Where movement tells: a step so many times as large as each of four on either side, which are as even as this, not twice a copy of a cut, and at least this large. */
const JUMP = { least: 1.6, most: 2.6, beside: 4, even: 1.25, motion: 2 } as const;

/** Missing frames between frames `[from, to)` of the index, and by jumps of movement where all frames were measured. */
export function findGaps(index: Pick<FrameIndex, 'pts' | 'flags'>, video: Pick<VideoStream, 'timeBase' | 'rate'>, [from, to]: readonly [number, number], measured: readonly Change[], cuts: readonly number[]): Analysis['dropped'] {
  const gaps = [...gapsInTime(index, video, from, to), ...jumps(measured, new Set(cuts))].sort((a, b) => a.frame - b.frame);
  return { frames: gaps.reduce((sum, gap) => sum + gap.missing, 0), gaps: gaps.slice(0, SHOWN), gapCount: gaps.length };
}

type Gap = Analysis['dropped']['gaps'][number];

function gapsInTime({ pts, flags }: Pick<FrameIndex, 'pts' | 'flags'>, { timeBase, rate }: Pick<VideoStream, 'timeBase' | 'rate'>, from: number, to: number): Gap[] {
  const ticks = (rate.nominal.den * timeBase.den) / (rate.nominal.num * timeBase.num);
  const lasts = Array.from({ length: Math.max(0, to - from - 1) }, (_, i) => ({ frame: from + i + 1, frames: (pts[from + i + 1]! - pts[from + i]!) / ticks }));
  const equal = lasts.filter(({ frames }) => Math.abs(frames - 1) <= WHOLE + 1 / ticks).length;
  if (rate.constant || equal < EQUAL * lasts.length) return [];
  return lasts.flatMap(({ frame, frames }): Gap[] => {
    const missing = Math.round(frames) - 1;
    return missing >= 1 && Math.abs(frames - missing - 1) <= WHOLE + 1 / ticks && !(flags[frame]! & frameFlag.discontinuity) ? [{ frame, missing, from: 'index' }] : [];
  });
}

/** One frame is missing where even movement makes one step of about two. */
function jumps(measured: readonly Change[], cuts: ReadonlySet<number>): Gap[] {
  return measured.flatMap((change, i): Gap[] => {
    if (change.motion < JUMP.motion * JUMP.least || change.motion < JUMP.least * (measured[i - 1]?.motion ?? Infinity)) return [];
    const near = [...measured.slice(Math.max(1, i - JUMP.beside), i), ...measured.slice(i + 1, i + 1 + JUMP.beside)].map(({ motion }) => motion);
    if (near.length < 2 * JUMP.beside || cuts.has(change.frame)) return [];
    const [least, most] = [Math.min(...near), Math.max(...near)];
    return least >= JUMP.motion && most <= JUMP.even * least && change.motion >= JUMP.least * most && change.motion <= JUMP.most * most ? [{ frame: change.frame, missing: 1, from: 'motion' }] : [];
  });
}
