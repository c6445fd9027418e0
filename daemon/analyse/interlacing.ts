// Progressive, interlaced (and which field first) or telecined: decided from what the lines show; what container and frames claim is only reported.
import type { Interlacing } from '../../shared/analysis.ts';
import type { FieldOrder } from '../../shared/media.ts';
import type { FrameFacts } from './look.ts';

export type FieldFacts = Pick<FrameFacts, 'frame' | 'fields' | 'repeats' | 'flags' | 'combed'>;
/** Totals over runs of consecutive frames. */
export type FieldCounts = {
  readonly frames: number; readonly top: number; readonly bottom: number; readonly whole: number; readonly combed: number;
  readonly repeatTop: number; readonly repeatBottom: number;
  /** Pairs of like repeats that follow each other within 25 frames, and those of them a multiple of five apart. */
  readonly pairs: number; readonly fives: number;
  readonly flagTop: number; readonly flagBottom: number;
};

/** Counts over runs of frames; between runs there are gaps. */
export function countFields(runs: readonly (readonly FieldFacts[])[]): FieldCounts {
  const all = runs.flat();
  const count = (test: (facts: FieldFacts) => boolean): number => all.filter(test).length;
  const distances = runs.flatMap(repeatDistances);
  return {
    frames: all.length, top: count((f) => f.fields === 't'), bottom: count((f) => f.fields === 'b'), whole: count((f) => f.fields === 'p'), combed: count((f) => f.combed),
    repeatTop: count((f) => f.repeats === 't'), repeatBottom: count((f) => f.repeats === 'b'),
    pairs: distances.length, fives: distances.filter((distance) => distance % 5 === 0).length,
    flagTop: count((f) => f.flags === 't'), flagBottom: count((f) => f.flags === 'b'),
  };
}

function repeatDistances(run: readonly FieldFacts[]): number[] {
  return (['t', 'b'] as const).flatMap((field) => {
    const at = run.filter((facts) => facts.repeats === field).map((facts) => facts.frame);
    return at.slice(1).map((frame, i) => frame - at[i]!).filter((distance) => distance <= 25);
  });
}

/**
 * The verdict. `telecine`: both fields repeat in turn, each every fifth frame (2:3 pulldown gives 0.2 of the frames each). `tff`/`bff`: among frames that
 * tell, one order leads by 0.6 of them, and either combing is visible or the file says so too (graphics can look woven without showing any combing).
 * `mixed`: a fifth of them is woven, with visible combing. Otherwise `progressive`, also when nothing moves, because then there is nothing to take apart.
 */
export function judgeFields(counts: FieldCounts, container: FieldOrder): Interlacing {
  const telling = counts.top + counts.bottom + counts.whole;
  const verdict = verdictOf(counts, telling, container);
  return {
    verdict, confidence: round(confidenceOf(verdict, counts, telling)), combed: round(counts.combed / Math.max(1, counts.frames)),
    container, evidence: evidenceOf(counts, container), runs: [],
  };
}

function verdictOf(counts: FieldCounts, telling: number, container: FieldOrder): Interlacing['verdict'] {
  if (counts.frames === 0) return 'unknown';
  const combing = counts.combed >= Math.max(1, 0.01 * counts.frames), said = counts.flagTop + counts.flagBottom > 0.1 * counts.frames || container === 'tff' || container === 'bff';
  if (isTelecine(counts) && (combing || said || counts.pairs >= 4)) return 'telecine';
  const lead = (counts.top - counts.bottom) / Math.max(1, telling);
  if (Math.abs(lead) >= 0.6 && (combing || said) && Math.max(counts.top, counts.bottom) >= 0.05 * counts.frames) return lead > 0 ? 'tff' : 'bff';
  const woven = (counts.top + counts.bottom) / Math.max(1, telling);
  return woven >= 0.2 && counts.combed >= 0.03 * counts.frames ? 'mixed' : 'progressive';
}

function isTelecine({ frames, repeatTop, repeatBottom, pairs, fives, top, bottom }: FieldCounts): boolean {
  return Math.min(repeatTop, repeatBottom) >= Math.max(1, 0.06 * frames) && repeatTop + repeatBottom >= 3 && pairs >= 1 && fives >= 0.7 * pairs && top + bottom > 0;
}

/** How far the telling frames agree, less when they are few. */
function confidenceOf(verdict: Interlacing['verdict'], counts: FieldCounts, telling: number): number {
  const enough = Math.min(1, telling / 12);
  if (verdict === 'unknown') return 0;
  if (verdict === 'telecine') return enough * (counts.fives / Math.max(1, counts.pairs));
  if (verdict === 'mixed') return 0.5 * enough;
  const agree = verdict === 'tff' ? counts.top : verdict === 'bff' ? counts.bottom : telling - Math.abs(counts.top - counts.bottom);
  return telling === 0 ? 0.5 : Math.max(verdict === 'progressive' ? 0.5 : 0, enough * (agree / telling));
}

const names: Readonly<Record<FieldOrder, string>> = { progressive: 'progressive', tff: 'interlaced, top field first', bff: 'interlaced, bottom field first', unknown: 'nothing about fields' };

function evidenceOf(counts: FieldCounts, container: FieldOrder): Interlacing['evidence'] {
  const { frames, top, bottom, whole, combed, repeatTop, repeatBottom, flagTop, flagBottom } = counts;
  const flagged = flagTop + flagBottom;
  return [
    { from: 'container', says: `The container says ${names[container]}.` },
    { from: 'frame flags', says: flagged === 0 ? `None of ${frames} frames is flagged interlaced.` : `${flagged} of ${frames} frames are flagged interlaced (${flagTop} top, ${flagBottom} bottom field first).` },
    { from: 'field comparison', says: `Lines fit top field first in ${top}, bottom field first in ${bottom} and one moment in ${whole} of ${frames} frames; the others show too little movement.` },
    { from: 'combing', says: `${combed} of ${frames} frames show visible combing.` },
    ...(repeatTop + repeatBottom === 0 ? [] : [{ from: 'repeated fields', says: `The top field repeats in ${repeatTop} and the bottom field in ${repeatBottom} of ${frames} frames; ${counts.fives} of ${counts.pairs} repeats follow the last by a multiple of five frames.` }]),
  ];
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
