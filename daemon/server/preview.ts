// A preview: a span of the clip and a before/after picture, without a job.
import { dirname, resolve } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import { withContainer } from '../jobs/admission.ts';
import { demandFits, endingFor, exists, freeStem, isFolder, placeOf } from '../jobs/names.ts';
import { demandWritable } from '../jobs/preflight.ts';
import { companionOf } from '../worker/companions.ts';
import type { Context, Handler } from './context.ts';

/** Length of a preview where no range was asked for. */
const firstSeconds = 5;

/** The span in the container of its plan and a picture of the same stem: by the name asked for, or `clip.preview.…` in the folder asked for or beside the source. */
export const renderPreview = ({ worker }: Context): Handler<'preview'> => async ({ path, wish, config, range, output }, signal) => {
  const source = resolve(path);
  const named = output === null || await isFolder(output) ? null : placeOf(output);
  const folder = named ? dirname(named) : output === null ? dirname(source) : resolve(output);
  const asked = { ...await withContainer(wish, output), range };
  if (named) await demandNew(named);
  await demandWritable(folder, source);
  const plan = await worker.call('plan', { path: source, wish: asked, config, firstSeconds }, { signal });
  if (named) demandFits(output!, plan.delivery);
  return worker.call('preview', { plan, ...await namesOf(named, folder, source, endingFor(source, plan.delivery)) }, { signal });
};

/** @throws FrameWrightError `bad-value` where a file has the name of the span or of its picture. */
async function demandNew(named: string): Promise<void> {
  for (const path of [named, companionOf(named, '.png')]) {
    if (await exists(path)) throw new FrameWrightError('bad-value', { key: '--output', value: named, why: `${path} already exists, and a preview replaces nothing. Name another file, or a folder: previews are numbered there.` });
  }
}

/** Counted up where no name was asked for, so that previews can be compared. */
async function namesOf(named: string | null, folder: string, source: string, ending: string): Promise<{ video: string; picture: string }> {
  if (named) return { video: named, picture: companionOf(named, '.png') };
  const stem = await freeStem(folder, source, '.preview', [ending, '.png']);
  return { video: stem + ending, picture: `${stem}.png` };
}
