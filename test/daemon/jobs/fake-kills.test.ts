import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../daemon/jobs/store.ts';

// The store's and the owner's part of surviving kills, with a worker of small tasks; test/e2e/kills.test.ts does it on real material.
const entry = new URL('./fake-worker.ts', import.meta.url).href;
let home: string, folder: string;
beforeEach(async () => { [home, folder] = await Promise.all(['home', 'jobs'].map((name) => mkdtemp(join(tmpdir(), `fw-kill-${name}-`)))) as [string, string]; });
afterEach(() => Promise.all([home, folder].map((path) => rm(path, { recursive: true }))));

const owner = (action: string, subject: string): ChildProcess => fork(new URL('./owner-process.ts', import.meta.url), [action, subject], { execArgv: [], env: { ...process.env, TEST_HOME: home, TEST_WORKER: entry }, serialization: 'advanced' });
const exit = (child: ChildProcess) => new Promise<void>((resolve) => { if (child.exitCode !== null || child.signalCode !== null) resolve(); else child.once('exit', () => resolve()); });

/** A small generator, so that a failure can be repeated (Park and Miller's). */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

test('killed at random moments and taken over, a job delivers the same bytes and finishes each unit once', async () => {
  const random = randomBy(20260101);
  const whole = join(folder, 'whole.mp4'), killed = join(folder, 'killed.mp4');
  await writeFile(whole, 'a clip');
  await writeFile(killed, 'a clip');
  await exit(owner('submit', whole));
  let child = owner('submit', killed);
  let id = '';
  child.on('message', (sent: { kind: string; job: string }) => { if (sent.kind === 'submitted') id = sent.job; });
  const finished = new Map<string, number>();
  for (let kills = 0; kills < 8; kills++) {
    while (id === '') await sleep(10);
    await sleep(100 + random() * 350);
    child.kill('SIGKILL');
    await exit(child);
    const store = openStore(home);
    for (const { unit, state, attempts } of store.units(id)) {
      if (finished.has(unit)) expect([unit, state, attempts]).toEqual([unit, 'done', finished.get(unit)]);
      if (state === 'done') finished.set(unit, attempts);
    }
    const { state } = store.job(id);
    store.close();
    if (state === 'done') break;
    child = owner('follow', id);
  }
  await exit(child);
  const store = openStore(home);
  if (store.job(id).state !== 'done') await exit(owner('follow', id));
  expect(store.job(id)).toMatchObject({ state: 'done', progress: 1 });
  for (const { unit, attempts } of store.units(id)) expect([unit, attempts]).toEqual([unit, finished.get(unit) ?? attempts]);
  store.close();
  const [one, other] = await Promise.all(['whole', 'killed'].map((name) => readFile(join(folder, `${name}.restored.mp4`), 'utf8')));
  expect(other!.replaceAll('killed.mp4', 'whole.mp4')).toBe(one);
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});
