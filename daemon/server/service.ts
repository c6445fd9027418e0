// Everything the daemon can do, without a way in: operations by name, events, pictures. Transports are made of it.
import { randomBytes } from 'node:crypto';
import { FrameWrightError } from '../../shared/errors.ts';
import type { OperationName, ParsedRequestOf, ResponseOf } from '../../shared/operations.ts';
import type { Settings } from '../../shared/settings.ts';
import { identify } from '../jobs/identity.ts';
import { createPresence } from '../jobs/presence.ts';
import { createQueue, type Queue } from '../jobs/queue.ts';
import { openSettings } from '../jobs/settings.ts';
import { openStore, type Store } from '../jobs/store.ts';
import { createWorker, type Worker } from '../worker/handle.ts';
import { inProcess, type Surroundings } from './about.ts';
import { createAccess, type Access } from './access.ts';
import type { Context } from './context.ts';
import { createHardwareNews } from './hardware.ts';
import { createHub, type Hub } from './hub.ts';
import { createHandlers } from './operations.ts';
import { createPictures } from './picture-cache.ts';
import { createWatches } from './watches.ts';

export type ServiceOptions = {
  /** The data folder; `findHome` knows the usual one. */
  readonly home: string;
  /** In place of the user's own, for tests. */
  readonly settings?: Partial<Settings>;
  /** Another worker program, for tests. */
  readonly workerEntry?: URL;
  /** The process around it; by default the caller's own. */
  readonly surroundings?: Surroundings;
  /** Called when editors come or go, or settings change. */
  readonly onEditors?: (editors: readonly string[], settings: Settings) => void;
};
export type Service = {
  readonly hub: Hub; /** Who may come in from outside. */ readonly access: Access;
  /** The request is parsed already; aborting the signal gives the call up. @throws FrameWrightError. */
  call<Name extends OperationName>(name: Name, request: ParsedRequestOf<Name>, signal?: AbortSignal): Promise<ResponseOf<Name>>;
  /** @throws FrameWrightError `picture-gone`. */
  bytes(picture: string): Promise<Uint8Array>;
  /** Owns the store from now on, until `close`, and lets its unfinished jobs go on. Without it the first operation that changes a job does. @throws FrameWrightError `store-locked`. */
  recover(): void;
  /** Stops what runs, keeping what is finished; it goes on with the next owner of the store. */
  close(): Promise<void>;
};

/** Sources of previews stay warm in this worker for a minute, so it stays a little longer, ms. */
const warmIdleMs = 65_000;

/** Nothing is opened or started until it is needed. */
export function createService({ home, settings: given = {}, workerEntry, surroundings, onEditors }: ServiceOptions): Service {
  const clock = (): string => new Date().toISOString();
  const hub = createHub(randomBytes(8).toString('hex'), clock);
  const worker = stoppable(createWorker({ home, entry: workerEntry, idleMs: warmIdleMs }));
  const notices: string[] = [], notice = (text: string): void => { if (!notices.includes(text)) notices.push(text); };
  const settingsFile = openSettings(home, notice), settings = (): Settings => ({ ...settingsFile.get(), ...given });
  let store: Store | null = null, queue: Queue | null = null, closed = false;
  const demandOpen = (): void => { if (closed) throw new FrameWrightError('daemon-gone', { why: 'It has ended.' }); };
  const presenceChanged = (why: string | null): void => {
    queue?.hold(why, true);
    onEditors?.(context.presence.hosts().map(({ host }) => host), settings());
  };
  const context: Context = {
    home, worker, emit: hub.emit, clock, newId, epoch: hub.epoch, surroundings: surroundings ?? inProcess('', clock()), access: createAccess(home), pictures: createPictures(home, () => context.settings().previewBytes),
    settings, settingsFile, notice, notices: () => notices,
    presence: createPresence(settings, presenceChanged), held: () => queue?.held() ?? null,
    store() {
      demandOpen();
      return store ??= openStore(home, { clock, onDamage: (aside) => context.notice(`The job store was damaged. It is kept as ${aside}, and a fresh one was begun.`) });
    },
    queue() {
      demandOpen();
      queue ??= createQueue({ ...context, store: context.store(), openWorker: () => createWorker({ home, entry: workerEntry }), me: identify(), now: () => performance.now(), makeWay: () => context.presence.hosts().length > 0 });
      queue.recover();
      if (context.presence.hold()) context.presence.refresh();
      return queue;
    },
  };
  settingsFile.onChange(context.presence.refresh);
  const watches = createWatches(context), news = createHardwareNews(context), handlers = { ...createHandlers(context), ...watches.handlers, ...news.handlers };
  // News that cannot be had is no news; the next plan asks again.
  const lookForNews = (): void => { news.look().catch(() => {}); };
  hub.subscribe(({ event }) => { if (event.kind === 'state' && event.state === 'planned') lookForNews(); });
  return {
    hub, access: context.access,
    call: (name, request, signal = new AbortController().signal) => (handlers[name] as (request: unknown, signal: AbortSignal) => Promise<never>)(request, signal),
    bytes: context.pictures.read,
    recover() {
      context.queue();
      watches.begin();
      lookForNews();
    },
    async close() {
      context.presence.close();
      await watches.close();
      await queue?.close();
      await worker.stop();
      await worker.close();
      store?.close();
      store = queue = null;
      closed = true;
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
