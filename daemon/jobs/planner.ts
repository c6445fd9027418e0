// Makes plans of queued jobs: at once for those that somebody waits for, one after the other for the rest.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import type { Worker } from '../worker/handle.ts';
import { isPromised, placeResult, planOf } from './admission.ts';
import { announce, fail, type EndingIo } from './ending.ts';
import { factsOf } from './summary.ts';
import type { Store } from './store.ts';
import { createTurns } from './turns.ts';

export type PlannerIo = EndingIo & { /** Plans, probes and previews; not the one that jobs run in. */ readonly worker: Worker; /** Whether an editor works on this machine too. */ readonly makeWay: () => boolean };
export type Planner = {
  /** Resolves when the job has its plan, or has failed for want of one. With `remove` a job that is refused is forgotten, and this rejects with the refusal. */
  plan(id: string, refused: 'fail' | 'remove'): Promise<void>;
  /** Goes on with the next queued job unless one is being planned. */
  advance(): void;
  /** Gives a plan in the making up. */
  stop(id: string): void;
  close(): Promise<void>;
};

/** Plans that somebody waits for are made so many at once: each holds decoders and pictures. */
const mostAwaited = 4;

/** `onEnd` is called after each job, with false where the store took nothing any more. */
export function createPlanner(io: PlannerIo, mayBegin: () => boolean, onEnd: (id: string, written: boolean) => void): Planner {
  const { store } = io, turns = createTurns(store);
  const inFlight = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  let background: string | null = null;
  const inTurn = createTurnstile(mostAwaited);

  /** Before `onEnd`, which may find the job queued again. */
  const leave = (id: string, written: boolean): void => {
    inFlight.delete(id);
    onEnd(id, written);
  };
  const refuse = async (id: string, error: unknown, refused: 'fail' | 'remove', isStopped: boolean): Promise<void> => {
    const isQueued = (): boolean => store.has(id) && store.job(id).state === 'queued';
    let written = false;
    // Whoever stopped it knows what becomes of it. A store that fails is `onEnd`'s to mend.
    try {
      if (!isStopped && refused === 'remove' && isQueued()) forget(id, io);
      written = isStopped || !isQueued() || (await fail(id, io, error)).written;
    } finally { leave(id, written); }
    if (refused === 'remove') throw error;
  };
  const begin = (id: string, refused: 'fail' | 'remove'): Promise<void> => {
    const stop = new AbortController();
    const plan = () => makePlan(id, io, stop.signal);
    const done = (id === background ? plan() : inTurn(plan)).then(() => leave(id, true), (error: unknown) => refuse(id, error, refused, stop.signal.aborted));
    inFlight.set(id, { stop, done });
    return done;
  };
  const advance = (): void => {
    if (background !== null || !mayBegin()) return;
    const id = turns.next('queued', null, (one) => !inFlight.has(one));
    if (id === null) return;
    background = id;
    void begin(id, 'fail').catch(() => {}).finally(() => { background = null; advance(); });
  };
  return {
    plan: (id, refused) => inFlight.get(id)?.done ?? (store.job(id).state === 'queued' ? begin(id, refused) : Promise.resolve()),
    advance,
    stop: (id) => inFlight.get(id)?.stop.abort(new FrameWrightError('cancelled')),
    async close() {
      for (const { stop } of inFlight.values()) stop.abort(new FrameWrightError('cancelled'));
      await Promise.allSettled([...inFlight.values()].map(({ done }) => done));
    },
  };
}

/** Does `most` works at once; the others wait in the order in which they came. */
function createTurnstile(most: number): (work: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside === most) await new Promise<void>((enter) => { waiting.push(enter); });
    else inside++;
    try { await work(); } finally {
      const next = waiting.shift();
      if (next) next();
      else inside--;
    }
  };
}

async function makePlan(id: string, io: PlannerIo, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  sayFirstLook(io, id);
  const plan = await planOf(io.store.job(id), io, signal);
  // Between a free name and its reservation another job may have taken it.
  for (let isTaken = true; isTaken;) {
    const output = await placeResult(io.store.job(id), plan, io.store);
    isTaken = !keepPlan(io.store, id, plan, output);
  }
  announce(io, id);
}

/** False where another job has taken the name meanwhile. A job that is no longer queued is left as it is. */
const keepPlan = (store: Store, id: string, plan: AnyPlan, output: string): boolean => store.atomically(() => {
  if (store.job(id).state !== 'queued') throw new FrameWrightError('cancelled');
  if (isPromised(output, id, store)) return false;
  store.addPlan(id, plan, 'First look.');
  store.transition(id, 'planned', { output, device: plan.resources.device, ...factsOf(plan) });
  return true;
});

/** A job that was refused was never there. */
function forget(id: string, { store, emit }: PlannerIo): void {
  store.remove(id);
  emit({ kind: 'removed', job: id });
}

/** The first line of progress, before anything is known of the file. */
function sayFirstLook({ emit, home }: PlannerIo, job: string): void {
  emit({ kind: 'progress', job, fraction: 0, title: 'Taking a first look', step: 1, steps: 1, next: existsSync(join(home, 'hardware.json')) ? null : 'Measuring this machine, once', frames: 0, framesTotal: 0, fps: null, secondsDone: 0, secondsLeft: null, device: 'cpu', load: null });
}
