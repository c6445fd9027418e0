import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, copyFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Of } from '../../daemon/worker/manifest.ts';
import { openStore } from '../../daemon/jobs/store.ts';
import { makeClip } from '../fixtures/clip.ts';

/** Where a kill is aimed; the moment within is random. */
type Stage = 'analysis' | 'segment' | 'mux' | 'rename';
type Kill = { readonly stage: Stage; readonly target: 'worker' | 'owner'; readonly delayMs: number };

const wantedKills = 20;
const wish = { quality: 'fast', scale: '1', stages: { denoise: { strength: 0.5, method: 'denoise-lite' } }, checkpointSeconds: 0.001 };
const shots = ['testsrc2', 'smptebars', 'rgbtestsrc', 'testsrc', 'pal75bars', 'yuvtestsrc'];

let home: string, folder: string;
beforeAll(async () => {
  [home, folder] = await Promise.all(['home', 'clips'].map((name) => mkdtemp(join(tmpdir(), `fw-kills-${name}-`)))) as [string, string];
  const chains = shots.map((source, i) => `${source}=size=96x64:rate=25:duration=0.32,format=yuv420p,noise=alls=12:all_seed=${i}:allf=t,setsar=1[v${i}]`);
  await makeClip(join(folder, 'clip.mkv'), {
    video: `${chains.join(';')};${shots.map((_, i) => `[v${i}]`).join('')}concat=n=${shots.length}`, frames: 48, codecOptions: { crf: '20' }, pixel: 'yuv420p',
    timeBase: { num: 1, den: 1000 }, ptsOf: (i) => i * 40 + (i % 3 ? 7 : 0), audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'pcm_s16le' }],
  });
});
afterAll(() => Promise.all([home, folder].map((path) => rm(path, { recursive: true }))));

/** A small generator, so that a failure can be repeated (Park and Miller's). */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

type Owner = { readonly child: ChildProcess; readonly seen: { job: string; units: number; state: string; ended: boolean } };
function startOwner(action: string, subject: string): Owner {
  const child = fork(new URL('../daemon/jobs/owner-process.ts', import.meta.url), [action, subject], { execArgv: [], serialization: 'advanced', env: { ...process.env, TEST_HOME: home, TEST_WORKER: '', TEST_WISH: JSON.stringify(wish) } });
  const seen = { job: action === 'follow' ? subject : '', units: 0, state: '', ended: false };
  child.on('message', (sent: { kind: string; job: string; state?: string }) => {
    if (sent.kind === 'submitted') seen.job = sent.job;
    if (sent.kind === 'unit') seen.units++;
    if (sent.kind === 'state') seen.state = sent.state!;
    if (sent.kind === 'ended') seen.ended = true;
  });
  child.once('exit', () => { seen.ended = true; });
  return { child, seen };
}
const ended = (owner: Owner) => new Promise<void>((resolve) => { if (hasExited(owner.child)) resolve(); else owner.child.once('exit', () => resolve()); });
const hasExited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** The owner's only child, where the system tells; elsewhere every kill hits the owner. */
function workerOf({ child }: Owner): number | null {
  const list = `/proc/${child.pid}/task/${child.pid}/children`;
  return existsSync(list) ? Number(readFileSync(list, 'utf8').trim().split(' ')[0]) || null : null;
}

const read = <Result>(work: (store: ReturnType<typeof openStore>) => Result): Result => { const store = openStore(home); try { return work(store); } finally { store.close(); } };
const pendingUnits = (id: string): number => read((store) => store.units(id).filter((unit) => unit.state === 'pending').length);

/** Waits until the job is in the stage, or past it. */
async function reach(owner: Owner, stage: Stage): Promise<void> {
  const { seen } = owner;
  const before = seen.units;
  const reached: Record<Stage, () => boolean> = {
    analysis: () => seen.state === 'running', segment: () => seen.units > before, rename: () => seen.state === 'delivering',
    mux: () => seen.units > 0 && pendingUnits(seen.job) === 0,
  };
  while (!seen.ended && !reached[stage]() && seen.state !== 'delivering') await sleep(3);
}

