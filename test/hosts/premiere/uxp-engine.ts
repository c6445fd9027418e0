// UXP without Premiere: the built script of the plugin runs in a context that has UXP's globals and no others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import type { Manifest } from '../../../plugin-premiere/uxp/manifest.ts';
import type { EntryPoints } from '../../../plugin-premiere/uxp/engine.ts';
import type { UxpItem } from '../../../plugin-premiere/uxp/menu.ts';
import type { Port } from '../../../shared/panel/bridge/messages.ts';
import type { Premiere } from './premiere.ts';
import { createUxpApi } from './uxp.ts';

export type EngineOptions = {
  /** The built plugin. */ readonly panel: string; readonly premiere: Premiere;
  /** Ports behind which somebody is, by the ports that the plugin knows; others are closed. */ readonly ports?: ReadonlyMap<number, number>;
  /** How much quicker the script's clock runs. */ readonly speed?: number;
  /** Premiere refuses every address of the manifest. */ readonly refusesDomains?: boolean;
  readonly secrets?: Map<string, Uint8Array>; readonly theme?: string; /** What opening something answers. */ readonly open?: (target: string) => string;
};
export type UxpEngine = {
  readonly manifest: Manifest; /** The page's end. */ readonly page: Port; readonly opened: string[]; readonly secrets: Map<string, Uint8Array>; readonly menu: UxpItem[]; theme: string;
  /** Chooses a command of the menu Window > UXP Plugins. */ command(id: string): void;
  /** Chooses an item of the panel's flyout menu. */ flyout(id: string): void;
  unload(): void;
};

/** What Chrome's engine has and UXP's was never said to have. */
const lacking = 'delete Promise.withResolvers; delete Object.hasOwn; delete Array.prototype.at; delete globalThis.WebAssembly; delete globalThis.SharedArrayBuffer; delete globalThis.Atomics;';

export function runPlugin({ panel, premiere, ports = new Map(), speed = 1, refusesDomains = false, secrets = new Map(), theme = 'darkest', open = () => '' }: EngineOptions): UxpEngine {
  const manifest = JSON.parse(readFileSync(join(panel, 'manifest.json'), 'utf8')) as Manifest, fromPage = new Set<(event: { data: unknown }) => void>(), toPage = new Set<(text: string) => void>();
  const opened: string[] = [], menu: UxpItem[] = [], timers = new Set<ReturnType<typeof setTimeout>>(), sockets = new Set<WebSocket>(), look = { theme };
  let points: EntryPoints | null = null;
  const launch = async (target: string, scheme: string | null): Promise<string> => {
    if (scheme !== null && !manifest.requiredPermissions.launchProcess.schemes.includes(scheme)) return 'Permission denied to the url';
    opened.push(target);
    return open(target);
  };
  const uxp = {
    versions: { uxp: 'uxp-8.1.0', plugin: manifest.version }, host: { name: 'premierepro', version: premiere.version, uiLocale: 'en_US' },
    shell: { openExternal: (url: string) => launch(url, url.split(':')[0]!), openPath: (path: string) => launch(path, null) },
    storage: { secureStorage: secureStorage(secrets) },
    entrypoints: {
      setup(given: EntryPoints): void {
        if (points) throw new Error('entrypoints.setup was called more than once');
        const known = new Set(manifest.entrypoints.map(({ id }) => id));
        for (const id of [...Object.keys(given.panels), ...Object.keys(given.commands)]) if (!known.delete(id)) throw new Error(`entrypoints.setup: the manifest has no ${id}`);
        if (known.size > 0) throw new Error(`entrypoints.setup: nothing for ${[...known].join(', ')}`);
        points = given;
      },
      getPanel: (id: string) => (points?.panels[id] ? { menuItems: flyout(menu) } : null),
    },
  };
  const modules: Readonly<Record<string, unknown>> = { premierepro: createUxpApi(premiere), uxp, os: { platform: () => 'darwin' } };
  const view = { postMessage: (message: unknown) => { const text = JSON.parse(JSON.stringify(message)) as string; setImmediate(() => { for (const hear of [...toPage]) hear(text); }); } };
  const sleep = (work: () => void, ms = 0): unknown => {
    const timer = setTimeout(() => { timers.delete(timer); work(); }, ms / speed);
    timers.add(timer);
    return timer;
  };
  const stop = (timer: ReturnType<typeof setTimeout>): void => { timers.delete(timer); clearTimeout(timer); };
  const globals = {
    require(name: string): unknown {
      if (!modules[name]) throw new Error(`Cannot find module '${name}'`);
      return modules[name];
    },
    setTimeout: sleep, clearTimeout: stop, setInterval: (work: () => void, ms: number) => { const timer = setInterval(work, ms / speed); timers.add(timer); return timer; }, clearInterval: stop,
    WebSocket: socketsOf(manifest, ports, refusesDomains, sockets),
    document: { getElementById: (id: string) => (id === 'page' ? view : null), theme: { getCurrent: () => look.theme } },
    console: { log() { /* Nobody reads it. */ } },
  };
  const context = createContext({ ...globals, window: { addEventListener: (_: string, hear: (event: { data: unknown }) => void) => fromPage.add(hear), removeEventListener: (_: string, hear: (event: { data: unknown }) => void) => fromPage.delete(hear) } }, { codeGeneration: { strings: false, wasm: false } });
  runInContext(lacking, context);
  runInContext(readFileSync(join(panel, 'main.js'), 'utf8'), context, { filename: 'main.js' });
  return {
    manifest, opened, secrets, menu,
    get theme() { return look.theme; }, set theme(name) { look.theme = name; },
    page: {
      post: (text) => { setImmediate(() => { for (const hear of [...fromPage]) hear({ data: text }); }); },
      listen(hear) { toPage.add(hear); return () => { toPage.delete(hear); }; },
    },
    command: (id) => points!.commands[id]!.run(),
    flyout: (id) => Object.values(points!.panels)[0]!.invokeMenu(id),
    unload() {
      points?.plugin.destroy();
      for (const timer of timers) clearTimeout(timer);
      for (const socket of sockets) socket.close();
    },
  };
}

/** As UXP keeps secrets: bytes, and nothing for what is not there. */
const secureStorage = (secrets: Map<string, Uint8Array>) => ({
  async getItem(key: string) { return secrets.get(key) ?? null; },
  async setItem(key: string, value: string) { if (!value) throw new Error('The value is empty'); secrets.set(key, new TextEncoder().encode(value)); },
  async removeItem(key: string) { if (!secrets.delete(key)) throw new Error('Not found'); },
});

const flyout = (items: UxpItem[]) => ({
  get size() { return items.length; },
  insertAt(index: number, item: UxpItem) { if (index > items.length) throw new Error('Invalid index'); items[index] = item; },
  removeAt(index: number) { items.splice(index, 1); },
});

/** Clients only, and only to addresses that the manifest lists. */
function socketsOf({ requiredPermissions: { network: { domains } } }: Manifest, ports: ReadonlyMap<number, number>, refuses: boolean, open: Set<WebSocket>) {
  return function UxpWebSocket(url: string, protocols: string[]): WebSocket {
    const { origin, port, pathname } = new URL(url);
    if (refuses || (domains !== 'all' && !domains.includes(origin))) throw new Error(`Permission denied to the url ${url}. Manifest entry not found.`);
    const socket = new WebSocket(`ws://127.0.0.1:${ports.get(Number(port)) ?? 1}${pathname}`, protocols);
    open.add(socket);
    socket.addEventListener('close', () => open.delete(socket));
    return socket;
  };
}
