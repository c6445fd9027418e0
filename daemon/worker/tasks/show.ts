// Pictures of frames of a warm source: those that are kept, or made and kept.
import { FrameWrightError } from '../../../shared/errors.ts';
import type { FrameIndex, Media } from '../../../shared/media.ts';
import type { PictureRef } from '../../../shared/pictures.ts';
import type { View } from '../../quality/before-after.ts';
import { encodePicture, onFrame, showFrame } from '../../quality/shown.ts';
import type { Frame } from '../../media/frame.ts';
import { foundOrMade, pictureId } from '../picture-store.ts';

export type Showing = { readonly home: string; /** Everything that the pixels of the frame depend on. */ readonly key: unknown; readonly view: View; /** PNG, or a smaller file that is nearly the same. */ readonly exact: boolean; frame(): Promise<Frame> };

/** The picture of a frame, which is made only where the picture is not kept. */
export function show({ home, key, view, exact, frame }: Showing): Promise<{ readonly ref: PictureRef; readonly cached: boolean }> {
  const { shape, part, peak, turn: { rotation, mirrored } } = view.shown, { colour, sar } = shape;
  const id = pictureId([key, part, peak, rotation, mirrored, colour, sar, view.size, view.at, view.frame, exact]);
  return foundOrMade(home, id, async () => encodePicture(await onFrame(await showFrame(await frame(), view.shown, view.size), view.at, view.frame), exact));
}

/** @throws FrameWrightError `range-outside`. */
export function demandFrame(n: number, { media, index }: { readonly media: Media; readonly index: FrameIndex }): void {
  if (n < index.frames) return;
  throw new FrameWrightError('range-outside', { in: `frame ${n}`, out: `frame ${n + 1}`, extent: `${index.frames} frames`, duration: `${media.durationSeconds.toFixed(2)} s` });
}
