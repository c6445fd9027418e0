// Frames that lie closer together than their container counts: one rule for their times, which the plan says, the file follows and the check expects.
import type { AnyContainer } from '../../shared/container.ts';
import type { FrameIndex } from '../../shared/media.ts';
import type { FrameMap } from '../../shared/plan.ts';
import { rescale, type Rational } from '../../shared/time.ts';
import { containerTraits } from '../media/containers.ts';
import { resultPts } from './map.ts';

export const millisecond: Rational = { num: 1, den: 1000 };

/**
 * Times that are not merely rounded, by `resultPts`, in the container's ticks (milliseconds). In the order in which they are shown, each frame gets the tick nearest
 * to its time, or, where the frame before has that one or a later one, the next free tick. So times always rise, and what is not in here is simply rounded.
 */
export function crowdedTimes(map: FrameMap, index: FrameIndex, container: AnyContainer): ReadonlyMap<number, number> {
  const moved = new Map<number, number>();
  if (!containerTraits[container].milliseconds) return moved;
  const times = Float64Array.from({ length: map.frames }, (_, r) => resultPts(map, index, r)), { num, den } = map.timeBase;
  // Frames a millisecond apart or more never share one; films of ordinary rates end here.
  if (times.every((time, r) => r === 0 || (time - times[r - 1]!) * num * millisecond.den >= den)) return moved;
  let last = -Infinity;
  for (const time of times) {
    const nearest = rescale(time, map.timeBase, millisecond);
    last = Math.max(nearest, last + 1);
    if (last !== nearest) moved.set(time, last);
  }
  return moved;
}
