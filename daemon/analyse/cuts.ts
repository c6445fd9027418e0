// Where shots begin, for shots, segments and windows. A cut is the first frame of the new shot. Sudden changes are found as PySceneDetect's adaptive detector finds them
// and heard a second time: is the scene before found again after? After a fade the shot begins with its first frame out of black, at a dissolve in the
// middle of it.
import type { Interpretation } from '../../shared/preset.ts';
import { byAdaptive, byContent, byHistogram, byThreshold, defaults, type Detector } from './detectors.ts';
import { MELT_HALF, SAME_SCENE, type FrameFacts } from './look.ts';

export type Change = Pick<FrameFacts, 'frame' | 'content' | 'level' | 'histogram' | 'motion' | 'known' | 'returns' | 'melt'>;

/** Frames on either side whose mean change is usual here. */
const AROUND = defaults.adaptive.window;
/** A change that stands out: so large and so many times the usual one; a new scene only has to stand out a little. */
const STANDS = { content: defaults.adaptive.content, ratio: defaults.adaptive.ratio } as const, NEW = { content: 10, ratio: 1.35 } as const;
/** Share of patches below which the scene is a new one. */
const NEW_SCENE = 0.25;
/** Shots shorter than this are a stutter of the same cut. */
const SHORTEST = 3;

/** The detectors that a user may name. */
const named: Readonly<Record<NonNullable<Interpretation['cuts']>, Detector>> = {
  content: byContent(), adaptive: byAdaptive(), threshold: byThreshold(), histogram: byHistogram(), none: () => [],
};

/** Frames at which shots begin, rising, from the facts of frames that follow each other, by the detector that the user `told`, else by ours. The first frame of a film begins no shot here. */
export const findCuts = (changes: readonly Change[], told?: Interpretation['cuts']): number[] =>
  (told ? named[told](changes) : findOurs(changes)).map((i) => changes[i]!.frame);

function findOurs(changes: readonly Change[]): number[] {
  const flashes = flashed(changes);
  const jumps = apart(changes.flatMap((_, i) => (i > 0 && !flashes.has(i) && isJump(changes, i) ? [i] : [])), changes);
  const cuts = [...jumps, ...byThreshold({ ...defaults.threshold, bias: 1 })(changes).map((lit) => leavingBlack(changes, lit)).filter((start) => !jumps.some((jump) => inTheDark(changes, start, jump))), ...melted(changes, jumps)];
  return cuts.sort((a, b) => a - b);
}

function isJump(changes: readonly Change[], i: number): boolean {
  const { content, motion, known } = changes[i]!, usual = usualChange(changes, i, 'content');
  if (known >= SAME_SCENE && !isDark(changes[i - 1]!)) return false;
  // Near black hue and saturation say nothing: the last step of a fade changes them more than any cut. Brightness must jump too.
  if ((isDark(changes[i]!) || isDark(changes[i - 1]!)) && motion < STANDS.ratio * usualChange(changes, i, 'motion')) return false;
  if (content >= STANDS.content && content >= STANDS.ratio * usual) return true;
  return known >= 0 && known < NEW_SCENE && content >= NEW.content && content >= NEW.ratio * usual;
}

/** The mean change of the nearest frames. Near an end all four lie on one side; the first frame's change says nothing, because nothing came before it. */
function usualChange(changes: readonly Change[], i: number, of: 'content' | 'motion'): number {
  const first = Math.max(1, Math.min(i - AROUND, changes.length - 1 - 2 * AROUND));
  const near = changes.slice(first, first + 2 * AROUND + 1).toSpliced(i - first, 1);
  return near.length === 0 ? 0 : near.reduce((sum, change) => sum + change[of], 0) / near.length;
}

/** Places from a sudden change to the frame that shows the scene before it again. What comes back out of black is no flash. */
function flashed(changes: readonly Change[]): ReadonlySet<number> {
  return new Set(changes.flatMap(({ returns }, i) => {
    const lag = Number(returns), before = changes[i - lag - 1];
    return returns === '-' || !before || isDark(before) ? [] : Array.from({ length: lag + 1 }, (_, back) => i - back);
  }));
}

const isDark = ({ level }: Change): boolean => level < defaults.threshold.level;

/** Rise of a frame's level that is no noise in black, 8-bit code values. */
const RISES = 0.25;
/** The first of the dark frames that rise to the first bright one. */
const leavingBlack = (changes: readonly Change[], lit: number): number => {
  let first = lit;
  while (first > 1 && isDark(changes[first - 1]!) && changes[first - 1]!.level - changes[first - 2]!.level > RISES) first--;
  return first;
};

/** Whether a jump lies in the dark stretch before `start` or so near its ends that both are one cut. */
function inTheDark(changes: readonly Change[], start: number, jump: number): boolean {
  const [from, to] = jump < start ? [jump + SHORTEST, start - 1] : [start, jump - SHORTEST];
  return changes.slice(from, to + 1).every(isDark);
}

/** The middle of every dissolve: where both halves of the change are most alike. What is near black fades, and what jumps is no dissolve. */
function melted(changes: readonly Change[], jumps: readonly number[]): number[] {
  const length = 2 * MELT_HALF;
  const fades = (i: number): boolean => changes.slice(Math.max(0, i - 2 * length), i + length + 1).some(isDark), jumped = (i: number): boolean => jumps.some((jump) => jump > i - length && jump <= i);
  const melting = changes.flatMap(({ melt }, i) => (melt > 0 && !fades(i) && !jumped(i) ? [i] : []));
  const groups: number[][] = [];
  for (const i of melting) {
    const last = groups.at(-1);
    if (last && i - last.at(-1)! <= length) last.push(i);
    else groups.push([i]);
  }
  return groups.map((group) => group.reduce((best, i) => (changes[i]!.melt > changes[best]!.melt ? i : best)) - MELT_HALF);
}

/** Of candidates that crowd together the strongest stays. */
function apart(candidates: readonly number[], changes: readonly Change[]): number[] {
  const kept: number[] = [];
  for (const i of candidates) {
    const last = kept.at(-1);
    if (last === undefined || i - last >= SHORTEST) kept.push(i);
    else if (changes[i]!.content > changes[last]!.content) kept[kept.length - 1] = i;
  }
  return kept;
}
