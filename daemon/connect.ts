// Finds the daemon of a data folder, or starts it.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from '../shared/client.ts';
import { protocolVersion, type Discovery } from '../shared/daemon.ts';
import { errorFrom, FrameWrightError } from '../shared/errors.ts';
import { createSocketTransport, type Address } from '../shared/socket.ts';
import { isAlive } from './jobs/identity.ts';
import type { Started } from './life.ts';
import { logFileOf, readLogLines } from './log-file.ts';
import { readDiscovery } from './server/discovery.ts';
import { readToken } from './server/token.ts';
import { version as ownVersion } from './version.ts';

export type ConnectOptions = {
  /** Absolute. */ readonly home: string;
  /** Whether to start one where none runs; `stays`: until it is stopped, otherwise until nobody needs it. */ readonly start: 'never' | 'while-needed' | 'stays';
  /** What jobs of this client are called. */ readonly client: string;
  /** Takes what a person should know. */ readonly say?: (line: string) => void;
  /** Another version than this one's, for tests. */ readonly version?: string;
};

/** Starting takes well under a second where nothing else runs, ms. */
const startMs = 30_000;
const answerMs = 10_000, endMs = 40_000, successorMs = 5000, pollMs = 50;
/** A daemon that died under its clients is started again so often within `reviveMs`. */
const mostRevivals = 3, reviveMs = 60_000;
const goodbye = 1001;
/** The daemon itself only talks: a small nursery and one helper thread take 15 MiB less. */
export const daemonFlags: readonly string[] = ['--max-semi-space-size=1', '--v8-pool-size=1'];
export const daemonEntry = join(import.meta.dirname, 'daemon.ts');

/** A client of the daemon, or null where none runs and none is to be started. @throws FrameWrightError `daemon-failed`, `daemon-gone`, `daemon-version`, `store-locked`, `home-unwritable`. */
export async function connectDaemon(options: ConnectOptions): Promise<Client | null> {
  const found = await locateDaemon(options);
  if (!found) return null;
  const transport = createSocketTransport({ ...found, client: options.client, locate: relocate(options) });
  try {
    await within(transport.ready(), answerMs, `It is there, but does not answer at ${found.url}.`);
  } catch (error) {
    await transport.close();
    throw error;
  }
  return createClient(transport);
}

/** The daemon that runs, whatever its version; null where none does. A file of one that died, or whose number another process has now, names nobody. */
export async function findDaemon(home: string): Promise<Discovery | null> {
  const found = await readDiscovery(home);
  return found && isAlive(found) ? found : null;
}

/** Ends the daemon that runs and waits until it has; its process id, null where none ran. @throws FrameWrightError `daemon-gone` for one that does not end. */
export async function stopDaemon(home: string): Promise<number | null> {
  const found = await findDaemon(home);
  if (!found) return null;
  // Windows knows no signal to ask with; finished work is kept all the same.
  process.kill(found.pid, 'SIGTERM');
  for (const deadline = performance.now() + endMs; isAlive(found);) {
    if (performance.now() > deadline) throw new FrameWrightError('daemon-gone', { why: `Process ${found.pid} was asked to end and has not.` });
    await sleep(pollMs);
  }
  return found.pid;
}

async function locateDaemon(options: ConnectOptions): Promise<Address | null> {
  const { home, start } = options, deadline = performance.now() + startMs;
  for (let rival: FrameWrightError | null = null; ; await sleep(pollMs)) {
    const found = await findDaemon(home);
    if (found && await isUsable(found, options)) return addressOf(found, home);
    if (start === 'never') return null;
    if (performance.now() > deadline) throw rival ?? new FrameWrightError('daemon-failed', { why: 'It did not begin to listen.' });
    // Where several commands start one, the first has the store; the others find it when it listens.
    if (!rival || !isAlive({ pid: Number(rival.values.pid), boot: '', start: '' })) rival = await startDaemon(home, start === 'stays');
  }
}

/** Only told to a living daemon: its port cannot be anyone else's. */
async function addressOf({ port, pid }: Discovery, home: string): Promise<Address> {
  const kept = await readToken(home);
  if (!kept) throw new FrameWrightError('daemon-gone', { why: `The token of process ${pid} cannot be read. End that process, and remove the file daemon.json in ${home}.` });
  return { url: `ws://127.0.0.1:${port}/api/v1/socket`, token: kept.token };
}

