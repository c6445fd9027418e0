// The jobs a client knows, asked for once and kept up to date by events.
import type { Client } from '../client.ts';
import { toFrameWrightError, type FrameWrightError } from '../errors.ts';
import type { AnyEvent, JobEvent, Progress, SegmentQuality } from '../events.ts';
import type { JobSummary } from '../job.ts';

export type JobsState = {
  readonly loaded: boolean; readonly failure: FrameWrightError | null;
  /** In the order in which they were made, oldest first. */
  readonly jobs: ReadonlyMap<string, JobSummary>;
  readonly progress: ReadonlyMap<string, Progress>;
  /** Measured so far, by segment. */
  readonly quality: ReadonlyMap<string, readonly SegmentQuality[]>;
  /** Why the queue stands still; null while it moves. */
  readonly hold: string | null;
};
export type Jobs = {
  state(): JobsState;
  subscribe(listener: () => void): () => void;
  /** Asks and listens until the returned function is called. */
  start(): () => void;
  reload(): void;
};

export const noJobs: JobsState = { loaded: false, failure: null, jobs: new Map(), progress: new Map(), quality: new Map(), hold: null };

export function createJobs(client: Client): Jobs {
  let state = noJobs, asked = 0;
  const listeners = new Set<() => void>();
  const set = (next: JobsState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const reload = (): void => {
    const mine = ++asked;
    Promise.all([client.jobs({}), client.describe({})]).then(
      ([jobs, { hold }]) => { if (mine === asked) set({ ...state, loaded: true, failure: null, hold, jobs: new Map(jobs.map((job) => [job.id, job])) }); },
      (error: unknown) => { if (mine === asked) set({ ...state, failure: toFrameWrightError(error) }); },
    );
  };
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    reload,
    start() {
      const stop = client.onEvent((event) => (event.kind === 'lost' ? reload() : set(apply(state, event))));
      reload();
      return stop;
    },
  };
}

/** The state after an event; the same object when it changes nothing. */
export function apply(state: JobsState, event: AnyEvent): JobsState {
  switch (event.kind) {
    case 'hold': return { ...state, hold: event.why };
    case 'job': return { ...state, jobs: new Map(state.jobs).set(event.job, event.summary) };
    case 'state': return applyState(state, event);
    case 'progress': return applyProgress(state, event);
    case 'quality': return { ...state, quality: new Map(state.quality).set(event.job, withSegment(state.quality.get(event.job) ?? [], event)) };
    case 'removed': {
      const jobs = new Map(state.jobs);
      jobs.delete(event.job);
      return { ...state, jobs };
    }
    default: return state;
  }
}

function applyState(state: JobsState, event: Extract<JobEvent, { kind: 'state' }>): JobsState {
  const job = state.jobs.get(event.job);
  if (!job) return state;
  return { ...state, jobs: new Map(state.jobs).set(event.job, { ...job, state: event.state, error: event.error }) };
}

function applyProgress(state: JobsState, event: Progress): JobsState {
  const job = state.jobs.get(event.job);
  const jobs = job ? new Map(state.jobs).set(event.job, { ...job, progress: Math.max(job.progress, event.fraction) }) : state.jobs;
  return { ...state, jobs, progress: new Map(state.progress).set(event.job, event) };
}

/** In order; a segment that was made again replaces what was measured before. */
export function withSegment(segments: readonly SegmentQuality[], one: SegmentQuality): readonly SegmentQuality[] {
  return [...segments.filter(({ segment }) => segment !== one.segment), one].sort((a, b) => a.from - b.from);
}
