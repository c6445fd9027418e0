// A job's report: what went in and came out, what was done and why, how long it took, what was measured, and under which licences.
import { stat } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import { qualityDefinitions, qualityThreshold, type Report } from '../../shared/report.ts';
import { segmentOf } from '../jobs/flow.ts';
import type { JobRecord } from '../jobs/job-rows.ts';
import type { UnitRecord } from '../jobs/store.ts';
import { listTitles, summaryOf } from '../jobs/summary.ts';
import type { Context, Handler } from './context.ts';
import { factsOf } from './report-facts.ts';

/** @throws FrameWrightError `job-missing`; `job-state` while there is no plan. */
export const reportJob = ({ store }: Context): Handler<'report'> => async ({ job: name }) => {
  const job = store().job(name), plan = store().plan(job.id);
  if (!plan) throw new FrameWrightError('job-state', { job: job.id, state: job.state, action: 'reported', why: 'It is not planned yet.' });
  const units = store().units(job.id), { licencesOf } = await import('./licences.ts');
  return {
    job: summaryOf(job), facts: factsOf(plan, await sizesOf(job, plan)), timings: timingsOf(job, plan, units), seconds: job.secondsDone,
    plan: await explain(plan), revisions: store().reasons(job.id).slice(1), quality: qualityOf(job.id, units), threshold: qualityThreshold, definitions: qualityDefinitions,
    licences: licencesOf(plan), sidecar: job.sidecar,
  };
};

const explain = async (plan: AnyPlan): Promise<Report['plan']> => (plan.source === null ? (await import('../plan/explain-sound.ts')).explainSoundPlan(plan) : (await import('../plan/explain.ts')).explainPlan(plan));

/** Bytes of the source's files and of the result with the files beside it; null before it is there, or since it was taken away. */
async function sizesOf({ output, state, delivery }: JobRecord, { media: { fingerprint, parts } }: AnyPlan): Promise<{ readonly before: number; readonly after: number | null }> {
  const before = parts?.kind === 'joined' ? parts.files.reduce((sum, file) => sum + file.fingerprint.size, 0) : fingerprint.size;
  const isThere = state === 'done' && await stat(output).then(() => true, () => false);
  return { before, after: isThere ? delivery?.files.at(-1)?.bytes ?? null : null };
}

const qualityOf = (job: string, units: readonly UnitRecord[]): Report['quality'] =>
  units.flatMap(({ unit, quality }) => (quality ? [{ kind: 'quality' as const, job, segment: segmentOf(unit), ...quality }] : [])).sort((a, b) => a.segment - b.segment);

/** Seconds by phase. What is no unit of work (putting together, checking, starting) is what is left of the job's own time. */
function timingsOf({ secondsDone, state }: JobRecord, plan: AnyPlan, units: readonly UnitRecord[]): Report['timings'] {
  const of = (beginning: string): number => units.reduce((sum, { unit, seconds }) => sum + (unit.startsWith(beginning) ? seconds ?? 0 : 0), 0);
  const tracks = plan.streams.filter(({ type, action }) => type === 'audio' && action === 'encode');
  const rows = [
    { title: 'Reading the source for its hashes', seconds: of('source-before') },
    { title: plan.source === null ? 'Listening to all of it' : 'Looking at every frame', seconds: of('survey-') },
    ...tracks.map(({ index, steps }) => ({ title: `Sound ${index}: ${listTitles(steps.map(({ title }) => title)) || 'encoding'}`, seconds: units.find(({ unit }) => unit === `audio-${index}`)?.seconds ?? 0 })),
    { title: `Picture: ${listTitles(plan.steps.map(({ title }) => title)) || 'encoding'}`, seconds: of('video-') },
  ];
  const rest = secondsDone - rows.reduce((sum, { seconds }) => sum + seconds, 0);
  return [...rows, ...(state === 'done' ? [{ title: 'Putting it together, checking it, and everything between', seconds: rest }] : [])].filter(({ seconds }) => seconds > 0);
}
