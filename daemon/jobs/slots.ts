// The jobs that run: one for each device, each with the worker process of its device.
import type { Worker } from '../worker/handle.ts';
import type { Ending, EndingIo } from './ending.ts';
import { driveJob } from './owner.ts';

export type SlotsIo = EndingIo & { /** A worker process of its own for each device that jobs run on. */ readonly openWorker: (device: string) => Worker; /** Milliseconds, for durations. */ readonly now: () => number; /** Whether an editor works on this machine too. */ readonly makeWay: () => boolean };
type Run = { readonly device: string; readonly hard: AbortController; readonly soft: AbortController; readonly ended: Promise<void> };
export type Slots = {
  start(id: string, device: string): void;
  isBusy(device: string): boolean;
  has(id: string): boolean;
  ids(): string[];
  /** Lets the unit in hand end, for at most so many milliseconds. */
  drain(id: string, mostMs: number): void;
  /** Resolves when the job has stopped. */
  stop(id: string): Promise<void>;
  close(): Promise<void>;
};

export function createSlots(io: SlotsIo, onEnd: (id: string, ending: Ending) => void): Slots {
  const runs = new Map<string, Run>(), workers = new Map<string, Worker>();
  const workerOf = (device: string): Worker => {
    const worker = workers.get(device) ?? io.openWorker(device);
    workers.set(device, worker);
    return worker;
  };
  const stop = async (id: string): Promise<void> => {
    runs.get(id)?.hard.abort();
    await runs.get(id)?.ended;
  };
  return {
    start(id, device) {
      const hard = new AbortController(), soft = new AbortController();
      // Whoever is told of its first change finds it among the runs.
      const begun = Promise.resolve().then(() => driveJob(id, { ...io, worker: workerOf(device) }, { signal: hard.signal, drain: soft.signal }));
      const ended = begun.then((ending) => {
        runs.delete(id);
        onEnd(id, ending);
      });
      runs.set(id, { device, hard, soft, ended });
    },
    isBusy: (device) => [...runs.values()].some((run) => run.device === device),
    has: (id) => runs.has(id),
    ids: () => [...runs.keys()],
    drain(id, mostMs) {
      const run = runs.get(id);
      if (!run) return;
      run.soft.abort();
      const timer = setTimeout(() => run.hard.abort(), mostMs);
      void run.ended.then(() => clearTimeout(timer));
    },
    stop,
    async close() {
      await Promise.all([...runs.keys()].map(stop));
      await Promise.all([...workers.values()].map((worker) => worker.close()));
    },
  };
}
