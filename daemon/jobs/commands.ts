// What users ask of one job.
import { rm } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import { endStates, type JobState } from '../../shared/job.ts';
import { workFolder } from './attempts.ts';
import { announce, markCancelled } from './ending.ts';
import type { JobRecord } from './job-rows.ts';
import type { Planner } from './planner.ts';
import type { QueueIo } from './queue.ts';
import type { Slots } from './slots.ts';

/** Each takes a job's id or a beginning of it. @throws FrameWrightError `job-missing`; `job-state` where the job is in no state for it. */
export type Commands = {
  /** A running one stops after its unit in hand. */
  pause(job: string): void;
  resume(job: string): void;
  retry(job: string): void;
  /** Resolves when it has stopped. */
  cancel(job: string): Promise<void>;
  reprioritise(job: string, priority: number): void;
  /** Resolves with its id when its unfinished files are gone. */
  remove(job: string): Promise<string>;
};
/** The parts of the queue that a command moves. `proceed` is told of every job that has changed. */
export type Works = { readonly slots: Slots; readonly planner: Planner; proceed(id: string): void; forgetRetry(id: string): void };

/** Longest wait for a running segment when its job is to pause, ms. After that it stops where it is. */
const drainMs = 60_000;

export function createCommands(io: QueueIo, works: Works): { readonly all: Commands; /** Gives a job that rests, waits or has ended its next turn. */ toTurn(id: string): void } {
  const { store } = io, { slots, proceed, forgetRetry } = works;
  const toTurn = (id: string): void => {
    if (!store.has(id) || !['paused', 'waiting', 'failed', 'cancelled'].includes(store.job(id).state)) return;
    forgetRetry(id);
    store.transition(id, store.job(id).device === null ? 'queued' : 'planned', { error: null, finishedAt: null, retryAt: null, wanted: null });
    announce(io, id);
    proceed(id);
  };
  const again = (id: string): void => {
    store.update(id, { tries: 0 });
    toTurn(id);
  };
  const resume = (name: string): void => {
    const { id, wanted } = found(io, name, 'resumed', (state, { wanted }) => wanted === 'pause' || ['paused', 'waiting', 'failed', 'cancelled'].includes(state));
    // It is about to pause: it will take its next turn at once.
    if (wanted === 'pause' && slots.has(id)) return store.update(id, { wanted: null });
    again(id);
  };
  const reprioritise = (name: string, priority: number): void => {
    const { id } = found(io, name, 'moved', (state) => !endStates.includes(state));
    store.update(id, { priority, updatedAt: io.clock() });
    announce(io, id);
    proceed(id);
  };
  return { toTurn, all: { ...createStops(io, works), resume, reprioritise, retry: (name) => again(found(io, name, 'tried again', (state) => state === 'failed' || state === 'waiting').id) } };
}

/** The commands after which a job does not go on by itself. */
function createStops(io: QueueIo, { slots, planner, proceed, forgetRetry }: Works): Pick<Commands, 'pause' | 'cancel' | 'remove'> {
  const { store } = io;
  /** Takes a job that holds no slot out of all that goes on by itself. */
  const withdraw = (id: string): void => {
    forgetRetry(id);
    planner.stop(id);
  };
  return {
    pause(name) {
      const { id, state } = found(io, name, 'paused', (one) => !endStates.includes(one));
      if (slots.has(id)) {
        store.update(id, { wanted: 'pause' });
        return slots.drain(id, drainMs);
      }
      if (state === 'paused') return;
      withdraw(id);
      store.transition(id, 'paused', { retryAt: null });
      announce(io, id);
      proceed(id);
    },
    async cancel(name) {
      const { id } = found(io, name, 'cancelled', (state) => !endStates.includes(state));
      if (slots.has(id)) {
        store.update(id, { wanted: 'cancel' });
        return slots.stop(id);
      }
      withdraw(id);
      markCancelled(id, io);
      proceed(id);
    },
    async remove(name) {
      const job = found(io, name, 'removed', (_, { id }) => !slots.has(id)), { id } = job;
      withdraw(id);
      store.remove(id);
      io.emit({ kind: 'removed', job: id });
      try { await rm(workFolder(job), { recursive: true, force: true }); } finally { proceed(id); }
      return id;
    },
  };
}

const reasons: Partial<Record<JobState, string>> = {
  done: 'Its result is delivered.', failed: 'It has ended already.', cancelled: 'It has ended already.', running: 'It is being worked on.', delivering: 'It is being worked on.',
  queued: 'It waits for its turn.', planned: 'It waits for its turn.', paused: 'It rests.', waiting: 'It is tried again by itself.',
};

/** The job, in a state for what is asked. @throws FrameWrightError `job-missing`, `job-state`. */
function found({ store }: QueueIo, name: string, action: string, fits: (state: JobState, job: JobRecord) => boolean): JobRecord {
  const job = store.job(name);
  if (!fits(job.state, job)) throw new FrameWrightError('job-state', { job: job.id, state: job.state, action, why: reasons[job.state]! });
  return job;
}
