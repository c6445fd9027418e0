// What the daemon costs and how soon it answers, while a job keeps every core busy.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Client } from '../../../shared/client.ts';
import type { AnyEvent } from '../../../shared/events.ts';
import { median } from '../child.ts';
import { apart, connect, spendingOf, startDaemon, type Started } from '../daemon-process.ts';
import { fillStore } from '../full-store.ts';
import { only, type Shop } from '../material.ts';
import { mebibytes, secondsWords, type Bench, type Row } from '../row.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const restSeconds = 10, queued = 1000, history = 10_000;
const clients = 50, eventsPerSecond = 10, seconds = 10;

export const daemon: Bench = {
  name: 'daemon', title: 'Daemon',
  async run(shop, rounds) {
    const home = join(shop.folder, 'daemon');
    // Once for its compile cache and its token.
    await (await startDaemon(home)).stop();
    const busy = await startDaemon(home), client = await connect(busy, 'bench');
    try {
      const small = await shop.clip(96, 64, 25);
      const job = await keepBusy(shop, client);
      const rows = [
        ...await costs(shop, busy),
        ...await submits(client, small),
        await listening(busy, client, job),
        await restarts(shop, small, rounds),
        await firstProgress(shop, rounds),
        await fromWorker(shop),
      ];
      if ((await client.job({ job })).state !== 'running') throw new Error('The job that was to keep every core busy ended before the measurements did.');
      return rows;
    } finally {
      await client.close();
      await busy.stop();
    }
  },
};

/** Resolves when the network of a long job works. */
async function keepBusy(shop: Shop, client: Client): Promise<string> {
  const path = await shop.clip(1920, 1080, 200), working = Promise.withResolvers<void>();
  const leave = client.onEvent((event) => { if (event.kind === 'progress' && event.step === 2 && event.frames > 0) working.resolve(); });
  const { id } = await client.submit({ path, wish: only({ upscale: { method: 'upscale-lite' } }, { quality: 'best', scale: '2' }), output: join(shop.folder, 'busy.mp4') });
  await working.promise;
  leave();
  return id;
}

/** Of the daemon that drives the job, and of one that only waits. */
async function costs(shop: Shop, busy: Started): Promise<Row[]> {
  const waiting = await startDaemon(join(shop.folder, 'waiting'));
  try {
    await sleep(5000);
    const before = [busy, waiting].map(spendingOf);
    await sleep(restSeconds * 1000);
    return [busy, waiting].flatMap((one, i) => {
      const now = spendingOf(one), then = before[i], which = i === 0 ? 'daemon, while its worker does a job' : 'daemon that waits, beside that job';
      const note = now ? undefined : 'measured on Linux only', cpu = now && then ? now.cpu - then.cpu : null;
      return [
        { what: `${which}: memory`, holds: '≤ 120 MiB', found: now ? mebibytes(now.rss) : '', ok: now && now.rss <= 120 * 2 ** 20, note },
        { what: `${which}: CPU in ${restSeconds} s`, holds: '≤ 20 ms', found: cpu === null ? '' : secondsWords(cpu), ok: cpu === null ? null : cpu <= 0.02, note },
      ];
    });
  } finally { await waiting.stop(); }
}

async function submits(client: Client, path: string): Promise<Row[]> {
  const submit = (i: number) => client.submit({ path, wish: { scale: '1' }, output: `${path}.${i}.mp4`, planned: false, priority: -1, client: 'bench' });
  const begun = performance.now();
  await Promise.all(Array.from({ length: queued }, (_, i) => submit(i)));
  const all = (performance.now() - begun) / 1000, single: number[] = [];
  for (let i = 0; i < 20; i++) {
    const at = performance.now();
    await submit(queued + i);
    single.push((performance.now() - at) / 1000);
  }
  return [{ what: `submit at ${queued} queued jobs`, holds: '≤ 100 ms', found: secondsWords(median(single)), ok: median(single) <= 0.1, note: `slowest of 20: ${secondsWords(Math.max(...single))}; ${queued} at once: ${secondsWords(all)}` }];
}

