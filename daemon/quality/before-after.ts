// One frame of the source and what a plan makes of it, as two pictures of one size that lie on each other.
import type { Media, Rect, StreamShape, Turn } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import { isSideways } from '../media/turn.ts';
import { coveredParts, turnedRect } from '../run/covered.ts';
import { peakOf } from './display-colour.ts';
import { sizeShown, wholePart, type Shown, type Size } from './shown.ts';

/** How a frame becomes a picture: what of it is shown, how large, and where on the picture that is. */
export type View = { readonly shown: Shown; readonly size: Size; readonly at: Rect; readonly frame: Size };

/** Both views at `size`. The result is shown whole; of the source, the part that the result shows, where it shows it. `turn` is how players turn the result. */
export function viewsOf(plan: Pick<Plan, 'source' | 'result' | 'steps' | 'media'>, turn: Turn, size: Size): { readonly before: View; readonly after: View } {
  const { source, result, media } = plan, parts = coveredParts(source, plan.steps), peak = peakOf(media.video.hdr);
  const at = placed(parts.result, result, turn, size);
  return {
    before: { shown: { shape: source, part: parts.source, peak, turn: media.video }, size: { width: at.width, height: at.height }, at, frame: size },
    after: { shown: { shape: result, part: wholePart(result), peak, turn }, size, at: wholePart(size), frame: size },
  };
}

/** A whole frame of a file. */
export function viewOf({ video }: Media, longest: number | null): View {
  const size = sizeShown(video.shape, video.shape, video, longest);
  return { shown: { shape: video.shape, part: wholePart(video.shape), peak: peakOf(video.hdr), turn: video }, size, at: wholePart(size), frame: size };
}

/** A part of a frame where its picture of `size` shows it. */
function placed(part: Rect, frame: StreamShape, turn: Turn, size: Size): Rect {
  const whole = isSideways(turn) ? { width: frame.height, height: frame.width } : frame, turned = turnedRect(part, frame, turn);
  const x = size.width / whole.width, y = size.height / whole.height;
  const left = Math.round(turned.left * x), top = Math.round(turned.top * y);
  return { left, top, width: Math.max(1, Math.min(size.width, Math.round((turned.left + turned.width) * x)) - left), height: Math.max(1, Math.min(size.height, Math.round((turned.top + turned.height) * y)) - top) };
}
