// Jobs as clients see them.
import type { JobDetail, JobSummary } from '../../shared/job.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import type { JobRecord, ListedJob } from './job-rows.ts';
import type { Store } from './store.ts';

export const summaryOf = ({ id, state, source, output, createdAt, updatedAt, finishedAt, progress, error, priority, client, batch, attempt, retryAt, title, clip }: ListedJob): JobSummary =>
  ({ id, state, source, output, createdAt, updatedAt, finishedAt, progress, error, priority, client, batch, attempts: attempt, retryAt, title, clip });

export function detailOf(store: Store, job: JobRecord): JobDetail {
  const units = store.units(job.id).map(({ unit, attempts, state, sha256, bytes, seconds }) => ({ unit, attempts, state, sha256, bytes, seconds }));
  return { ...summaryOf(job), plans: store.plans(job.id), units, sidecar: job.sidecar, log: store.lines(job.id) };
}

/** What a summary says of a plan. */
export const factsOf = (plan: AnyPlan): Pick<JobRecord, 'title' | 'clip'> => ({ title: titleOf(plan), clip: clipOf(plan) });

function clipOf(plan: AnyPlan): JobSummary['clip'] {
  if (plan.source === null) return null;
  const { wish, clip, map, result } = plan;
  return { asked: wish.range, from: clip.in, to: clip.out, inFrame: clip.point ?? 0, frames: map.frames, rate: map.constantRate ?? result.rate };
}

function titleOf({ steps, streams, source, result, delivery }: AnyPlan): string {
  const done = listTitles([...steps, ...streams.flatMap((stream) => stream.steps)].map(({ title }) => title)) || delivery.title;
  const isResized = source !== null && (source.width !== result.width || source.height !== result.height);
  return isResized ? `${done}: ${result.width}×${result.height}` : done;
}

/** `Cleaning up noise, doubling the resolution`. */
export function listTitles(titles: readonly string[]): string {
  const unique = [...new Set(titles)];
  return unique.map((title, place) => (place === 0 ? title : title.charAt(0).toLowerCase() + title.slice(1))).join(', ');
}
