// A panel's line to the daemon: finds it, pairs, comes back, and says at every moment how things stand.
import type { Transport } from '../../client.ts';
import { FrameWrightError } from '../../errors.ts';
import type { AnyEvent } from '../../events.ts';
import { createSocketTransport, type SocketState, type Welcome } from '../../socket.ts';
import { clientFeatures } from '../../wire.ts';
import type { Connection, LineKind, LineState } from '../link.ts';
import { createEntry, type Entry, type EntryOptions, type EntryTimes } from './entry.ts';
import { createRest } from './rest.ts';
import { createSignal } from './signal.ts';

export type LineOptions = EntryOptions & {
  /** Starts a daemon, by a program or a link; it need not wait until it listens. */ readonly start?: () => Promise<void>;
  /** For tests. */ readonly times?: Partial<Times>;
};
export type Times = EntryTimes & {
  /** What is asked during an outage is refused when it lasts longer. */ readonly graceMs: number; /** For a started daemon to be there, and between two looks. */ readonly startMs: number; readonly lookMs: number;
};
const usualTimes: Times = { answerMs: 3000, firstMs: 1000, longestMs: 10_000, closedMs: 30_000, graceMs: 10_000, startMs: 30_000, lookMs: 400 };

/** It tries until its transport is closed. What is asked while nobody answers waits; once only the user can mend that, it is refused, and `lost` is heard when the line is back. */
export function createLine(options: LineOptions): { readonly transport: Transport; readonly connection: Connection } {
  const times = { ...usualTimes, ...options.times }, rest = createRest(), changes = createSignal<void>(), lost = createSignal<AnyEvent>();
  let state: LineState = { kind: 'searching', error: null, version: null, features: [] };
  const show = (kind: LineKind, error: FrameWrightError | null = null, welcome: Pick<LineState, 'version' | 'features'> = state): void => {
    state = { kind, error: error?.toData() ?? null, version: welcome.version, features: welcome.features ?? [] };
    changes.tell();
  };
  const outage = createOutage(times.graceMs, (error) => socket.reject(error));
  const entry = createEntry(options, times, rest, (kind, error, isPlain = false) => {
    show(kind, isPlain ? null : error);
    outage.begin(error, state.version !== null);
  });
  const onState = (kind: SocketState, error: FrameWrightError | null): void => {
    if (kind === 'connecting' || kind === 'waiting') show(kind, error);
  };
  const onWelcome = (welcome: Welcome): void => {
    entry.welcomed();
    // Ended first: those who hear that the line is open ask at once.
    const wasOut = outage.end();
    show('open', null, welcome);
    if (wasOut) lost.tell({ kind: 'lost', count: null });
  };
  const socket = createSocketTransport({ client: options.client, features: clientFeatures, WebSocket: options.WebSocket, patienceMs: Infinity, locate: entry.locate, onState, onWelcome });
  const demand = (): void => { if (outage.error()) throw outage.error(); };
  const retry = (): void => { rest.wake(); socket.retry(); };
  return {
    transport: {
      async call(name, request) { demand(); return socket.call(name, request); },
      async bytes(picture) { demand(); return socket.bytes(picture); },
      subscribe(listener) {
        const stops = [socket.subscribe(listener), lost.listen(listener)];
        return () => { for (const stop of stops) stop(); };
      },
      async close() {
        entry.close();
        outage.end();
        await socket.close();
      },
    },
    connection: { state: () => state, subscribe: changes.listen, retry, pair: (code) => pair(entry, code, retry), startDaemon: () => startDaemon(options, { entry, times, show, retry }) },
  };
}

/** How long nobody answers, and what whoever asks is told then. */
type Outage = { begin(error: FrameWrightError, wasOpen: boolean): void; /** Whether anything was refused or could have been. */ end(): boolean; error(): FrameWrightError | null };
function createOutage(graceMs: number, refuse: (error: FrameWrightError) => void): Outage {
  let refused: FrameWrightError | null = null, timer: ReturnType<typeof setTimeout> | null = null;
  const now = (error: FrameWrightError): void => refuse(refused = error);
  return {
    begin(error, wasOpen) {
      // One who was there a moment ago is mostly back in a moment.
      if (refused || !wasOpen) return now(error);
      timer ??= setTimeout(() => now(error), graceMs);
    },
    end() {
      if (timer) clearTimeout(timer);
      const was = refused !== null;
      timer = refused = null;
      return was;
    },
    error: () => refused,
  };
}

async function pair(entry: Entry, typed: string, retry: () => void): Promise<void> {
  const code = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(code)) throw new FrameWrightError('bad-value', { key: 'code', value: typed.slice(0, 20), why: 'A pairing code has six digits.' });
  await entry.swap(code);
  retry();
}

type Starting = { readonly entry: Entry; readonly times: Times; show(kind: LineKind): void; retry(): void };
async function startDaemon({ start }: LineOptions, { entry, times, show, retry }: Starting): Promise<void> {
  if (!start) throw new FrameWrightError('daemon-failed', { why: 'This editor lets no program be started. Start it with: framewright daemon start' });
  show('searching');
  try {
    await start();
  } catch (cause) {
    throw cause instanceof FrameWrightError ? cause : new FrameWrightError('daemon-failed', { why: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
  const looks = Math.ceil(times.startMs / times.lookMs);
  for (let look = 0; look < looks; look++) {
    if ((await entry.search()).length) return retry();
    await new Promise((resolve) => { setTimeout(resolve, times.lookMs); });
  }
  throw new FrameWrightError('daemon-failed', { why: `It was started, but nobody has listened for ${Math.round(times.startMs / 1000)} s.` });
}
