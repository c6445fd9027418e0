// A listening server over handlers of the test's own, and the ways to talk to it that tests need.
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, type ClientOptions } from 'ws';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { OperationName } from '../../../shared/operations.ts';
import { settings } from '../../../shared/settings.ts';
import { subprotocol, tokenPrefix, type FromDaemon } from '../../../shared/wire.ts';
import { createAccess } from '../../../daemon/server/access.ts';
import { createHub, type Hub } from '../../../daemon/server/hub.ts';
import { listen, type ListenOptions, type Listening } from '../../../daemon/server/listen.ts';
import type { Served } from '../../../daemon/server/perform.ts';
import { readToken } from '../../../daemon/server/token.ts';

type Handler = (request: never, signal: AbortSignal) => Promise<unknown>;
export type Fakes = Partial<Record<OperationName, Handler>>;
export type Server = Listening & {
  readonly home: string; readonly token: string; readonly hub: Hub; readonly access: Served['access'];
  /** Every call that reached a handler. */ readonly calls: { name: OperationName; request: unknown }[];
  end(): Promise<void>;
};

/** `now` is the clock of codes and locks. */
export async function startServer(fakes: Fakes = {}, options: Partial<ListenOptions> & { now?: () => number; kept?: number; pictures?: Record<string, Uint8Array> } = {}): Promise<Server> {
  process.env.FRAMEWRIGHT_KEYCHAIN = 'off';
  const home = await mkdtemp(join(tmpdir(), 'framewright-server-'));
  const hub = createHub('epoch-1', () => new Date().toISOString(), options.kept), access = createAccess(home, options.now);
  const calls: Server['calls'] = [];
  const handlers: Fakes = { settings: async () => settings.parse({}), ...access.handlers as Fakes, ...fakes };
  const served: Served = {
    hub, access,
    call: (async (name: OperationName, request: never, signal: AbortSignal) => {
      if (name !== 'settings') calls.push({ name, request });
      const handler = handlers[name];
      if (!handler) throw new FrameWrightError('job-missing', { job: 'none', why: `This test answers no ${name}.` });
      return handler(request, signal);
    }) as Served['call'],
    bytes: async (id) => options.pictures?.[id] ?? Promise.reject(new FrameWrightError('picture-gone')),
  };
  const listening = await listen(served, { home, version: '0.0.0-test', port: 0, ...options });
  const token = (await readToken(home))!.token;
  return { ...listening, home, token, hub, access, calls, async end() { await listening.close(); await rm(home, { recursive: true, force: true }); } };
}

/** A request by hand, so that no client adds or corrects a header. Gives status, headers in one string, and body. */
export function rawRequest(port: number, head: string, body = '', host = '127.0.0.1'): Promise<{ status: number; head: string; body: string }> {
  return new Promise((done, fail) => {
    const socket = connect(port, host), chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', fail);
    socket.on('close', () => {
      const [answer = '', ...rest] = Buffer.concat(chunks).toString().split('\r\n\r\n');
      done({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0), head: answer, body: rest.join('\r\n\r\n') });
    });
    socket.write(`${head.trim().replaceAll('\n', '\r\n')}\r\nConnection: close\r\n\r\n`);
    if (body) socket.write(body);
  });
}

/** An operation over HTTP as a well-behaved program asks for it. */
export async function ask(server: Server, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: never; headers: Headers }> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${server.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as never };
}

export type Talk = {
  readonly socket: WebSocket; readonly heard: FromDaemon[]; readonly frames: Buffer[];
  say(message: unknown): void;
  /** The first message, heard or to come, that fits. */ wait(fits: (message: FromDaemon) => boolean): Promise<FromDaemon>;
  call(id: number, name: string, request: unknown): Promise<FromDaemon>;
  closed: Promise<{ code: number; reason: string }>;
};
type TalkOptions = { token?: string | null; protocols?: string[]; url?: string; hello?: boolean | { seen: unknown }; client?: ClientOptions };

/** A WebSocket that has said hello. Rejects with the status of a refused upgrade. */
export async function talk(server: Server, options: TalkOptions = {}): Promise<Talk> {
  const { token = server.token, hello = true } = options;
  const protocols = options.protocols ?? [subprotocol, ...(token === null ? [] : [tokenPrefix + token])];
  const socket = new WebSocket(options.url ?? `ws://127.0.0.1:${server.port}/api/v1/socket`, protocols, options.client);
  const heard: FromDaemon[] = [], frames: Buffer[] = [], waiting = new Set<() => void>();
  const closed = new Promise<{ code: number; reason: string }>((done) => socket.on('close', (code, reason) => done({ code, reason: String(reason) })));
  socket.on('message', (data, binary) => {
    if (binary) frames.push(data as Buffer);
    else heard.push(JSON.parse(String(data)) as FromDaemon);
    for (const look of [...waiting]) look();
  });
  await new Promise<void>((done, fail) => {
    socket.on('open', done);
    socket.on('error', fail);
    socket.on('unexpected-response', (_, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => fail(Object.assign(new Error(`refused ${response.statusCode}`), { status: response.statusCode, body: Buffer.concat(chunks).toString() })));
    });
  });
  const say = (message: unknown): void => socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  const wait: Talk['wait'] = (fits) => new Promise((done) => {
    const look = (): void => {
      const found = heard.find(fits);
      if (!found) return;
      waiting.delete(look);
      done(found);
    };
    waiting.add(look);
    look();
  });
  if (hello) {
    say({ kind: 'hello', protocol: 1, client: 'test', seen: typeof hello === 'object' ? hello.seen : null });
    await wait(({ kind }) => kind === 'welcome' || kind === 'failure');
  }
  return {
    socket, heard, frames, say, wait, closed,
    call(id, name, request) {
      say({ kind: 'call', id, name, request });
      return wait((message) => (message.kind === 'answer' || message.kind === 'failure') && message.id === id);
    },
  };
}

export const refusal = (talking: Promise<unknown>): Promise<number> => talking.then(() => 0, (error: { status?: number }) => error.status ?? -1);
export type { Socket };
