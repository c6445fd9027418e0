// What a finished job has to say for itself: facts, timings, plan, measured quality and licences.
import { z } from 'zod';
import { segmentQuality } from './events.ts';
import { jobSummary } from './job.ts';

export const report = z.object({
  job: jobSummary,
  facts: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() }).readonly()).readonly(),
  timings: z.array(z.object({ title: z.string(), seconds: z.number() }).readonly()).readonly(),
  /** The plan in words. */
  plan: z.array(z.object({ heading: z.string(), lines: z.array(z.string()).readonly() }).readonly()).readonly(),
  quality: z.array(segmentQuality).readonly(), /** Below this a number deserves a look. */ threshold: z.number(),
  /** What the numbers mean. */
  definitions: z.array(z.object({ name: z.string(), says: z.string() }).readonly()).readonly(),
  licences: z.array(z.object({ name: z.string(), licence: z.string(), says: z.string() }).readonly()).readonly(),
  sidecar: z.string().nullable(),
}).readonly();
export type Report = z.infer<typeof report>;
