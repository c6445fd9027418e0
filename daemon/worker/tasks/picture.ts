// Before and after, side by side.
import { worstFrame, writePicture } from '../../quality/picture.ts';
import type { TaskFunction } from '../contract.ts';
import { indexOf } from './tables.ts';

/** Before and after at the moment where the source is worst. */
export const pictureTask: TaskFunction<'picture'> = async ({ plan, result, picture }, { home }) => {
  const frame = worstFrame(plan);
  await writePicture({ plan, index: await indexOf(plan, home), result, r: frame, into: picture, home });
  return { picture, frame };
};
