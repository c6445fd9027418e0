// New jobs on their way into the store.
import { unwritable } from './database.ts';
import { announce, type EndingIo } from './ending.ts';
import type { NewJob } from './job-rows.ts';
import type { Planner } from './planner.ts';

type Submission = { readonly made: NewJob; readonly planned: boolean; readonly answer: PromiseWithResolvers<string> };
export type Submissions = { /** As the queue's `submit`. */ add(made: NewJob, planned?: boolean): Promise<string>; /** Writes what waits to be written. */ flush(): void };

/** Jobs that come in together are written together: one wait for the disk, whatever their number. */
export function createSubmissions(io: EndingIo, planner: Planner, onNew: () => void): Submissions {
  let waiting: Submission[] = [];
  const accept = ({ made, planned, answer }: Submission, id: string): void => {
    const isNew = id === made.id;
    if (isNew) announce(io, id);
    // One that was there already was accepted once, so that it may fail but is not forgotten.
    answer.resolve(planned ? planner.plan(id, isNew ? 'remove' : 'fail').then(() => id) : id);
  };
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const ids = io.store.create(batch.map(({ made }) => made));
      batch.forEach((one, i) => accept(one, ids[i]!));
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
