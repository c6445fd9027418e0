// A panel's line, against daemons' real doors.
import { expect, test } from 'vitest';
import { createClient } from '../../../shared/client.ts';
import type { AnyEvent } from '../../../shared/events.ts';
import { createLine, type LineOptions } from '../../../shared/panel/bridge/line.ts';
import type { LineKind } from '../../../shared/panel/link.ts';
import { startServer } from '../../daemon/server/served.ts';
import { codeOf, daemon, endAfterEach, ends, tokenOf } from './door.ts';

endAfterEach();
/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = await daemon();
  await server.end();
  return server.port;
}

type Opened = ReturnType<typeof createLine> & { readonly kinds: LineKind[]; readonly kept: { token: string | null }; until(kind: LineKind): Promise<void> };
function open(options: Partial<LineOptions> & { readonly token?: string | null }): Opened {
  const kept = { token: options.token ?? null }, kinds: LineKind[] = [];
  const line = createLine({
    client: 'premiere', keep: { read: async () => kept.token, write: async (token) => { kept.token = token; } }, ...options,
    times: { firstMs: 20, longestMs: 50, closedMs: 60_000, graceMs: 200, lookMs: 20, ...options.times },
  });
  line.connection.subscribe(() => { const { kind } = line.connection.state(); if (kinds.at(-1) !== kind) kinds.push(kind); });
  ends.push(() => line.transport.close());
  return { ...line, kinds, kept, until: (kind) => expect.poll(() => line.connection.state().kind, { timeout: 20_000 }).toBe(kind) };
}

test('what waited for the line goes before what is asked by those who hear that it is open', async () => {
  const server = await daemon(), line = open({ ports: [server.port], token: await tokenOf(server) }), client = createClient(line.transport), waited = client.presets({});
  const asked = new Promise((resolve, reject) => { line.connection.subscribe(() => { if (line.connection.state().kind === 'open') client.presets({}).then(resolve, reject); }); });
  expect(await Promise.all([waited, asked])).toEqual([[{ name: 'film' }], [{ name: 'film' }]]);
  expect(line.kinds.filter((kind) => kind === 'open' || kind === 'waiting')).toEqual(['open']);
});

test('finds a daemon that starts later, is paired by a typed code, and works', async () => {
  const port = await freePort(), line = open({ ports: [port] }), client = createClient(line.transport), heard: AnyEvent[] = [];
  client.onEvent((event) => heard.push(event));
  await line.until('absent');
  await expect(client.presets({})).rejects.toMatchObject({ code: 'daemon-gone' });
  await expect(line.connection.pair('123456')).rejects.toMatchObject({ code: 'daemon-gone' });
  await expect(line.connection.pair('12345')).rejects.toMatchObject({ code: 'bad-value' });
  const server = await daemon(port);
  await line.until('unpaired');
  await expect(client.presets({})).rejects.toMatchObject({ code: 'unauthorised' });
  await expect(line.connection.pair('123456')).rejects.toMatchObject({ code: 'unauthorised' });
  const code = await codeOf(server);
  // Whoever hears that the line is open may ask at once.
  const asked = new Promise((resolve, reject) => { line.connection.subscribe(() => { if (line.connection.state().kind === 'open') client.presets({}).then(resolve, reject); }); });
  await line.connection.pair(`${code.slice(0, 3)} ${code.slice(3)}`);
  await line.until('open');
  expect(line.connection.state()).toEqual({ kind: 'open', error: null, version: '0.0.0-test', features: expect.arrayContaining(['commands', 'pictures']) });
  expect(line.kept.token).toMatch(/^[\w-]{43}$/);
  expect(await asked).toEqual([{ name: 'film' }]);
  expect(await client.presets({})).toEqual([{ name: 'film' }]);
  // What was refused must be asked for anew.
  expect(heard).toEqual([{ kind: 'lost', count: null }]);
});

