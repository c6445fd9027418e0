// A queue over a store, with workers of small tasks.
import { identify } from '../../../daemon/jobs/identity.ts';
import { createQueue, type Queue, type QueueIo } from '../../../daemon/jobs/queue.ts';
import type { Store } from '../../../daemon/jobs/store.ts';
import { createWorker } from '../../../daemon/worker/handle.ts';
import { settings } from '../../../shared/settings.ts';

const entry = new URL('./fake-worker.ts', import.meta.url);

export function openQueue(home: string, store: Store, more: Partial<QueueIo> = {}): { readonly queue: Queue; close(): Promise<void> } {
  const worker = createWorker({ home, entry });
  const queue = createQueue({
    store, home, worker, openWorker: () => createWorker({ home, entry }), me: identify(), emit: () => {}, notice: () => {}, now: () => performance.now(), clock: () => new Date().toISOString(), settings: () => settings.parse({}), makeWay: () => false, ...more,
  });
  return { queue, close: async () => { await queue.close(); await worker.close(); } };
}
