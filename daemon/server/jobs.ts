// Operations on jobs that exist.
import { dirname, extname, join } from 'node:path';
import { containerOfEnding } from '../../shared/container.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { JobSummary } from '../../shared/job.ts';
import type { JobRecord } from '../jobs/job-rows.ts';
import { companionName, freeStem } from '../jobs/names.ts';
import { detailOf, summaryOf } from '../jobs/summary.ts';
import type { Context, Handlers } from './context.ts';

type JobOperation = 'jobs' | 'job' | 'follow' | 'pause' | 'resume' | 'retry' | 'cancel' | 'reprioritise' | 'remove' | 'log' | 'picture';

export function jobHandlers(context: Context): Pick<Handlers, JobOperation> {
  const { store, queue } = context;
  const summary = (job: string): JobSummary => summaryOf(store().job(job));
  return {
    jobs: async (filter) => store().jobs(filter).map(summaryOf),
    job: async ({ job }) => detailOf(store(), store().job(job)),
    async follow({ job }, signal) {
      const { id } = store().job(job);
      const failure = await givenUp(queue().ended(id), signal);
      const ended = summary(id);
      // A failure that could not be written down.
      if (failure && ended.state !== 'failed' && ended.state !== 'cancelled') throw failure;
      return ended;
    },
    async pause({ job }) {
      queue().pause(job);
      return summary(job);
    },
    async resume({ job }) {
      queue().resume(job);
      return summary(job);
    },
    async retry({ job }) {
      queue().retry(job);
      return summary(job);
    },
    async cancel({ job }) {
      await queue().cancel(job);
      return summary(job);
    },
    async reprioritise({ job, priority }) {
      queue().reprioritise(job, priority);
      return summary(job);
    },
    remove: async ({ job }) => ({ removed: await queue().remove(job) }),
    async log({ job, after, limit }) {
      const lines = store().lines(store().job(job).id, after, limit);
      return { lines, next: after + lines.length };
    },
    async picture({ job }) {
      const found = store().job(job);
      if (found.state !== 'done') throw new FrameWrightError('job-state', { job: found.id, state: found.state, action: 'pictured', why: 'There is no result yet.' });
      const plan = store().plan(found.id)!;
      if (plan.source === null) throw new FrameWrightError('no-picture', { path: found.output, job: found.id });
      return context.worker.call('picture', { plan, result: found.output, picture: await picturePlace(found) });
    },
  };
}

/** Beside the result; of one that might replace what was there, so may its picture. A folder's name has no ending, whatever stands behind its last dot. */
async function picturePlace({ output, overwrite }: JobRecord): Promise<string> {
  const folder = dirname(output), named = containerOfEnding(extname(output)) === null ? `${output}.png` : output, suffix = '.before-after';
  return `${overwrite ? join(folder, companionName(named, suffix)) : await freeStem(folder, named, suffix, ['.png'])}.png`;
}

/** What `work` gives, unless the client gives up waiting for it. @throws FrameWrightError `cancelled`. */
async function givenUp<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new FrameWrightError('cancelled'));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try { return await Promise.race([work, promise]); } finally { signal.removeEventListener('abort', stop); }
}
