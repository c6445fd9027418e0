// Those who wait for a job's end.
import type { FrameWrightError } from '../../shared/errors.ts';
import { endStates } from '../../shared/job.ts';
import type { Store } from './store.ts';

export type Followers = {
  /** Resolves when the job has ended or was removed, or nobody works on it any more: null, or with a failure that could not be written down. */
  ended(id: string): Promise<FrameWrightError | null>;
  /** Answers those who follow the job if it has ended, or ended `unwritten`. */
  settle(id: string, unwritten: FrameWrightError | null): void;
  close(): void;
};

export function createFollowers(store: Pick<Store, 'has' | 'job'>): Followers {
  const waiting = new Map<string, PromiseWithResolvers<FrameWrightError | null>>();
  const isOpen = (id: string): boolean => store.has(id) && !endStates.includes(store.job(id).state);
  let closed = false;
  return {
    ended(id) {
      if (closed || !isOpen(id)) return Promise.resolve(null);
      const follower = waiting.get(id) ?? Promise.withResolvers<FrameWrightError | null>();
      waiting.set(id, follower);
      return follower.promise;
    },
    settle(id, unwritten) {
      if (unwritten === null && isOpen(id)) return;
      waiting.get(id)?.resolve(unwritten);
      waiting.delete(id);
    },
    close() {
      closed = true;
      for (const follower of waiting.values()) follower.resolve(null);
    },
  };
}
