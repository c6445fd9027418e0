// A store that fails under a running job ends that job, never the process.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Queue } from '../../../daemon/jobs/queue.ts';
import { openStore, type Store } from '../../../daemon/jobs/store.ts';
import { fingerprintOf } from '../../../daemon/media/files.ts';
import type { AnyEvent } from '../../../shared/events.ts';
import { fakePlan } from './fake-plan.ts';
import { openQueue } from './open-queue.ts';
import { newJob, putPlanned } from './records.ts';

let home: string, store: Store, queue: Queue, close: () => Promise<void>, events: AnyEvent[];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fw-owner-'));
  store = openStore(home);
  events = [];
});
afterEach(async () => { await close(); store.close(); await rm(home, { recursive: true }); });

const full = (): never => { throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13, errstr: 'database or disk is full' }); };
/** One job on a store of which some ways fail; resolves with what could not be written down. */
async function run(broken: Partial<Store>, words = 'a clip slow') {
  const source = join(home, 'clip.mp4');
  await writeFile(source, words);
  putPlanned(store, fakePlan(source, await fingerprintOf(source)), newJob('j', { source, output: join(home, 'out.mp4') }));
  ({ queue, close } = openQueue(home, { ...store, ...broken }, { emit: (event) => events.push(event) }));
  queue.recover();
  return queue.ended('j');
}
const storeIsFull = { code: 'disk-full', values: { job: 'j', needed: 'A few more bytes' } };

test('while a unit is written down', async () => {
  expect(await run({ finishUnit: full })).toBe(null);
  expect(store.job('j')).toMatchObject({ state: 'failed', error: { ...storeIsFull, values: { path: home } } });
});

test('while progress is saved', async () => {
  let saves = 0;
  expect(await run({ update: (id, patch) => { if ('progress' in patch && ++saves === 1) full(); store.update(id, patch); } }, 'a clip crawling')).toBe(null);
  expect(store.job('j')).toMatchObject({ state: 'failed', error: storeIsFull });
});

test('and also when not even the ending can be written down; the queue then rests and does not try again at once', async () => {
  const transition: Store['transition'] = (id, to, patch) => (to === 'failed' ? full() : store.transition(id, to, patch));
  expect(await run({ finishUnit: full, transition })).toMatchObject(storeIsFull);
  expect(events.filter(({ kind }) => kind === 'state').at(-1)).toMatchObject({ kind: 'state', state: 'failed', error: { code: 'disk-full' } });
  expect(queue.running()).toEqual([]);
});
