// The panel's main process in Resolve's Electron: its window, Resolve's scripting, and the line to the daemon.
import '../shared/panel/older-browsers.ts';
import { access, constants } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, shell, type MenuTemplate } from 'electron';
import { WebSocket } from 'ws';
import { FrameWrightError } from '../shared/errors.ts';
import type { SocketMaker } from '../shared/line.ts';
import type { LineOptions } from '../shared/panel/bridge/line.ts';
import type { Port } from '../shared/panel/bridge/messages.ts';
import { createPanelLink } from '../shared/panel/bridge/panel-link.ts';
import { serveBridge } from '../shared/panel/bridge/serve.ts';
import type { Host, HostEvent, HostInfo, MenuItem } from '../shared/panel/host.ts';
import { commandOf } from '../shared/panel/menu.ts';
import { channel } from './channel.ts';
import { failed } from './calls.ts';
import { moduleName, openModule, type Opened } from './module.ts';
import { createKeep, findPort, obtainCode, readProgram, startDaemon, type Program } from './program.ts';
import { createResolveHost } from './resolve-host.ts';

/** The module is found when the panel runs, not when it is built. */
declare const __non_webpack_require__: (name: string) => unknown;

/** Between two looks at the timeline while the panel has the focus, and while it only can be seen, ms. */
const focusedMs = 500, visibleMs = 900;
const platforms: Readonly<Record<string, HostInfo['platform']>> = { win32: 'windows', darwin: 'macos', linux: 'linux' };

void app.whenReady().then(begin).catch((error: unknown) => {
  dialog.showErrorBox('FrameWright', error instanceof Error ? error.message : String(error));
  app.quit();
});
// Electron would end at once; the daemon is told first that the editor has gone.
app.on('window-all-closed', () => undefined);

async function begin(): Promise<void> {
  const opened = await openModule(() => __non_webpack_require__(`./${moduleName}`)), program = await readProgram(join(__dirname, 'framewright.json'));
  const window = openWindow(), { host, tell, close } = hostOf(opened, window, program);
  const link = createPanelLink(host, lineTo(program));
  link.host.subscribe((event) => { if (event.kind === 'command' && event.command.name === 'open') show(window); });
  const stop = serveBridge(portOf(window), link);
  window.on('closed', () => {
    stop();
    close();
    void link.transport.close().finally(() => opened.module.CleanUp()).finally(() => app.quit());
  });
  void opened.module.RegisterCallback('ResolveQuit', () => app.quit());
  setMenu = async (items) => Menu.setApplicationMenu(items.length === 0 ? null : Menu.buildFromTemplate([{ label: 'FrameWright', submenu: templateOf(items, tell) }]));
  await window.loadFile(join(__dirname, 'index.html'));
}
let setMenu: Host['setMenu'] = async () => undefined;

function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 420, height: 760, minWidth: 240, minHeight: 320, show: false, title: 'FrameWright', backgroundColor: '#28282e',
    webPreferences: { preload: join(__dirname, 'preload.js'), contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  window.on('ready-to-show', () => window.show());
  // The page shows itself and nothing else; links are opened by the system.
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  return window;
}

function show(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function hostOf({ resolve, module }: Opened, window: BrowserWindow, program: Program | null) {
  return createResolveHost({
    resolve, module, platform: platforms[process.platform] ?? 'unknown', locale: app.getLocale(), startsDaemon: program !== null, join, open, setMenu: (items) => setMenu(items),
    isThere: (path) => new Promise((answer) => { access(path, constants.R_OK, (error) => answer(error === null)); }),
    pace: () => (window.isDestroyed() || !window.isVisible() || window.isMinimized() ? null : window.isFocused() ? focusedMs : visibleMs),
  });
}

const open: Host['open'] = async ({ kind, target }) => {
  if (kind === 'folder-of') return shell.showItemInFolder(target);
  // Anything but a page could start a program.
  if (!/^https?:\/\//.test(target)) throw failed('open', 'Only web pages are opened.');
  await shell.openExternal(target);
};

/** Without the installer's note the usual ports are tried and a code is typed. */
function lineTo(program: Program | null): LineOptions {
  const maker = { client: 'resolve', WebSocket: WebSocket as unknown as SocketMaker };
  if (program) return { ...maker, keep: createKeep(program), find: () => findPort(program), obtainCode: () => obtainCode(program), start: () => startDaemon(program) };
  let token: string | null = null;
  return { ...maker, keep: { read: async () => token, write: async (fresh) => { token = fresh; } } };
}

/** Text to and from our own page only. */
const portOf = (window: BrowserWindow): Port => ({
  post(text) { if (!window.isDestroyed()) window.webContents.send(channel, text); },
  listen(hear) {
    ipcMain.on(channel, ({ sender }, text) => { if (sender === window.webContents && typeof text === 'string') hear(text); });
    return () => ipcMain.removeAllListeners(channel);
  },
});

function templateOf(items: readonly MenuItem[], tell: (event: HostEvent) => void): MenuTemplate[] {
  return items.map(({ id, label, enabled, checked, items: below }) => {
    if (below) return { id, label, enabled, submenu: templateOf(below, tell) };
    const command = commandOf(id);
    if (!command) throw new FrameWrightError('unknown-name', { kind: 'command of panels', name: id, known: 'those of framewright panel', nearest: 'restore' });
    return { id, label, enabled, type: checked === undefined ? 'normal' : 'checkbox', checked, click: () => tell({ kind: 'command', command }) };
  });
}
