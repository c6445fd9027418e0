// The real listener on a real X server: it hears the key while an editor's window has the focus, and nothing else. Skipped, loudly, where Xvfb, xdotool, xprop or the hook are not there.
import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDaemon, findDaemon } from '../../../daemon/connect.ts';
import type { Heard } from '../../../daemon/hotkey/listener.ts';
import { readToken } from '../../../daemon/server/token.ts';
import { createClient } from '../../../shared/client.ts';
import type { AnyEvent } from '../../../shared/events.ts';
import { createSocketTransport } from '../../../shared/socket.ts';
import { daemonEnvironment, endDaemon } from '../../fixtures/daemon.ts';

const has = (program: string): boolean => { try { execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }); return true; } catch { return false; } };
const missing = process.platform === 'linux' ? [...['Xvfb', 'xdotool', 'xprop', 'xwininfo'].filter((program) => !has(program)), ...await import('uiohook-napi').then(() => [], () => ['uiohook-napi'])] : ['Linux'];
if (missing.length) console.warn(`SKIPPED: the global key on a real X server needs ${missing.join(', ')}.`);

const long = { timeout: 60_000 };
let server: ChildProcess | null = null, display = '';
const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, DISPLAY: display });
const x = (program: string, ...words: string[]): string => execFileSync(program, words, { env: environment(), encoding: 'utf8' });
/** There is no window manager: the root window stands for whichever window has the focus. */
const focus = (name: string): void => { x('xprop', '-root', '-f', 'WM_CLASS', '8s', '-set', 'WM_CLASS', name); };

/** A server of our own: it takes a display that is free and tells its number. */
beforeAll(async () => {
  if (missing.length) return;
  server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '320x240x24', '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'pipe', 'ignore'] });
  display = `:${await new Promise<string>((resolve) => { server!.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())); })}`;
  x('xprop', '-root', '-f', '_NET_ACTIVE_WINDOW', '32x', '-set', '_NET_ACTIVE_WINDOW', /Window id: (0x[0-9a-f]+)/.exec(x('xwininfo', '-root'))![1]!);
}, 60_000);
afterAll(() => { server?.kill('SIGKILL'); });

it.skipIf(missing.length > 0)('hears the key, each time once, and says which editor was in front', async () => {
  const heard: Heard[] = [], listener = fork(join(import.meta.dirname, '../../../daemon/hotkey/listener.ts'), ['ctrl+alt+r'], { env: environment(), execArgv: [] });
  listener.on('message', (message: Heard) => heard.push(message));
  const ended = new Promise<number | null>((resolve) => { listener.once('exit', resolve); });
  try {
    await expect.poll(() => heard, long).toEqual([{ kind: 'ready' }]);
    for (const [name, editor] of [['resolve', 'resolve'], ['navigator', null], ['resolve', 'resolve']] as const) {
      heard.length = 0;
      focus(name);
      // Keys are heard in order: had one of the others counted, it would stand before the right one.
      for (const other of ['ctrl+r', 'r', 'ctrl+alt+shift+r', 'ctrl+alt+t', 'ctrl+alt+r']) x('xdotool', 'key', other);
      await expect.poll(() => heard, long).toEqual([{ kind: 'pressed', editor }]);
    }
  } finally { listener.disconnect(); }
  expect(await ended).toBe(0);
}, 200_000);

it.skipIf(missing.length > 0)('from the key to the panel, through a daemon', async () => {
  const home = await mkdtemp(join(tmpdir(), 'framewright-key-'));
  for (const name of ['WAYLAND_DISPLAY', 'XDG_SESSION_TYPE']) delete process.env[name];
  Object.assign(process.env, daemonEnvironment(home), { DISPLAY: display });
  const starter = (await connectDaemon({ home, client: 'test', start: 'while-needed' }))!, { port } = (await findDaemon(home))!;
  const client = createClient(createSocketTransport({ url: `ws://127.0.0.1:${port}/api/v1/socket`, token: (await readToken(home))!.token, client: 'panel', features: ['commands'] })), commands: AnyEvent[] = [];
  client.onEvent((event) => { if (event.kind === 'command') commands.push(event); });
  try {
    focus('resolve');
    await client.changeSettings({ globalKey: 'ctrl+alt+r' });
    await client.host({ host: 'resolve', state: 'idle' });
    // Until the hook is in place the key is nobody's.
    await expect.poll(() => { x('xdotool', 'key', 'ctrl+alt+r'); return commands.length; }, { ...long, interval: 300 }).toBeGreaterThan(0);
    expect(commands[0]).toEqual({ kind: 'command', name: 'restore', host: 'resolve', preset: null, id: expect.any(String) });
  } finally {
    await client.close();
    await starter.close();
    await endDaemon(home);
    await rm(home, { recursive: true, force: true });
  }
}, 200_000);
