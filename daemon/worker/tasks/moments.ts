// Moments of a clip that are worth looking at, by what the first look measured.
import { secondsOf } from '../../../shared/time.ts';
import type { TaskFunction } from '../contract.ts';
import { warmSources } from '../warm-sources.ts';

export const momentsTask: TaskFunction<'moments'> = ({ path, interpretation = {} }, { home, signal }) =>
  warmSources.use({ path, interpretation, home }, signal, async (source) => {
    const { index, media: { video } } = source, { worst, content } = await source.analysis(), middle = index.frames >> 1;
    const found = [
      ...worst.map(({ frame, kind, why }) => ({ frame, kind, why })),
      ...(content.faces?.frame == null ? [] : [{ frame: content.faces.frame, kind: 'face' as const, why: 'The largest face.' }]),
      { frame: middle, kind: 'middle' as const, why: 'The middle of the clip.' },
    ];
    return found.map((one) => ({ ...one, seconds: secondsOf(index.pts[one.frame]! - index.pts[0]!, video.timeBase) }));
  });
