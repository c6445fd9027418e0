// The queue: owns the store, gives each device its next job, makes plans ahead, tries again what may pass, and does what users ask of a job.
import { FrameWrightError } from '../../shared/errors.ts';
import { endStates } from '../../shared/job.ts';
import { createCommands, type Commands } from './commands.ts';
import { unwritable } from './database.ts';
import { announce } from './ending.ts';
import { createHousekeeping } from './history.ts';
import type { Identity } from './identity.ts';
import type { NewJob } from './job-rows.ts';
import { acquireOwnership } from './ownership.ts';
import { createPlanner, type Planner, type PlannerIo } from './planner.ts';
import { recoverJobs, waitLeft } from './recovery.ts';
import { createSlots, type SlotsIo } from './slots.ts';
import { createTurns } from './turns.ts';

export type QueueIo = SlotsIo & PlannerIo & { readonly me: Identity; /** Says something that the user should know and that is about no job. */ readonly notice: (text: string) => void };
export type Queue = Commands & {
  /** Makes this process the store's owner until `close` and lets every unfinished job go on; once. @throws FrameWrightError `store-locked`. */
  recover(): void;
  /**
   * Puts a job at its client's end; resolves with its id as soon as it is on the disk. A key that is known gives the id of the job that has it. With `planned` it
   * is planned before all others, and this resolves then; a job that is refused is forgotten. @throws FrameWrightError `home-unwritable`; with `planned` the refusal.
   */
  submit(made: NewJob, planned?: boolean): Promise<string>;
  /** Resolves when the job has ended, was removed, or the queue is closed: null, or with a failure that could not even be written down. */
  ended(id: string): Promise<FrameWrightError | null>;
  /** Nothing new begins until it is called with null. `stopRunning` also gives the slots back, within two seconds; those jobs go on by themselves. */
  hold(why: string | null, stopRunning?: boolean): void;
  held(): string | null;
  /** Ids of the jobs that run now. */
  running(): string[];
  /** Stops what runs, keeping what is finished, and gives the store free. What has not ended goes on with the next owner. */
  close(): Promise<void>;
};

/** After a store that takes nothing, the next try, ms. */
const restMs = 30_000;
const holdMs = 2000;

export function createQueue(io: QueueIo): Queue {
  const { store, home } = io;
  const turns = createTurns(store), waiters = new Map<string, PromiseWithResolvers<FrameWrightError | null>>(), retries = new Map<string, NodeJS.Timeout>();
  let release: (() => void) | null = null, why: string | null = null, closed = false, pause: NodeJS.Timeout | undefined;
  const mayBegin = (): boolean => release !== null && !closed && why === null && pause === undefined;

  const settle = (id: string, unwritten: FrameWrightError | null = null): void => {
    if (unwritten === null && store.has(id) && !endStates.includes(store.job(id).state)) return;
    waiters.get(id)?.resolve(unwritten);
    waiters.delete(id);
  };
  /** A store that fails is asked again after a while, not at once for each of its jobs. */
  const restAfterFailure = (error: unknown): void => {
    if (pause !== undefined || closed) return;
    io.notice(`The job store fails (${(error as Error).message}); the queue goes on in ${restMs / 1000} seconds.`);
    pause = setTimeout(() => {
      pause = undefined;
      attempt(armWaiting);
      advance();
    }, restMs).unref();
  };
  const attempt = (work: () => void): void => { try { work(); } catch (error) { restAfterFailure(error); } };
  const advance = (): void => attempt(() => {
    if (!mayBegin()) return;
    for (const device of store.devices().filter((one) => !slots.isBusy(one))) {
      const id = turns.next('planned', device);
      if (id !== null) slots.start(id, device);
    }
    planner.advance();
  });
  /** What comes after a job has changed for good or stopped running. */
  const proceed = (id: string, unwritten: FrameWrightError | null = null): void => {
    if (unwritten !== null) restAfterFailure(unwritten);
    attempt(() => settle(id, unwritten));
    attempt(() => { if (!closed && store.has(id) && store.job(id).state === 'waiting') arm(id); });
    if (!closed) housekeeping.ask();
    advance();
  };
  const arm = (id: string): void => {
    forgetRetry(id);
    retries.set(id, setTimeout(() => {
      forgetRetry(id);
      attempt(() => { if (store.has(id) && store.job(id).state === 'waiting') commands.toTurn(id); });
    }, waitLeft(id, io)));
  };
  const armWaiting = (): void => { for (const { id } of store.jobs({ states: ['waiting'] })) if (!retries.has(id)) arm(id); };
  const forgetRetry = (id: string): void => {
    clearTimeout(retries.get(id));
    retries.delete(id);
  };
  const slots = createSlots(io, (id, { error, written }) => proceed(id, written ? null : error));
  const planner = createPlanner(io, mayBegin, (id, written) => proceed(id, written ? null : new FrameWrightError('home-unwritable', { path: home, why: 'The job could not be written down.' })));
  const housekeeping = createHousekeeping(io, io.now, io.notice);
  const commands = createCommands(io, { slots, planner, proceed, forgetRetry });
  const submissions = createSubmissions(io, planner, advance);

  return {
    ...commands.all, submit: submissions.add,
    recover() {
      if (release || closed) return;
      const free = acquireOwnership(store, io.me);
      try {
        recoverJobs(io);
        armWaiting();
      } catch (error) {
        free();
        throw unwritable(home, error) ?? error;
      }
      release = free;
      setImmediate(() => { if (!closed) { housekeeping.ask(); advance(); } });
    },
    ended(id) {
      const isOpen = !closed && store.has(id) && !endStates.includes(store.job(id).state);
      if (!isOpen) return Promise.resolve(null);
      const waiter = waiters.get(id) ?? Promise.withResolvers<FrameWrightError | null>();
      waiters.set(id, waiter);
      return waiter.promise;
    },
    hold(next, stopRunning = false) {
      if (next !== why) io.emit({ kind: 'hold', why: next });
      why = next;
      if (next !== null && stopRunning) for (const id of slots.ids()) slots.drain(id, holdMs);
      advance();
    },
    held: () => why,
    running: () => slots.ids(),
    async close() {
      closed = true;
      clearTimeout(pause);
      for (const timer of retries.values()) clearTimeout(timer);
      submissions.flush();
      await planner.close();
      await slots.close();
      await housekeeping.close();
      for (const waiter of waiters.values()) waiter.resolve(null);
      release?.();
    },
  };
}

/** Jobs that come in together are written together: one wait for the disk, whatever their number. */
function createSubmissions(io: QueueIo, planner: Planner, onNew: () => void): { add(made: NewJob, planned?: boolean): Promise<string>; flush(): void } {
  let waiting: { readonly made: NewJob; readonly planned: boolean; readonly answer: PromiseWithResolvers<string> }[] = [];
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const ids = io.store.create(batch.map(({ made }) => made));
      batch.forEach(({ made, planned, answer }, i) => {
        const id = ids[i]!, isNew = id === made.id;
        if (isNew) announce(io, id);
        // One that was there already was accepted once, so that it may fail but is not forgotten.
        answer.resolve(planned ? planner.plan(id, isNew ? 'remove' : 'fail').then(() => id) : id);
      });
      onNew();
    } catch (error) {
      for (const { answer } of batch) answer.reject(unwritable(io.home, error) ?? error);
    }
  };
  return {
    flush,
    add(made, planned = false) {
      const answer = Promise.withResolvers<string>();
      if (waiting.push({ made, planned, answer }) === 1) setImmediate(flush);
      return answer.promise;
    },
  };
}
