// Makes edges crisper. Only when a preset or the user asks: sharpening invents contrast that the source did not have.
import { z } from 'zod';
import { filterCost } from '../costs.ts';
import { onFields, whyNoFields } from '../fields.ts';
import { allBut, detailPlanes, only, yuvAlpha, yuvOpaque } from '../formats.ts';
import type { Scene, Skip, Stage, Use } from '../stage.ts';
import { askedStrength, isOff, readParams, round, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  soft: z.number().min(0).max(100).default(5).describe('Edge width in pixels (FFmpeg\'s blurdetect) from which a picture counts as soft; below it `auto` leaves the picture alone.').meta({ title: 'Soft from', unit: 'px' }),
});
type P = z.infer<typeof params>;

/** `auto` is careful: a quarter of what the filter can do. */
const autoStrength = 0.25;

function decide({ analysis, shape, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('sharpen', params, wish);
  if (wish.strength === undefined) return { use: false, why: 'sharpening is done only when a strength is asked for' };
  const uneven = whyNoFields(shape);
  if (uneven) return { use: false, why: uneven };
  const asked = askedStrength(wish);
  const edges = `edges are ${round(analysis.blur)} pixels wide`;
  if (asked === null && analysis.blur < wanted.soft) return { use: false, why: `${edges}, which is crisp; soft begins at ${round(wanted.soft)}` };
  return { use: true, params: wanted, strength: asked ?? autoStrength, why: asked === null ? `${edges}, which is soft` : `it was asked for; ${edges}` };
}

export const sharpen: Stage<P> = {
  id: 'sharpen', title: 'Sharpening edges', params, decide, reduced: (use) => ({ ...use, notice: 'a draft has coarser edges than the picture; judge it at full size' }), shape: (_params, input) => input, map: () => 'same',
  methods: [
    {
      id: 'cas', title: 'Contrast adaptive sharpening', needs: { model: null }, accepts: allBut('gbrap14le'), window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field',
      cost: (_params, input, hardware) => filterCost('cas', 36, input, hardware),
      work: (_params, input, strength) => ({ kind: 'filter', graph: onFields(`cas=strength=${round(strength ?? autoStrength, 3)}:planes=${detailPlanes(input.pixel)}`, input) }),
    },
    {
      id: 'unsharp', title: 'Unsharp mask', needs: { model: null }, accepts: only(...[...yuvOpaque, ...yuvAlpha].filter((name) => !name.includes('p14'))), window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field',
      cost: (_params, input, hardware) => filterCost('unsharp', 69, input, hardware),
      work: (_params, input, strength) => ({ kind: 'filter', graph: onFields(`unsharp=luma_msize_x=5:luma_msize_y=5:luma_amount=${round(2 * (strength ?? autoStrength), 3)}:chroma_amount=0`, input) }),
    },
  ],
};
