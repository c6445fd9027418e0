// What a script gives its page: commands from outside as events of the editor, and an editor that the daemon knows of.
import { afterEach, expect, test } from 'vitest';
import type { Host, HostEvent } from '../../../shared/panel/host.ts';
import { createPanelLink } from '../../../shared/panel/bridge/panel-link.ts';
import { createSignal } from '../../../shared/panel/bridge/signal.ts';
import { createPresence } from '../../../daemon/jobs/presence.ts';
import { panelHandlers } from '../../../daemon/server/panels.ts';
import { settings } from '../../../shared/settings.ts';
import { startServer, type Server } from '../../daemon/server/served.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => { for (const end of ends.splice(0).reverse()) await end(); });

/** A daemon that knows editors and hands commands on. */
async function daemon(): Promise<Server & { command(request: never): Promise<unknown> }> {
  const presence = createPresence(() => settings.parse({}), () => undefined);
  const server: Server = await startServer({ host: (request: never) => handlers.host(request), command: (request: never) => handlers.command(request) } as never);
  const handlers = panelHandlers({ presence, emit: (event) => server.hub.emit(event) });
  ends.push(server.end, presence.close);
  return { ...server, command: handlers.command };
}
async function connect(server: Server, id: string, selection = 'event'): Promise<{ heard: HostEvent[]; tell(event: HostEvent): void; close(): Promise<void> }> {
  const events = createSignal<HostEvent>(), heard: HostEvent[] = [];
  const { token } = await server.access.handlers.pair({ code: (await server.access.handlers.pairingCode({})).code, client: id });
  const host = { describe: async () => ({ id, capabilities: { selection } }), subscribe: events.listen } as unknown as Host;
  const link = createPanelLink(host, { client: id, ports: [server.port], keep: { read: async () => token, write: async () => undefined } });
  link.host.subscribe((event) => heard.push(event));
  ends.push(() => link.transport.close());
  await expect.poll(() => link.connection.state().kind, { timeout: 20_000 }).toBe('open');
  return { heard, tell: events.tell, close: () => link.transport.close() };
}
const told = (server: Server): unknown[] => server.calls.filter(({ name }) => name === 'host').map(({ request }) => request);
const order = (name: string, host: string | null = null) => ({ name, host, preset: null }) as never;

test('a command reaches the panel of the editor that is meant, once', async () => {
  const server = await daemon();
  const call = server.command;
  await expect(call(order('restore'))).rejects.toMatchObject({ code: 'no-panel' });
  const premiere = await connect(server, 'premiere');
  await expect.poll(() => told(server).length).toBeGreaterThan(0);
  expect(await call(order('restore'))).toEqual({ hosts: ['premiere'] });
  await expect.poll(() => premiere.heard).toEqual([{ kind: 'command', command: { name: 'restore', preset: null, id: expect.any(String) } }]);
  const resolve = await connect(server, 'resolve');
  await expect.poll(() => told(server)).toContainEqual({ host: 'resolve', state: 'idle' });
  await expect(call(order('preview'))).rejects.toMatchObject({ code: 'bad-value', message: expect.stringContaining('premiere and resolve') });
  await call(order('preview', 'resolve'));
  await expect.poll(() => resolve.heard).toEqual([{ kind: 'command', command: { name: 'preview', preset: null, id: expect.any(String) } }]);
  await expect(call(order('open', 'avid'))).rejects.toMatchObject({ code: 'no-panel', values: { why: 'Connected: premiere, resolve.' } });
  expect(premiere.heard).toHaveLength(1);
});

test('what the editor does is told to the daemon, and that it has gone; a browser is no editor', async () => {
  const server = await daemon(), premiere = await connect(server, 'premiere');
  await connect(server, 'browser', 'chosen');
  premiere.tell({ kind: 'activity', state: 'playing' });
  premiere.tell({ kind: 'activity', state: 'playing' });
  await expect.poll(() => told(server)).toEqual([{ host: 'premiere', state: 'idle' }, { host: 'premiere', state: 'playing' }]);
  await premiere.close();
  expect(told(server).at(-1)).toEqual({ host: 'premiere', state: 'gone' });
});
