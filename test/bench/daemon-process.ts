// The real daemon as a process of its own, with what it spends.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { compiledBefore, connectDaemon, daemonEntry, daemonFlags } from '../../daemon/connect.ts';
import type { Client } from '../../shared/client.ts';

export type Started = { readonly pid: number; readonly home: string; /** Milliseconds from its start until it had answered `describe`, and CPU seconds until then. */ readonly answeredMs: number; readonly startCpu: number | null; stop(): Promise<void> };
/** CPU seconds of all its threads since it started, and resident bytes; without its workers. */
export type Spending = { readonly cpu: number; readonly rss: number };

/** What keeps a daemon apart from the user's own. */
export const apart = (home: string): NodeJS.ProcessEnv => ({ ...compiledBefore(process.env), FRAMEWRIGHT_HOME: home, FRAMEWRIGHT_PORT: '0', FRAMEWRIGHT_KEYCHAIN: 'off' });

/** @throws Error when it does not begin to listen. */
export async function startDaemon(home: string, environment: NodeJS.ProcessEnv = {}): Promise<Started> {
  mkdirSync(home, { recursive: true });
  const begun = performance.now();
  const child = spawn(process.execPath, [...daemonFlags, daemonEntry], { cwd: home, env: { ...apart(home), ...environment }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => { throw new Error(`the daemon ended with status ${code}`); })]) as [{ kind: string }];
  if (message.kind !== 'listening') throw new Error(`the daemon did not listen: ${JSON.stringify(message)}`);
  const client = await connect({ home }, 'bench');
  await client.describe({});
  const answeredMs = performance.now() - begun, pid = child.pid!;
  await client.close();
  return { pid, home, answeredMs, startCpu: spendingOf({ pid })?.cpu ?? null, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** A client over the WebSocket, as the command line has one. */
export async function connect({ home }: Pick<Started, 'home'>, name: string): Promise<Client> {
  const client = await connectDaemon({ home, start: 'never', client: name });
  if (!client) throw new Error(`no daemon runs in ${home}`);
  return client;
}

/** Null where the system does not tell (everywhere but on Linux). */
export function spendingOf({ pid }: Pick<Started, 'pid'>): Spending | null {
  if (!existsSync(`/proc/${pid}/task`)) return null;
  // Nanoseconds on a processor: https://docs.kernel.org/scheduler/sched-stats.html
  const spent = readdirSync(`/proc/${pid}/task`).map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]));
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1];
  return { cpu: spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9, rss: Number(kibibytes) * 1024 };
}
