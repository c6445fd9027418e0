// Drives one job from wherever it stands until it stops: begin, flow, settle. Everything a kill may interrupt is repeated safely by `flow`.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Worker } from '../worker/handle.ts';
import { openAttempt } from './attempts.ts';
import { announce, fail, rest, type Ending, type EndingIo } from './ending.ts';
import { followFlow } from './flow.ts';
import { createMeter, phasesOf, type ProgressMeter } from './progress.ts';

export type OwnerIo = EndingIo & { readonly worker: Worker; /** Milliseconds, for durations. */ readonly now: () => number; /** Whether an editor works on this machine too. */ readonly makeWay: () => boolean };
/** How a run is stopped on purpose: `drain` lets the unit in hand end first, `signal` does not. The store says what is wanted of the job then. */
export type Reins = { readonly signal: AbortSignal; readonly drain: AbortSignal };
/** One run of one job. `folder` is this attempt's own, `work` the job's. */
export type Drive = OwnerIo & Reins & { readonly id: string; readonly work: string; readonly folder: string; readonly meter: ProgressMeter; say(line: string): void };

const reportMs = 500, saveMs = 2000;
/** A worker that dies while it drains has stopped, too. */
const stops = new Set(['cancelled', 'worker-died']);

/** Resolves when the job has stopped, for whatever reason; never rejects. */
export async function driveJob(id: string, io: OwnerIo, reins: Reins): Promise<Ending> {
  const fault = new AbortController();
  try {
    await drive(id, io, { ...reins, signal: AbortSignal.any([reins.signal, fault.signal]) }, fault);
    return { error: null, written: true };
  } catch (thrown) {
    if (fault.signal.aborted) return fail(id, io, fault.signal.reason);
    if (!reins.signal.aborted && !(reins.drain.aborted && thrown instanceof FrameWrightError && stops.has(thrown.code))) return fail(id, io, thrown);
    try { rest(id, io); } catch (error) { return fail(id, io, error); }
    return { error: null, written: true };
  }
}

/** What a timer does, where nobody catches: its failure ends the job with that reason. */
const guard = (fault: AbortController, work: () => void) => (): void => {
  try { work(); } catch (error) { fault.abort(error); }
};

async function drive(id: string, io: OwnerIo, reins: Reins, fault: AbortController): Promise<void> {
  const { store } = io, before = store.job(id), attempt = before.attempt + 1;
  store.transition(id, before.delivery ? 'delivering' : 'running', { attempt, error: null, finishedAt: null });
  announce(io, id);
  const { work, folder } = await openAttempt(store, before, attempt);
  const plan = store.plan(id)!;
  const meter = createMeter(id, phasesOf(plan), { now: io.now, floor: before.progress, secondsBefore: before.secondsDone });
  meter.enter(before.delivery ? 'deliver' : plan.analysis.depth === 'glance' ? 'survey' : 'video');
  const run: Drive = { ...io, ...reins, id, work, folder, meter, say: sayer(id, io) };
  const reporting = reportEvery(run, plan.resources.device, fault);
  try { await followFlow(run); } finally { reporting.stop(); }
  announce(io, id);
}

/** Tells listeners what moved, and once a second that time passes; the store every other second what moved: the daemon is to cost next to nothing beside its workers. */
function reportEvery({ meter, store, worker, emit, id }: Drive, device: string, fault: AbortController): { stop(): void } {
  const report = () => meter.report(device, device === 'cpu' ? worker.load() : null);
  let told = report(), saved = told.fraction;
  const tell = (): void => {
    const now = report();
    if (now.fraction !== told.fraction || now.secondsDone - told.secondsDone >= 1) emit(told = now);
  };
  const save = (isLast = false): void => {
    const { fraction, secondsDone } = report();
    if (isLast || fraction !== saved) store.update(id, { progress: saved = fraction, secondsDone });
  };
  emit(told);
  const timers = [setInterval(guard(fault, tell), reportMs), setInterval(guard(fault, () => save()), saveMs)];
  return {
    stop() {
      timers.forEach(clearInterval);
      emit(report());
      // The job has ended by now: `done` wrote these numbers itself, and a failure has a better reason than that its last second is not kept.
      try { save(true); } catch { return; }
    },
  };
}

const sayer = (id: string, { store, emit, clock }: OwnerIo) => (line: string): void => {
  store.log(id, clock(), line);
  emit({ kind: 'log', job: id, line });
};
