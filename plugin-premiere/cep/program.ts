// The program behind the panel: where the installer says that it is, its daemon, and the token with which the panel gets in.
import type { LineOptions } from '../../shared/panel/bridge/line.ts';
import type { Desk } from './desk.ts';

/** `home` is the data folder; `command` starts FrameWright's command line and is null where the installer wrote none. */
export type Program = { readonly home: string; readonly command: readonly string[] | null; readonly isInstalled: boolean };

/** The data folder where nothing else is said: that of the program. */
export function usualHome({ platform, home, variables }: Pick<Desk, 'platform' | 'home' | 'variables'>): string {
  if (variables.FRAMEWRIGHT_HOME) return variables.FRAMEWRIGHT_HOME;
  if (platform === 'windows') return `${variables.LOCALAPPDATA ?? `${home}\\AppData\\Local`}\\FrameWright`;
  return platform === 'macos' ? `${home}/Library/Application Support/FrameWright` : `${variables.XDG_DATA_HOME || `${home}/.local/share`}/framewright`;
}

/** What the installer wrote beside the extension: `{ command, home }`. */
export async function readProgram(desk: Desk, extension: string): Promise<Program> {
  const written = parse(await desk.readText(`${extension}/framewright.json`)), { command, home } = written;
  const usable = Array.isArray(command) && command.length > 0 && command.every((part) => typeof part === 'string') ? command as string[] : null;
  return { home: typeof home === 'string' && home !== '' ? home : usualHome(desk), command: usable, isInstalled: usable !== null };
}

function parse(text: string | null): { readonly command?: unknown; readonly home?: unknown; readonly port?: unknown; readonly code?: unknown } {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch { return {}; }
}

/** The line to the daemon: its discovery file, a token kept for the user alone, pairing by the program itself where it can be run. */
export function lineOptions(desk: Desk, { home, command }: Program): LineOptions {
  const token = `${home}/panels/premiere-cep.token`, environment = { FRAMEWRIGHT_HOME: home };
  return {
    client: 'premiere-cep',
    keep: {
      read: async () => (await desk.readText(token))?.trim() || null,
      write: (text) => desk.writeText(token, `${text}\n`, true),
    },
    async find() {
      const { port } = parse(await desk.readText(`${home}/daemon.json`));
      return typeof port === 'number' && Number.isInteger(port) && await desk.listens(port) ? port : null;
    },
    // Chromium lets a page wait longer for each WebSocket the more of them have failed, so none is tried where the discovery file can be read.
    ...(desk.platform === 'unknown' ? {} : { ports: [] }),
    ...(command ? {
      async obtainCode() {
        const { code } = parse(await desk.output([...command, 'pair', '--json'], environment));
        return typeof code === 'string' && /^\d{6}$/.test(code) ? code : null;
      },
      start: () => desk.launch([...command, 'daemon', 'start'], environment),
    } : {}),
  };
}
