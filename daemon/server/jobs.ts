// Operations on jobs that exist.
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { dirname } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { JobSummary } from '../../shared/job.ts';
import { workFolder } from '../jobs/attempts.ts';
import { freeStem } from '../jobs/names.ts';
import type { JobRecord } from '../jobs/store.ts';
import { detailOf, isDriven, summaryOf } from '../jobs/summary.ts';
import type { Context, Handlers } from './context.ts';

const pollMs = 200;
/** Cancelling waits this long for the running process to say that it has stopped. */
const cancelMs = 10_000;

export function jobHandlers(context: Context): Pick<Handlers, 'follow' | 'resume' | 'cancel' | 'remove' | 'jobs' | 'job' | 'picture'> {
  const { store, queue, clock } = context;
  return {
    jobs: async () => store().jobs().map(summaryOf),
    job: async ({ job }) => detailOf(store(), store().job(job)),
    async follow({ job }) {
      const { id } = store().job(job);
      if (!queue().has(id)) await waitWhileDriven(context, id, Infinity);
      const failure = await queue().ended(id);
      const { state } = store().job(id);
      // A failure that is not the job's own, or could not even be written down.
      if (failure && state !== 'failed' && state !== 'cancelled') throw failure;
      return summaryOf(store().job(id));
    },
    async resume({ job }) {
      const found = store().job(job);
      if (found.state === 'done' || isDriven(found)) throw new FrameWrightError('job-state', { job: found.id, state: found.state, action: 'resumed', why: found.state === 'done' ? 'Its result is delivered.' : `Process ${found.driver!.pid} is working on it.` });
      const fresh = { driver: queue().me, wanted: null, error: null, finishedAt: null };
      if (found.state === 'failed' || found.state === 'cancelled') store().transition(found.id, 'planned', fresh);
      else store().update(found.id, fresh);
      queue().start(found.id);
      return summaryOf(store().job(found.id));
    },
    async cancel({ job }) {
      const found = store().job(job);
      if (['done', 'failed', 'cancelled'].includes(found.state)) throw new FrameWrightError('job-state', { job: found.id, state: found.state, action: 'cancelled', why: 'It has ended already.' });
      if (isDriven(found)) await askToStop(context, found);
      const { state } = store().job(found.id);
      if (state === 'planned' || !isDriven(store().job(found.id)) && (state === 'running' || state === 'delivering')) {
        store().transition(found.id, 'cancelled', { error: { code: 'cancelled', values: { job: found.id } }, finishedAt: clock(), wanted: null, driver: null });
      }
      return summaryOf(store().job(found.id));
    },
    async remove({ job }) {
      const found = store().job(job);
      if (isDriven(found)) throw new FrameWrightError('job-state', { job: found.id, state: found.state, action: 'removed', why: `Process ${found.driver!.pid} is working on it; cancel it first.` });
      await rm(workFolder(found), { recursive: true, force: true });
      store().remove(found.id);
      return { removed: found.id };
    },
    async picture({ job }) {
      const found = store().job(job);
      if (found.state !== 'done') throw new FrameWrightError('job-state', { job: found.id, state: found.state, action: 'pictured', why: 'There is no result yet.' });
      const plan = store().plans(found.id).at(-1)!;
      if (plan.source === null) throw new FrameWrightError('no-picture', { path: found.output, job: found.id });
      const stem = await freeStem(dirname(found.output), found.output, '.before-after', ['.png']);
      return context.worker.call('picture', { plan, result: found.output, picture: `${stem}.png` });
    },
  };
}

/** Leaves the wish in the store, where whichever process drives the job finds it. A job still waiting for its turn does not look. */
async function askToStop(context: Context, { id, state }: JobRecord): Promise<void> {
  context.store().update(id, { wanted: 'cancel' });
  await waitWhileDriven(context, id, state === 'planned' ? 1000 : cancelMs);
}

async function waitWhileDriven({ store, emit }: Context, id: string, mostMs: number): Promise<void> {
  let told: JobSummary['state'] | null = null;
  for (let waited = 0; waited < mostMs; waited += pollMs) {
    const job = store().job(id);
    if (!isDriven(job)) return;
    if (told !== job.state) emit({ kind: 'state', job: id, state: told = job.state, error: null });
    await sleep(pollMs);
  }
}
