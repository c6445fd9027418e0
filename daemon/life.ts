// The life of the daemon's process: it owns the store, listens, says where, and ends cleanly when told to, when nobody needs it, or when something broke.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { protocolVersion } from '../shared/daemon.ts';
import { errorCatalogue, toFrameWrightError, type ErrorData } from '../shared/errors.ts';
import { createHotkey } from './hotkey/hotkey.ts';
import { createAwake, systemAwake, type Awake } from './jobs/awake.ts';
import { identify } from './jobs/identity.ts';
import { openLogFile, type LogFile } from './log-file.ts';
import { readDiscovery, removeDiscovery, writeDiscovery } from './server/discovery.ts';
import { listen, type Listening } from './server/listen.ts';
import { createService, type Service } from './server/service.ts';
import { version } from './version.ts';

export type LifeOptions = {
  /** Absolute. */ readonly home: string;
  readonly endsWhenIdle: boolean;
  /** `FRAMEWRIGHT_PORT` forces a port, 0 any; `FRAMEWRIGHT_IDLE_SECONDS` stands for the setting `idleMinutes`. */ readonly environment: NodeJS.ProcessEnv;
};
/** What the process that started this one is told, once. */
export type Started = { readonly kind: 'listening' } | { readonly kind: 'failed'; readonly error: ErrorData };

/** Longest drain before the process ends all the same, ms: what is finished is kept by then. */
const drainMs = 30_000;
const longestCheckMs = 30_000;

/** Runs until something ends it, and returns the exit status. */
export async function runDaemon({ home, endsWhenIdle, environment }: LifeOptions): Promise<number> {
  const clock = (): string => new Date().toISOString();
  const log = openLogFile(home, clock), startedAt = clock();
  const end = Promise.withResolvers<Ending>();
  let listening: Listening | null = null, awake: Awake | null = null;
  listenToProcess(log, end.resolve);
  const hotkey = createHotkey({
    platform: process.platform, environment,
    onPress(host) {
      if (host) service.call('command', { name: 'restore', host, preset: null }).catch((error: unknown) => log.say(`The global key: ${toFrameWrightError(error).message}`));
    },
  });
  const service = createService({
    home, onEditors: (editors, { globalKey }) => hotkey.update(globalKey, editors), surroundings: {
      version, startedAt, endsWhenIdle, tokenPlace: () => listening?.tokenPlace ?? '', port: () => listening?.port ?? null, clients: () => listening?.clients() ?? 0,
      notices: () => [...listening?.notices ?? [], ...service.access.notices()], keyTrouble: hotkey.trouble, stop: () => end.resolve({ why: 'A client asked for it.', status: 0 }),
    },
  });
  try {
    service.recover();
    const use = countUse(service);
    listening = await listen(use.served, { home, version, port: portFrom(environment), dashboard: async () => (await import('./dashboard/built.ts')).dashboardFolder() });
    const { pid, boot, start } = identify();
    await writeDiscovery(home, { version, protocol: protocolVersion, pid, port: listening.port, startedAt, boot, start });
    log.say(`FrameWright ${version} listens on port ${listening.port}, process ${pid}.`);
    for (const notice of listening.notices) log.say(notice);
    logEvents(service, log);
    awake = stayAwake(service);
    tell({ kind: 'listening' });
    watchNeed({ home, log, service, clients: listening.clients, lastUse: use.last, idleMs: endsWhenIdle ? idleMs(service, environment) : null }, end.resolve);
  } catch (thrown) {
    const error = toFrameWrightError(thrown);
    log.say(`It could not start: ${error.message}${error.code === 'internal' ? `\n${String((thrown as Error).stack)}` : ''}`);
    tell({ kind: 'failed', error: error.toData() });
    // Another daemon runs: nothing is wrong.
    end.resolve({ why: 'It could not start.', status: error.code === 'store-locked' ? 0 : error.row.exit });
  }
  const { why, status } = await end.promise;
  log.say(`Ends: ${why}`);
  hotkey.close();
  awake?.close();
  await Promise.race([close(service, listening, home, status !== 0), sleep(drainMs)]);
  log.say('Ended.');
  return status;
}

type Ending = { readonly why: string; readonly status: number };

async function close(service: Service, listening: Listening | null, home: string, broken: boolean): Promise<void> {
  if (listening) await removeDiscovery(home, process.pid);
  // Clients hear a goodbye first: what they follow goes on with the next daemon.
  await listening?.close(broken);
  await service.close();
}

function portFrom({ FRAMEWRIGHT_PORT: text }: NodeJS.ProcessEnv): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

