// What a job has to say for itself: facts, timings, plan, measured quality and licences.
import { z } from 'zod';
import { segmentQuality } from './events.ts';
import { jobSummary } from './job.ts';

/** Below this, consistency or similarity of a segment deserves a look. */
export const qualityThreshold = 0.85;

/** What the numbers of a segment mean, for people; docs/quality.md says it with formulas. */
export const qualityDefinitions = [
  { name: 'Temporal consistency', says: 'How restful the result is where the source stands still: 1 less the share of a sixteenth of the range by which still parts of neighbouring frames change more than they do in the source. 1 is as restful as the source or more; 0.85 is flicker of 2.4 of 255 code values. Nothing is said where nothing stands still.' },
  { name: 'Structural similarity', says: 'SSIM (Wang et al. 2004) of brightness between result and source at the smaller of their sizes, in the part of the picture that both show: 1 is the same picture. Restoring changes a picture on purpose, so lower numbers are no fault by themselves; a segment far below the others is worth a look.' },
  { name: 'Newly clipped', says: 'Share of the brightness values that lie at black or white in the result and did not in the source.' },
] as const;

const fact = z.object({
  name: z.string().describe('What it is about.'), before: z.string().describe('Of the source, as people read it; empty where it has none.'),
  after: z.string().describe('Of the result; until the job is done, as planned.'),
}).readonly();
const timing = z.object({ title: z.string().describe('Name of the phase.'), seconds: z.number().describe('Wall seconds, over all attempts.') }).readonly();
const licence = z.object({ name: z.string().describe('Of the part.'), licence: z.string().describe('SPDX identifier.'), says: z.string().describe('What it was used for.') }).readonly();

export const report = z.object({
  job: jobSummary,
  facts: z.array(fact).readonly().describe('What the source was and the result is.'),
  timings: z.array(timing).readonly().describe('Phases in order. The steps on a frame overlap, so they have no time of their own.'),
  seconds: z.number().describe('Wall seconds of the whole job over all attempts.'),
  plan: z.array(z.object({ heading: z.string().describe('Title of a section.'), lines: z.array(z.string()).readonly().describe('Its lines.') }).readonly()).readonly().describe('The last plan in words.'),
  revisions: z.array(z.string()).readonly().describe('Why the plan was revised, oldest first.'),
  quality: z.array(segmentQuality).readonly().describe('Of every finished segment, in order.'),
  threshold: z.number().describe('Below this a consistency or similarity deserves a look, 0 to 1.'),
  definitions: z.array(z.object({ name: z.string().describe('Name of the number.'), says: z.string().describe('What it means.') }).readonly()).readonly().describe('What the numbers mean.'),
  licences: z.array(licence).readonly().describe('Of everything that had a part in the result.'),
  sidecar: z.string().nullable().describe('Path of the JSON beside the result, once there is one.'),
}).readonly().describe('What was done, measured and spent.');
export type Report = z.infer<typeof report>;