test('pairs by itself where it can obtain a code, and asks for one only once', async () => {
  const server = await daemon(), line = open({ find: async () => server.port, ports: [], obtainCode: () => codeOf(server) });
  await line.until('open');
  expect(line.kinds).toEqual(['connecting', 'open']);
  let asked = 0;
  const refused = open({ find: async () => server.port, ports: [], obtainCode: async () => { asked++; return '000000'; } });
  await refused.until('unpaired');
  refused.connection.retry();
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  expect([asked, refused.connection.state().kind]).toEqual([1, 'unpaired']);
});

test('of several daemons it comes to the one that knows its token', async () => {
  const other = await daemon(), ours = await daemon(), line = open({ ports: [other.port, ours.port], token: await tokenOf(ours) });
  await line.until('open');
  await createClient(line.transport).presets({});
  expect([other.calls.length, ours.calls.map(({ name }) => name)]).toEqual([0, ['presets']]);
});

test('whoever can read the discovery file asks nobody whom it does not name', async () => {
  const asked: string[] = [];
  class Asking extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      asked.push(url);
    }
  }
  const maker = Asking as unknown as LineOptions['WebSocket'], token = 'x'.repeat(43), one = open({ find: async () => null, WebSocket: maker, token });
  await one.until('absent');
  expect([asked, one.kept.token]).toEqual([[], token]);
  const other = open({ WebSocket: maker, token });
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(8);
  await other.transport.close();
});

test('where no daemon knows the token any more a code is asked for, and its token takes the place of the old one', async () => {
  const server = await daemon(), line = open({ ports: [server.port], token: 'x'.repeat(43) });
  await line.until('unpaired');
  expect([line.kept.token, line.connection.state().error?.code]).toEqual(['x'.repeat(43), 'unauthorised']);
  await line.connection.pair(await codeOf(server));
  await line.until('open');
});

test('a daemon that ends is waited for; after a while what is asked is refused, and lost events are told', async () => {
  const server = await daemon(), line = open({ ports: [server.port], token: await tokenOf(server) }), client = createClient(line.transport), heard: AnyEvent[] = [];
  client.onEvent((event) => heard.push(event));
  await line.until('open');
  await server.end();
  await line.until('absent');
  await expect(client.presets({})).rejects.toMatchObject({ code: 'daemon-gone' });
  const next = await daemon(server.port);
  await line.until('unpaired');
  await line.connection.pair(await codeOf(next));
  await line.until('open');
  expect(heard.filter(({ kind }) => kind === 'lost').length).toBeGreaterThan(0);
  expect(await client.presets({})).toEqual([{ name: 'film' }]);
});

test('starts a daemon where it is told how', async () => {
  const port = await freePort(), line = open({ ports: [port], start: async () => { await daemon(port); }, times: { firstMs: 60_000, longestMs: 60_000 } });
  await line.until('absent');
  await line.connection.startDaemon();
  await line.until('unpaired');
  await expect(open({ ports: [] }).connection.startDaemon()).rejects.toMatchObject({ code: 'daemon-failed' });
  await expect(open({ ports: [], start: async () => { throw new Error('no such program'); } }).connection.startDaemon()).rejects.toMatchObject({ code: 'daemon-failed', message: expect.stringContaining('no such program') });
  await expect(open({ ports: [], start: async () => undefined, times: { startMs: 40 } }).connection.startDaemon()).rejects.toMatchObject({ code: 'daemon-failed' });
});

test('pictures come over the socket, because pages of panels may not read what HTTP answers', async () => {
  const id = 'ab'.repeat(32), server = await startServer({}, { pictures: { [id]: Buffer.from('picture') } });
  ends.push(server.end);
  const line = open({ ports: [server.port], token: await tokenOf(server) });
  await line.until('open');
  const { fetch } = globalThis;
  ends.push(() => { globalThis.fetch = fetch; });
  globalThis.fetch = () => { throw new Error('CORS'); };
  expect(Buffer.from(await line.transport.bytes(id)).toString()).toBe('picture');
  await expect(line.transport.bytes('cd'.repeat(32))).rejects.toMatchObject({ code: 'picture-gone' });
});
