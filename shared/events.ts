// What a running job says while it runs. State is modelled once here and rendered by the CLI, the dashboard and the panels.
import { z } from 'zod';
import { jobError, jobState } from './job.ts';

export const progress = z.object({
  kind: z.literal('progress'), job: z.string(),
  /** 0 to 1 over the whole job; never falls. */
  fraction: z.number().min(0).max(1),
  /** What is happening, as people read it, and what comes next; `step` of `steps`. */
  title: z.string(), step: z.int(), steps: z.int(), next: z.string().nullable(),
  frames: z.int(), framesTotal: z.int(), fps: z.number().nullable(),
  secondsDone: z.number(),
  /** An interval, seconds; null until it is known. */
  secondsLeft: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Busy share of the device, 0 to 1. */
  device: z.string(), load: z.number().nullable(),
}).readonly();
export type Progress = z.infer<typeof progress>;

export const jobEvent = z.discriminatedUnion('kind', [
  progress,
  z.object({ kind: z.literal('state'), job: z.string(), state: jobState, error: jobError.nullable() }),
  z.object({ kind: z.literal('unit'), job: z.string(), unit: z.string(), seconds: z.number() }),
  z.object({ kind: z.literal('revision'), job: z.string(), revision: z.int(), why: z.string() }),
  z.object({ kind: z.literal('log'), job: z.string(), line: z.string() }),
]);
export type JobEvent = z.infer<typeof jobEvent>;
