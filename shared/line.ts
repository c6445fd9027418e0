// One connection to the daemon: hello, messages, heartbeat, end. What to do when it ends is socket.ts' business.
import { protocolVersion } from './daemon.ts';
import { errorCatalogue, FrameWrightError, type ErrorCode } from './errors.ts';
import { fromDaemon, heartbeatMs, subprotocol, tokenPrefix, type FromClient, type FromDaemon } from './wire.ts';

/** `url` is `ws://127.0.0.1:<port>/api/v1/socket`. */
export type Address = { readonly url: string; readonly token: string };
/** The standard's WebSocket, of which Node, browsers and `ws` each bring one. */
export type SocketMaker = new (url: string, protocols: string[]) => SocketLike;
export type SocketLike = {
  binaryType: string; readonly readyState: number;
  send(data: string): void; close(code?: number): void;
  addEventListener(kind: 'open' | 'message' | 'close' | 'error', listener: (event: never) => void): void;
};
/** The last event that a client knows. */
export type Seen = { readonly epoch: string; readonly seq: number };
/** `code` as RFC 6455 numbers them; 1006 also for a line on which nothing was heard any more. `error` is what the daemon said before it closed. */
export type Ending = { readonly code: number; readonly error: FrameWrightError | null };
export type Line = { send(message: FromClient): void; close(): void };
export type LineOptions = {
  readonly client: string; /** What the client understands, by the names in wire.ts. */ readonly features?: readonly string[]; readonly seen: Seen | null; readonly WebSocket: SocketMaker; readonly heartbeatMs?: number;
  onMessage(message: Exclude<FromDaemon, { kind: 'pong' }>): void;
  /** A binary frame: a picture's id, then its file. */
  onBytes(frame: Uint8Array): void;
  /** Called once. */
  onEnd(ending: Ending): void;
};

const normalClosure = 1000, abnormalClosure = 1006, isOpen = 1;

export function openLine({ url, token }: Address, options: LineOptions): Line {
  const beatMs = options.heartbeatMs ?? heartbeatMs;
  const socket = new options.WebSocket(url, [subprotocol, tokenPrefix + token]);
  socket.binaryType = 'arraybuffer';
  let heard = performance.now(), said: FrameWrightError | null = null, ended = false;
  const send = (message: FromClient): void => { if (socket.readyState === isOpen) socket.send(JSON.stringify(message)); };
  const end = (code: number): void => {
    if (ended) return;
    ended = true;
    clearInterval(beat);
    options.onEnd({ code, error: said });
  };
  // A socket whose other side vanished without a word stays open for minutes; the heartbeat does not.
  const beat = setInterval(() => {
    if (performance.now() - heard < 3 * beatMs) return send({ kind: 'ping' });
    end(abnormalClosure);
    socket.close();
  }, beatMs);
  socket.addEventListener('open', () => send({ kind: 'hello', protocol: protocolVersion, client: options.client, ...(options.features ? { features: [...options.features] } : {}), seen: options.seen }));
  socket.addEventListener('message', ({ data }: { data: string | ArrayBuffer }) => {
    heard = performance.now();
    if (ended) return;
    if (typeof data !== 'string') return options.onBytes(new Uint8Array(data));
    const message = fromDaemon.safeParse(parseJson(data)).data;
    if (!message) said = new FrameWrightError('daemon-gone', { why: 'It said something that this version does not understand.' });
    if (message?.kind === 'failure' && message.id === 0) said = readError(message.error);
    if (!message) socket.close();
    else if (message.kind !== 'pong' && !(message.kind === 'failure' && message.id === 0)) options.onMessage(message);
  });
  socket.addEventListener('error', () => { /* A close follows, and says as much. */ });
  socket.addEventListener('close', ({ code }: { code: number }) => end(code));
  return { send, close: () => { end(normalClosure); socket.close(normalClosure); } };
}

function parseJson(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return null; }
}

/** An error as it came; a newer daemon's code that is unknown here keeps its name. */
export function readError({ code, values }: { readonly code: string; readonly values: Readonly<Record<string, string | number>> }): FrameWrightError {
  if (Object.hasOwn(errorCatalogue, code)) return new FrameWrightError(code as ErrorCode, values);
  return new FrameWrightError('internal', { what: `the daemon answered "${code}".`, why: 'This version does not know that error.' });
}
