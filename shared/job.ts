// A job: one plan on its way to one delivered file.
import { z } from 'zod';
import { anyPlan } from './plan.ts';

export const jobState = z.enum(['planned', 'running', 'delivering', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobState>;

/** A unit of work that is checkpointed: a video segment or one whole audio track. */
export const unitState = z.object({
  unit: z.string(), attempts: z.int(), state: z.enum(['pending', 'done']),
  sha256: z.string().nullable(), bytes: z.int().nullable(), seconds: z.number().nullable(),
}).readonly();
export type UnitState = z.infer<typeof unitState>;

export const jobError = z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }).readonly();

export const jobSummary = z.object({
  id: z.string(), state: jobState, source: z.string(), output: z.string(), createdAt: z.string(), finishedAt: z.string().nullable(),
  /** 0 to 1, never falling within one job. */
  progress: z.number().min(0).max(1), error: jobError.nullable(),
}).readonly();
export type JobSummary = z.infer<typeof jobSummary>;

export const jobDetail = z.object({ ...jobSummary.unwrap().shape, plans: z.array(anyPlan).readonly(), units: z.array(unitState).readonly(), sidecar: z.string().nullable(), log: z.array(z.string()).readonly() }).readonly();
export type JobDetail = z.infer<typeof jobDetail>;
