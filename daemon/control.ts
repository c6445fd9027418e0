// The daemon as a process that the command line looks after.
import { spawnSync } from 'node:child_process';
import { createClient } from '../shared/client.ts';
import type { DaemonControl } from './cli/command.ts';
import { connectDaemon, stopDaemon, type ConnectOptions } from './connect.ts';
import { logFileOf, readLogLines } from './log-file.ts';
import { forgetToken } from './server/token.ts';

export function createControl({ home, client }: Pick<ConnectOptions, 'home' | 'client'>): DaemonControl {
  return {
    find: () => connectDaemon({ home, client, start: 'never' }),
    start: async () => (await connectDaemon({ home, client, start: 'stays' }))!,
    stop: () => stopDaemon(home),
    apart: async () => {
      const { createInProcessTransport } = await import('./server/in-process.ts');
      return createClient(createInProcessTransport({ home }));
    },
    logFile: logFileOf(home), logLines: async (most) => readLogLines(home, most),
    forget: () => forgetToken(home),
  };
}

/** Shows a page in the user's browser; false where there is no desktop. */
export async function openPage(url: string, environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [program, ...words] = platform === 'darwin' ? ['open', url] : platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', url] : ['xdg-open', url];
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) return false;
  const { status, error } = spawnSync(program!, words, { stdio: 'ignore', windowsHide: true, timeout: 10_000 });
  return !error && status === 0;
}
