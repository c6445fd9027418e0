// The bridge between a page and the script around it.
import { afterEach, expect, test } from 'vitest';
import { createClient } from '../../../shared/client.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { AnyEvent } from '../../../shared/events.ts';
import type { HostEvent } from '../../../shared/panel/host.ts';
import type { PanelLink } from '../../../shared/panel/link.ts';
import { fromBase64, toBase64 } from '../../../shared/panel/bridge/base64.ts';
import { connectBridge } from '../../../shared/panel/bridge/connect.ts';
import { serveBridge } from '../../../shared/panel/bridge/serve.ts';
import { fakeLink, joinPorts } from './link.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => { for (const end of ends.splice(0).reverse()) await end(); });
const serve: typeof serveBridge = (port, link) => {
  const stop = serveBridge(port, link);
  ends.push(stop);
  return stop;
};
function open(port: Parameters<typeof connectBridge>[0]): PanelLink {
  const link = connectBridge(port);
  ends.push(() => link.transport.close());
  return link;
}
const logged = (line: string): AnyEvent => ({ kind: 'log', job: 'j', line });
const command: HostEvent = { kind: 'command', command: { name: 'restore', preset: null } };

test('carries calls of the daemon and of the editor, both kinds of events, errors and the state of the line', async () => {
  const wire = joinPorts(), link = fakeLink({
    presets: () => [{ name: 'film' }], selection: () => [{ key: 'a' }], reveal: () => undefined,
    place: () => { throw new FrameWrightError('clip-gone', { name: 'Shot 7' }); }, submit: () => { throw new Error('boom'); }, pair: () => undefined, retry: () => undefined,
  });
  serve(wire.script, link);
  const { host, transport, connection } = open(wire.page), client = createClient(transport), heard: unknown[] = [];
  client.onEvent((event) => heard.push(event));
  host.subscribe((event) => heard.push(event));
  expect(connection.state().kind).toBe('searching');
  expect(await client.presets({})).toEqual([{ name: 'film' }]);
  expect(connection.state().kind).toBe('connecting');
  expect(await host.selection()).toEqual([{ key: 'a' }]);
  expect(await host.reveal('k')).toBeUndefined();
  await expect(host.place({} as never)).rejects.toMatchObject({ code: 'clip-gone', values: { name: 'Shot 7' } });
  await expect(client.submit({ path: '/a', wish: {} })).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('boom') });
  await connection.pair('123456');
  connection.retry();
  const shown: string[] = [];
  connection.subscribe(() => shown.push(connection.state().kind));
  link.event(logged('one'));
  link.hostEvent(command);
  link.show({ kind: 'open', error: null, version: '9', features: ['commands'] });
  await expect.poll(() => shown).toEqual(['open']);
  expect(connection.state()).toEqual({ kind: 'open', error: null, version: '9', features: ['commands'] });
  expect(heard.filter((event) => (event as AnyEvent).kind !== 'lost')).toEqual([logged('one'), command]);
  expect(link.asked.map((one) => (one as string[])[0])).toEqual(['presets', 'selection', 'reveal', 'place', 'submit', 'pair', 'retry']);
});

test('a page that was loaded again takes over: answers for its former self are dropped, listeners are not doubled', async () => {
  const wire = joinPorts(), later = Promise.withResolvers<string>(), link = fakeLink({ readNotes: () => later.promise, describe: () => ({ id: 'x' }) });
  serve(wire.script, link);
  const first = connectBridge(wire.page);
  ends.push(() => first.transport.close());
  void first.host.readNotes().catch(() => undefined);
  await expect.poll(() => link.asked.length).toBe(1);
  const second = open(wire.page), heard: unknown[] = [];
  second.transport.subscribe((event) => heard.push(event));
  expect(await second.host.describe()).toEqual({ id: 'x' });
  later.resolve('late');
  link.event(logged('one'));
  await expect.poll(() => heard).toContainEqual(logged('one'));
  expect(heard.filter((event) => (event as AnyEvent).kind === 'log')).toHaveLength(1);
  expect(link.listeners()).toBe(4);
  expect(wire.passed.filter(({ text }) => text.includes('late'))).toEqual([]);
});

