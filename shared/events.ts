// What the daemon says while it works. State is modelled once here and rendered by the CLI, the dashboard and the panels.
import { z } from 'zod';
import { hardware } from './hardware.ts';
import { jobError, jobState, jobSummary } from './job.ts';

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

/** What was measured on one finished segment of the picture. Each number has its definition in `docs/quality.md`; null where it has no meaning (another size in time, one frame). */
export const segmentQuality = z.object({
  kind: z.literal('quality'), job: z.string(), segment: z.int(),
  /** Half-open, result frames. */ from: z.int(), to: z.int(),
  /** How alike consecutive frames stay where the source's do, 0 to 1. */
  consistency: z.number().min(0).max(1).nullable(),
  /** Structural similarity of result and source at the smaller of the two sizes, luma, mean over the frames looked at, 0 to 1. */
  similarity: z.number().min(0).max(1).nullable(),
  /** Share of the result's luma samples at the ends of the nominal range that were not there in the source, 0 to 1. */
  clipped: z.number().min(0).max(1),
}).readonly();
export type SegmentQuality = z.infer<typeof segmentQuality>;

export const jobEvent = z.discriminatedUnion('kind', [
  progress,
  z.object({ kind: z.literal('state'), job: z.string(), state: jobState, error: jobError.nullable() }),
  z.object({ kind: z.literal('unit'), job: z.string(), unit: z.string(), seconds: z.number() }),
  z.object({ kind: z.literal('revision'), job: z.string(), revision: z.int(), why: z.string() }),
  z.object({ kind: z.literal('log'), job: z.string(), line: z.string() }),
  segmentQuality,
  /** The job as it now stands: when it appears, when its state, plan, priority or place changes. */
  z.object({ kind: z.literal('job'), job: z.string(), summary: jobSummary }),
  z.object({ kind: z.literal('removed'), job: z.string() }),
]);
export type JobEvent = z.infer<typeof jobEvent>;

/** What is not about one job. */
export const daemonEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hardware'), hardware }),
  /** Why the queue stands still, as people read it; null when it moves: a host plays, a battery, a daemon that is ending. */
  z.object({ kind: z.literal('hold'), why: z.string().nullable() }),
  /** Events before this one cannot be given again: the client was away too long or too slow. What it shows must be asked for anew. */
  z.object({ kind: z.literal('lost'), count: z.int().nullable() }),
]);
export type DaemonEvent = z.infer<typeof daemonEvent>;
export const anyEvent = z.union([jobEvent, daemonEvent]);
export type AnyEvent = JobEvent | DaemonEvent;

/** An event on its way: `seq` ascends by one within one `epoch`, which is one run of the daemon. */
export const sentEvent = z.object({ epoch: z.string(), seq: z.int().positive(), at: z.string(), event: anyEvent }).readonly();
export type SentEvent = z.infer<typeof sentEvent>;
