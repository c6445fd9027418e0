// A store that fails under a running job ends that job, never the process.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify } from '../../../daemon/jobs/identity.ts';
import { createQueue, type Queue } from '../../../daemon/jobs/queue.ts';
import { openStore, type Store } from '../../../daemon/jobs/store.ts';
import { fingerprintOf } from '../../../daemon/media/files.ts';
import { createWorker, type Worker } from '../../../daemon/worker/handle.ts';
import type { JobEvent } from '../../../shared/events.ts';
import { fakePlan } from './fake-plan.ts';

let home: string, store: Store, worker: Worker, events: JobEvent[];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fw-owner-'));
  store = openStore(home);
  worker = createWorker({ home, entry: new URL('./fake-worker.ts', import.meta.url) });
  events = [];
});
afterEach(async () => { await worker.close(); store.close(); await rm(home, { recursive: true }); });

const full = (): never => { throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13, errstr: 'database or disk is full' }); };
/** One job on a store of which some ways fail. */
async function start(broken: Partial<Store>): Promise<Queue> {
  const source = join(home, 'clip.mp4');
  await writeFile(source, 'a clip slow');
  store.create({ id: 'j', key: null, source, output: join(home, 'out.mp4'), overwrite: false, createdAt: '2026-01-01T00:00:00Z', driver: identify() }, fakePlan(source, await fingerprintOf(source)));
  const queue = createQueue({ store: { ...store, ...broken }, worker, home, me: identify(), wait: true, emit: (event) => events.push(event), now: () => performance.now(), clock: () => new Date().toISOString() });
  queue.start('j');
  return queue;
}
const storeIsFull = { code: 'disk-full', values: { job: 'j', needed: 'A few more bytes' } };

test('while a unit is written down', async () => {
  const queue = await start({ finishUnit: full });
  expect(await queue.ended('j')).toMatchObject({ ...storeIsFull, values: { path: home } });
  expect(store.job('j')).toMatchObject({ state: 'failed', driver: null, error: { code: 'disk-full' } });
  expect(store.owner()).toBe(null);
});

test('while progress is saved', async () => {
  let saves = 0;
  const queue = await start({ update: (id, patch) => { if ('progress' in patch && ++saves === 1) full(); store.update(id, patch); } });
  expect(await queue.ended('j')).toMatchObject(storeIsFull);
  expect(store.job('j').state).toBe('failed');
});

test('and also when not even the ending can be written down', async () => {
  const transition: Store['transition'] = (id, to, patch) => (to === 'failed' ? full() : store.transition(id, to, patch));
  const queue = await start({ finishUnit: full, transition });
  expect(await queue.ended('j')).toMatchObject(storeIsFull);
  expect(events.at(-1)).toMatchObject({ kind: 'state', state: 'failed', error: { code: 'disk-full' } });
});

test('while another process is asked whether it wants the end', async () => {
  let asked = 0;
  const queue = await start({ job: (id) => (++asked === 8 ? full() : store.job(id)) });
  expect(await queue.ended('j')).toMatchObject(storeIsFull);
});
