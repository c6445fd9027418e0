// Where shots begin. A cut is the first frame of the new shot: a change far above the movement around it that does not go back at once, or the
// first frame that leaves a black plateau.
import type { FrameFacts } from './look.ts';

export type Change = Pick<FrameFacts, 'frame' | 'luma' | 'motion' | 'colour' | 'motion2'>;

/** Frames on either side that tell how much change is usual here. */
const AROUND = 3;
/** A cut changes this much at least (luma and chroma, 8-bit code values), and this many times the usual change and a little. */
const LEAST = 8, TIMES = 2.2, MORE = 4;
/** Of the change from the frame before, this share must remain against the frame before that and one frame later; a flash does not. */
const LASTS = 0.6;
/** Shots shorter than this are a stutter of the same cut. */
const SHORTEST = 3;
/** A plateau: at least so many frames this dark (16 is black, 17 with a small caption) that hardly change; then a rise for so many frames to so much more. */
const PLATEAU = { frames: 6, luma: 20, still: 0.3, stir: 0.5, rises: 4, by: 4 } as const;

/** Frames at which shots begin, rising, from the facts of frames that follow each other. The first frame of a film begins no shot here. */
export function findCuts(changes: readonly Change[]): number[] {
  const scores = changes.map(scoreOf);
  const found = changes.flatMap((_, i) => (i > 0 && (isJump(changes, scores, i) || leavesBlack(changes, i)) ? [i] : []));
  return apart(found, scores).map((i) => changes[i]!.frame);
}

/** Change of luma and chroma together. */
export const scoreOf = ({ motion, colour }: Pick<Change, 'motion' | 'colour'>): number => motion + colour;

function isJump(changes: readonly Change[], scores: readonly number[], i: number): boolean {
  if (scores[i]! < LEAST || scores[i]! < TIMES * usual(scores, i) + MORE) return false;
  const { motion } = changes[i]!;
  const back = i > 1 ? changes[i]!.motion2 : Infinity, on = changes[i + 1]?.motion2 ?? Infinity;
  // Where colours change and brightness does not, there is nothing to compare.
  return motion < LEAST / 2 || (back >= LASTS * motion && on >= LASTS * motion);
}

/**
 * The second largest change among the six nearest: one other jump may be a cut too, and of frames shown twice every other change is nothing. Near an
 * end all six lie on one side.
 */
function usual(scores: readonly number[], i: number): number {
  // The first score of all is 0 because nothing came before it.
  const first = Math.max(1, Math.min(i - AROUND, scores.length - 1 - 2 * AROUND));
  const near = scores.slice(first, first + 2 * AROUND + 1).toSpliced(i - first, 1).sort((a, b) => b - a);
  return near[1] ?? near[0] ?? 0;
}

function leavesBlack(changes: readonly Change[], i: number): boolean {
  const before = changes.slice(i - PLATEAU.frames, i), rise = changes.slice(i, i + PLATEAU.rises);
  if (i < PLATEAU.frames || rise.length < PLATEAU.rises) return false;
  const dark = before.every((change) => change.luma <= PLATEAU.luma && change.motion <= PLATEAU.still);
  const rising = rise.every((change, k) => change.motion >= PLATEAU.stir && change.luma > changes[i + k - 1]!.luma);
  return dark && rising && rise.at(-1)!.luma - before.at(-1)!.luma >= PLATEAU.by;
}

/** Of candidates that crowd together the strongest stays. */
function apart(candidates: readonly number[], scores: readonly number[]): number[] {
  const kept: number[] = [];
  for (const i of candidates) {
    const last = kept.at(-1);
    if (last === undefined || i - last >= SHORTEST) kept.push(i);
    else if (scores[i]! > scores[last]!) kept[kept.length - 1] = i;
  }
  return kept;
}
