// From a wish to a job: everything that can be refused is refused here, before any work and before anything is written.
import { basename, join, dirname, extname, resolve } from 'node:path';
import { pictureDeliveryOf } from '../../shared/container.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';
import { containerOf, isFolder, placeOf, resultPath } from '../jobs/names.ts';
import { patternOf } from '../media/picture-names.ts';
import { demandFree, demandSpace, demandWritable, quote } from '../jobs/preflight.ts';
import { isDriven, summaryOf } from '../jobs/summary.ts';
import { companionOf, companionSuffixes } from '../worker/companions.ts';
import type { Context, Handler } from './context.ts';

export const submitJob = (context: Context): Handler<'submit'> => async ({ path, wish, config, output, overwrite, key }) => {
  const known = key === undefined ? null : context.store().byKey(key);
  if (known) return summaryOf(known);
  const id = context.newId();
  sayFirstLook(context, id);
  const source = resolve(path);
  if (output !== null && !await isFolder(output)) await demandFree(placeOf(output), overwrite, source);
  const plan = await context.worker.call('plan', { path: source, wish: await withContainer(wish, output), config });
  const result = await resultPath(source, output, plan.delivery);
  await demandDestination(context, plan, result, overwrite, source);
  context.store().create({ id, key: key ?? null, source, output: result, overwrite, createdAt: context.clock(), driver: context.queue().me }, plan);
  context.queue().start(id);
  return summaryOf(context.store().job(id));
};

/** The name of the output decides the container; a wish that says otherwise is refused. @throws FrameWrightError `bad-value`. */
export async function withContainer(wish: Wish, output: string | null): Promise<Wish> {
  const named = await containerOf(output);
  if (named && wish.container && named !== wish.container) {
    throw new FrameWrightError('bad-value', { key: '--container', value: wish.container, why: `The result's name, ${output}, asks for ${named}; give one of the two, or the same twice.` });
  }
  const picture = named === 'pictures' ? pictureDeliveryOf(extname(output!)) : null;
  return { ...wish, container: named ?? wish.container, delivery: wish.delivery ?? picture, pictureNames: picture !== null && patternOf(output!) ? basename(output!) : wish.pictureNames };
}

/** The job and its files must find free names, a folder that can be written, and room. */
async function demandDestination({ store }: Context, plan: AnyPlan, result: string, overwrite: boolean, source: string): Promise<void> {
  const folder = dirname(result);
  for (const file of [result, ...companionSuffixes(plan).map((suffix) => companionOf(result, suffix))]) await demandFree(file, overwrite, source);
  const rival = store().jobs().find((job) => job.output === result && ['planned', 'running', 'delivering'].includes(job.state) && isDriven(job));
  if (rival) throw new FrameWrightError('output-exists', { path: result, pathArgument: quote(source), other: quote(join(folder, `${rival.id}${extname(result)}`)) });
  await demandWritable(folder, source);
  await demandSpace(folder, plan.resources.diskBytes, source);
}

/** The first line of progress, before anything is known of the file. */
function sayFirstLook({ emit }: Context, job: string): void {
  emit({ kind: 'progress', job, fraction: 0, title: 'Taking a first look', step: 1, steps: 1, next: null, frames: 0, framesTotal: 0, fps: null, secondsDone: 0, secondsLeft: null, device: 'cpu', load: null });
}
