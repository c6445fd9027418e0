// What kind of footage it is. Every kind has a score: the sum of what was measured, each taken from 0 to 1 between two values and weighed by hand; the scores
// become probabilities as a logistic model's do. The weights stand below as they are, and docs/benchmarks.md says how often they are right.
import { contentKind, type Content, type ContentKind, type Interlacing } from '../../shared/analysis.ts';
import type { Media } from '../../shared/media.ts';
import { toNumber } from '../../shared/time.ts';
import { flickerOf, lightOf } from './light.ts';
import type { FrameFacts } from './look.ts';
import type { Stretch } from './part.ts';
import type { SampleFacts } from './sample.ts';

/** What the model knows of a film: medians over its samples and shares over its frames. */
export type Traits = {
  readonly noise: number; readonly flat: number; readonly steps: number;
  /** How many times sharper edges are down than across; how sharp colour is across; how much more noise hangs together across than down. */
  readonly lean: number; readonly colour: number | null; readonly streaks: number; readonly grain: number;
  readonly switching: number;
  /** Share of frames that repeat the one before amid movement, and that stand still in long rests. */
  readonly held: number; readonly still: number;
  readonly motion: number; readonly greyscale: boolean; readonly rate: number; readonly constant: boolean; readonly lines: number; readonly aspect: number; readonly telecine: boolean; readonly interlaced: boolean;
};

type Sign = { readonly says: string; readonly from: string; /** 0 to 1. */ readonly is: (traits: Traits) => number; readonly weight: Partial<Record<ContentKind, number>> };

/** 0 at `from` or before, 1 at `to` or beyond; `to` may lie below `from`. */
const ramp = (value: number, from: number, to: number): number => Math.max(0, Math.min(1, (value - from) / (to - from)));

/** What every kind has before anything was measured: camera video is what people bring most. */
const before: Readonly<Record<ContentKind, number>> = { film: -2, animation: -3, tape: -4, camera: 0.5, screen: -3.5 };

/** The ends of each ramp lie between the clips that have the sign and those that have not (test/bench/kinds.ts). */
const signs: readonly Sign[] = [
  { says: 'Large areas hold one single value', from: 'flat areas', is: ({ flat }) => ramp(flat, 0.2, 0.45), weight: { animation: 3, screen: 1, film: -2 } },
  { says: 'Most of the picture holds one single value', from: 'flat areas', is: ({ flat }) => ramp(flat, 0.55, 0.75), weight: { screen: 2 } },
  { says: 'Edges step from one value to another as drawn lines do', from: 'steps', is: ({ steps }) => ramp(steps, 1e-4, 4e-4), weight: { animation: 1, screen: 0.5 } },
  { says: 'There are as many such steps as letters make', from: 'steps', is: ({ steps }) => ramp(steps, 0.002, 0.006), weight: { screen: 3, animation: -2 } },
  { says: 'Frames repeat amid movement, as drawings on twos do', from: 'held frames', is: ({ held }) => ramp(held, 0.25, 0.45), weight: { animation: 3 } },
  { says: 'The picture rests between sudden changes', from: 'still frames', is: ({ still, motion }) => ramp(still, 0.3, 0.7) * ramp(motion, 4, 1), weight: { screen: 2, camera: -1 } },
  { says: 'There is little movement', from: 'movement', is: ({ motion }) => ramp(motion, 2, 0.8), weight: { screen: 1 } },
  { says: 'Frames are unevenly spaced, as recorders of screens and phones leave them', from: 'frame times', is: ({ constant }) => (constant ? 0 : 1), weight: { screen: 1, camera: 0.5, film: -1.5, tape: -1.5 } },
  { says: 'There is noise', from: 'noise', is: ({ noise }) => ramp(noise, 0.3, 1), weight: { animation: -2.5, screen: -3, camera: 0.5, tape: 0.5 } },
  { says: 'The noise is strong and even in all directions, as grain is', from: 'grain', is: ({ noise, grain, streaks }) => ramp(noise, 1, 2.5) * ramp(Math.abs(streaks), 0.3, 0.12) * ramp(grain, 0.65, 0.5), weight: { film: 3.5 } },
  { says: 'Film runs at this rate', from: 'rate', is: ({ rate }) => (rate < 24.2 && rate > 15 ? 1 : 0), weight: { film: 1.2, animation: 0.3, tape: -2 } },
  { says: 'Fields repeat as film does on video', from: 'telecine', is: ({ telecine }) => (telecine ? 1 : 0), weight: { film: 2.5, animation: 1 } },
  { says: 'The picture is black and white', from: 'colour', is: ({ greyscale }) => (greyscale ? 1 : 0), weight: { film: 2.5, tape: -1 } },
  { says: 'The picture is as wide as cinema', from: 'shape', is: ({ aspect }) => ramp(aspect, 1.95, 2.2), weight: { film: 0.8 } },
  { says: 'Edges are softer across than down, as a narrow band leaves them', from: 'sharpness', is: ({ lean }) => ramp(lean, 1.6, 3), weight: { tape: 2 } },
  { says: 'Colour is smeared across', from: 'colour sharpness', is: ({ colour }) => (colour === null ? 0 : ramp(colour, 0.12, 0.02)), weight: { tape: 1.5 } },
  { says: 'Noise lies in streaks along the lines', from: 'grain', is: ({ streaks, noise }) => ramp(streaks, 0.25, 0.5) * ramp(noise, 0.5, 1.2), weight: { tape: 2.5 } },
  { says: 'The last lines are torn where heads switch', from: 'last lines', is: ({ switching }) => ramp(switching, 2, 4), weight: { tape: 1.5 } },
  { says: 'The picture is larger than a tape holds', from: 'size', is: ({ lines }) => (lines > 576 ? 1 : 0), weight: { tape: -2, screen: 0.5 } },
  { says: 'It is interlaced', from: 'fields', is: ({ interlaced }) => (interlaced ? 1 : 0), weight: { tape: 0.7, camera: 0.5, screen: -2 } },
];

