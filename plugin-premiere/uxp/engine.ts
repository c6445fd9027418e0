// UXP itself, as far as the script uses it.
import type { shell, secureStorage } from 'uxp';
import type { SocketLike, SocketMaker } from '../../shared/line.ts';
import type { Appearance } from '../../shared/panel/host.ts';
import type { Keep } from '../../shared/panel/bridge/entry.ts';
import type { Port } from '../../shared/panel/bridge/messages.ts';
import type { UxpItem, UxpItems } from './menu.ts';

export type Uxp = {
  readonly entrypoints: { setup(points: EntryPoints): void; getPanel(id: string): { readonly menuItems: UxpItems } | null };
  readonly shell: Pick<typeof shell, 'openPath' | 'openExternal'>;
  readonly storage: { readonly secureStorage: Pick<typeof secureStorage, 'getItem' | 'setItem'> };
  readonly host: { readonly name: string; readonly version: string; readonly uiLocale: string }; readonly versions: { readonly uxp: string; readonly plugin: string };
};
export type EntryPoints = {
  readonly plugin: { create(): void; destroy(): void };
  readonly panels: Readonly<Record<string, { show(): void; readonly menuItems: readonly UxpItem[]; invokeMenu(id: string): void }>>;
  readonly commands: Readonly<Record<string, { run(): void }>>;
};
/** The outer document. `theme` is told by Premiere alone. */
export type Outer = {
  getElementById(id: string): WebView | null;
  readonly theme?: { getCurrent(): string };
};
export type WebView = { postMessage(message: string): void };
export type OuterWindow = { addEventListener(kind: 'message', listener: (event: { readonly data: unknown }) => void): void; removeEventListener(kind: 'message', listener: (event: { readonly data: unknown }) => void): void };

export const pageId = 'page';

/** The page inside the WebView. Whatever else it says is passed over. */
export function portTo(page: WebView, window: OuterWindow): Port {
  return {
    post: (text) => page.postMessage(text),
    listen(hear) {
      const listener = ({ data }: { readonly data: unknown }): void => { if (typeof data === 'string') hear(data); };
      window.addEventListener('message', listener);
      return () => window.removeEventListener('message', listener);
    },
  };
}

const secret = 'framewright.token';

/** The token, where UXP keeps secrets: as bytes, of which it has no decoder. A store that was lost counts as empty. */
export const keepIn = ({ secureStorage }: Uxp['storage']): Keep => ({
  async read() {
    const bytes = await secureStorage.getItem(secret).catch(() => null) as Uint8Array | null;
    return bytes && bytes.length > 0 ? String.fromCharCode(...bytes) : null;
  },
  write: (token) => secureStorage.setItem(secret, token),
});

/** What was seen of Premiere's panels at each brightness; null where it was not. */
const grounds: Readonly<Record<string, string>> = { darkest: '#1d1d1d' };
/** UXP scales the panel itself; its pixels are always those of 100 %. */
export function appearanceOf({ theme }: Outer): Appearance {
  const name = theme?.getCurrent() ?? 'dark';
  return { theme: name.includes('light') ? 'light' : 'dark', background: grounds[name] ?? null, scale: 1 };
}

export const localeOf = ({ host }: Uxp): string => (host.uiLocale || 'en_US').replace('_', '-');
export const platformOf = (platform: string): 'windows' | 'macos' | 'unknown' => (/^win/i.test(platform) ? 'windows' : /darwin|mac/i.test(platform) ? 'macos' : 'unknown');

/** Sockets of a UXP whose manifest does not permit an address throw at once; for the line that is one that closed. `refused` is why. */
export function createSockets(real: SocketMaker): { readonly WebSocket: SocketMaker; refused(): string | null } {
  let why: string | null = null;
  function WebSocket(url: string, protocols: string[]): SocketLike {
    try {
      return new real(url, protocols);
    } catch (error) {
      why = `${url}: ${error instanceof Error ? error.message : String(error)}`;
      return closedSocket();
    }
  }
  return { WebSocket: WebSocket as unknown as SocketMaker, refused: () => why };
}

const closedSocket = (): SocketLike => ({
  binaryType: 'arraybuffer', readyState: 3, send() { /* Nobody is there. */ }, close() { /* It is. */ },
  addEventListener(kind, listener) { if (kind === 'close') setTimeout(() => (listener as unknown as (event: { code: number }) => void)({ code: 1006 }), 0); },
});
