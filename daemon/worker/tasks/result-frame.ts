// A frame of a result and the one that it was made of, as pictures of one size. The plan knows the origin of every frame, so the pair is exact.
import { FrameWrightError } from '../../../shared/errors.ts';
import type { PictureRef } from '../../../shared/pictures.ts';
import type { Interpretation } from '../../../shared/preset.ts';
import { originOf } from '../../plan/map.ts';
import { viewsOf, type View } from '../../quality/before-after.ts';
import { sizeShown } from '../../quality/shown.ts';
import type { TaskFunction } from '../contract.ts';
import { warmSources } from '../warm-sources.ts';
import { frameAt } from './frames.ts';
import { demandFrame, show } from './show.ts';
import { indexOf } from './tables.ts';

export const resultFrameTask: TaskFunction<'resultFrame'> = async ({ plan, result, frame, size }, { home, signal }) => {
  const { map, delivery, media, interpretation } = plan;
  if (frame >= map.frames) throw new FrameWrightError('range-outside', { in: `frame ${frame}`, out: `frame ${frame + 1}`, extent: `${map.frames} frames`, duration: `${media.durationSeconds.toFixed(2)} s` });
  const { frame: source } = originOf(map, await indexOf(plan, home), frame);
  const views = viewsOf(plan, delivery, sizeShown(plan.result, plan.result, delivery, size));
  const pictureOf = (path: string, as: Interpretation, n: number, view: View): Promise<PictureRef> => warmSources.use({ path, interpretation: as, home }, signal, async (file) => {
    demandFrame(n, file);
    return (await show({ home, key: [file.print, n], view, exact: true, frame: () => frameAt(file, n) })).ref;
  });
  return { frame, source, before: await pictureOf(media.path, interpretation, source, views.before), after: await pictureOf(result, { parts: 'single' }, frame, views.after) };
};
