// From what was asked for to a plan and a place for its result: everything that can be refused is refused here, before anything is written.
import { basename, dirname, extname, join } from 'node:path';
import { pictureDeliveryOf } from '../../shared/container.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { endStates } from '../../shared/job.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';
import { patternOf } from '../media/picture-names.ts';
import { companionOf, companionSuffixes } from '../worker/companions.ts';
import type { Worker } from '../worker/handle.ts';
import type { JobRecord } from './job-rows.ts';
import { containerOf, isFolder, placeOf, resultPath } from './names.ts';
import { demandFree, demandSpace, demandWritable, quote } from './preflight.ts';
import type { Store } from './store.ts';

/** The name of the output decides the container; a wish that says otherwise is refused. @throws FrameWrightError `bad-value`. */
export async function withContainer(wish: Wish, output: string | null): Promise<Wish> {
  const named = await containerOf(output);
  if (named && wish.container && named !== wish.container) {
    throw new FrameWrightError('bad-value', { key: '--container', value: wish.container, why: `The result's name, ${output}, asks for ${named}; give one of the two, or the same twice.` });
  }
  const picture = named === 'pictures' ? pictureDeliveryOf(extname(output!)) : null;
  return { ...wish, container: named ?? wish.container, delivery: wish.delivery ?? picture, pictureNames: picture !== null && patternOf(output!) ? basename(output!) : wish.pictureNames };
}

/** The first plan of a job. @throws FrameWrightError what planning throws; `output-exists` and the like where the name asked for is taken. */
export async function planOf({ source, asked, overwrite }: JobRecord, { worker, makeWay }: { readonly worker: Worker; readonly makeWay: () => boolean }, signal: AbortSignal): Promise<AnyPlan> {
  const { wish, config, output } = asked!;
  if (output !== null && !await isFolder(output)) await demandFree(placeOf(output), overwrite, source);
  const request = { path: source, wish: await withContainer(wish, output), config: config ?? undefined, makeWay: makeWay() };
  return worker.call('plan', request, { signal }).catch((error: unknown) => {
    // Another file's crash may have been the end of the process; this one is tried once by itself.
    if (!(error instanceof FrameWrightError) || error.code !== 'worker-died' || signal.aborted) throw error;
    return worker.call('plan', request, { signal });
  });
}

/**
 * Where the result goes. A name that nobody asked for counts up where another source's job, or another clip of the same source, has it already.
 * @throws FrameWrightError `output-exists`, `output-is-source`, `output-unwritable`, `disk-too-small`.
 */
export async function placeResult(job: JobRecord, plan: AnyPlan, store: Store): Promise<string> {
  const { id, source, overwrite } = job, { output } = job.asked!;
  const isOurName = output === null || await isFolder(output);
  for (let count = 1; ; count++) {
    const path = await resultPath(source, output, plan.delivery, count), rivals = rivalsOf(path, id, store), folder = dirname(path);
    if (isOurName && rivals.some((rival) => isOther(rival, job) && (isOpen(rival) || !overwrite))) continue;
    for (const file of [path, ...companionSuffixes(plan).map((suffix) => companionOf(path, suffix))]) await demandFree(file, overwrite, source);
    const rival = rivals.find(isOpen);
    if (rival) throw new FrameWrightError('output-exists', { path, pathArgument: quote(source), other: quote(join(folder, `${rival.id}${extname(path)}`)) });
    await demandWritable(folder, source);
    await demandSpace(folder, plan.resources.diskBytes, source);
    return path;
  }
}

/** Whether a job that has not ended will write to this place. */
export const isPromised = (path: string, id: string, store: Store): boolean => rivalsOf(path, id, store).some(isOpen);

/** Other jobs with this result. A queued one has no name yet. */
const rivalsOf = (path: string, id: string, store: Store): JobRecord[] => store.ofOutput(path).filter((job) => job.id !== id && job.device !== null);
const isOpen = ({ state }: JobRecord): boolean => !endStates.includes(state);
const rangeOf = ({ asked }: JobRecord): string => JSON.stringify(asked?.wish.range ?? null);
const isOther = (one: JobRecord, other: JobRecord): boolean => one.source !== other.source || rangeOf(one) !== rangeOf(other);
