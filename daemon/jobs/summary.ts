// Jobs as clients see them.
import type { JobDetail, JobSummary } from '../../shared/job.ts';
import { isAlive } from './identity.ts';
import { quote } from './preflight.ts';
import type { JobRecord, Store } from './store.ts';

/** Whether a living process drives the job or has it in its queue. */
export const isDriven = (job: JobRecord): boolean => job.driver !== null && isAlive(job.driver);

/** A job whose driver died without a word has failed, whatever the store still says. */
export function summaryOf(job: JobRecord): JobSummary {
  const { id, source, output, createdAt, finishedAt, progress } = job;
  const abandoned = (job.state === 'running' || job.state === 'delivering') && !isDriven(job);
  const error = abandoned ? { code: 'worker-died', values: { why: 'The process that ran the job is gone.', job: id, pathArgument: quote(source) } } : job.error;
  return { id, state: abandoned ? 'failed' : job.state, source, output, createdAt, finishedAt, progress, error };
}

export function detailOf(store: Store, job: JobRecord): JobDetail {
  const units = store.units(job.id).map(({ unit, attempts, state, sha256, bytes, seconds }) => ({ unit, attempts, state, sha256, bytes, seconds }));
  return { ...summaryOf(job), plans: store.plans(job.id), units, sidecar: job.sidecar, log: store.lines(job.id) };
}
