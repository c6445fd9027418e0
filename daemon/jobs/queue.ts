// The jobs of this process, one after the other.
import type { FrameWrightError } from '../../shared/errors.ts';
import { catalogued } from '../worker/failure.ts';
import type { Identity } from './identity.ts';
import { driveJob, type OwnerIo } from './owner.ts';

export type Queue = {
  /** Puts a job at the end. */
  start(id: string): void;
  /** Resolves when the job has ended: null when done, else with what ended it. At once when it is not in this queue. */
  ended(id: string): Promise<FrameWrightError | null>;
  has(id: string): boolean;
  /** Stops what runs; everything finished is kept. */
  close(): Promise<void>;
  readonly me: Identity;
};

export function createQueue(io: OwnerIo): Queue {
  const entries = new Map<string, Promise<FrameWrightError | null>>();
  const stop = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  return {
    me: io.me,
    start(id) {
      const entry = last.then(() => driveJob(id, io, stop.signal)).then(() => null, catalogued).finally(() => entries.delete(id));
      entries.set(id, entry);
      last = entry;
    },
    ended: (id) => entries.get(id) ?? Promise.resolve(null),
    has: (id) => entries.has(id),
    async close() {
      stop.abort();
      await Promise.all(entries.values());
    },
  };
}