/** Whether a daemon of another version can be used as it is. One that has nothing to do is ended, so that this version can start. @throws FrameWrightError `daemon-version`. */
async function isUsable(found: Discovery, { home, start, say, version = ownVersion }: ConnectOptions): Promise<boolean> {
  if (found.version === version && found.protocol === protocolVersion) return true;
  const busy = await isBusy(await addressOf(found, home));
  if (!busy && start !== 'never') {
    say?.(`The daemon is FrameWright ${found.version}; it has nothing to do and is started again as ${version}.`);
    await stopDaemon(home);
    return false;
  }
  if (found.protocol !== protocolVersion) throw new FrameWrightError('daemon-version', { found: found.version, version, why: busy ? 'It has work to do, and they do not understand each other. Wait for its end, or stop it: its jobs go on when it starts again.' : 'They do not understand each other.' });
  say?.(`The daemon is FrameWright ${found.version} and has work to do; this is ${version}. framewright daemon stop ends it, and its jobs go on with this version.`);
  return true;
}

/** Asked as every version can be: over HTTP, and without trust in the answer's shape. */
async function isBusy({ url, token }: Address): Promise<boolean> {
  const place = url.replace(/^ws/, 'http').replace(/socket$/, 'daemon');
  const answer = await fetch(place, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(answerMs) }).then((response) => response.json(), () => null) as { clients?: number; jobs?: Record<string, number> } | null;
  const { queued = 0, running = 0, waiting = 0 } = answer?.jobs ?? {};
  return (answer?.clients ?? 0) + queued + running + waiting > 0;
}

/** Where the daemon is after a line was cut. One that said goodbye was ended by someone; one that died is started again. */
function relocate(options: ConnectOptions): (ending: { readonly code: number }) => Promise<Address | null> {
  let revivals: number[] = [];
  return async ({ code }) => {
    const found = await findDaemon(options.home);
    if (found) return addressOf(found, options.home);
    revivals = revivals.filter((at) => performance.now() - at < reviveMs);
    if (code !== goodbye && options.start !== 'never' && revivals.push(performance.now()) <= mostRevivals) return locateDaemon(options);
    return awaitSuccessor(options.home);
  };
}

/** A daemon that is started again is back within a moment. */
async function awaitSuccessor(home: string): Promise<Address | null> {
  for (const deadline = performance.now() + successorMs; performance.now() < deadline; await sleep(4 * pollMs)) {
    const found = await findDaemon(home);
    if (found) return addressOf(found, home);
  }
  return null;
}

/** Null once it listens; the error when another process owns the store. @throws FrameWrightError whatever else kept it from starting. */
async function startDaemon(home: string, stays: boolean): Promise<FrameWrightError | null> {
  const child = spawnDaemon(home, stays);
  const message = await new Promise<Started>((resolve) => {
    child.once('message', (started) => resolve(started as Started));
    child.once('error', (error) => resolve({ kind: 'failed', error: { code: 'daemon-failed', values: { why: error.message } } }));
    child.once('exit', (code, signal) => resolve({ kind: 'failed', error: { code: 'daemon-failed', values: { why: lastWords(home, code, signal) } } }));
    setTimeout(() => resolve({ kind: 'failed', error: { code: 'daemon-failed', values: { why: `It did not begin to listen. ${lastWords(home, null, null)}` } } }), startMs).unref();
  });
  if (child.connected) child.disconnect();
  child.unref();
  if (message.kind === 'listening') return null;
  const error = errorFrom(message.error);
  if (error.code === 'store-locked') return error;
  throw error;
}

function spawnDaemon(home: string, stays: boolean): ChildProcess {
  let log: number;
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    log = openSync(logFileOf(home), 'a', 0o600);
  } catch (cause) {
    throw new FrameWrightError('home-unwritable', { path: home, why: `${(cause as Error).message}.` }, { cause });
  }
  try {
    // A session of its own: the terminal's end and its Ctrl-C do not reach it. Its folder is its home, so that it holds no other.
    return spawn(process.execPath, [...daemonFlags, daemonEntry, ...(stays ? [] : ['--ends-when-idle'])], {
      detached: true, windowsHide: true, cwd: home, env: { ...compiledBefore(process.env), FRAMEWRIGHT_HOME: home }, stdio: ['ignore', log, log, 'ipc'],
    });
  } finally { closeSync(log); }
}

/** Without this the entry itself, whose first line asks for the cache, and the compiler of types with it would be loaded anew at every start. */
export const compiledBefore = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ NODE_COMPILE_CACHE: join(import.meta.dirname, '..', 'node_modules', '.cache', 'framewright', 'code'), ...environment });

const lastWords = (home: string, code: number | null, signal: string | null): string =>
  [...(signal ? [`It was ended by ${signal}.`] : code === null ? [] : [`It ended with status ${code}.`]), 'The last lines of its log:', ...readLogLines(home, 20).filter((line) => !/^\s+at /.test(line)).slice(-8)].join('\n');

function within<Value>(work: Promise<Value>, ms: number, why: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new FrameWrightError('daemon-gone', { why })), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