/** Kills once. True when something was alive to be killed. */
async function strike(owner: Owner, { stage, target, delayMs }: Kill): Promise<boolean> {
  if (stage === 'rename' && !hasExited(owner.child)) {
    owner.child.send({ dieAfterMs: delayMs });
    await ended(owner);
    return owner.child.signalCode === 'SIGKILL';
  }
  await reach(owner, stage);
  await sleep(delayMs);
  if (owner.seen.ended || hasExited(owner.child)) return false;
  const worker = target === 'worker' ? workerOf(owner) : null;
  process.kill(worker ?? owner.child.pid!, 'SIGKILL');
  if (worker === null) await ended(owner);
  return true;
}

/** Remembers what was finished; finished work must never be begun again. */
function checkOnce(id: string, finished: Map<string, string>): void {
  for (const { unit, state, attempts, sha256 } of read((store) => store.units(id))) {
    if (finished.has(unit)) expect(`${unit} ${state} ${attempts} ${sha256}`).toBe(finished.get(unit));
    if (state === 'done') finished.set(unit, `${unit} done ${attempts} ${sha256}`);
  }
}

test('killed twenty times over analysis, segments, mux and rename, the result is the same to the byte and no finished work is done twice', async () => {
  const random = randomBy(20260822);
  const whole = await clipIn('whole');
  await ended(startOwner('submit', whole));
  const expected = await sha256Of(resultOf(whole));
  const hits: Record<Stage, number> = { analysis: 0, segment: 0, mux: 0, rename: 0 };
  const total = (): number => Object.values(hits).reduce((sum, count) => sum + count, 0);
  const span: Record<Stage, number> = { analysis: 250, segment: 150, mux: 120, rename: 3 };
  for (let job = 0; (total() < wantedKills || Math.min(...Object.values(hits)) < 2) && job < 8; job++) {
    const stages: Stage[] = job % 2 ? ['analysis', 'segment', 'mux', 'mux', 'mux'] : ['analysis', 'segment', 'segment', 'segment', 'rename', 'rename'];
    const source = await clipIn(`job-${job}`);
    const finished = new Map<string, string>();
    let owner = startOwner('submit', source);
    for (const stage of stages) {
      if (await strike(owner, { stage, target: random() < 0.4 ? 'worker' : 'owner', delayMs: random() * span[stage] })) hits[stage]++;
      const id = owner.seen.job;
      if (id === '') { owner = startOwner('submit', source); continue; }
      checkOnce(id, finished);
      if (hasExited(owner.child) || owner.seen.ended) {
        await ended(owner);
        if (read((store) => store.job(id).state) === 'done') break;
        owner = startOwner('follow', id);
      }
    }
    await ended(owner);
    const id = owner.seen.job;
    for (let tries = 0; tries < 5 && read((store) => store.job(id).state) !== 'done'; tries++) await ended(owner = startOwner('follow', id));
    expect(read((store) => store.job(id))).toMatchObject({ state: 'done', error: null });
    checkOnce(id, finished);
    expect(await sha256Of(resultOf(source)), `job ${job}`).toBe(expected);
    expect(await readdir(join(folder, `job-${job}`))).toEqual(['clip.mkv', 'clip.restored.framewright.json', 'clip.restored.mp4']);
    expect(read((store) => store.units(id)).filter((unit) => unit.unit.startsWith('video-')).length).toBeGreaterThanOrEqual(5);
  }
  console.log(`kills survived: ${JSON.stringify(hits)}`);
  expect(total()).toBeGreaterThanOrEqual(wantedKills);
  expect(Math.min(...Object.values(hits))).toBeGreaterThan(0);
}, 900_000);

async function clipIn(name: string): Promise<string> {
  await mkdir(join(folder, name));
  await copyFile(join(folder, 'clip.mkv'), join(folder, name, 'clip.mkv'));
  return join(folder, name, 'clip.mkv');
}
const resultOf = (source: string): string => source.replace('.mkv', '.restored.mp4');
