// The daemon as a process that the command line looks after.
import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { createClient } from '../shared/client.ts';
import { FrameWrightError } from '../shared/errors.ts';
import type { Change, DaemonControl } from './cli/command.ts';
import { connectDaemon, daemonEntry, daemonFlags, stopDaemon, type ConnectOptions } from './connect.ts';
import { logFileOf, readLogLines } from './log-file.ts';
import { loginChanges } from './login.ts';

export function createControl({ home, client, environment, platform = process.platform }: Pick<ConnectOptions, 'home' | 'client'> & { readonly environment: NodeJS.ProcessEnv; readonly platform?: NodeJS.Platform }): DaemonControl {
  // Windows would show a window for as long as the daemon runs, so there a command starts it and ends.
  const command = platform === 'win32' ? [process.execPath, join(import.meta.dirname, 'main.ts'), 'daemon', 'start'] : [process.execPath, ...daemonFlags, daemonEntry];
  return {
    find: () => connectDaemon({ home, client, start: 'never' }),
    start: async () => (await connectDaemon({ home, client, start: 'stays' }))!,
    stop: () => stopDaemon(home),
    apart: async () => {
      const { createInProcessTransport } = await import('./server/in-process.ts');
      return createClient(createInProcessTransport({ home }));
    },
    logFile: logFileOf(home), logLines: async (most) => readLogLines(home, most),
    changes: (install) => loginChanges(install, { platform, userFolder: os.homedir(), user: userOf(environment), configFolder: environment.XDG_CONFIG_HOME, home, command }),
    make: makeChange,
  };
}

/** `DOMAIN\name` on Windows. */
const userOf = ({ USERDOMAIN: domain }: NodeJS.ProcessEnv): string => (domain ? `${domain}\\` : '') + os.userInfo().username;

async function makeChange({ says, file, run }: Change): Promise<void> {
  try {
    if (file) await putFile(file);
  } catch (cause) {
    throw new FrameWrightError('daemon-failed', { why: `${says} ${(cause as Error).message}.` }, { cause });
  }
  if (!run) return;
  const { status, stderr, error } = spawnSync(run[0]!, run.slice(1), { encoding: 'utf8', windowsHide: true });
  if (error || status !== 0) throw new FrameWrightError('daemon-failed', { why: `${says} ${error?.message ?? (stderr.trim() || `${run[0]} ended with status ${status}`)}.` }, { cause: error });
}

async function putFile({ path, text, utf16 }: NonNullable<Change['file']>): Promise<void> {
  if (text === null) return rm(path, { force: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, utf16 ? Buffer.from(`\uFEFF${text}`, 'utf16le') : text);
}

/** Shows a page in the user's browser; false where there is no desktop. */
export async function openPage(url: string, environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [program, ...words] = platform === 'darwin' ? ['open', url] : platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', url] : ['xdg-open', url];
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) return false;
  const { status, error } = spawnSync(program!, words, { stdio: 'ignore', windowsHide: true, timeout: 10_000 });
  return !error && status === 0;
}
