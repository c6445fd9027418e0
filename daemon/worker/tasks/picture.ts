// Before and after, side by side.
import { worstFrame, writePicture } from '../../quality/picture.ts';
import type { TaskFunction } from '../contract.ts';
import { indexOf } from './tables.ts';

/** Before and after at the moment where the source is worst. */
export const pictureTask: TaskFunction<'picture'> = async ({ plan, result, picture }, { home }) => {
  const index = await indexOf(plan, home), frame = worstFrame(plan, index);
  await writePicture({ plan, index, result, r: frame, into: picture, home });
  return { picture, frame };
};
