// A job: one plan on its way to one delivered file.
import { z } from 'zod';
import { anyPlan } from './plan.ts';
import { range } from './preset.ts';
import { rational } from './time.ts';

/**
 * `queued` has no plan yet; `planned` waits for its turn; `paused` keeps everything finished and holds no process; `waiting` failed with an error that may pass and is
 * tried again at `retryAt`. `done`, `failed` and `cancelled` are ends.
 */
export const jobState = z.enum(['queued', 'planned', 'running', 'paused', 'waiting', 'delivering', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobState>;
export const endStates: readonly JobState[] = ['done', 'failed', 'cancelled'];

/** A unit of work that is checkpointed: a video segment or one whole audio track. */
export const unitState = z.object({
  unit: z.string().describe('Name: video-<segment> or audio-<stream>.'), attempts: z.int().describe('How often it was begun.'), state: z.enum(['pending', 'done']).describe('Whether it is finished.'),
  sha256: z.string().nullable().describe('Of its file; null until it is done.'), bytes: z.int().nullable().describe('Of its file; null until it is done.'), seconds: z.number().nullable().describe('Wall seconds that it took; null until it is done.'),
}).readonly().describe('A part of a job that is kept when finished.');
export type UnitState = z.infer<typeof unitState>;

export const jobError = z.object({ code: z.string().describe('Stable name, as in x-errors.'), values: z.record(z.string(), z.union([z.string(), z.number()])).describe('Values of its sentences, by name.') }).readonly().describe('Why a job failed.');

/** Higher goes first; within one priority clients take turns, and each client's jobs keep their order. */
export const priority = z.int().min(-100).max(100).describe('-100 to 100; higher goes first.');

/** What part of the source a job is about, and where in the result its in point lies. Counts are frames; null until the job is planned, and for sound alone. */
export const jobClip = z.object({
  asked: range.nullable().describe('The range as it was asked for; null for all.'),
  from: z.int().describe('First frame of the source\'s index, handles included.'), to: z.int().describe('First frame that no longer belongs to it.'),
  inFrame: z.int().describe('Frame of the result that shows the in point; 0 without handles.'), frames: z.int().describe('Frames of the result.'), /** Nominal frames per second of the result. */ rate: rational,
}).readonly().describe('What part of the source a job is about.');

export type JobClip = z.infer<typeof jobClip>;

export const jobSummary = z.object({
  id: z.string().describe('Names the job.'), state: jobState.describe('Where it stands: `planned` waits for its turn, `waiting` is tried again, `done`, `failed` and `cancelled` are ends.'), source: z.string().describe('Absolute path.'),
  output: z.string().describe('Absolute path of the result; while `queued`, the place that was asked for.'),
  createdAt: z.string().describe('ISO 8601.'), finishedAt: z.string().nullable().describe('ISO 8601; null until it has ended.'), updatedAt: z.string().describe('ISO 8601.'),
  progress: z.number().min(0).max(1).describe('0 to 1, never falling.'), error: jobError.nullable().describe('Why it failed; null when it did not.'),
  priority, client: z.string().describe('Who submitted it; jobs of different clients take turns.'), batch: z.string().nullable().describe('Id of its batch; null without one.'),
  attempts: z.int().describe('Tries so far.'), retryAt: z.string().nullable().describe('When the next one begins, ISO 8601, while `waiting`.'),
  clip: jobClip.nullable().describe('Null until the job is planned, and for sound alone.'),
  title: z.string().describe('What will be or was done, as people read it; empty while `queued`.'),
}).readonly().describe('A job.');
export type JobSummary = z.infer<typeof jobSummary>;

export const jobDetail = z.object({ ...jobSummary.unwrap().shape, plans: z.array(anyPlan).readonly().describe('Its plan and every revision of it, oldest first.'), units: z.array(unitState).readonly().describe('Its parts.'),
  sidecar: z.string().nullable().describe('Absolute path of the JSON beside the result, once there is one.'), log: z.array(z.string()).readonly().describe('Its last log lines.') }).readonly().describe('A job, whole.');
export type JobDetail = z.infer<typeof jobDetail>;

export const batchSummary = z.object({
  id: z.string().describe('Names the batch.'), createdAt: z.string().describe('ISO 8601.'), title: z.string().describe('Folder or words that it was made of.'),
  jobs: z.int().describe('Count of its jobs.'), done: z.int().describe('How many are done.'), failed: z.int().describe('How many failed or were cancelled.'), progress: z.number().min(0).max(1).describe('0 to 1 over all of its jobs.'),
}).readonly().describe('Several jobs that were submitted together.');
export type BatchSummary = z.infer<typeof batchSummary>;
