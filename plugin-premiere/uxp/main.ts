// The script of the plugin: everything that Premiere lets only it do, lent to the page in the WebView.
import './engine-gaps.ts';
import '../../shared/panel/older-browsers.ts';
import type { premierepro } from '@adobe/premierepro';
import type { SocketMaker } from '../../shared/line.ts';
import type { Command } from '../../shared/panel/host.ts';
import { createPanelLink } from '../../shared/panel/bridge/panel-link.ts';
import { serveBridge } from '../../shared/panel/bridge/serve.ts';
import type { Port } from '../../shared/panel/bridge/messages.ts';
import { commandOf } from '../../shared/panel/menu.ts';
import { appearanceOf, createSockets, keepIn, localeOf, pageId, platformOf, portTo, type Outer, type OuterWindow, type Uxp } from './engine.ts';
import { createUxpHost } from './host.ts';
import { commandNames, panelId } from './commands.ts';
import { fillMenu } from './menu.ts';

const premiere = require('premierepro') as premierepro, uxp = require('uxp') as Uxp, os = require('os') as { platform(): string };
const outer = document as unknown as Outer, sockets = createSockets(WebSocket as unknown as SocketMaker);
/** What the installer registers: it starts the daemon. */
const startLink = 'framewright://start';

const { host, hearing } = createUxpHost({
  api: premiere, engine: `UXP ${uxp.versions.uxp.replace(/^uxp-/, '')}`, platform: platformOf(os.platform()), locale: localeOf(uxp), appearance: () => appearanceOf(outer), refusedNetwork: sockets.refused,
  openPath: (path) => uxp.shell.openPath(path, 'FrameWright shows where the file lies.'), openLink: (url) => uxp.shell.openExternal(url, 'FrameWright opens this page in your browser.'),
  setMenu(items) {
    const panel = uxp.entrypoints.getPanel(panelId);
    if (panel) fillMenu(panel.menuItems, items);
  },
});
const link = createPanelLink(host, {
  client: 'panel-premiere', keep: keepIn(uxp.storage), WebSocket: sockets.WebSocket,
  async start() {
    const refused = await uxp.shell.openExternal(startLink, 'FrameWright starts its daemon, which does the work.');
    if (refused) throw new Error(refused);
  },
});
const page = outer.getElementById(pageId)!, port = portTo(page, window as unknown as OuterWindow), waiting = createWaiting(port);

// Premiere takes entry points once, and at once.
uxp.entrypoints.setup({
  plugin: { create() { /* This script has run by then. */ }, destroy() { void link.transport.close(); } },
  panels: { [panelId]: { show() { /* The page is in the document already. */ }, menuItems: [], invokeMenu: (id) => { tell(commandOf(id)); } } },
  commands: Object.fromEntries(commandNames.map((name) => [name, { run: () => { tell({ name, preset: null }); } }])),
});
serveBridge(port, link);

function tell(command: Command | null): void {
  if (command) waiting.untilShown(() => hearing.tell({ kind: 'command', command }));
}

/** A command of Premiere's menu may come before the panel was ever shown: the last one waits for its page. */
function createWaiting({ listen }: Port): { untilShown(work: () => void): void } {
  let shown = false, last: (() => void) | null = null;
  /** For the page to draw itself once it has said hello, ms. */
  const drawMs = 300;
  const stop = listen(() => {
    stop();
    setTimeout(() => {
      shown = true;
      last?.();
      last = null;
    }, drawMs);
  });
  return { untilShown(work) { if (shown) work(); else last = work; } };
}
