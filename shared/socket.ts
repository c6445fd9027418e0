// The transport over a WebSocket, for Node and browsers: it comes back by itself when the line is cut, and misses no event.
import { endsInDoubt, nameOf, type Pending } from './calls.ts';
import type { Transport } from './client.ts';
import { FrameWrightError } from './errors.ts';
import type { AnyEvent } from './events.ts';
import { openLine, readError, type Address, type Ending, type Line, type Seen, type SocketMaker } from './line.ts';
import { createPictureShelf } from './picture-shelf.ts';
import type { FromDaemon } from './wire.ts';

export type { Address } from './line.ts';
/** `waiting` is between two attempts; `closed` is for good. */
export type SocketState = 'connecting' | 'open' | 'waiting' | 'closed';
export type Welcome = Extract<FromDaemon, { kind: 'welcome' }>;
export type SocketOptions = Address & {
  /** What the daemon calls this client: jobs of different clients take turns. */
  readonly client: string;
  /** By default the global one. */
  readonly WebSocket?: SocketMaker;
  /** `error` says why a line could not be held, as far as that is known. */
  readonly onState?: (state: SocketState, error: FrameWrightError | null) => void;
  /** Asked before every attempt but the first: where the daemon is now. `ending` is how the last line ended; null gives up. Without it the address stays. @throws FrameWrightError gives up with that. */
  readonly locate?: (ending: Ending) => Promise<Address | null>;
  /** Calls that nobody answered for so long a cut are rejected with `daemon-gone`, ms; the line is still tried. Default 20 s. */
  readonly patienceMs?: number;
  readonly heartbeatMs?: number; /** The first wait between two attempts, ms. */ readonly firstWaitMs?: number; readonly random?: () => number;
};
export type SocketTransport = Transport & {
  /** Resolves with the first welcome. @throws FrameWrightError what made the transport give up before one. */
  ready(): Promise<Welcome>;
};

const longestWaitMs = 5000, abandonMs = 10_000;
/** Saying these again would change nothing. */
const final: readonly string[] = ['unauthorised', 'forbidden', 'daemon-version'];
const gone = (why: string): FrameWrightError => new FrameWrightError('daemon-gone', { why });

