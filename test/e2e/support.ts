// The command line as a person runs it: a process of its own, with a data folder and so a daemon of its own.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { daemonEnvironment, endDaemon, killDaemon } from '../fixtures/daemon.ts';
import { borrowMeasurement, lendMeasurement } from '../fixtures/measured.ts';

export const root = join(import.meta.dirname, '..', '..');

export type Ran = { readonly status: number; readonly out: string; readonly err: string; /** The JSON lines of the output. */ values<Value = Record<string, unknown>>(): Value[] };
export type Desk = { readonly folder: string; readonly home: string; run(...args: string[]): Promise<Ran>; path(...names: string[]): string; files(): Promise<string[]>; clear(): Promise<void>; /** What a command needs to find this desk's daemon. */ readonly environment: NodeJS.ProcessEnv; /** kill -9 of the daemon, and with it of its workers. */ killDaemon(): Promise<void> };

/** A folder to work in and a command that works there. */
export async function openDesk(environment: NodeJS.ProcessEnv = {}): Promise<Desk> {
  const base = await mkdtemp(join(tmpdir(), 'framewright-e2e-'));
  const folder = join(base, 'clips'), home = join(base, 'home');
  const whole = { ...process.env, NO_COLOR: '1', ...daemonEnvironment(home), ...environment };
  await mkdir(folder);
  await borrowMeasurement(home);
  return {
    folder, home, path: (...names) => join(folder, ...names),
    run: (...args) => new Promise((resolve) => {
      execFile(process.execPath, [join(root, 'daemon', 'main.ts'), ...args], { cwd: folder, env: whole, maxBuffer: 1 << 28 }, (error, out, err) => {
        const status = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        resolve({ status, out, err, values: () => out.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line) as never) });
      });
    }),
    files: async () => (await readdir(folder, { recursive: true })).map(String).sort(),
    environment: whole, killDaemon: () => killDaemon(home),
    async clear() {
      await endDaemon(home);
      await lendMeasurement(home);
      await rm(base, { recursive: true, force: true });
    },
  };
}
