// Jobs in the background, from the outside: detached, with the terminal closed, over kills of the daemon and cuts of the line.
import { execFileSync, spawn } from 'node:child_process';
import { connect as dial, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { join } from 'node:path';
import { findDaemon } from '../../daemon/connect.ts';
import { readToken } from '../../daemon/server/token.ts';
import { createClient } from '../../shared/client.ts';
import { createSocketTransport } from '../../shared/socket.ts';
import type { JobSummary } from '../../shared/job.ts';
import { makeClip } from '../fixtures/clip.ts';
import { openDesk, root, type Desk } from './support.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  const shots = ['testsrc2', 'smptebars', 'rgbtestsrc', 'testsrc', 'pal75bars', 'yuvtestsrc'];
  const chains = shots.map((source, i) => `${source}=size=96x64:rate=25:duration=0.32,format=yuv420p,noise=alls=12:all_seed=${i}:allf=t,setsar=1[v${i}]`);
  await makeClip(desk.path('clip.mkv'), { video: `${chains.join(';')};${shots.map((_, i) => `[v${i}]`).join('')}concat=n=${shots.length}`, frames: 48, codecOptions: { crf: '20' }, pixel: 'yuv420p' });
}, 120_000);
afterAll(() => desk.clear());

/** Many segments, each of a network's work. */
const slow = ['--quality', 'fast', '--scale', '1', '--set', 'denoise.method=denoise-lite', '--set', 'denoise.strength=0.5', '--checkpoint', '0.05s'];
const jobOf = async (output: string): Promise<JobSummary> => (await desk.run('jobs', '--json')).values<JobSummary[]>()[0]!.find((job) => job.output.endsWith(output))!;

test('--detach names the job, attach shows its end; jobs can be searched', async () => {
  const ran = await desk.run('clip.mkv', '--detach', '--output', 'detached.mkv', ...slow);
  expect(ran.status, ran.err).toBe(0);
  const job = /framewright attach (\w+)/.exec(ran.out)![1]!;
  const attached = await desk.run('attach', job);
  expect(attached.status, attached.err).toBe(0);
  expect(attached.out).toContain('detached.mkv');
  expect(await desk.files()).toContain('detached.mkv');
  expect((await desk.run('attach', job)).out).toContain('Done');
  expect((await desk.run('attach')).err).toContain('No job is unfinished');
  expect((await desk.run('jobs', '--search', 'detached')).out).toContain(job);
  expect((await desk.run('jobs', '--search', 'nowhere')).out).toContain('No such jobs');
});

