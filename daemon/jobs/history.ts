// What is let go of as time passes: ended jobs that are older than wanted, and tables that no job needs.
import { rm } from 'node:fs/promises';
import { workFolder } from './attempts.ts';
import type { EndingIo } from './ending.ts';
import { sweepTables } from './tables.ts';

const dayMs = 24 * 3600 * 1000;
/** Time between two rounds, milliseconds. */
const roundMs = 3600 * 1000;

/** Forgets ended jobs older than the settings say. Results stay; what a failed job had finished goes. */
export async function pruneHistory({ store, settings, clock, emit }: EndingIo): Promise<void> {
  const { historyDays } = settings();
  if (historyDays === null) return;
  for (const job of store.endedBefore(new Date(Date.parse(clock()) - historyDays * dayMs).toISOString())) {
    store.remove(job.id);
    emit({ kind: 'removed', job: job.id });
    await rm(workFolder(job), { recursive: true, force: true });
  }
}

/** A round at most once an hour, when it is asked for; `close` waits for the one that is under way. `onTrouble` is told what kept one from its end. */
export function createHousekeeping(io: EndingIo, now: () => number, onTrouble: (why: string) => void): { ask(): void; close(): Promise<void> } {
  let last = -Infinity, current = Promise.resolve();
  const round = async (): Promise<void> => {
    await pruneHistory(io);
    await sweepTables(io.home, io.store, Date.parse(io.clock()));
  };
  return {
    ask() {
      if (now() - last < roundMs) return;
      last = now();
      current = round().catch((error: Error) => onTrouble(`Old jobs and tables could not be cleared away: ${error.message}.`));
    },
    close: () => current,
  };
}
