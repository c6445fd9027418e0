// Brings the picture to exactly the size that was asked for, after whatever enlarged it.
import { z } from 'zod';
import type { Hardware } from '../../../shared/hardware.ts';
import type { StreamShape } from '../../../shared/media.ts';
import { filterCost } from '../costs.ts';
import { reducedSide } from '../frames.ts';
import { lanczos, resized, sameSize, scalable, scalesFields, side, sizeOf, sizeText, type Size } from '../sizes.ts';
import type { Cost, Scene, Skip, Stage, Use } from '../stage.ts';
import { isOff, readParams, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  width: side.describe('Width of the result in pixels; auto: what the wanted scale gives.').meta({ title: 'Width', unit: 'px' }),
  height: side.describe('Height of the result in pixels; auto: what the wanted scale gives.').meta({ title: 'Height', unit: 'px' }),
});
type P = z.infer<typeof params>;

function decide({ shape, target, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const size = sizeOf(readParams('resize', params, wish), target);
  if (sameSize(shape, size)) return { use: false, why: `the picture already is ${sizeText(size)}` };
  const why = `from ${sizeText(shape)} to the ${sizeText(size)} asked for`;
  if (!scalesFields(shape, size)) return { use: true, params: size, strength: null, why };
  const odd = [shape, size].find(({ height }) => height % 2 === 1);
  if (odd) return { use: false, why: `the video stays interlaced at ${sizeText(shape)}: ${odd.height} lines do not split into two fields of equal height` };
  return { use: true, params: size, strength: null, why: `${why}; the video stays interlaced, so each field is scaled by itself, onto the lines where it lies in the new frame` };
}

/** Moving fields costs more than scaling them, at the larger size. */
function costOf(input: StreamShape, size: Size, hardware: Hardware): Cost {
  const scaling = filterCost('zscale', 480, resized(input, size), hardware);
  if (!scalesFields(input, size)) return scaling;
  const moving = filterCost('convolution', 115, { ...input, width: Math.max(input.width, size.width), height: Math.max(input.height, size.height) }, hardware);
  return { ...moving, cpuSeconds: scaling.cpuSeconds + moving.cpuSeconds };
}

const reduced: NonNullable<Stage<P>['reduced']> = ({ params: { width, height }, strength }, factor) => ({ params: { width: reducedSide(width, factor), height: reducedSide(height, factor) }, strength, notice: null });

export const resize: Stage<P> = {
  id: 'resize', title: 'Fitting the exact size', ignoresStrength: true, params, decide, reduced, map: () => 'same',
  shape: (wanted, input) => resized(input, sizeOf(wanted, input)),
  methods: [{
    id: 'lanczos', title: 'Lanczos', needs: { model: null }, accepts: scalable, window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field',
    cost: (wanted, input, hardware) => costOf(input, sizeOf(wanted, input), hardware),
    work: (wanted, input) => ({ kind: 'filter', graph: lanczos(input, sizeOf(wanted, input)) }),
  }],
};
