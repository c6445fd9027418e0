// Frames of a file as viewers show them: one, or small ones spread over its length.
import { frameFlag, type FrameIndex } from '../../../shared/media.ts';
import type { PictureRef } from '../../../shared/pictures.ts';
import { viewOf } from '../../quality/before-after.ts';
import type { Frame } from '../../media/frame.ts';
import type { TaskFunction } from '../contract.ts';
import type { WarmSource } from '../warm-source.ts';
import { warmSources } from '../warm-sources.ts';
import { demandFrame, show } from './show.ts';

export const frameTask: TaskFunction<'frame'> = ({ path, interpretation = {}, frame, size }, { home, signal }) =>
  warmSources.use({ path, interpretation, home }, signal, (source) => {
    demandFrame(frame, source);
    return pictureOf(source, frame, size, true);
  });

export const thumbnailsTask: TaskFunction<'thumbnails'> = ({ path, interpretation = {}, count, size }, { home, signal }) =>
  warmSources.use({ path, interpretation, home }, signal, async (source) => {
    const made: { frame: number; picture: PictureRef }[] = [];
    for (const frame of spread(source.index, count)) {
      signal.throwIfAborted();
      made.push({ frame, picture: await pictureOf(source, frame, size, false) });
    }
    return made;
  });

async function pictureOf(source: WarmSource, n: number, size: number | null, exact: boolean): Promise<PictureRef> {
  const { ref } = await show({ home: source.home, key: [source.print, n], view: viewOf(source.media, size), exact, frame: () => frameAt(source, n) });
  return ref;
}

/** The decoded frame `n`. */
export async function frameAt(source: WarmSource, n: number): Promise<Frame> {
  for await (const { frame } of source.frames(n, n + 1)) return frame;
  throw new Error(`frame ${n} did not come out of its reader`);
}

/** Frames in the middle of `count` equal parts, or a key frame, which is decoded at once, within a quarter of a part from it. */
export function spread({ frames, flags }: Pick<FrameIndex, 'frames' | 'flags'>, count: number): number[] {
  const parts = Math.min(count, frames);
  return Array.from({ length: parts }, (_, i) => {
    const from = Math.floor((i * frames) / parts), to = Math.floor(((i + 1) * frames) / parts), middle = (from + to) >> 1;
    const near = (to - from) >> 2, keys = Array.from({ length: 2 * near + 1 }, (_key, at) => middle - near + at).filter((n) => flags[n]! & frameFlag.key);
    return keys.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? middle;
  });
}