/** The most probable kind must be so probable, and so far ahead of the next, before anything is decided from it. */
const SURE = 0.65, AHEAD = 0.3;

/** The kind of what was measured, and what its light does. */
export function judgeContent(stretches: readonly Stretch[], shots: readonly (readonly FrameFacts[])[], media: Media, seen: { readonly greyscale: boolean; readonly interlacing: Interlacing['verdict']; readonly judder: Content['judder'] }): Content {
  const facts = stretches.flatMap((stretch) => stretch.facts), samples = stretches.flatMap((stretch) => stretch.samples);
  const judged = judgeTraits(traitsOf(facts, samples, media, seen));
  const doubt = samples.length === 0 ? 'Nothing could be measured.' : judged.doubt;
  return { ...judged, doubt, faces: null, facesWhy: 'No model that finds faces is installed, so nothing looked for them.', flicker: flickerOf(shots), lowLight: lightOf(samples), judder: seen.judder };
}

export function judgeTraits(traits: Traits): Pick<Content, 'kind' | 'probabilities' | 'doubt' | 'evidence'> {
  const signed = signs.map((sign) => ({ sign, is: sign.is(traits) }));
  const score = (kind: ContentKind): number => signed.reduce((sum, { sign, is }) => sum + is * (sign.weight[kind] ?? 0), before[kind]);
  const weights = contentKind.options.map((kind) => ({ kind, weight: Math.exp(score(kind)) })), total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const ranked = weights.map(({ kind, weight }) => ({ kind, share: weight / total })).sort((a, b) => b.share - a.share);
  const [first, second] = [ranked[0]!, ranked[1]!];
  const clear = first.share >= SURE && first.share - second.share >= AHEAD;
  return {
    kind: first.kind, probabilities: Object.fromEntries(ranked.map(({ kind, share }) => [kind, rounded(share)])) as Record<ContentKind, number>,
    doubt: clear ? null : `It may be ${names[first.kind]} (${percent(first.share)}) or ${names[second.kind]} (${percent(second.share)}).`,
    evidence: evidenceFor(first.kind, signed.filter(({ is }) => is >= 0.25)),
  };
}

/** What speaks loudest for the kind comes first; where nothing does, that is said too. */
function evidenceFor(kind: ContentKind, seen: readonly { readonly sign: Sign; readonly is: number }[]): Content['evidence'] {
  const forIt = ({ sign, is }: (typeof seen)[number]): number => is * (sign.weight[kind] ?? 0);
  const told = [...seen].sort((a, b) => forIt(b) - forIt(a)).map(({ sign, is }) => ({ from: sign.from, says: `${sign.says}${is < 0.75 ? ', though not clearly' : ''}: ${speaks(sign)}.` }));
  return seen.some((one) => forIt(one) > 0) ? told : [{ from: 'experience', says: `Nothing measured speaks for ${names[kind]}; it is what footage without other signs mostly is.` }, ...told];
}

/** Kinds as people read them. */
export const names: Readonly<Record<ContentKind, string>> = { film: 'film', animation: 'animation', tape: 'a tape', camera: 'camera video', screen: 'screen content' };
const speaks = ({ weight }: Sign): string => (Object.entries(weight) as [ContentKind, number][]).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).map(([kind, by]) => `${by > 0 ? 'for' : 'against'} ${names[kind]} (${Math.abs(by)})`).join(', ');

/** Change below which a frame repeats the one before (mean 8-bit code values of luma and chroma), and above which there is movement. */
const NOTHING = 0.12, MOVES = 0.6, NEAR = 3;

function traitsOf(facts: readonly FrameFacts[], samples: readonly SampleFacts[], media: Media, { greyscale, interlacing }: { readonly greyscale: boolean; readonly interlacing: Interlacing['verdict'] }): Traits {
  const middle = (of: (sample: SampleFacts) => number | null): number | null => { const values = samples.map(of).filter((value) => value !== null).sort((a, b) => a - b); return values[values.length >> 1] ?? null; };
  const change = facts.map(({ motion, colour }) => motion + colour);
  const moves = (i: number): boolean => change.slice(Math.max(0, i - NEAR), i + NEAR + 1).some((value) => value > MOVES);
  const repeats = change.flatMap((value, i) => (i > 0 && value <= NOTHING ? [i] : [])), held = repeats.filter(moves).length, counted = Math.max(1, facts.length);
  const { width, height, sar } = media.video.shape;
  const [across, down] = [middle(({ lumaAcross }) => lumaAcross), middle(({ lumaDown }) => lumaDown)];
  return {
    noise: middle(({ noise }) => noise) ?? 0, flat: middle(({ flat }) => flat) ?? 0, steps: middle(({ steps }) => steps) ?? 0,
    lean: across === null || down === null ? 1 : down / Math.max(0.03, across), colour: middle(({ chromaAcross }) => chromaAcross),
    streaks: (middle(({ grainAcross }) => grainAcross) ?? 0) - (middle(({ grainDown }) => grainDown) ?? 0), grain: middle(({ grainAcross }) => grainAcross) ?? 1, switching: middle(({ switching }) => switching) ?? 1,
    held: held / counted, still: (repeats.length - held) / counted, motion: change.reduce((sum, value) => sum + value, 0) / counted, greyscale, rate: toNumber(media.video.rate.average), constant: media.video.rate.constant,
    lines: height, aspect: (width * toNumber(sar)) / height, telecine: interlacing === 'telecine', interlaced: interlacing === 'tff' || interlacing === 'bff',
  };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
