// The transport over a WebSocket, for Node and browsers: it comes back by itself when the line is cut, and misses no event.
import { createCalls } from './calls.ts';
import type { Transport } from './client.ts';
import { FrameWrightError } from './errors.ts';
import type { AnyEvent } from './events.ts';
import { createHearing } from './hearing.ts';
import { openLine, type Address, type Ending, type Line, type Seen, type SocketMaker } from './line.ts';
import { createPictureShelf } from './picture-shelf.ts';
import type { FromDaemon } from './wire.ts';

export type { Address } from './line.ts';
/** `waiting` is between two attempts; `closed` is for good. */
export type SocketState = 'connecting' | 'open' | 'waiting' | 'closed';
export type Welcome = Extract<FromDaemon, { kind: 'welcome' }>;
/** Without an address `locate` is asked for one before the first attempt, too. */
export type SocketOptions = Partial<Address> & {
  /** What the daemon calls this client: jobs of different clients take turns. */
  readonly client: string; /** What it understands, by the names in wire.ts. */ readonly features?: readonly string[];
  /** By default the global one. */
  readonly WebSocket?: SocketMaker;
  /** `error` says why a line could not be held, as far as that is known. */
  readonly onState?: (state: SocketState, error: FrameWrightError | null) => void;
  /** Called with every welcome, before anything else is heard. */
  readonly onWelcome?: (welcome: Welcome) => void;
  /** Asked before every attempt but the first: where the daemon is now. `ending` is how the last line ended, with code 0 where there was none; null gives up. Without it the address stays. @throws FrameWrightError gives up with that. */
  readonly locate?: (ending: Ending) => Promise<Address | null>;
  /** Calls that nobody answered for so long a cut are rejected with `daemon-gone`, ms; the line is still tried. Default 20 s. */
  readonly patienceMs?: number;
  readonly heartbeatMs?: number; /** The first wait between two attempts, ms. */ readonly firstWaitMs?: number; readonly random?: () => number;
};
export type SocketTransport = Transport & {
  /** Resolves with the first welcome. @throws FrameWrightError what made the transport give up before one. */
  ready(): Promise<Welcome>;
  /** Tries now instead of later. */ retry(): void;
  /** Rejects whatever waits for an answer; the line is still held, or tried. */ reject(error: FrameWrightError): void;
};

const longestWaitMs = 5000, abandonMs = 10_000;
/** Saying these again would change nothing. */
const final: readonly string[] = ['unauthorised', 'forbidden', 'daemon-version'];
const gone = (why: string): FrameWrightError => new FrameWrightError('daemon-gone', { why });

export function createSocketTransport(options: SocketOptions): SocketTransport {
  const calls = createCalls(), hearing = createHearing(), shelf = createPictureShelf();
  const first = Promise.withResolvers<Welcome>();
  first.promise.catch(() => { /* Whoever waits hears it. */ });
  let closed: FrameWrightError | null = null, features: readonly string[] = [];
  const giveUp = (error: FrameWrightError): void => {
    closed = error;
    first.reject(error);
    calls.rejectAll(error);
    options.onState?.('closed', error);
  };
  const connection = keepConnected(options, {
    seen: hearing.seen, onBytes: shelf.put, giveUp, isNeeded: () => calls.count() > 0,
    onWelcome(message, line) {
      hearing.begin(message.epoch, message.seq);
      features = message.features ?? [];
      // Before anybody hears of it and asks more: calls go in the order in which they were made.
      calls.sendAll(line.send);
      options.onWelcome?.(message);
      first.resolve(message);
    },
    onMessage(message) {
      if (message.kind === 'event') hearing.hear(message.epoch, message.seq, message.event as AnyEvent);
      else if (message.kind === 'answer' || message.kind === 'failure') calls.settle(message);
    },
    onCut: calls.cut, onOutage: calls.rejectAll,
  });
  return {
    ready: () => first.promise,
    async call(name, request) {
      if (closed) throw closed;
      const answer = calls.begin(name, request, connection.line()?.send ?? null);
      connection.want();
      return answer;
    },
    subscribe: hearing.subscribe, retry: connection.retry, reject: calls.rejectAll,
    async bytes(picture) {
      const kept = shelf.get(picture);
      if (kept) return kept;
      if (closed) throw closed;
      const address = connection.address();
      if (!features.includes('pictures') && address) return shelf.fetch(picture, address);
      await calls.beginPicture(picture, connection.line()?.send ?? null);
      return shelf.get(picture) ?? Promise.reject(new FrameWrightError('picture-gone'));
    },
    async close() {
      if (closed) return;
      closed = gone('This client has closed its connection.');
      const line = connection.line();
      // What was begun for this client is given up, and cleans up after itself before it answers.
      if (line) await calls.abandonAll(line.send, abandonMs);
      connection.close();
      calls.rejectAll(new FrameWrightError('cancelled'));
      options.onState?.('closed', null);
    },
  };
}

