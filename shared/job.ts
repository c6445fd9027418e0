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
  unit: z.string(), attempts: z.int(), state: z.enum(['pending', 'done']),
  sha256: z.string().nullable(), bytes: z.int().nullable(), seconds: z.number().nullable(),
}).readonly();
export type UnitState = z.infer<typeof unitState>;

export const jobError = z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }).readonly();

/** Higher goes first; within one priority clients take turns, and each client's jobs keep their order. */
export const priority = z.int().min(-100).max(100);

/** What part of the source a job is about, and where in the result its in point lies. Counts are frames; null until the job is planned, and for sound alone. */
export const jobClip = z.object({
  /** What was asked for, as it was asked. */
  asked: range.nullable(),
  /** Half-open, frames of the source's index, handles included. */
  from: z.int(), to: z.int(),
  /** The result's frame that shows the in point; 0 without handles. */
  inFrame: z.int(), frames: z.int(), /** Nominal frames per second of the result. */ rate: rational,
}).readonly();

export const jobSummary = z.object({
  id: z.string(), state: jobState, source: z.string(),
  /** Where the result is or will be; while `queued`, the place that was asked for. */
  output: z.string(),
  createdAt: z.string(), finishedAt: z.string().nullable(), updatedAt: z.string(),
  /** 0 to 1, never falling within one job. */
  progress: z.number().min(0).max(1), error: jobError.nullable(),
  priority, /** Who submitted it; jobs of different clients take turns. */ client: z.string(), batch: z.string().nullable(),
  /** Tries so far, and when the next one begins (ISO 8601) while `waiting`. */
  attempts: z.int(), retryAt: z.string().nullable(),
  clip: jobClip.nullable(),
  /** What will be or was done, as people read it: `Deinterlace, denoise, upscale to 1920×1080`. Empty while `queued`. */
  title: z.string(),
}).readonly();
export type JobSummary = z.infer<typeof jobSummary>;

export const jobDetail = z.object({ ...jobSummary.unwrap().shape, plans: z.array(anyPlan).readonly(), units: z.array(unitState).readonly(), sidecar: z.string().nullable(), log: z.array(z.string()).readonly() }).readonly();
export type JobDetail = z.infer<typeof jobDetail>;

export const batchSummary = z.object({
  id: z.string(), createdAt: z.string(), /** Folder or words that the batch was made of. */ title: z.string(),
  jobs: z.int(), done: z.int(), failed: z.int(), /** 0 to 1 over all of its jobs. */ progress: z.number().min(0).max(1),
}).readonly();
export type BatchSummary = z.infer<typeof batchSummary>;
