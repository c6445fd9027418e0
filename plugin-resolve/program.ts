// The program behind the panel: where the installer put it, and what is asked of it from here.
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FrameWrightError } from '../shared/errors.ts';
import type { Keep } from '../shared/panel/bridge/entry.ts';

/** `command`: program and first arguments; `home`: folder of settings and jobs, absolute. */
export type Program = { readonly command: readonly [string, ...string[]]; readonly home: string };

/** What the installer wrote beside the panel; null where it wrote none or somebody broke it. */
export async function readProgram(file: string): Promise<Program | null> {
  try {
    const { command, home } = JSON.parse(await readFile(file, 'utf8')) as Partial<Program>;
    return Array.isArray(command) && command.length > 0 && command.every((one) => typeof one === 'string') && typeof home === 'string' ? { command, home } : null;
  } catch {
    return null;
  }
}

/** The port that the daemon's discovery file names; null where there is none. */
export async function findPort({ home }: Program): Promise<number | null> {
  try {
    const { port } = JSON.parse(await readFile(join(home, 'daemon.json'), 'utf8')) as { readonly port?: unknown };
    return Number.isInteger(port) ? port as number : null;
  } catch {
    return null;
  }
}

/** A token for this user alone, in the data folder, with which it goes. */
export function createKeep({ home }: Program): Keep {
  const file = join(home, 'panels', 'resolve.token');
  return {
    read: async () => (await readFile(file, 'utf8').catch(() => '')).trim() || null,
    async write(token) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await rm(file, { force: true });
      await writeFile(file, `${token}\n`, { mode: 0o600 });
      await chmod(file, 0o600);
    },
  };
}

/** Node on this machine may be started with other settings by Electron's own variables. */
const environmentOf = ({ home }: Program): NodeJS.ProcessEnv => {
  const { ELECTRON_RUN_AS_NODE: _, NODE_OPTIONS: __, ...rest } = process.env;
  return { ...rest, FRAMEWRIGHT_HOME: home };
};
const longestMs = 60_000;

/** A pairing code, which also starts the daemon where none runs. @throws Error with the program's words. */
export function obtainCode(program: Program): Promise<string | null> {
  const [file, ...first] = program.command;
  return new Promise((resolve, reject) => {
    execFile(file, [...first, 'pair', '--json'], { env: environmentOf(program), timeout: longestMs, windowsHide: true }, (error, stdout) => {
      if (error) return reject(error);
      const code = /"code":\s*"(\d{6})"/.exec(stdout)?.[1];
      resolve(code ?? null);
    });
  });
}

/** Resolves when the program runs; the daemon goes on when the panel ends. @throws FrameWrightError `daemon-failed`. */
export function startDaemon(program: Program): Promise<void> {
  const [file, ...first] = program.command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...first, 'daemon', 'start'], { env: environmentOf(program), detached: true, stdio: 'ignore', windowsHide: true });
    child.once('error', (error) => reject(new FrameWrightError('daemon-failed', { why: `${file}: ${error.message}` })));
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