/** Signals, and what nobody caught. After the latter nothing in memory is to be trusted, so it ends; finished work is on the disk, and the next daemon goes on with the rest. */
function listenToProcess(log: LogFile, end: (ending: Ending) => void): void {
  let told = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (told) process.exit(130);
      told = true;
      end({ why: signal, status: 0 });
    });
  }
  // A terminal that closes is no reason to end.
  process.on('SIGHUP', () => undefined);
  process.on('uncaughtException', (error) => {
    log.say(`Nobody caught: ${error.stack ?? String(error)}`);
    end({ why: 'Something broke.', status: errorCatalogue.internal.exit });
  });
  process.on('unhandledRejection', (reason) => log.say(`Nobody waited for what failed: ${reason instanceof Error ? reason.stack : String(reason)}`));
}

/** Tells whoever started this process, and lets go of it. */
function tell(message: Started): void {
  if (!process.connected) return;
  process.send!(message, undefined, {}, () => { if (process.connected) process.disconnect?.(); });
}

/** What happens to jobs, in the log: states and why they failed; no names of files. */
function logEvents({ hub }: Service, log: LogFile): void {
  hub.subscribe(({ event }) => {
    if (event.kind === 'state') log.say(`Job ${event.job} is ${event.state}${event.error ? `: ${event.error.code}` : ''}.`);
    if (event.kind === 'hold') log.say(event.why === null ? 'The queue moves.' : `The queue waits: ${event.why}`);
  });
}

/** The machine does not fall asleep while a job runs. */
function stayAwake(service: Service): Awake {
  const awake = createAwake(systemAwake(async () => (await service.call('settings', {})).keepAwake)), running = new Set<string>();
  service.hub.subscribe(({ event }) => {
    if (event.kind !== 'state') return;
    if (event.state === 'running' || event.state === 'delivering') running.add(event.job);
    else running.delete(event.job);
    awake.working(running.size > 0);
  });
  return awake;
}

/** Calls that come without an open socket are use, too. */
function countUse(service: Service): { readonly served: Service; last(): number } {
  let last = performance.now(), inFlight = 0;
  return {
    last: () => (inFlight > 0 ? performance.now() : last),
    served: {
      ...service,
      async call(name, request, signal) {
        inFlight++;
        try { return await service.call(name, request, signal); } finally {
          inFlight--;
          last = performance.now();
        }
      },
    },
  };
}

function idleMs(service: Service, { FRAMEWRIGHT_IDLE_SECONDS: seconds }: NodeJS.ProcessEnv): () => Promise<number> {
  return async () => (seconds ? Number(seconds) * 1000 : (await service.call('settings', {})).idleMinutes * 60_000);
}

type Need = { readonly home: string; readonly log: LogFile; readonly service: Service; readonly clients: () => number; readonly lastUse: () => number; readonly idleMs: (() => Promise<number>) | null };

/** Ends the process when its home has gone and, where it was started by a command, when nobody has needed it for a while. */
function watchNeed({ home, log, service, clients, lastUse, idleMs }: Need, end: (ending: Ending) => void): void {
  let busyAt = performance.now();
  const check = async (): Promise<number> => {
    if (!await isOurs(home)) { end({ why: 'Its home has gone.', status: 0 }); return longestCheckMs; }
    const most = await idleMs?.();
    if (most === undefined) return longestCheckMs;
    if (await isNeeded(service, clients)) busyAt = performance.now();
    if (performance.now() - Math.max(busyAt, lastUse()) >= most) end({ why: `Nobody has needed it for ${Math.round(most / 1000)} s.`, status: 0 });
    return Math.min(longestCheckMs, Math.max(100, most / 4));
  };
  const again = (): void => {
    check().then((ms) => setTimeout(again, ms).unref(), (error: unknown) => {
      log.say(`Whether anybody needs it could not be told: ${toFrameWrightError(error).message}`);
      setTimeout(again, longestCheckMs).unref();
    });
  };
  again();
}

/** Whether the home is there and says that this process is its daemon. */
async function isOurs(home: string): Promise<boolean> {
  const found = await readDiscovery(home);
  return found ? found.pid === process.pid : stat(join(home, 'jobs.db')).then(() => true, () => false);
}

async function isNeeded(service: Service, clients: () => number): Promise<boolean> {
  if (clients() > 0) return true;
  const { jobs } = await service.call('describe', {});
  return jobs.queued + jobs.running + jobs.waiting > 0 || (await service.call('watches', {})).length > 0;
}
