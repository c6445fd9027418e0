// Shots between cuts, and the moments that most need a look.
import type { Analysis } from '../../shared/analysis.ts';
import type { FrameFacts } from './look.ts';
import type { Stretch } from './part.ts';
import type { SampleFacts } from './sample.ts';

type Moment = Analysis['worst'][number];

const MOST_SHOTS = 64;

/** The longest shots first, each with its mean brightness, saturation and movement (the jump at its cut left out). */
export function describeShots(facts: readonly FrameFacts[], cuts: readonly number[]): Analysis['shots'] {
  if (facts.length === 0) return [];
  const first = facts[0]!.frame, starts = [first, ...cuts], end = first + facts.length;
  return starts.map((start, i) => {
    const inside = facts.slice(start - first, (starts[i + 1] ?? end) - first);
    return { first: start, count: inside.length, luma: mean(inside, 'luma'), saturation: mean(inside, 'saturation'), motion: mean(inside.slice(1), 'motion') };
  }).sort((a, b) => b.count - a.count || a.first - b.first).slice(0, MOST_SHOTS);
}

function mean(facts: readonly FrameFacts[], name: 'luma' | 'saturation' | 'motion'): number {
  return facts.length === 0 ? 0 : Math.round((facts.reduce((sum, of) => sum + of[name], 0) / facts.length) * 100) / 100;
}

/** How far above the middle value a sample must lie to be a bad moment. */
const WORSE = 1.3;

/** Frames worth looking at: damage first, then the noisiest, blockiest, softest and busiest, where they stand out. */
export function worstMoments({ facts, samples, concealed }: Stretch, cuts: readonly number[]): Analysis['worst'] {
  const starts = new Set(cuts);
  const worstSample = (kind: Moment['kind'], value: (sample: SampleFacts) => number | null, least: number, why: (value: number) => string): Moment[] =>
    standsOut(samples.flatMap((sample) => { const of = value(sample); return of === null ? [] : [{ frame: sample.frame, value: of }]; }), least).map((found) => ({ frame: found.frame, kind, why: why(found.value) }));
  const moving = facts.filter((of) => !starts.has(of.frame)).map((of) => ({ frame: of.frame, value: of.motion + of.colour }));
  return [
    ...concealed.slice(0, 4).map((frame) => ({ frame, kind: 'other' as const, why: 'The file is damaged here; this frame is filled in from its neighbour.' })),
    ...worstSample('noisiest', (sample) => sample.noise, 1, (value) => `The noisiest sampled frame: ${value.toFixed(1)} code values.`),
    ...worstSample('other', (sample) => sample.blockiness, 1.2, (value) => `The blockiest sampled frame: ${value.toFixed(2)} (1 is none).`),
    ...worstSample('other', (sample) => sample.blur, 4, (value) => `The softest sampled frame: edges ${value.toFixed(1)} pixels wide.`),
    ...darkest(facts),
    ...mostCombed(facts),
    ...standsOut(moving, 4).map(({ frame, value }) => ({ frame, kind: 'fastest' as const, why: `The most movement within a shot: ${value.toFixed(0)} code values per pixel.` })),
  ];
}

/** The largest value, if it is large enough and well above the middle one. */
function standsOut(values: readonly { readonly frame: number; readonly value: number }[], least: number): { readonly frame: number; readonly value: number }[] {
  const sorted = [...values].sort((a, b) => b.value - a.value || a.frame - b.frame);
  const top = sorted[0], middle = sorted[sorted.length >> 1];
  return top && middle && top.value >= least && top.value >= WORSE * middle.value ? [top] : [];
}

/** A frame counts as dark when it is half as bright above black as the middle one; all black is no picture. */
function darkest(facts: readonly FrameFacts[]): Moment[] {
  const shown = facts.filter(({ luma }) => luma > 18).sort((a, b) => a.luma - b.luma), lowest = shown[0], middle = shown[shown.length >> 1];
  return lowest && middle && lowest.luma - 16 < (middle.luma - 16) / 2 ? [{ frame: lowest.frame, kind: 'darkest', why: `The darkest frame that is not black: ${lowest.luma.toFixed(0)} of 255 on average.` }] : [];
}

/** The most combed frame of the longest run of combed ones. */
function mostCombed(facts: readonly FrameFacts[]): Moment[] {
  let best = { frame: 0, count: 0 }, open = best;
  for (const { frame, combed } of facts) {
    open = !combed ? { frame: frame + 1, count: 0 } : open.frame + open.count === frame ? { ...open, count: open.count + 1 } : { frame, count: 1 };
    if (open.count > best.count) best = open;
  }
  if (best.count < 3) return [];
  const most = facts.filter(({ frame }) => frame >= best.frame && frame < best.frame + best.count).sort((a, b) => b.combing - a.combing || a.frame - b.frame)[0]!;
  return [{ frame: most.frame, kind: 'combed', why: `The most combed of ${best.count} combed frames in a row: ${(most.combing * 100).toFixed(0)} % of the picture.` }];
}
