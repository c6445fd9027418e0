// What an order and its result are said to be.
import type { JobState } from '../../job.ts';
import type { EditorStrings } from '../english-editor.ts';
import type { Strings } from '../english.ts';
import type { Card, Work } from './state.ts';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'accent';
const tones: Readonly<Record<Work['entry']['state'], Tone>> = { sent: 'accent', ready: 'warn', placed: 'good', binned: 'good', reverted: 'neutral', failed: 'bad' };

/** What is being done now, else the job's own state while it is at work, else what became of it. */
export function workState({ entry, job, busy }: Work, words: EditorStrings, { queue }: Strings): { readonly says: string; readonly tone: Tone } {
  if (busy !== null) return { says: words.busy[busy], tone: 'accent' };
  if (entry.state === 'sent' && job !== null) return { says: queue.states[job.state], tone: jobTones[job.state] ?? 'accent' };
  return wasCancelled({ entry }) ? { says: queue.states.cancelled, tone: 'neutral' } : { says: words.states[entry.state], tone: tones[entry.state] };
}
const jobTones: Partial<Record<JobState, Tone>> = { paused: 'warn', waiting: 'warn', failed: 'bad', cancelled: 'neutral' };

/** Ended by somebody's own hand: nothing went wrong. */
export const wasCancelled = ({ entry }: Pick<Work, 'entry'>): boolean => entry.state === 'failed' && entry.error?.code === 'cancelled';

/** Whether the daemon still has to do with it. */
export const isAtWork = (work: Work | null): boolean => work !== null && (work.busy === 'sending' || work.entry.state === 'sent');

/** Whether nothing stands of it: it was never sent, or that failed or was taken back. */
export const isFresh = (work: Work | null): boolean => work === null || (work.busy === null && (work.entry.state === 'failed' || work.entry.state === 'reverted'));

/** Whether there are a finished result and its source to lay side by side. */
export const canCompare = ({ job, entry }: Work): boolean => job?.state === 'done' && entry.job !== null;

/** Whether a placement can be taken back. */
export const canRevert = ({ entry, busy }: Work): boolean => busy === null && entry.state === 'placed' && entry.placed !== null && entry.placed.mode !== 'bin';

/** Whether the result can be placed: it waits, or lies in the bin, or was taken back. */
export const canPlace = ({ entry, busy }: Work): boolean => busy === null && entry.output !== null && (entry.state === 'ready' || entry.state === 'reverted' || entry.state === 'binned');

export const canRestore = ({ clip, refusal, work }: Card): boolean => refusal === null && clip.path !== null && !isAtWork(work);
