import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify, isAlive } from '../../../daemon/jobs/identity.ts';
import { acquireLock } from '../../../daemon/jobs/lock.ts';
import { openStore, type Store } from '../../../daemon/jobs/store.ts';
import { detailOf, summaryOf } from '../../../daemon/jobs/summary.ts';
import { jobDetail, type JobState } from '../../../shared/job.ts';
import { fakePlan } from './fake-plan.ts';

const plan = fakePlan('/clips/a.mp4', { size: 1, mtimeMs: 1, edges: 'x' });
const made = (id: string) => ({ id, key: null, source: '/clips/a.mp4', output: '/clips/a.restored.mp4', overwrite: false, createdAt: '2026-01-01T00:00:00Z', driver: identify() });
let home: string, store: Store;
beforeEach(async () => { home = await mkdtemp(join(tmpdir(), 'fw-store-')); store = openStore(home); });
afterEach(async () => { store.close(); await rm(home, { recursive: true }); });

/** A process id that has surely ended. */
const deadProcess = () => ({ ...identify(), pid: spawnSync(process.execPath, ['-e', '0']).pid });

test('a job is found by id and by a beginning that only one has', () => {
  store.create(made('abc2'), plan);
  store.create(made('abd3'), plan);
  expect(store.job('abd').id).toBe('abd3');
  expect(() => store.job('ab')).toThrow('Several jobs');
  expect(() => store.job('zz')).toThrow('no job');
  expect(() => store.job('')).toThrow('no job');
});

test('states change only along their ways', () => {
  const walk = (...states: JobState[]) => { store.create(made('j'), plan); try { states.forEach((state) => store.transition('j', state)); } finally { store.remove('j'); } };
  walk('running', 'delivering', 'done');
  walk('running', 'failed', 'planned', 'running', 'cancelled', 'planned', 'delivering', 'running');
  for (const wrong of [['done'], ['running', 'done'], ['running', 'failed', 'running'], ['running', 'delivering', 'done', 'running'], ['cancelled', 'done']] as JobState[][]) expect(() => walk(...wrong)).toThrow('it cannot be');
});

test('a finished unit keeps its first result and its attempts', () => {
  store.create(made('j'), plan);
  store.addUnits('j', ['video-0', 'video-1']);
  store.addUnits('j', ['video-0', 'video-1']);
  store.beginUnit('j', 'video-0');
  store.beginUnit('j', 'video-0');
  store.finishUnit('j', { unit: 'video-0', file: 'attempt-1/a', sha256: 'first', bytes: 1, seconds: 2, concealed: [3, 9] });
  store.beginUnit('j', 'video-0');
  store.finishUnit('j', { unit: 'video-0', file: 'attempt-2/a', sha256: 'second', bytes: 1, seconds: 2 });
  expect(store.units('j').map(({ unit, attempts, state, sha256 }) => [unit, attempts, state, sha256])).toEqual([['video-0', 2, 'done', 'first'], ['video-1', 0, 'pending', null]]);
  expect(store.units('j').map(({ concealed }) => concealed)).toEqual([[3, 9], []]);
  store.reopenUnit('j', 'video-0');
  expect(store.units('j')[0]!.concealed).toEqual([]);
});

test('plans, parts, log and removal', () => {
  store.create(made('j'), plan);
  store.addPlan('j', { ...plan, revision: 2 }, 'Every frame was looked at.');
  store.addPart('j', 'survey-0', 0, Uint8Array.of(1, 2), 0.5);
  store.log('j', '2026-01-01', 'hello');
  expect(store.plans('j').map((kept) => kept.revision)).toEqual([1, 2]);
  expect(store.units('j')[0]!.data).toEqual(Uint8Array.of(1, 2));
  expect(jobDetail.parse(detailOf(store, store.job('j'))).log).toEqual(['2026-01-01 hello']);
  store.remove('j');
  expect([store.plans('j'), store.units('j'), store.lines('j'), store.jobs()]).toEqual([[], [], [], []]);
});

test('another process sees commits and may ask for cancelling without the lock', () => {
  store.create(made('j'), plan);
  const other = openStore(home);
  other.update('j', { wanted: 'cancel' });
  expect(store.job('j').wanted).toBe('cancel');
  other.close();
});

test('a job whose driver died reads as failed, one that is driven as running', () => {
  store.create(made('j'), plan);
  store.transition('j', 'running');
  expect(summaryOf(store.job('j')).state).toBe('running');
  store.update('j', { driver: deadProcess() });
  expect(summaryOf(store.job('j'))).toMatchObject({ state: 'failed', error: { code: 'worker-died', values: { job: 'j' } } });
});

test('identity survives neither another boot nor a reused process id', () => {
  expect(isAlive(identify())).toBe(true);
  expect(isAlive(deadProcess())).toBe(false);
  expect(isAlive({ ...identify(), boot: 'another-boot' })).toBe(false);
  if (process.platform === 'linux') expect(isAlive({ ...identify(), start: '1' })).toBe(false);
});

test.skipIf(process.platform === 'win32')('where there is no /proc, ps tells the start, and the clock of the boot does not matter', () => {
  const me = identify(process.pid, 'darwin');
  expect(me).toMatchObject({ boot: '', start: expect.stringMatching(/^\w{3} \w{3} .*\d{4}$/) });
  expect(isAlive(me, 'darwin')).toBe(true);
  expect(isAlive({ ...me, start: 'Thu Jan  1 00:00:00 1970' }, 'darwin')).toBe(false);
  expect(isAlive({ ...me, pid: deadProcess().pid }, 'darwin')).toBe(false);
});

test('the lock: one owner, the dead are replaced, waiting can be refused and cancelled', async () => {
  const signal = new AbortController().signal;
  const waits: number[] = [];
  const ask = (extra = {}) => acquireLock(store, { me: identify(), job: 'j', wait: false, signal, onWait: ({ pid }) => waits.push(pid), ...extra });
  store.setOwner(deadProcess(), 'old');
  const release = await ask();
  await expect(ask()).rejects.toMatchObject({ code: 'store-locked', values: { pid: process.pid } });
  const waiting = ask({ wait: true });
  await new Promise((resolve) => setTimeout(resolve, 50));
  release();
  (await waiting)();
  expect(waits).toEqual([process.pid]);
  store.setOwner(identify(), 'busy');
  await expect(ask({ wait: true, signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ code: 'cancelled' });
});

test('a store of the first version is brought up to date', () => {
  store.create(made('j'), plan);
  store.close();
  const database = new DatabaseSync(join(home, 'jobs.db'));
  database.exec('ALTER TABLE units DROP COLUMN concealed; PRAGMA user_version = 1');
  database.exec("INSERT INTO units (job, unit, ordinal) VALUES ('j', 'video-0', 0)");
  database.close();
  store = openStore(home);
  expect(store.units('j')).toMatchObject([{ unit: 'video-0', concealed: [] }]);
});

test('a store of a newer version is left alone', () => {
  const database = new DatabaseSync(join(home, 'jobs.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  expect(() => openStore(home)).toThrow('A newer FrameWright');
});
