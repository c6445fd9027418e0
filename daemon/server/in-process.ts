// The transport without a socket: CLI and library hold the daemon in their own process. It loads nothing native; the worker does.
import { randomBytes } from 'node:crypto';
import type { Transport } from '../../shared/client.ts';
import type { JobEvent } from '../../shared/events.ts';
import { identify } from '../jobs/identity.ts';
import { createQueue, type Queue } from '../jobs/queue.ts';
import { openStore, type Store } from '../jobs/store.ts';
import { createWorker, type Worker } from '../worker/handle.ts';
import { createHandlers } from './operations.ts';
import type { Context } from './context.ts';

export type InProcessOptions = {
  /** The data folder; `findHome` knows the usual one. */
  readonly home: string;
  /** False: a job is refused with `store-locked` while another process drives one. Default true: it waits its turn. */
  readonly wait?: boolean;
  /** Another worker program, for tests. */
  readonly workerEntry?: URL;
};

/** Nothing is opened or started until it is needed. `close` stops running jobs, which can be resumed. */
export function createInProcessTransport({ home, wait = true, workerEntry }: InProcessOptions): Transport {
  const listeners = new Set<(event: JobEvent) => void>();
  const emit = (event: JobEvent): void => { for (const listener of listeners) listener(event); };
  const clock = (): string => new Date().toISOString();
  const worker = stoppable(createWorker({ home, entry: workerEntry }));
  let store: Store | null = null, queue: Queue | null = null;
  const context: Context = {
    home, worker, emit, clock, newId,
    store: () => store ??= openStore(home),
    queue: () => queue ??= createQueue({ store: context.store(), worker, home, me: identify(), wait, emit, now: () => performance.now(), clock }),
  };
  const handlers = createHandlers(context);
  return {
    call: (name, request) => (handlers[name] as (request: unknown) => Promise<never>)(request),
    subscribe(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    async close() {
      await queue?.close();
      await worker.stop();
      await worker.close();
      store?.close();
      store = queue = null;
    },
  };
}

/** A worker whose calls in flight can all be cancelled: each then cleans up after itself before `stop` resolves. */
function stoppable(worker: Worker): Worker & { stop(): Promise<void> } {
  const end = new AbortController();
  const inFlight = new Set<Promise<unknown>>();
  const call: Worker['call'] = (task, request, options = {}) => {
    const answer = worker.call(task, request, { ...options, signal: options.signal ? AbortSignal.any([options.signal, end.signal]) : end.signal });
    const settled = answer.then(() => {}, () => {}).finally(() => inFlight.delete(settled));
    inFlight.add(settled);
    return answer;
  };
  return {
    ...worker, call,
    async stop() {
      end.abort();
      await Promise.all(inFlight);
    },
  };
}

/** Eight characters that are easily read and typed. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz';
const newId = (): string => [...randomBytes(8)].map((byte) => alphabet[byte % alphabet.length]).join('');
