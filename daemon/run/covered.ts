// Which part of the source a result's frame shows, and where: what frames are compared by when edges were cut off or put around them.
import type { Rect, StreamShape, Turn } from '../../shared/media.ts';
import type { Step } from '../../shared/plan.ts';
import { turnOfStep } from '../plan/turn.ts';
import { videoStages } from '../stages/index.ts';
import type { Params } from '../stages/stage.ts';

export type Covered = { /** In pixels of the source. */ readonly source: Rect; /** In pixels of the result. */ readonly result: Rect };

const whole = ({ width, height }: Pick<StreamShape, 'width' | 'height'>): Rect => ({ left: 0, top: 0, width, height });

/** The parts of source and result that show the same, to a pixel or two; all of both where no step moves the edges. */
export function coveredParts(source: StreamShape, steps: readonly Step[]): Covered {
  return steps.reduce<Covered>((parts, step) => {
    const turn = turnOfStep(step);
    if (turn) return { ...parts, result: turnedRect(parts.result, step.input, turn) };
    const covers = videoStages.find(({ id }) => id === step.stage)?.covers?.(step.params as Params, step.input);
    if (!covers) return { ...parts, result: moved(parts.result, whole(step.input), whole(step.output)) };
    const kept = common(parts.result, covers.input);
    return { source: moved(kept, parts.result, parts.source), result: moved(kept, covers.input, covers.output) };
  }, { source: whole(source), result: whole(source) });
}

/** A part of `from` as it lies in `to`. */
function moved(part: Rect, from: Rect, to: Rect): Rect {
  const x = to.width / from.width, y = to.height / from.height;
  return rounded({ left: to.left + (part.left - from.left) * x, top: to.top + (part.top - from.top) * y, width: part.width * x, height: part.height * y });
}

/** A part of a picture of this size where the turned picture shows it. */
export function turnedRect({ left, top, width, height }: Rect, size: Pick<StreamShape, 'width' | 'height'>, { rotation, mirrored }: Turn): Rect {
  const x = mirrored ? size.width - left - width : left, right = size.width - x - width, bottom = size.height - top - height;
  const sideways = { width: height, height: width };
  return [{ left: x, top, width, height }, { left: bottom, top: x, ...sideways }, { left: right, top: bottom, width, height }, { left: top, top: right, ...sideways }][rotation / 90]!;
}

function common(a: Rect, b: Rect): Rect {
  const left = Math.max(a.left, b.left), top = Math.max(a.top, b.top);
  return { left, top, width: Math.max(1, Math.min(a.left + a.width, b.left + b.width) - left), height: Math.max(1, Math.min(a.top + a.height, b.top + b.height) - top) };
}

/** Edges on whole pixels, so that parts beside each other stay so. */
function rounded({ left, top, width, height }: Rect): Rect {
  const [l, t] = [Math.round(left), Math.round(top)];
  return { left: l, top: t, width: Math.max(1, Math.round(left + width) - l), height: Math.max(1, Math.round(top + height) - t) };
}