/** Every change of a job's priority is an event for everybody. */
async function listening(busy: Started, client: Client, job: string): Promise<Row> {
  const [waiting] = (await client.jobs({ states: ['queued', 'planned'], limit: 1 })).filter(({ id }) => id !== job);
  const listeners = await Promise.all(Array.from({ length: clients }, (_, i) => connect(busy, `listener ${i}`)));
  const heard = listeners.map(() => 0), lost = listeners.map(() => 0), delays: number[] = [];
  let told = 0;
  listeners.forEach((listener, i) => listener.onEvent((event) => {
    if (event.kind === 'lost') lost[i]!++;
    if (event.kind !== 'job' || event.job !== waiting!.id) return;
    heard[i]!++;
    delays.push(Date.now() - Date.parse(event.summary.updatedAt));
  }));
  const spent = spendingOf(busy);
  try {
    for (let i = 0; i < seconds * eventsPerSecond; i++, told++) {
      await client.reprioritise({ job: waiting!.id, priority: -2 - (i % 2) });
      await sleep(1000 / eventsPerSecond);
    }
    await sleep(1000);
  } finally { await Promise.all(listeners.map((listener) => listener.close())); }
  const dropped = heard.reduce((sum, count) => sum + told - count, 0), cpu = spent ? spendingOf(busy)!.cpu - spent.cpu : null;
  return {
    what: `${clients} clients, ${eventsPerSecond} events a second to each: dropped of ${clients * told}`, holds: '0', found: String(dropped), ok: dropped === 0 && lost.every((count) => count === 0),
    note: `p99 from the change to the client ${Math.round(percentile(delays, 0.99))} ms${cpu === null ? '' : `; CPU of the daemon ${secondsWords(cpu)} in ${seconds + 1} s`}`,
  };
}

async function restarts(shop: Shop, path: string, rounds: number): Promise<Row> {
  const home = join(shop.folder, 'history'), { plan } = await shop.plan(path, { scale: '1' });
  await (await startDaemon(home)).stop();
  const bytes = fillStore(home, plan, history);
  const times: number[] = [], cpu: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = await startDaemon(home);
    times.push(started.answeredMs / 1000);
    if (started.startCpu !== null) cpu.push(started.startCpu);
    await started.stop();
  }
  return { what: `restart with ${history} jobs in history, until it has answered`, holds: '≤ 1 s', found: secondsWords(median(times)), ok: median(times) <= 1, note: `slowest of ${rounds}: ${secondsWords(Math.max(...times))}${cpu.length ? `, of which it had a core for ${secondsWords(median(cpu))}` : ''}; each with plan, units and log, ${mebibytes(bytes)} in all` };
}

/** From the command to the first line of progress, by a daemon that runs already and has nothing else to do. */
async function firstProgress(shop: Shop, rounds: number): Promise<Row> {
  const clip = await shop.clip(640, 360, 500), warm = await startDaemon(join(shop.folder, 'warm')), times: number[] = [];
  try {
    for (let round = 0; round <= rounds; round++) times.push(await secondsToProgress(shop, warm.home, clip, round));
  } finally { await warm.stop(); }
  const counted = times.slice(1);
  return { what: 'command to first progress line, warm', holds: '≤ 1.0 s', found: secondsWords(median(counted)), ok: median(counted) <= 1, note: `slowest of ${rounds}: ${secondsWords(Math.max(...counted))}; the first of all: ${secondsWords(times[0]!)}` };
}

/** The job is cancelled then. */
function secondsToProgress(shop: Shop, home: string, clip: string, round: number): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'daemon', 'main.ts'), clip, '--quality', 'fast', '--output', join(shop.folder, `first-${round}.mp4`), '--json'], { env: apart(home), stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let found = -1, text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (found < 0 && text.includes('"kind":"progress"')) { found = (performance.now() - begun) / 1000; child.kill('SIGINT'); }
    });
    child.on('exit', () => (found < 0 ? reject(new Error(`no progress was shown: ${text}`)) : resolve(found)));
  });
}

/** Finished units of a film of many shots: told by the worker, written down by the daemon, heard by a client. */
async function fromWorker(shop: Shop): Promise<Row> {
  const stamps = join(shop.folder, 'stamps.jsonl'), preload = new URL('../stamp-sends.ts', import.meta.url).href;
  const path = await shop.shots(160);
  const started = await startDaemon(join(shop.folder, 'stamped'), { FRAMEWRIGHT_BENCH_STAMPS: stamps, NODE_OPTIONS: `--import=${preload}` });
  const client = await connect(started, 'bench'), heard = new Map<string, number>();
  client.onEvent((event: AnyEvent) => { if (event.kind === 'unit') heard.set(event.unit, performance.timeOrigin + performance.now()); });
  try {
    const { id } = await client.submit({ path, wish: { quality: 'fast', scale: '1', checkpointSeconds: 0.001 }, output: join(shop.folder, 'shots.mkv') });
    const { state, error } = await client.follow({ job: id });
    if (state !== 'done') throw new Error(`the job of many shots is ${state}: ${JSON.stringify(error)}`);
  } finally {
    await client.close();
    await started.stop();
  }
  const told = (await readFile(stamps, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { unit: string; at: number });
  const delays = told.map(({ unit, at }) => heard.get(unit)! - at), p99 = percentile(delays, 0.99);
  return { what: 'event from worker to client, p99', holds: '≤ 50 ms', found: `${p99.toFixed(1)} ms`, ok: p99 <= 50, note: `median ${median(delays).toFixed(1)} ms of ${delays.length} finished units, each written to the disk on its way` };
}

/** Not a number when there are none, which holds nothing. */
const percentile = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
