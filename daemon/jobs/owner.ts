// Drives one job from wherever it stands to its end, holding the lock: begin, flow, settle. Everything a kill may interrupt is repeated safely by `flow`.
import { dirname, join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { JobEvent } from '../../shared/events.ts';
import { bytes } from '../../shared/words.ts';
import { catalogued, isStoreFull } from '../worker/failure.ts';
import type { Worker } from '../worker/handle.ts';
import { openAttempt } from './attempts.ts';
import { followFlow } from './flow.ts';
import type { Identity } from './identity.ts';
import { acquireLock } from './lock.ts';
import { freeBytes, quote } from './preflight.ts';
import { createMeter, phasesOf, type ProgressMeter } from './progress.ts';
import type { JobRecord, Store } from './store.ts';

export type OwnerIo = {
  readonly store: Store; readonly worker: Worker; readonly home: string; readonly me: Identity;
  /** False rejects with `store-locked` where another process drives a job; true waits for its end. */
  readonly wait: boolean;
  readonly emit: (event: JobEvent) => void;
  /** Milliseconds, for durations; and the wall clock as ISO 8601. */
  readonly now: () => number; readonly clock: () => string;
};
/** One run of one job. `folder` is this attempt's own, `work` the job's. */
export type Drive = OwnerIo & { readonly id: string; readonly work: string; readonly folder: string; readonly signal: AbortSignal; readonly meter: ProgressMeter; say(line: string): void };

const pollMs = 200, reportMs = 250, saveMs = 1000;

/** Resolves when the job is done. @throws FrameWrightError whatever ended it; the store says the same. */
export async function driveJob(id: string, io: OwnerIo, signal: AbortSignal): Promise<void> {
  if (io.store.job(id).state === 'cancelled') return;
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  // Cancelling works from any process, also while this one waits for its turn.
  const watch = setInterval(guard(stop, () => { if (io.store.job(id).wanted === 'cancel') stop.abort(new FrameWrightError('cancelled')); }), pollMs);
  try {
    const say = sayer(id, io);
    const release = await acquireLock(io.store, { me: io.me, job: id, wait: io.wait, signal: both, onWait: (owner) => say(`Waiting: process ${owner.pid} is working on job ${owner.job}.`) });
    try { await drive(id, io, both, stop, say); } finally { release(); }
  } catch (thrown) {
    throw await settle(id, io, stop.signal.aborted ? stop.signal.reason : signal.aborted ? new FrameWrightError('cancelled', {}, { cause: thrown }) : thrown);
  } finally { clearInterval(watch); }
}

/** What a timer does, where nobody catches: its failure ends the job with that reason. */
const guard = (stop: AbortController, work: () => void) => (): void => {
  try { work(); } catch (error) { stop.abort(error); }
};

async function drive(id: string, io: OwnerIo, signal: AbortSignal, stop: AbortController, say: (line: string) => void): Promise<void> {
  const { store } = io;
  const before = store.job(id);
  const attempt = before.attempt + 1;
  store.transition(id, before.delivery ? 'delivering' : 'running', { attempt, error: null, finishedAt: null, driver: io.me });
  io.emit({ kind: 'state', job: id, state: store.job(id).state, error: null });
  const { work, folder } = await openAttempt(store, before, attempt);
  const plan = store.plans(id).at(-1)!;
  const meter = createMeter(id, phasesOf(plan), { now: io.now, floor: before.progress, secondsBefore: before.secondsDone });
  meter.enter(before.delivery ? 'deliver' : plan.analysis.depth === 'glance' ? 'survey' : 'video');
  const run: Drive = { ...io, id, work, folder, signal, meter, say };
  const reporting = reportEvery(run, stop);
  try { await followFlow(run); } finally { reporting.stop(); }
  io.emit({ kind: 'state', job: id, state: 'done', error: null });
}

/** Tells listeners four times and the store once a second. */
function reportEvery({ meter, store, worker, emit, id }: Drive, end: AbortController): { stop(): void } {
  const plan = store.plans(id).at(-1)!;
  const report = () => meter.report(plan.resources.device, plan.resources.device === 'cpu' ? worker.load() : null);
  const save = (): void => { const { fraction, secondsDone } = report(); store.update(id, { progress: fraction, secondsDone }); };
  emit(report());
  const timers = [setInterval(guard(end, () => emit(report())), reportMs), setInterval(guard(end, save), saveMs)];
  return {
    stop() {
      timers.forEach(clearInterval);
      emit(report());
      // The job has ended by now: `done` wrote these numbers itself, and a failure has a better reason than that its last second is not kept.
      try { save(); } catch { return; }
    },
  };
}

const sayer = (id: string, { store, emit, clock }: OwnerIo) => (line: string): void => {
  store.log(id, clock(), line);
  emit({ kind: 'log', job: id, line });
};

/** Writes down how the job ended and returns the error with everything a person needs in it; also when the store takes nothing any more, which often is that error. */
async function settle(id: string, io: OwnerIo, thrown: unknown): Promise<FrameWrightError> {
  const plain = catalogued(thrown);
  try {
    const job = io.store.job(id);
    const error = await complete(plain, job, io);
    // A store that takes nothing more cannot say so itself; listeners and the caller are told all the same.
    try { record(io, job, error, thrown); } catch { io.emit({ kind: 'state', job: id, state: endOf(error), error: error.toData() }); }
    return error;
  } catch { return plain; }
}

const endOf = ({ code }: FrameWrightError): 'cancelled' | 'failed' => (code === 'cancelled' ? 'cancelled' : 'failed');

function record(io: OwnerIo, job: JobRecord, error: FrameWrightError, thrown: unknown): void {
  const { id } = job, state = endOf(error);
  if (error.code === 'internal' && thrown instanceof Error) io.store.log(id, io.clock(), String(thrown.cause ?? thrown.stack));
  // Not getting the lock says nothing about the job.
  if (error.code === 'store-locked') io.store.update(id, { driver: null });
  else if (job.state !== state) io.store.transition(id, state, { error: error.toData(), finishedAt: io.clock(), wanted: null, driver: null });
  io.emit({ kind: 'state', job: id, state: io.store.job(id).state, error: error.toData() });
}

/** The worker knows what failed; the job's own names and numbers are known here. */
async function complete(error: FrameWrightError, job: JobRecord, { store, home }: OwnerIo): Promise<FrameWrightError> {
  const inStore = isStoreFull(error), folder = inStore ? home : dirname(job.output);
  const needed = (): string => (inStore ? 'A few more bytes' : bytes(store.plans(job.id).at(-1)!.resources.diskBytes));
  const disk: Record<string, string> = error.code === 'disk-full' ? { path: folder, needed: needed(), free: bytes(await freeBytes(folder)) } : {};
  const known = { path: job.source, other: quote(join(dirname(job.output), `${job.id}.${job.output.split('.').at(-1)}`)) };
  return new FrameWrightError(error.code, { ...known, ...error.values, ...disk, job: job.id, pathArgument: quote(job.source) }, { cause: error.cause });
}
