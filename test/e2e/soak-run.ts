// Many tiny jobs while workers and the daemon are killed at random: what was asked for must be there once, and nothing else.
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DaemonInfo } from '../../shared/daemon.ts';
import type { JobSummary } from '../../shared/job.ts';
import type { OperationName, RequestOf, ResponseOf } from '../../shared/operations.ts';
import { sha256Of } from '../../daemon/worker/manifest.ts';

export type Soak = {
  /** The clip that every job restores a copy of. */ readonly clip: string; readonly folder: string; readonly home: string;
  readonly jobs: number; readonly kills: number; readonly seed: number; onProgress?(done: number, kills: number): void;
};
export type Soaked = {
  readonly summaries: readonly JobSummary[]; readonly kills: { readonly workers: number; readonly daemons: number };
  /** Everything in the folder of the jobs, sorted. */ readonly files: readonly string[]; /** Different contents among the results. */ readonly contents: number;
  /** Bytes that the last daemon held, each after another tenth of its jobs. */ readonly memory: readonly number[];
};

const submitted = 50, pollMs = 30;
/** The daemon is killed only before this share of the jobs is done, so that the last one lives long enough to be watched. */
const daemonShare = 0.3;
const wish = { quality: 'fast', scale: '1', stages: { denoise: { strength: 'off' as const } } };

export async function soak({ clip, folder, home, jobs, kills, seed, onProgress = () => {} }: Soak): Promise<Soaked> {
  const random = randomBy(seed), names = Array.from({ length: jobs }, (_, i) => `clip-${String(i).padStart(4, '0')}`), sources = join(folder, 'sources');
  await mkdir(sources);
  await Promise.all(names.map((name) => copyFile(clip, join(sources, `${name}.mp4`))));
  let daemon = await startDaemon(home);
  const counted = { workers: 0, daemons: 0 }, memory: number[] = [];
  let starting: Promise<Daemon> | null = null;
  // Whoever notices its death first starts the next one; the store has room for one.
  const alive = async (): Promise<Daemon> => {
    if (daemon.hasEnded()) daemon = await (starting ??= startDaemon(home).finally(() => { starting = null; }));
    return daemon;
  };
  const submitting = submitAll(names, (name) => ({ path: join(sources, `${name}.mp4`), wish, key: name, planned: false, client: name.at(-1)!, output: `${folder}/` }), alive);
  for (let done = 0; done < jobs; await sleep(pollMs)) {
    const info = await (await alive()).call('describe', {}).catch(() => null);
    if (info === null) continue;
    done = (info as DaemonInfo).jobs.done;
    const total = counted.workers + counted.daemons;
    if (done > jobs * daemonShare && done >= jobs * (daemonShare + (memory.length + 1) * (1 - daemonShare) / 10)) memory.push(await daemon.memory());
    if (total >= kills || done < Math.floor(total * jobs / kills)) continue;
    await sleep(random() * 100);
    counted[strike(daemon, counted.daemons === 0 || (done < jobs * daemonShare && random() < 0.5), random)]++;
    onProgress(done, total + 1);
  }
  await submitting;
  const summaries = await (await alive()).call('jobs', { limit: 10_000 }), files = (await readdir(folder)).filter((name) => name !== 'sources').sort();
  const contents = new Set(await Promise.all(summaries.map(({ output }) => sha256Of(output))));
  await daemon.end();
  return { summaries, kills: counted, files, contents: contents.size, memory };
}

/** Every job is asked for until the daemon has said that it has it; the key makes it one. */
async function submitAll(names: readonly string[], requestOf: (name: string) => RequestOf<'submit'>, alive: () => Promise<Daemon>): Promise<void> {
  for (let left = [...names]; left.length > 0;) {
    const batch = left.slice(0, submitted), daemon = await alive();
    const answers = await Promise.allSettled(batch.map((name) => daemon.call('submit', requestOf(name))));
    const accepted = new Set(batch.filter((_, i) => answers[i]!.status === 'fulfilled'));
    left = left.filter((name) => !accepted.has(name));
    if (accepted.size === 0) await sleep(pollMs);
  }
}

/** Kills the daemon, or one of its workers where there is one and the system tells. */
function strike(daemon: Daemon, wantsDaemon: boolean, random: () => number): 'workers' | 'daemons' {
  const workers = wantsDaemon ? [] : daemon.workers();
  const victim = workers[Math.floor(random() * workers.length)];
  if (victim === undefined && !wantsDaemon && existsSync('/proc/self/task')) return 'workers';
  try { process.kill(victim ?? daemon.pid, 'SIGKILL'); } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; }
  return victim === undefined ? 'daemons' : 'workers';
}

type Daemon = {
  readonly pid: number; hasEnded(): boolean; workers(): number[];
  /** Rejects when the daemon dies before it answers. */
  call<Name extends OperationName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>>;
  memory(): Promise<number>; end(): Promise<void>;
};

async function startDaemon(home: string): Promise<Daemon> {
  const child = fork(new URL('./soak-daemon.ts', import.meta.url), [home], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>(), ready = Promise.withResolvers<unknown>();
  waiting.set(0, ready);
  let next = 1;
  const ended = new Promise<void>((resolve) => child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the daemon died'));
    resolve();
  }));
  child.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  });
  const ask = (name: string, request: unknown): Promise<unknown> => {
    if (hasExited(child)) return Promise.reject(new Error('the daemon died'));
    const asked = Promise.withResolvers<unknown>(), id = next++;
    waiting.set(id, asked);
    child.send({ id, name, request }, (error) => { if (error) asked.reject(error); });
    return asked.promise;
  };
  await ready.promise;
  return {
    pid: child.pid!, hasEnded: () => hasExited(child), call: ask as Daemon['call'], memory: () => ask('memory', null) as Promise<number>,
    workers() {
      try { return readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number); } catch { return []; }
    },
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
const hasExited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** A small generator, so that a failure can be repeated (Park and Miller's). */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
