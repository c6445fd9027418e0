// Takes black bars off, or whatever else the user cuts away: whole samples of every plane, without touching a value.
import { z } from 'zod';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { StreamShape } from '../../../shared/media.ts';
import { filterCost } from '../costs.ts';
import { isInterlaced } from '../fields.ts';
import { reducedSide } from '../frames.ts';
import { scalable, side, sizeOf, sizeText } from '../sizes.ts';
import type { Covers, Scene, Skip, Stage, Use } from '../stage.ts';
import { isOff, readParams, turnedOff } from '../wishes.ts';
import { chromaStep } from '../../media/plane-sizes.ts';

/** Two less than the largest side. */
const largestOffset = 16_382;

const params = z.strictObject({
  left: z.int().min(0).max(largestOffset).default(0).describe('Columns of the source that go on the left; --crop sets it.').meta({ title: 'Left', unit: 'px' }),
  top: z.int().min(0).max(largestOffset).default(0).describe('Lines of the source that go at the top; --crop sets it.').meta({ title: 'Top', unit: 'px' }),
  width: side.describe('Columns that stay; auto: as many as --crop says.').meta({ title: 'Width', unit: 'px' }),
  height: side.describe('Lines that stay; auto: as many as --crop says.').meta({ title: 'Height', unit: 'px' }),
});
type P = z.infer<typeof params>;

function decide({ target, wish, shape }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const set = Object.keys(wish).find((key) => key in readParams('crop', params, wish));
  if (set !== undefined) throw new FrameWrightError('bad-value', { key: `crop.${set}`, value: String(wish[set]), why: 'What is cropped decides every size after it, so it is said by --crop left:top:width:height.' });
  if (target.crop === null) return { use: false, why: target.cropWhy };
  const { left, top, width, height } = target.crop;
  return { use: true, params: { left, top, width, height }, strength: null, why: `${target.cropWhy} ${sizeText(shape)} becomes ${sizeText(target.crop)}` };
}

/** The rectangle, no larger than the picture and on whole samples of it: a crop that was made for another picture still is one of this. */
function covers(wanted: P, input: StreamShape): Covers {
  const { x, y } = chromaStep(input.pixel), lines = isInterlaced(input) ? 2 * y : y, asked = sizeOf(wanted, input);
  const left = Math.min(wanted.left - (wanted.left % x), input.width - 1), top = Math.min(wanted.top - (wanted.top % lines), input.height - 1);
  const output = { left: 0, top: 0, width: Math.min(asked.width, input.width - left), height: Math.min(asked.height, input.height - top) };
  return { input: { ...output, left, top }, output };
}

const reduced: NonNullable<Stage<P>['reduced']> = ({ params: { left, top, width, height }, strength }, factor) =>
  ({ params: { left: Math.round(left / factor), top: Math.round(top / factor), width: reducedSide(width, factor), height: reducedSide(height, factor) }, strength, notice: null });

export const crop: Stage<P> = {
  id: 'crop', title: 'Cropping to the picture', ignoresStrength: true, params, decide, covers, reduced, map: () => 'same',
  shape: (wanted, input) => {
    const { width, height } = covers(wanted, input).output;
    return { ...input, width, height };
  },
  methods: [{
    id: 'crop', title: 'Cutting', needs: { model: null }, accepts: scalable, window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field',
    cost: (_wanted, input, hardware) => filterCost('crop', 5000, input, hardware),
    work: (wanted, input) => {
      const { input: { left, top, width, height } } = covers(wanted, input);
      return { kind: 'filter', graph: `crop=w=${width}:h=${height}:x=${left}:y=${top}:exact=1` };
    },
  }],
};
