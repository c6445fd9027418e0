// The transport over a WebSocket, against a daemon that says what the test wants.
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { AddressInfo } from 'node:net';
import { createClient } from '../../shared/client.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyEvent } from '../../shared/events.ts';
import { createSocketTransport, type SocketOptions, type SocketState, type SocketTransport } from '../../shared/socket.ts';
import type { FromClient } from '../../shared/wire.ts';

type Said = FromClient & { readonly id?: number; readonly name?: string; readonly request?: unknown; readonly seen?: unknown };
type Line = { readonly socket: WebSocket; readonly said: Said[]; say(message: unknown): void };
type Fake = { readonly url: string; readonly lines: Line[]; readonly offered: string[][]; line(index: number): Promise<Line>; close(): Promise<void> };

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const end of ends.splice(0).reverse()) await end(); });

/** Greets with `epoch` and number 7, and answers by `answer`; undefined says nothing. */
async function fake(answer: (message: Said, line: Line, index: number) => unknown = () => undefined, epoch = 'one'): Promise<Fake> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'framewright.v1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const lines: Line[] = [], offered: string[][] = [];
  server.on('connection', (socket, request) => {
    offered.push(String(request.headers['sec-websocket-protocol']).split(',').map((one) => one.trim()));
    const line: Line = { socket, said: [], say: (message) => socket.send(JSON.stringify(message)) };
    const index = lines.push(line) - 1;
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Said;
      line.said.push(message);
      if (message.kind === 'hello') line.say({ kind: 'welcome', protocol: 1, version: '1', epoch, seq: 7 });
      if (message.kind === 'ping') line.say({ kind: 'pong' });
      const reply = answer(message, line, index);
      if (reply !== undefined) line.say(reply);
    });
  });
  const close = async (): Promise<void> => { for (const { socket } of lines) socket.terminate(); await new Promise((resolve) => server.close(resolve)); };
  ends.push(close);
  const line = async (index: number): Promise<Line> => { await expect.poll(() => lines.length, { timeout: 20_000 }).toBeGreaterThan(index); return lines[index]!; };
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/socket`, lines, offered, line, close };
}

function open(daemon: Fake, options: Partial<SocketOptions> = {}): SocketTransport {
  const transport = createSocketTransport({ url: daemon.url, token: 'abc', client: 'test', firstWaitMs: 5, ...options });
  ends.push(() => transport.close());
  return transport;
}
const calls = (line: Line): string[] => line.said.filter(({ kind }) => kind === 'call').map(({ name }) => name!);
const event = (seq: number, line: string, epoch = 'one') => ({ kind: 'event', epoch, seq, at: '', event: { kind: 'log', job: 'j', line } });
const lineOf = (heard: AnyEvent): string => (heard.kind === 'log' ? heard.line : heard.kind);

test('shows its token as a subprotocol, greets, calls, and turns failures into errors', async () => {
  const daemon = await fake(({ kind, id, name }) => (kind !== 'call' ? undefined : name === 'presets' ? { kind: 'answer', id, value: ['x'] } : { kind: 'failure', id, error: { code: 'job-missing', values: { job: 'j', why: 'Gone.' } } }));
  const client = createClient(open(daemon));
  expect(await client.presets({})).toEqual(['x']);
  await expect(client.job({ job: 'j' })).rejects.toMatchObject({ code: 'job-missing', message: 'There is no job j. Gone.' });
  expect(daemon.offered[0]).toEqual(['framewright.v1', 'framewright.token.abc']);
  expect(daemon.lines[0]!.said[0]).toEqual({ kind: 'hello', protocol: 1, client: 'test', seen: null });
});

test('an error of a newer daemon keeps its name', async () => {
  const daemon = await fake(({ kind, id }) => (kind === 'call' ? { kind: 'failure', id, error: { code: 'from-the-future', values: {} } } : undefined));
  await expect(createClient(open(daemon)).presets({})).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('from-the-future') });
});

test('after a cut it names what it saw last, hears what it missed once, and asks again for what may be asked again', async () => {
  const states: SocketState[] = [], heard: string[] = [];
  const daemon = await fake(({ kind, id, name }, line, index) => {
    if (kind !== 'call') return undefined;
    if (index > 0) return { kind: 'answer', id, value: name };
    line.say(event(8, 'first'));
    // Cut when all four are there.
    if (id === 4) line.socket.terminate();
    return undefined;
  });
  const transport = open(daemon, { onState: (state) => states.push(state) }), client = createClient(transport);
  client.onEvent((one) => heard.push(lineOf(one)));
  await transport.ready();
  const asked = await Promise.allSettled([client.follow({ job: 'j' }), client.submit({ path: '/a', wish: {}, key: 'k' }), client.pause({ job: 'j' }), client.probe({ path: '/a' })]);
  expect(asked.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as FrameWrightError).code))).toEqual(['follow', 'submit', 'daemon-gone', 'probe']);
  const second = await daemon.line(1);
  expect(second.said[0]).toMatchObject({ kind: 'hello', seen: { epoch: 'one', seq: 8 } });
  expect(calls(second)).toEqual(['follow', 'submit', 'probe']);
  for (const message of [event(8, 'first'), event(9, 'second'), event(9, 'second'), event(10, 'third')]) second.say(message);
  await expect.poll(() => heard).toEqual(['first', 'second', 'third']);
  expect(states).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
});

test('what another run of the daemon cannot give again is said to be lost', async () => {
  const heard: string[] = [];
  const first = await fake(), second = await fake(({ kind }) => (kind === 'hello' ? { ...event(7, ''), epoch: 'two', event: { kind: 'lost', count: null } } : undefined), 'two');
  const transport = open(first, { locate: async () => ({ url: second.url, token: 'new' }) });
  transport.subscribe((one) => heard.push(lineOf(one)));
  await transport.ready();
  await first.close();
  (await second.line(0)).say(event(8, 'after', 'two'));
  await expect.poll(() => heard).toEqual(['lost', 'after']);
  expect(second.offered[0]).toContain('framewright.token.new');
});

test('gives up when there is no daemon any more, and says why; also what is asked then', async () => {
  const daemon = await fake(), states: SocketState[] = [];
  const transport = open(daemon, { locate: async () => null, onState: (state) => states.push(state) }), client = createClient(transport);
  await transport.ready();
  const waiting = client.follow({ job: 'j' });
  void daemon.close();
  await expect(waiting).rejects.toMatchObject({ code: 'daemon-gone' });
  await expect(client.presets({})).rejects.toMatchObject({ code: 'daemon-gone' });
  expect(states.at(-1)).toBe('closed');
});

test('a refused token is not tried again', async () => {
  const daemon = await fake(({ kind }, line) => {
    if (kind === 'hello') { line.say({ kind: 'failure', id: 0, error: { code: 'unauthorised', values: { why: 'No.' } } }); line.socket.close(); }
  });
  const transport = open(daemon);
  const closed = new Promise((resolve) => { createClient(transport).follow({ job: 'j' }).catch(resolve); });
  expect(await closed).toMatchObject({ code: 'unauthorised' });
  expect(daemon.lines.length).toBe(1);
});

test('waits for a daemon only as long as it is told to', async () => {
  const daemon = await fake();
  await daemon.close();
  await expect(createClient(open(daemon, { patienceMs: 50 })).presets({})).rejects.toMatchObject({ code: 'daemon-gone' });
});

test('a line on which nothing is heard is given up', async () => {
  const daemon = await fake();
  const transport = open(daemon, { heartbeatMs: 40 });
  await transport.ready();
  const { socket, said } = await daemon.line(0);
  await expect.poll(() => said.some(({ kind }) => kind === 'ping'), { timeout: 20_000 }).toBe(true);
  socket.pause();
  await daemon.line(1);
});

test('closing gives up what is in flight and waits for its end', async () => {
  let cleanedUp = false;
  const daemon = await fake(({ kind, id }, line) => {
    if (kind === 'abandon') setTimeout(() => { cleanedUp = true; line.say({ kind: 'failure', id, error: { code: 'cancelled', values: {} } }); }, 50);
  });
  const transport = open(daemon), client = createClient(transport);
  await transport.ready();
  const asked = client.analyze({ path: '/a' }).catch((error: FrameWrightError) => error.code);
  await expect.poll(() => calls(daemon.lines[0]!)).toEqual(['analyze']);
  await transport.close();
  expect(cleanedUp).toBe(true);
  expect(await asked).toBe('cancelled');
  expect(daemon.lines[0]!.said.at(-1)).toEqual({ kind: 'abandon', id: 1 });
});

test('pictures that came with an answer are there', async () => {
  const id = 'ab'.repeat(32);
  const daemon = await fake(({ kind, id: call }, { socket }) => {
    if (kind !== 'call') return undefined;
    socket.send(Buffer.concat([Buffer.from(id, 'hex'), Buffer.from('picture')]));
    return { kind: 'answer', id: call, value: { id } };
  });
  const client = createClient(open(daemon));
  await client.frame({ path: '/a', frame: 0 });
  expect(Buffer.from(await client.bytes(id)).toString()).toBe('picture');
});
