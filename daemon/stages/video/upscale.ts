// Makes the picture larger: by a network that doubles it, once or twice, or by a plain filter to any size.
import { z } from 'zod';
import { filterCost, modelCost } from '../costs.ts';
import { isInterlaced } from '../fields.ts';
import { modelFormats, runModel, whyNoModel } from '../models.ts';
import { reducedSide } from '../frames.ts';
import { lanczos, resized, scalable, side, sizeOf, sizeText, type Size } from '../sizes.ts';
import type { Scene, Skip, Stage, Use } from '../stage.ts';
import { askedStrength, isOff, readParams, round, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  width: side.describe('Width of the result in pixels; auto: what the wanted scale gives. A network only doubles; the exact size is the last resize\'s.').meta({ title: 'Width', unit: 'px' }),
  height: side.describe('Height of the result in pixels; auto: what the wanted scale gives.').meta({ title: 'Height', unit: 'px' }),
});
type P = z.infer<typeof params>;

/** Below the first factor a resize does as well; a second doubling pays from √2 on, where it is nearer to the wanted size than one is. */
const leastFactor = { first: 1.1, again: Math.SQRT2 };

const doubled = (input: Size): Size => ({ width: 2 * input.width, height: 2 * input.height });

function decide({ analysis, shape, target, wish, before }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const size = sizeOf(readParams('upscale', params, wish), target);
  const again = before.includes('upscale');
  const factor = Math.min(size.width / shape.width, size.height / shape.height);
  const sizes = `the result is to be ${sizeText(size)}, ${round(factor, 2)} times the ${sizeText(shape)} that arrive here`;
  if (factor < (again ? leastFactor.again : leastFactor.first)) return { use: false, why: sizes };
  if (isInterlaced(shape)) return { use: false, why: 'the video stays interlaced and this works on whole frames; the last scaling takes each field by itself' };
  const why = [sizes, whyNoModel(shape)].filter((part) => part !== null).join('; ');
  return { use: true, params: size, strength: askedStrength(wish) ?? cleaning(analysis, before), why, prefer: whyNoModel(shape) ? ['lanczos'] : undefined };
}

/** How much noise and blocking the network is told to expect: nothing after a first doubling, little after denoising, else what was measured. */
function cleaning({ noise }: Scene['analysis'], before: readonly string[]): number {
  if (before.includes('upscale')) return 0;
  return before.includes('denoise') ? 0.15 : Math.min(1, round(0.09 * noise.luma, 2));
}

/** The network is told of as much noise as is left in the small picture. */
const reduced: NonNullable<Stage<P>['reduced']> = ({ params: { width, height }, strength }, factor) => ({
  params: { width: reducedSide(width, factor), height: reducedSide(height, factor) }, strength: strength === null ? null : round(strength / factor, 3),
  notice: 'a draft enlarges the reduced picture; judge detail at full size',
});

export const upscale: Stage<P> = {
  id: 'upscale', title: 'Enlarging the picture', params, decide, reduced, map: () => 'same', repeats: 2,
  shape: (wanted, input) => resized(input, sizeOf(wanted, input)),
  methods: [
    {
      id: 'upscale-lite', title: 'Our network, ×2', needs: { model: 'upscale-lite' }, accepts: modelFormats, window: { before: 0, after: 0 }, warmup: 0, interlaced: 'whole-frames-only',
      shape: (_params, input) => ({ ...input, ...doubled(input) }),
      cost: (_params, input, hardware) => modelCost('upscale-lite', input, hardware),
      work: () => runModel('upscale-lite', 0),
    },
    {
      id: 'lanczos', title: 'Lanczos', needs: { model: null }, ignoresStrength: true, accepts: scalable, window: { before: 0, after: 0 }, warmup: 0, interlaced: 'whole-frames-only',
      cost: (wanted, input, hardware) => filterCost('zscale', 480, resized(input, sizeOf(wanted, input)), hardware),
      work: (wanted, input) => ({ kind: 'filter', graph: lanczos(input, sizeOf(wanted, input)) }),
    },
  ],
};
