// What the daemon says while it works. State is modelled once here and rendered by the CLI, the dashboard and the panels.
import { z } from 'zod';
import { hardware } from './hardware.ts';
import { jobError, jobState, jobSummary } from './job.ts';

export const progress = z.object({
  kind: z.literal('progress'), job: z.string().describe('Its id.'),
  fraction: z.number().min(0).max(1).describe('0 to 1 over the whole job; never falls.'),
  title: z.string().describe('What is happening, as people read it.'), step: z.int().describe('Which of `steps` that is, from 1.'), steps: z.int().describe('Count of them.'), next: z.string().nullable().describe('What comes next; null at the end.'),
  frames: z.int().describe('Frames done in this step.'), framesTotal: z.int().describe('Of so many.'), fps: z.number().nullable().describe('Frames per second; null until known.'),
  secondsDone: z.number().describe('Wall seconds so far.'),
  secondsLeft: z.object({ low: z.number().describe('Seconds at least.'), high: z.number().describe('Seconds at most.') }).nullable().describe('An interval; null until it is known.'),
  device: z.string().describe('Id of the device at work.'), load: z.number().nullable().describe('Busy share of it, 0 to 1; null when unknown.'),
}).readonly().describe('How far a job is.');
export type Progress = z.infer<typeof progress>;

/** What was measured on one finished segment of the picture. Each number has its definition in `docs/quality.md`; null where it has no meaning (another size in time, one frame). */
export const segmentQuality = z.object({
  kind: z.literal('quality'), job: z.string().describe('Its id.'), segment: z.int().describe('Its number.'),
  from: z.int().describe('First result frame.'), to: z.int().describe('First result frame that no longer belongs to it.'),
  consistency: z.number().min(0).max(1).nullable().describe('How restful the result is where the source stands still, 0 to 1; null where nothing does.'),
  similarity: z.number().min(0).max(1).nullable().describe('Structural similarity of result and source at the smaller of the two sizes, 0 to 1; null where it has no meaning.'),
  clipped: z.number().min(0).max(1).describe('Share of luma samples at the ends of the range that were not there in the source, 0 to 1.'),
}).readonly().describe('What was measured on one finished segment.');
export type SegmentQuality = z.infer<typeof segmentQuality>;

export const jobEvent = z.discriminatedUnion('kind', [
  progress,
  z.object({ kind: z.literal('state'), job: z.string().describe('Its id.'), state: jobState.describe('The new state.'), error: jobError.nullable().describe('Why it failed; null when it did not.') }),
  z.object({ kind: z.literal('unit'), job: z.string().describe('Its id.'), unit: z.string().describe('Name of the finished part.'), seconds: z.number().describe('Wall seconds that it took.') }),
  z.object({ kind: z.literal('revision'), job: z.string().describe('Its id.'), revision: z.int().describe('Number of the new plan.'), why: z.string().describe('Why the plan was revised.') }),
  z.object({ kind: z.literal('log'), job: z.string().describe('Its id.'), line: z.string().describe('The log line.') }),
  segmentQuality,
  /** The job as it now stands: when it appears, when its state, plan, priority or place changes. */
  z.object({ kind: z.literal('job'), job: z.string().describe('Its id.'), summary: jobSummary.describe('The job as it now stands.') }),
  z.object({ kind: z.literal('removed'), job: z.string().describe('Its id.') }),
]);
export type JobEvent = z.infer<typeof jobEvent>;

export const panelCommands = ['restore', 'same-as-last', 'extend', 'preview', 'place', 'open', 'self-check'] as const;
/** What a panel is asked to do with the clips that are selected in its editor. */
export const panelCommand = z.object({
  name: z.enum(panelCommands).describe('What to do with the clips that are selected; `open` only shows the panel.'), host: z.string().max(100).nullable().default(null).describe('Whose panel does it, as `premiere` or `resolve`; null for the one that is connected.'),
  preset: z.string().min(1).max(100).nullable().default(null).describe('Preset to use; null for the panel\'s own.'),
}).describe('What a panel is asked to do.');
export type PanelCommand = z.infer<typeof panelCommand>;

/** What is not about one job. */
export const daemonEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hardware'), hardware }),
  /** Why the queue stands still, as people read it; null when it moves: a host plays, a battery, a daemon that is ending. */
  z.object({ kind: z.literal('hold'), why: z.string().nullable().describe('Why the queue stands still, as people read it; null when it moves.') }),
  /** Somebody asked for something by a key, a menu or the command line: panels of that editor, or of all, do it. */
  z.object({ kind: z.literal('command'), ...panelCommand.shape, id: z.string().max(100).optional().describe('Names the asking: two panels of one editor that both hear it make one job of it.') }),
  /** Events before this one cannot be given again: the client was away too long or too slow. What it shows must be asked for anew. */
  z.object({ kind: z.literal('lost'), count: z.int().nullable().describe('Events that cannot be given again; null when that is not known.') }),
]);
export type DaemonEvent = z.infer<typeof daemonEvent>;
export const anyEvent = z.union([jobEvent, daemonEvent]).describe('Something that happened.');
export type AnyEvent = JobEvent | DaemonEvent;

/** An event on its way: `seq` ascends by one within one `epoch`, which is one run of the daemon. */
export const sentEvent = z.object({ epoch: z.string().describe('Names the run of the daemon.'),
  seq: z.int().positive().describe('Ascends by one within one epoch; events that newer ones overtook may be left out for a slow client.'), at: z.string().describe('ISO 8601.'),
  event: anyEvent.describe('What happened.') }).readonly().describe('An event on its way.');
export type SentEvent = z.infer<typeof sentEvent>;