type Given = {
  seen(): Seen | null; onBytes(frame: Uint8Array): void;
  onWelcome(message: Welcome, line: Line): void; onMessage(message: FromDaemon): void;
  /** A line was cut. */ onCut(): void; /** It has been cut for longer than anyone wants to wait. */ onOutage(error: FrameWrightError): void;
  giveUp(error: FrameWrightError): void; /** Whether anybody waits for an answer. */ isNeeded(): boolean;
};
type Connection = { /** The line, once it was welcomed. */ line(): Line | null; address(): Address | null; /** Somebody waits now. */ want(): void; retry(): void; close(): void };

/** Opens a line, and another one whenever one ends. */
function keepConnected(options: SocketOptions, given: Given): Connection {
  const { patienceMs = 20_000, firstWaitMs = 100, random = Math.random, onState } = options;
  let address = addressIn(options), line: Line | null = null, open = false, closed = false;
  let failures = 0, cutAt: number | null = null, timer: Timer | undefined, last: Ending = { code: 0, error: null };
  const end = (error: FrameWrightError): void => {
    closed = true;
    given.giveUp(error);
  };
  const connect = (to: Address): void => {
    onState?.('connecting', null);
    const WebSocket = options.WebSocket ?? (globalThis.WebSocket as unknown as SocketMaker);
    line = openLine(to, { client: options.client, features: options.features, seen: given.seen(), WebSocket, heartbeatMs: options.heartbeatMs, onMessage: receive, onBytes: given.onBytes, onEnd: cut });
  };
  const receive = (message: FromDaemon): void => {
    if (message.kind !== 'welcome') return given.onMessage(message);
    [open, failures, cutAt] = [true, 0, null];
    given.onWelcome(message, line!);
    onState?.('open', null);
  };
  const cut = (ending: Ending): void => {
    [line, open, last] = [null, false, ending];
    if (closed) return;
    given.onCut();
    if (ending.error && final.includes(ending.error.code) && !options.locate) return end(ending.error);
    cutAt ??= performance.now();
    if (performance.now() - cutAt > patienceMs) given.onOutage(ending.error ?? gone('It has not answered for a while.'));
    onState?.('waiting', ending.error);
    const ms = Math.min(longestWaitMs, firstWaitMs * 2 ** failures++) * (0.5 + random() / 2);
    timer = setTimeout(() => void again(), ms);
    // Where nobody waits for an answer, a program may end.
    if (!given.isNeeded()) timer.unref?.();
  };
  const again = async (): Promise<void> => {
    timer = undefined;
    try {
      const found = options.locate ? await options.locate(last) : address;
      if (closed) return;
      if (!found) return end(last.error ?? gone('It has ended.'));
      connect(address = found);
    } catch (error) {
      if (!closed) end(error instanceof FrameWrightError ? error : gone(String(error)));
    }
  };
  if (address) connect(address);
  else void again();
  return {
    line: () => (open ? line : null), address: () => address, want: () => timer?.ref?.(),
    retry() {
      if (timer === undefined) return;
      clearTimeout(timer);
      void again();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      line?.close();
    },
  };
}

const addressIn = ({ url, token }: Partial<Address>): Address | null => (url !== undefined && token !== undefined ? { url, token } : null);

/** Node's timers can let the process end; a browser's are numbers. */
type Timer = ReturnType<typeof setTimeout> & { ref?(): void; unref?(): void };
