// Brings the picture to exactly the size that was asked for, after whatever enlarged it.
import { z } from 'zod';
import { filterCost } from '../costs.ts';
import { isInterlaced } from '../fields.ts';
import { lanczos, resized, sameSize, scalable, side, sizeOf, sizeText } from '../sizes.ts';
import type { Scene, Skip, Stage, Use } from '../stage.ts';
import { isOff, readParams, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  width: side.describe('Width of the result in pixels; auto: what the wanted scale gives.'),
  height: side.describe('Height of the result in pixels; auto: what the wanted scale gives.'),
});
type P = z.infer<typeof params>;

function decide({ shape, target, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const size = sizeOf(readParams('resize', params, wish), target);
  if (sameSize(shape, size)) return { use: false, why: `the picture already is ${sizeText(size)}` };
  if (isInterlaced(shape) && size.height !== shape.height) return { use: false, why: `the video stays interlaced at ${sizeText(shape)}: its two fields lie half a line apart, which scaling their lines would undo` };
  return { use: true, params: size, strength: null, why: `from ${sizeText(shape)} to the ${sizeText(size)} asked for` };
}

export const resize: Stage<P> = {
  id: 'resize', title: 'Fitting the exact size', ignoresStrength: true, params, decide, map: () => 'same',
  shape: (wanted, input) => resized(input, sizeOf(wanted, input)),
  methods: [{
    id: 'lanczos', title: 'Lanczos', needs: { model: null }, accepts: scalable, window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field',
    cost: (wanted, input, hardware) => filterCost('zscale', 480, resized(input, sizeOf(wanted, input)), hardware),
    work: (wanted, input) => ({ kind: 'filter', graph: lanczos(input, sizeOf(wanted, input)) }),
  }],
};
