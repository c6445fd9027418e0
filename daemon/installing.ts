// The installer of this machine, as the command line is given it.
import os from 'node:os';
import { join } from 'node:path';
import type { Installer } from '../shared/installing.ts';
import type { LeavingSituation } from '../installer/install.ts';
import type { Surroundings } from '../installer/places.ts';
import type { DaemonControl } from './cli/command.ts';
import { daemonFlags, findDaemon } from './connect.ts';
import { version } from './version.ts';

export type InstallingOptions = { /** Absolute. */ readonly home: string; readonly environment: NodeJS.ProcessEnv; readonly daemon: DaemonControl; readonly tell: (line: string) => void };

/** Loaded when it is asked: other commands do without it. */
export function lazyInstaller(options: InstallingOptions): Installer {
  let loaded: Promise<Installer> | null = null;
  const installer = (): Promise<Installer> => (loaded ??= createInstalling(options));
  return {
    installChanges: async (wish) => (await installer()).installChanges(wish), uninstallChanges: async (wish) => (await installer()).uninstallChanges(wish),
    make: async (changes, said) => (await installer()).make(changes, said), status: async () => (await installer()).status(),
  };
}

async function createInstalling({ home, environment, daemon, tell }: InstallingOptions): Promise<Installer> {
  const { createInstaller } = await import('../installer/installer.ts');
  return createInstaller({
    surroundings: surroundingsOf(home, environment), tell, daemonRuns: async () => await findDaemon(home) !== null,
    forget: () => whatToForget(home, daemon),
  });
}

function surroundingsOf(home: string, environment: NodeJS.ProcessEnv): Surroundings {
  const domain = environment.USERDOMAIN;
  return {
    platform: process.platform, architecture: process.arch, libc: process.platform === 'linux' ? libcOf() : null, userFolder: os.homedir(), user: (domain ? `${domain}\\` : '') + os.userInfo().username,
    environment, home, homeIsNamed: Boolean(environment.FRAMEWRIGHT_HOME), root: join(import.meta.dirname, '..'), version, daemonFlags,
  };
}

/** Node says which glibc it was linked with; with musl it says none. */
const libcOf = (): 'glibc' | 'musl' => ((process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header.glibcVersionRuntime ? 'glibc' : 'musl');

/** Unfinished jobs keep folders beside their results, and the keychain may hold the token: neither lies in the data folder. */
async function whatToForget(home: string, daemon: DaemonControl): Promise<LeavingSituation['forget']> {
  const { existsSync } = await import('node:fs');
  if (!existsSync(join(home, 'jobs.db'))) return [];
  const client = await daemon.find() ?? await daemon.apart();
  try {
    const unfinished = (await client.jobs({ limit: 10_000 })).filter(({ state }) => state !== 'done');
    return [
      ...unfinished.flatMap(({ id, state }) => [...(['cancelled', 'failed'].includes(state) ? [] : [{ says: `Stop job ${id}, which is ${state}:`, words: ['cancel', id] }]), { says: `Remove the unfinished files of job ${id}:`, words: ['remove', id] }]),
      { says: 'Forget the token by which programs are let in:', words: ['daemon', 'forget'] },
    ];
  } finally { await client.close(); }
}
