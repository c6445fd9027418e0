// The real listener on a real X server: it hears the key while an editor's window has the focus, and nothing else. Skipped, loudly, where Xvfb, xdotool, xprop or the hook are not there.
import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Heard } from '../../../daemon/hotkey/listener.ts';

const has = (program: string): boolean => { try { execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }); return true; } catch { return false; } };
const missing = process.platform === 'linux' ? [...['Xvfb', 'xdotool', 'xprop', 'xwininfo'].filter((program) => !has(program)), ...await import('uiohook-napi').then(() => [], () => ['uiohook-napi'])] : ['Linux'];
if (missing.length) console.warn(`SKIPPED: the global key on a real X server needs ${missing.join(', ')}.`);

let server: ChildProcess | null = null;
afterAll(() => { server?.kill('SIGKILL'); });

/** The display of a server of our own: it takes a number that is free and tells it. */
async function startX(): Promise<string> {
  server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '320x240x24', '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const number = await new Promise<string>((resolve) => { server!.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())); });
  return `:${number}`;
}

it.skipIf(missing.length > 0)('hears the key, each time once, and says which editor was in front', async () => {
  const environment = { PATH: process.env.PATH, DISPLAY: await startX() };
  const x = (program: string, ...words: string[]): string => execFileSync(program, words, { env: environment, encoding: 'utf8' });
  const root = /Window id: (0x[0-9a-f]+)/.exec(x('xwininfo', '-root'))![1]!;
  const focus = (name: string): void => { x('xprop', '-root', '-f', 'WM_CLASS', '8s', '-set', 'WM_CLASS', name); };
  x('xprop', '-root', '-f', '_NET_ACTIVE_WINDOW', '32x', '-set', '_NET_ACTIVE_WINDOW', root);
  const heard: Heard[] = [], listener = fork(join(import.meta.dirname, '../../../daemon/hotkey/listener.ts'), ['ctrl+alt+r'], { env: environment, execArgv: [] });
  listener.on('message', (message: Heard) => heard.push(message));
  const ended = new Promise<number | null>((resolve) => { listener.once('exit', resolve); });
  const long = { timeout: 60_000 };
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
