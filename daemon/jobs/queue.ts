// The queue: owns the store, gives each device its next job, makes plans ahead, tries again what may pass, and does what users ask of a job.
import { FrameWrightError } from '../../shared/errors.ts';
import { createCommands, type Commands } from './commands.ts';
import { unwritable } from './database.ts';
import { createFollowers } from './followers.ts';
import { createHousekeeping } from './history.ts';
import type { Identity } from './identity.ts';
import type { NewJob } from './job-rows.ts';
import { acquireOwnership } from './ownership.ts';
import { createPlanner, type PlannerIo } from './planner.ts';
import { recoverJobs } from './recovery.ts';
import { createRetries } from './retries.ts';
import { createSlots, type SlotsIo } from './slots.ts';
import { createStoreGuard } from './store-guard.ts';
import { createSubmissions } from './submissions.ts';
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

/** Longest wait for a running segment when all must make way, ms. */
const holdMs = 2000;

export function createQueue(io: QueueIo): Queue {
  const { store, home } = io, turns = createTurns(store), followers = createFollowers(store);
  let release: (() => void) | null = null, why: string | null = null, closed = false;
  const mayBegin = (): boolean => release !== null && !closed && why === null && !guard.isResting();

  const advance = (): void => guard.attempt(() => {
    if (!mayBegin()) return;
    for (const device of store.devices().filter((one) => !slots.isBusy(one))) {
      const id = turns.next('planned', device);
      if (id !== null) slots.start(id, device);
    }
    planner.advance();
  });
  /** What comes after a job has changed for good or stopped running; `unwritten` is what it ended with where that could not be written down. */
  const proceed = (id: string, unwritten: FrameWrightError | null = null): void => {
    if (unwritten !== null) guard.rest(unwritten);
    guard.attempt(() => followers.settle(id, unwritten));
    if (closed) return;
    guard.attempt(() => retries.armIfWaiting(id));
    housekeeping.ask();
    advance();
  };
  const guard = createStoreGuard(io.notice, () => {
    guard.attempt(() => {
      // Jobs whose ending could not be written down.
      recoverJobs(io, slots.has);
      retries.armAll();
    });
    advance();
  });
  const retries = createRetries(io, (id) => guard.attempt(() => commands.toTurn(id)));
  const slots = createSlots(io, (id, { error, written }) => proceed(id, written ? null : error));
  const planner = createPlanner(io, mayBegin, (id, written) => proceed(id, written ? null : new FrameWrightError('home-unwritable', { path: home, why: 'The job could not be written down.' })));
  const housekeeping = createHousekeeping(io, io.now, io.notice), submissions = createSubmissions(io, planner, advance);
  const commands = createCommands(io, { slots, planner, proceed, forgetRetry: retries.forget });

  function recover(): void {
    if (release || closed) return;
    release = takeOver(io, retries.armAll);
    setImmediate(() => { if (!closed) { housekeeping.ask(); advance(); } });
  }
  function hold(next: string | null, stopRunning = false): void {
    if (next !== why) io.emit({ kind: 'hold', why: next });
    why = next;
    if (next !== null && stopRunning) for (const id of slots.ids()) slots.drain(id, holdMs);
    advance();
  }
  async function close(): Promise<void> {
    closed = true;
    guard.close();
    retries.close();
    submissions.flush();
    for (const part of [planner, slots, housekeeping]) await part.close();
    followers.close();
    release?.();
  }
  return { ...commands.all, submit: submissions.add, recover, hold, close, held: () => why, running: slots.ids, ended: followers.ended };
}

/** Owns the store and puts its jobs where they go on; returns what gives it free again. */
function takeOver(io: QueueIo, armWaiting: () => void): () => void {
  const free = acquireOwnership(io.store, io.me);
  try {
    recoverJobs(io, () => false);
    armWaiting();
    return free;
  } catch (error) {
    free();
    throw unwritable(io.home, error) ?? error;
  }
}
