// The global key: a listener runs while a key is set and a panel of an editor is connected, and only then.
import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { join } from 'node:path';
import type { Editor } from './front.ts';
import type { Heard } from './listener.ts';

export type HotkeyOptions = {
  readonly platform: NodeJS.Platform; readonly environment: NodeJS.ProcessEnv;
  /** The key was pressed while this editor was in front; null where another program was, to which the key then belongs. */ onPress(editor: Editor | null): void;
  /** Another listener, for tests. */ readonly entry?: string;
};
export type Hotkey = {
  /** `key` as the setting says; `editors` whose panels are connected. */ update(key: string | null, editors: readonly string[]): void;
  /** Why the key cannot work, and what mends it; null while it works, or is not wanted. */ trouble(): Trouble | null;
  close(): void;
};
export type Trouble = { readonly why: string; readonly mend: string };

const editorIds: readonly string[] = ['premiere', 'resolve'] satisfies Editor[];
const wordsKept = 2000;

export function createHotkey({ platform, environment, onPress, entry = join(import.meta.dirname, 'listener.ts') }: HotkeyOptions): Hotkey {
  let running: { readonly key: string; readonly child: ChildProcess } | null = null, failed: { readonly key: string; readonly trouble: Trouble } | null = null;
  const stop = (): void => {
    const { child } = running ?? {};
    running = null;
    if (child?.connected) child.disconnect();
    child?.kill();
  };
  const start = (key: string): void => {
    const child = fork(entry, [key], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [], env: environment, windowsHide: true } as ForkOptions);
    let said: string | null = null, words = '';
    running = { key, child };
    child.stderr?.on('data', (chunk: Buffer) => { words = (words + chunk.toString()).slice(-wordsKept); });
    child.on('message', (heard: Heard) => {
      if (heard.kind === 'failed') said = heard.why;
      else if (heard.kind === 'pressed' && running?.child === child) onPress(heard.editor);
    });
    const fail = (why: string): void => {
      if (running?.child !== child) return;
      running = null;
      failed = { key, trouble: describe(platform, said ?? why) };
    };
    child.on('error', ({ message }) => fail(message));
    child.on('close', (code, signal) => fail(`Its process ended ${signal ? `by ${signal}` : `with status ${code}`}. ${words.trim()}`.trim()));
  };
  return {
    update(key, editors) {
      const wanted = key !== null && editors.some((one) => editorIds.includes(one)) ? key : null;
      // Looked at anew when the key changes, or panels come back: the user may have mended it.
      if (wanted === null) failed = null;
      if (running && running.key !== wanted) stop();
      if (wanted === null || running || failed?.key === wanted) return;
      const cannot = barrier(platform, environment);
      if (cannot) failed = { key: wanted, trouble: cannot };
      else start(wanted);
    },
    trouble: () => failed?.trouble ?? null,
    close: stop,
  };
}

/** What is known to stand in the way before anything is tried. */
function barrier(platform: NodeJS.Platform, { DISPLAY, WAYLAND_DISPLAY, XDG_SESSION_TYPE }: NodeJS.ProcessEnv): Trouble | null {
  if (platform === 'win32' || platform === 'darwin') return null;
  if (WAYLAND_DISPLAY || XDG_SESSION_TYPE === 'wayland') return { why: 'Wayland lets no program listen to keys that are meant for others.', mend: 'Bind a shortcut of your desktop to: framewright panel restore' };
  return DISPLAY ? null : { why: 'The daemon was started without a desktop (DISPLAY is not set).', mend: 'Start it from a terminal of the desktop: framewright daemon stop, then framewright daemon start' };
}

function describe(platform: NodeJS.Platform, why: string): Trouble {
  if (/uiohook-napi/.test(why)) return { why: `The package uiohook-napi is not installed, or has no binary for this machine. ${why}`, mend: 'Remove the folder node_modules and run: npm start' };
  if (platform === 'darwin') return { why: `macOS does not let the daemon hear keys. ${why}`, mend: 'Allow it under System Settings, Privacy & Security, Accessibility and Input Monitoring; then set the key again.' };
  return { why: `Keys cannot be heard. ${why}`, mend: 'framewright daemon logs says more.' };
}
