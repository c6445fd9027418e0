// Turns the steps of smooth gradients back into gradients.
import { z } from 'zod';
import { filterCost } from '../costs.ts';
import { onFields, whyNoFields } from '../fields.ts';
import { allBut, only, plainEightBit } from '../formats.ts';
import type { Method, Scene, Skip, Stage, Use } from '../stage.ts';
import { askedStrength, isOff, percent, readParams, round, turnedOff } from '../wishes.ts';

const leastRadius = 4;

const params = z.strictObject({
  visible: z.number().min(0).max(1).default(0.1).describe('Share of the smooth gradients that show steps, 0 to 1, from which banding counts as visible.').meta({ title: 'Visible from' }),
  radius: z.int().min(leastRadius).max(32).default(16).describe('How far the filter looks for the other side of a step, in pixels.').meta({ title: 'Radius', unit: 'px' }),
});
type P = z.infer<typeof params>;

function decide({ analysis, shape, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('deband', params, wish);
  const uneven = whyNoFields(shape);
  if (uneven) return { use: false, why: uneven };
  const asked = askedStrength(wish);
  const measured = `${percent(analysis.banding)} of the smooth gradients show steps`;
  if (asked === null && analysis.banding < wanted.visible) return { use: false, why: `${measured}; it is left alone below ${percent(wanted.visible)}` };
  return { use: true, params: wanted, strength: asked ?? round(Math.min(1, 0.25 + analysis.banding), 2), why: `${measured}${asked === null ? '' : '; the strength was given'}` };
}

const common = { needs: { model: null }, window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field' } as const;

// Dithers what it smooths, so eight bits show no new steps; FFmpeg has it for eight bits only.
const gradfun: Method<P> = {
  ...common, id: 'gradfun', title: 'Gradient smoothing with dither', accepts: only(...plainEightBit),
  cost: (_params, input, hardware) => filterCost('gradfun', 600, input, hardware),
  work: ({ radius }, input, strength) => ({ kind: 'filter', graph: onFields(`gradfun=strength=${round(0.51 + 2 * (strength ?? 0.35), 2)}:radius=${radius}`, input) }),
};

/** FFmpeg's deband takes 10-bit YUV only with alpha: the planes are copied beside an opaque alpha and back, without change. */
const lendAlpha = (graph: string, name: string): string => (/^yuv4(20|22|44)p10le$/.test(name) ? `scale,format=pix_fmts=${name.replace('yuv', 'yuva')},${graph},scale,format=pix_fmts=${name}` : graph);

const debandFilter: Method<P> = {
  ...common, id: 'deband', title: 'Averaging across steps',
  accepts: allBut('yuv440p10le', 'yuv440p12le', 'yuva422p12le', 'yuva444p12le', 'gbrap10le', 'gbrap12le', 'gbrap14le'),
  cost: (_params, input, hardware) => filterCost('deband', 75, input, hardware),
  work: ({ radius }, input, strength) => {
    // One to three 8-bit code values, where texture begins; the smallest threshold there is leaves the alpha as it is.
    const threshold = round((1 + 2 * (strength ?? 0.35)) / 255, 5);
    const graph = `deband=1thr=${threshold}:2thr=${threshold}:3thr=${threshold}:4thr=0.00003:range=${radius}:blur=1:coupling=0`;
    return { kind: 'filter', graph: onFields(lendAlpha(graph, input.pixel.name), input) };
  },
};

const reduced: NonNullable<Stage<P>['reduced']> = ({ params: wanted, strength }, factor) => ({ params: { ...wanted, radius: Math.max(leastRadius, Math.round(wanted.radius / factor)) }, strength, notice: null });

export const deband: Stage<P> = {
  id: 'deband', title: 'Smoothing gradients', params, decide, reduced, shape: (_params, input) => input, map: () => 'same', methods: [gradfun, debandFilter],
};