export function createSocketTransport(options: SocketOptions): SocketTransport {
  const { patienceMs = 20_000, firstWaitMs = 100, random = Math.random } = options;
  const calls = new Map<number, Pending>();
  const listeners = new Set<(event: AnyEvent) => void>();
  const shelf = createPictureShelf();
  const first = Promise.withResolvers<Welcome>();
  first.promise.catch(() => { /* Whoever waits hears it. */ });
  let address: Address = options, line: Line | null = null, open = false, seen: Seen | null = null, closed: FrameWrightError | null = null;
  let next = 1, failures = 0, cutAt: number | null = null, timer: Timer | undefined;

  const say = (state: SocketState, error: FrameWrightError | null = null): void => options.onState?.(state, error);
  const rejectAll = (error: FrameWrightError): void => {
    for (const call of calls.values()) call.reject(error);
    calls.clear();
  };
  const giveUp = (error: FrameWrightError): void => {
    closed = error;
    first.reject(error);
    rejectAll(error);
    say('closed', error);
  };
  const post = (id: number, call: Pending): void => {
    call.sent = true;
    line!.send({ kind: 'call', id, name: call.name, request: call.request });
  };
  const receive = (message: FromDaemon): void => {
    if (message.kind === 'welcome') return welcome(message);
    if (message.kind === 'event') return hear(message.epoch, message.seq, message.event as AnyEvent);
    if (message.kind === 'pong') return;
    const call = calls.get(message.id);
    calls.delete(message.id);
    if (message.kind === 'answer') call?.resolve(message.value);
    else call?.reject(readError(message.error));
  };
  const welcome = (message: Welcome): void => {
    [open, failures, cutAt] = [true, 0, null];
    if (seen?.epoch !== message.epoch) seen = { epoch: message.epoch, seq: message.seq };
    first.resolve(message);
    for (const [id, call] of calls) if (!call.sent) post(id, call);
    say('open');
  };
  /** What was replayed twice is said once. */
  const hear = (epoch: string, seq: number, event: AnyEvent): void => {
    if (seen?.epoch === epoch && seq <= seen.seq && event.kind !== 'lost') return;
    seen = { epoch, seq };
    for (const listener of listeners) listener(event);
  };
  const cut = (ending: Ending): void => {
    [line, open] = [null, false];
    if (closed) return;
    for (const [id, call] of calls) {
      if (!call.sent) continue;
      call.sent = false;
      if (endsInDoubt(call)) { calls.delete(id); call.reject(gone(`The connection was cut while it worked on "${nameOf(call)}"; whether that was done is not known.`)); }
    }
    if (ending.error && final.includes(ending.error.code) && !options.locate) return giveUp(ending.error);
    cutAt ??= performance.now();
    if (performance.now() - cutAt > patienceMs) rejectAll(ending.error ?? gone('It has not answered for a while.'));
    wait(ending);
  };
  const wait = (ending: Ending): void => {
    say('waiting', ending.error);
    const ms = Math.min(longestWaitMs, firstWaitMs * 2 ** failures++) * (0.5 + random() / 2);
    timer = setTimeout(() => void again(ending), ms);
    // Where nobody waits for an answer, a program may end.
    if (calls.size === 0) timer.unref?.();
  };
  async function again(ending: Ending): Promise<void> {
    timer = undefined;
    try {
      const found = options.locate ? await options.locate(ending) : address;
      if (closed) return;
      if (!found) return giveUp(ending.error ?? gone('It has ended.'));
      address = found;
    } catch (error) {
      if (closed) return;
      return giveUp(error instanceof FrameWrightError ? error : gone(String(error)));
    }
    connect();
  }
  function connect(): void {
    say('connecting');
    const WebSocket = options.WebSocket ?? (globalThis.WebSocket as unknown as SocketMaker);
    line = openLine(address, { client: options.client, seen, WebSocket, heartbeatMs: options.heartbeatMs, onMessage: receive, onBytes: shelf.put, onEnd: cut });
  }

  connect();
  return {
    ready: () => first.promise,
    call: (name, request) => new Promise<never>((resolve, reject) => {
      if (closed) return reject(closed);
      const id = next++, call: Pending = { name, request, resolve: resolve as (value: unknown) => void, reject, sent: false };
      calls.set(id, call);
      if (open) post(id, call);
      else timer?.ref?.();
    }),
    subscribe(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    bytes: async (picture) => shelf.get(picture) ?? shelf.fetch(picture, address),
    async close() {
      if (closed) return;
      closed = gone('This client has closed its connection.');
      clearTimeout(timer);
      // What was begun for this client is given up, and cleans up after itself before it answers.
      if (open) for (const id of calls.keys()) line?.send({ kind: 'abandon', id });
      if (open) await settled(calls, abandonMs);
      rejectAll(new FrameWrightError('cancelled'));
      line?.close();
      say('closed');
    },
  };
}

/** Node's timers can let the process end; a browser's are numbers. */
type Timer = ReturnType<typeof setTimeout> & { ref?(): void; unref?(): void };

/** Resolves when every call that is in flight now has been answered, or after `mostMs`. */
function settled(calls: ReadonlyMap<number, Pending>, mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    let left = calls.size;
    if (left === 0) return resolve();
    const timer = setTimeout(resolve, mostMs);
    const count = (): void => { if (--left === 0) { clearTimeout(timer); resolve(); } };
    for (const call of calls.values()) {
      const { resolve: answer, reject } = call;
      call.resolve = (value) => { answer(value); count(); };
      call.reject = (error) => { reject(error); count(); };
    }
  });
}