test('a page that is there before the script waits, and one whose script was started anew learns what is not known', async () => {
  const wire = joinPorts(), { host, transport } = open(wire.page), heard: AnyEvent[] = [];
  transport.subscribe((event) => heard.push(event));
  const early = host.readNotes();
  const stop = serveBridge(wire.script, fakeLink({ readNotes: () => 'kept', render: () => new Promise(() => undefined) }));
  expect(await early).toBe('kept');
  const inDoubt = host.render({} as never, '/f');
  await expect.poll(() => wire.passed.some(({ from, text }) => from === 'page' && text.includes('"render"'))).toBe(true);
  stop();
  serve(wire.script, fakeLink({ readNotes: () => 'again' }));
  await expect(inDoubt).rejects.toMatchObject({ code: 'host-failed', message: expect.stringContaining('not known') });
  expect(await host.readNotes()).toBe('again');
  expect(heard).toContainEqual({ kind: 'lost', count: null });
});

test('long messages go in parts, pictures as text, and both come out as they went in', async () => {
  const bytes = Uint8Array.from({ length: 300_001 }, (_, i) => (i * 31) % 256), long = 'ä😀"\\'.repeat(50_000);
  const wire = joinPorts(), link = fakeLink({ bytes: () => bytes, readNotes: () => long, writeNotes: () => undefined });
  serve(wire.script, link);
  const { host, transport } = open(wire.page);
  expect(Buffer.from(await transport.bytes('p')).equals(bytes)).toBe(true);
  expect(await host.readNotes() === long).toBe(true);
  await host.writeNotes(long);
  expect((link.asked.at(-1) as string[])[1] === long).toBe(true);
  // Quotation marks inside a part are escaped once more.
  expect(Math.max(...wire.passed.map(({ text }) => text.length))).toBeLessThan(4 * 64 * 1024);
});

test('what is not a message, or none that is known, is passed over; an unknown name is refused', async () => {
  const wire = joinPorts(), link = fakeLink({ describe: () => 'here' });
  serve(wire.script, link);
  for (const text of ['', 'hello', '{"kind":"hello"}', '{"framewright":1,', '{"framewright":1,"part":{"stream":"s","index":1,"count":3,"text":"x"}}', '{"framewright":1,"kind":"future"}']) { wire.page.post(text); wire.script.post(text); }
  const { host, transport } = open(wire.page);
  expect(await host.describe()).toBe('here');
  await expect(transport.call('toString' as never, {} as never)).rejects.toMatchObject({ code: 'unknown-operation' });
  expect(link.asked).toEqual([['describe']]);
});

test('a page that closes is not told anything any more, and what it still waits for is given up', async () => {
  const wire = joinPorts(), link = fakeLink({ describe: () => 'here', render: () => new Promise(() => undefined) });
  serve(wire.script, link);
  const { host, transport } = open(wire.page);
  await host.describe();
  const waiting = host.render({} as never, '/f');
  await transport.close();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  await expect(host.describe()).rejects.toMatchObject({ code: 'daemon-gone' });
  // One stays, for commands.
  await expect.poll(link.listeners).toBe(1);
});

test('a command that comes while no page is there, or before the page listens, is heard once', async () => {
  const wire = joinPorts(), link = fakeLink({ describe: () => 'here' }), heard: HostEvent[] = [];
  serve(wire.script, link);
  link.hostEvent(command);
  link.hostEvent({ kind: 'extend-reached', edge: 'end' });
  const { host } = open(wire.page);
  await host.describe();
  host.subscribe((event) => heard.push(event));
  link.hostEvent({ kind: 'extend-reached', edge: 'start' });
  await expect.poll(() => heard).toEqual([command, { kind: 'extend-reached', edge: 'start' }]);
  const again = open(wire.page);
  await again.host.describe();
  again.host.subscribe((event) => heard.push(event));
  await again.host.describe();
  expect(heard).toHaveLength(2);
});

test('base64 is that of the standard', () => {
  for (const length of [0, 1, 2, 3, 4, 5, 255]) {
    const bytes = Uint8Array.from({ length }, (_, i) => 255 - i);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect([...fromBase64(toBase64(bytes))]).toEqual([...bytes]);
  }
});
