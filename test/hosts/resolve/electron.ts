// Resolve's Electron without windows: the built main process and preload script run with these, the page in whatever the test opens.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { MenuTemplate } from 'electron';

export type Electron = {
  /** What `require('electron')` gives. */ readonly exports: Readonly<Record<string, unknown>>;
  /** File that the window shows; null before it has one. */ page(): string | null;
  /** From the page to the main process. */ fromPage(channel: string, text: string): void; /** From the main process to the page. */ toPage: ((channel: string, text: string) => void) | null;
  /** Title and text of boxes that were shown. */ readonly boxes: [string, string][]; readonly opened: string[]; menu: MenuTemplate[] | null; quits: number;
  readonly window: EventEmitter & { visible: boolean; minimised: boolean; focused: boolean }; readonly windowOptions: Record<string, unknown>[];
};

export function createElectron(): Electron {
  const ipc = new EventEmitter(), window = Object.assign(new EventEmitter(), { visible: false, minimised: false, focused: false }), contents = new EventEmitter();
  let page: string | null = null;
  const fake: Electron = {
    boxes: [], opened: [], menu: null, quits: 0, window, windowOptions: [], toPage: null, page: () => page, fromPage: (channel, text) => { ipc.emit(channel, { sender: webContents }, text); },
    exports: {
      app: { whenReady: async () => undefined, quit: () => { fake.quits++; }, getLocale: () => 'en-GB', on: () => undefined },
      // Called with `new`, so no arrow function.
      BrowserWindow: function BrowserWindow(options: Record<string, unknown>) { fake.windowOptions.push(options); return face; },
      ipcMain: ipc, dialog: { showErrorBox: (title: string, text: string) => { fake.boxes.push([title, text]); } },
      shell: { showItemInFolder: (path: string) => { fake.opened.push(path); }, openExternal: async (url: string) => { fake.opened.push(url); } },
      Menu: { buildFromTemplate: (template: MenuTemplate[]) => template, setApplicationMenu: (menu: MenuTemplate[] | null) => { fake.menu = menu; } },
    },
  };
  const webContents = { send: (channel: string, text: string) => fake.toPage?.(channel, text), on: contents.on.bind(contents), setWindowOpenHandler: () => undefined };
  const face = {
    webContents, loadFile: async (path: string) => { page = path; window.emit('ready-to-show'); }, on: window.on.bind(window), show: () => { window.visible = true; }, focus: () => { window.focused = true; }, restore: () => { window.minimised = false; },
    isVisible: () => window.visible, isMinimized: () => window.minimised, isFocused: () => window.focused, isDestroyed: () => false,
  };
  return fake;
}

/** Runs a built CommonJS file; `modules` go before Node's own. A function stands for a module that cannot be loaded. */
export function runScript(file: string, modules: Readonly<Record<string, unknown>>): void {
  const real = createRequire(file);
  const require = (name: string): unknown => {
    const found = modules[name];
    if (typeof found === 'function') throw (found as () => Error)();
    return found ?? real(name);
  };
  compileFunction(readFileSync(file, 'utf8'), ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file })({}, require, { exports: {} }, file, join(file, '..'));
}
