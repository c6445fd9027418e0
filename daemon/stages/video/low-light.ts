// Lifts footage that is dark as a whole, as far as its noise allows. Black stays black and white white; colour grows with brightness, its hue stays.
import { z } from 'zod';
import type { StreamShape } from '../../../shared/media.ts';
import { filterCost } from '../costs.ts';
import { allBut, yuvAlpha } from '../formats.ts';
import { curveName } from '../models.ts';
import type { Scene, Skip, Stage, Use } from '../stage.ts';
import { askedStrength, isOff, percent, readParams, round, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  lift: z.union([z.literal('auto'), z.number().min(0).max(8)]).default('auto').describe('How much steeper the curve is at black than a straight line: 1 doubles the darkest tones. auto: from the measured brightness and noise.').meta({ title: 'Lift' }),
  noise: z.number().min(0).max(50).default(3).describe('Noise that lifted shadows may show: standard deviation in 8-bit code values.').meta({ title: 'Noise allowed', unit: 'code values' }),
  share: z.number().min(0).max(1).default(0.8).describe('Share of the sampled frames that must be dark before `auto` lifts anything.').meta({ title: 'Dark samples needed' }),
});
type P = z.infer<typeof params>;

/** 8-bit code values of limited range. */
const BLACK = 16, WHITE = 235;
/** Where the middle of the picture goes at full strength, as a share of white: a little below the 0.38 that ordinary footage has, so that night stays night. */
const MIDDLE = 0.3;
/** `auto` goes half of the way. */
const autoStrength = 0.5;
/** Least lift that anyone sees; most, where the steps of eight bits begin to show. */
const LEAST = 0.15, MOST = 5;
/** What is left of the noise behind the cleaning of it: denoise-lite and nlmeans leave less than half on the clips of docs/benchmarks.md (σ 10: 5.6 to 12 dB less). */
const LEFT = 0.5;

function decide({ analysis, shape, wish, before }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('low-light', params, wish), asked = askedStrength(wish);
  const curve = curveName(shape);
  if (curve) return { use: false, why: `the picture is ${curve}, whose dark parts are meant to be dark` };
  const { median, highlights, dark } = analysis.content.lowLight;
  const measured = `half of the picture lies below ${round(median, 0)} and nearly all below ${round(highlights, 0)} of 255 (${percent(dark)} of the samples are dark)`;
  const given = asked !== null || wanted.lift !== 'auto';
  if (!given && dark < wanted.share) return { use: false, why: `${measured}; it is not dark as a whole` };
  const noise = Math.max(0.1, analysis.noise.luma * (before.includes('denoise') ? LEFT : 1)), allowed = Math.max(0, wanted.noise / noise - 1);
  const level = Math.max(0.01, (median - BLACK) / (WHITE - BLACK)), strength = asked ?? autoStrength;
  const hoped = wanted.lift === 'auto' ? liftTo(level, level + strength * Math.max(0, MIDDLE - level)) : wanted.lift;
  const lift = round(Math.min(hoped, allowed, MOST), 2);
  if (lift < LEAST) return { use: false, why: hoped < LEAST ? `${measured}; there is nothing to lift` : `${measured}, but its noise of ${round(analysis.noise.luma)} code values would show` };
  const limit = lift < round(hoped, 2) ? `; more would show the noise of ${round(analysis.noise.luma)} code values` : '';
  return { use: true, params: { ...wanted, lift }, strength, why: `${measured}; the darkest tones become ${round(1 + lift)} times as bright${limit}` };
}

/** The curve n (1 + a) / (1 + a n) goes through black and white and never turns; its slope at black is 1 + a. This is the `a` that takes `from` to `to`. */
const liftTo = (from: number, to: number): number => Math.max(0, (to - from) / (from * (1 - to)));

/** FFmpeg's lut computes every value of its table once, so the pixels cost a look-up each, at any depth. */
function graphOf(lift: number, { pixel, colour }: StreamShape): string {
  const unit = 2 ** (pixel.depth - 8), full = colour.range === 'full' || pixel.family === 'gbr';
  const [black, white] = full ? [0, 2 ** pixel.depth - 1] : [BLACK * unit, WHITE * unit];
  const n = `((val-${black})/${white - black})`;
  const luma = `if(between(val,${black},${white}),round(${black}+${white - black}*${n}*${round(1 + lift, 4)}/(1+${lift}*${n})),val)`;
  if (pixel.family === 'grey') return `lut=c0='${luma}'`;
  if (pixel.family === 'gbr') return `lut=c0='${luma}':c1='${luma}':c2='${luma}'`;
  // Colour grows by the root of the lift, less where it is strong already, so that none clips and both parts keep their proportion nearly.
  const grey = 128 * unit, most = 112 * unit, gain = round(Math.min(1.6, Math.sqrt(1 + lift)), 4);
  const chroma = `round(${grey}+(val-${grey})*${gain}/(1+${round(gain - 1, 4)}*abs(val-${grey})/${most}))`;
  return `lut=c0='${luma}':c1='${chroma}':c2='${chroma}'`;
}

export const lowLight: Stage<P> = {
  id: 'low-light', title: 'Lifting low light', params, decide, shape: (_params, input) => input, map: () => 'same',
  methods: [{
    id: 'curve', title: 'One curve for all pixels', needs: { model: null }, accepts: allBut(...yuvAlpha.filter((name) => /p(9|10|12)le$/.test(name)), 'gbrap14le'), window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field', ignoresStrength: true,
    cost: (_params, input, hardware) => filterCost('lut', 500, input, hardware),
    work: ({ lift }, input) => ({ kind: 'filter', graph: graphOf(lift === 'auto' ? 1 : lift, input) }),
  }],
};