/** Starts a command, and resolves when it has shown `text`. */
async function startUntil(text: string, ...args: string[]): Promise<{ kill(signal: NodeJS.Signals): void; ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [join(root, 'daemon', 'main.ts'), ...args, '--json'], { cwd: desk.folder, env: desk.environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  let out = '';
  await new Promise<void>((seen) => {
    child.stdout.setEncoding('utf8').on('data', (piece: string) => { if ((out += piece).includes(text)) seen(); });
    child.once('exit', () => seen());
  });
  return { kill: (signal) => child.kill(signal), ended };
}

test.skipIf(process.platform === 'win32')('a terminal that closes stops nothing; neither does a kill of the daemon: attach goes on', async () => {
  const command = await startUntil('"kind":"unit"', 'clip.mkv', '--output', 'left.mkv', ...slow);
  command.kill('SIGHUP');
  await command.ended;
  await desk.killDaemon();
  expect(await desk.files()).not.toContain('left.mkv');
  const { id } = await jobOf('left.mkv');
  const attached = await desk.run('attach', id);
  expect(attached.status, attached.err).toBe(0);
  expect(await desk.files()).toContain('left.mkv');
  const detail = (await desk.run('jobs', 'show', id, '--json')).values<{ units: { unit: string; state: string; attempts: number }[] }>()[0]!;
  expect(detail.units.every(({ state }) => state === 'done')).toBe(true);
});

test('a command goes on over a kill of the daemon under it', async () => {
  const command = await startUntil('"kind":"unit"', 'clip.mkv', '--output', 'through.mkv', ...slow);
  await desk.killDaemon();
  expect(await command.ended).toBe(0);
  expect(await desk.files()).toContain('through.mkv');
});

test.skipIf(process.platform === 'win32')('a machine that stands still for a while: daemon, worker and command go on where they were', async () => {
  const command = await startUntil('"kind":"unit"', 'clip.mkv', '--output', 'still.mkv', ...slow);
  const { pid } = (await findDaemon(desk.home))!, { id } = await jobOf('still.mkv');
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n').map((row) => row.trim().split(/\s+/).map(Number));
  const asleep = [pid, ...rows.flatMap(([one, parent]) => (parent === pid ? [one!] : []))];
  expect(asleep.length).toBeGreaterThan(1);
  for (const one of asleep) process.kill(one, 'SIGSTOP');
  try { await sleep(4000); } finally { for (const one of asleep) process.kill(one, 'SIGCONT'); }
  expect(await command.ended).toBe(0);
  expect(await desk.files()).toContain('still.mkv');
  expect((await findDaemon(desk.home))!.pid).toBe(pid);
  const detail = (await desk.run('jobs', 'show', id, '--json')).values<{ attempts: number; units: { state: string; attempts: number }[] }>()[0]!;
  expect([detail.attempts, new Set(detail.units.map(({ state, attempts }) => `${state} ${attempts}`))]).toEqual([1, new Set(['done 1'])]);
});

test('jobs are listed live as lines until Ctrl-C; pause, priority and remove', async () => {
  const watching = await startUntil('[', 'jobs', '--watch');
  const ran = await desk.run('clip.mkv', '--detach', '--output', 'paused.mkv', '--priority', '5', '--json', ...slow);
  const { id, priority } = ran.values<JobSummary>().at(-1)!;
  expect(priority).toBe(5);
  expect((await desk.run('jobs', 'priority', id, '7')).out).toContain('priority 7');
  const paused = await desk.run('pause', id, '--json');
  if (paused.status === 0) expect((await desk.run('resume', id)).status).toBe(0);
  else expect((await desk.run('attach', id)).status).toBe(0);
  watching.kill('SIGINT');
  expect(await watching.ended).toBe(0);
  expect((await desk.run('remove', id)).status).toBe(0);
});

test('over a line that is cut again and again, every event is heard once and in order', async () => {
  await desk.run('daemon', 'start');
  const found = (await findDaemon(desk.home))!, { token } = (await readToken(desk.home))!;
  const open = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = dial(found.port, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one);
      one.on('error', () => other.destroy()).on('close', () => { open.delete(one); other.destroy(); }).pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await new Promise((done) => proxy.once('listening', done));
  const straight = createClient(createSocketTransport({ url: `ws://127.0.0.1:${found.port}/api/v1/socket`, token, client: 'test' }));
  // The daemon knows its own address alone.
  class Through extends WebSocket { constructor(url: string, protocols: string[]) { super(url, protocols, { headers: { host: `127.0.0.1:${found.port}` } }); } }
  const cut = createClient(createSocketTransport({ url: `ws://127.0.0.1:${(proxy.address() as AddressInfo).port}/api/v1/socket`, token, client: 'test', firstWaitMs: 10, WebSocket: Through as never }));
  const heard = { straight: [] as string[], cut: [] as string[] };
  const interesting = (kind: string): boolean => kind !== 'progress';
  straight.onEvent((event) => { if (interesting(event.kind)) heard.straight.push(JSON.stringify(event)); });
  cut.onEvent((event) => { if (interesting(event.kind)) heard.cut.push(JSON.stringify(event)); });
  await Promise.all([straight.describe({}), cut.describe({})]);
  const { id } = await straight.submit({ path: desk.path('clip.mkv'), wish: { quality: 'fast', scale: '1' }, output: desk.path('cut.mkv') });
  const cutter = setInterval(() => { for (const socket of open) socket.destroy(); }, 300);
  try { expect(await cut.follow({ job: id })).toMatchObject({ state: 'done' }); } finally { clearInterval(cutter); }
  await expect.poll(() => heard.cut.length, { timeout: 60_000 }).toBe(heard.straight.length);
  expect(heard.cut).toEqual(heard.straight);
  await Promise.all([straight.close(), cut.close()]);
  proxy.close();
});
