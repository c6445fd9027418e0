import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify, isAlive } from '../../../daemon/jobs/identity.ts';
import { acquireOwnership } from '../../../daemon/jobs/ownership.ts';
import { migrate } from '../../../daemon/jobs/schema.ts';
import { openStore, type Store } from '../../../daemon/jobs/store.ts';
import { detailOf } from '../../../daemon/jobs/summary.ts';
import { jobDetail, type JobState } from '../../../shared/job.ts';
import { fakePlan } from './fake-plan.ts';
import { newJob, putPlanned } from './records.ts';

const plan = fakePlan('/clips/a.mp4', { size: 1, mtimeMs: 1, edges: 'x' });
const put = (id: string): void => putPlanned(store, plan, newJob(id));
let home: string, store: Store;
beforeEach(async () => { home = await mkdtemp(join(tmpdir(), 'fw-store-')); store = openStore(home); });
afterEach(async () => { store.close(); await rm(home, { recursive: true }); });

/** A process id that has surely ended. */
const deadProcess = () => ({ ...identify(), pid: spawnSync(process.execPath, ['-e', '0']).pid });

test('a job is found by id and by a beginning that only one has', () => {
  put('abc2');
  put('abd3');
  expect(store.job('abd').id).toBe('abd3');
  expect(() => store.job('ab')).toThrow('Several jobs');
  expect(() => store.job('zz')).toThrow('no job');
  expect(() => store.job('')).toThrow('no job');
});

test('states change only along their ways', () => {
  const walk = (...states: JobState[]) => { put('j'); try { states.forEach((state) => store.transition('j', state)); } finally { store.remove('j'); } };
  walk('running', 'delivering', 'done');
  walk('running', 'failed', 'planned', 'running', 'cancelled', 'planned', 'delivering', 'running', 'waiting', 'planned', 'paused', 'queued');
  for (const wrong of [['done'], ['running', 'done'], ['running', 'failed', 'running'], ['running', 'delivering', 'done', 'running'], ['cancelled', 'done']] as JobState[][]) expect(() => walk(...wrong)).toThrow('it cannot be');
});

test('a finished unit keeps its first result and its attempts', () => {
  put('j');
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
  put('j');
  store.addPlan('j', { ...plan, revision: 2 }, 'Every frame was looked at.');
  store.addPart('j', 'survey-0', 0, Uint8Array.of(1, 2), 0.5);
  store.log('j', '2026-01-01', 'hello');
  expect(store.plans('j').map((kept) => kept.revision)).toEqual([1, 2]);
  expect(store.units('j')[0]!.data).toEqual(Uint8Array.of(1, 2));
  expect(jobDetail.parse(detailOf(store, store.job('j'))).log).toEqual(['2026-01-01 hello']);
  store.remove('j');
  expect([store.plans('j'), store.units('j'), store.lines('j'), store.jobs()]).toEqual([[], [], [], []]);
});

test('another process sees what is committed', () => {
  put('j');
  const other = openStore(home);
  store.update('j', { wanted: 'cancel' });
  expect(other.job('j').wanted).toBe('cancel');
  other.close();
});

test('a key that is known makes no second job, also within one go', () => {
  expect(store.create([newJob('one', { key: 'k' }), newJob('two', { key: 'k' }), newJob('three')])).toEqual(['one', 'one', 'three']);
  expect(store.create([newJob('four', { key: 'k' })])).toEqual(['one']);
  expect(store.jobs().map(({ id }) => id)).toEqual(['one', 'three']);
});

test('lists: newest first in choice, oldest first in order, by state, words, client and batch, page by page', () => {
  for (const i of [1, 2, 3, 4, 5]) store.create([newJob(`j${i}`, { source: `/clips/tape 100%_${i}.mp4`, client: i < 3 ? 'cli' : 'panel', batch: i === 4 ? 'b' : null, createdAt: `2026-01-0${6 - i}T00:00:00.000Z` })]);
  const ids = (filter: Parameters<Store['jobs']>[0]): string[] => store.jobs(filter).map(({ id }) => id);
  expect(ids({})).toEqual(['j1', 'j2', 'j3', 'j4', 'j5']);
  expect(ids({ limit: 2 })).toEqual(['j4', 'j5']);
  expect(ids({ limit: 2, before: 'j4' })).toEqual(['j2', 'j3']);
  expect(ids({ search: '100%_3' })).toEqual(['j3']);
  expect(ids({ search: 'TAPE clips' })).toHaveLength(5);
  expect(ids({ search: '1000' })).toEqual([]);
  expect(ids({ client: 'cli' })).toEqual(['j1', 'j2']);
  expect(ids({ batch: 'b' })).toEqual(['j4']);
  store.transition('j2', 'failed');
  expect(ids({ states: ['failed', 'done'] })).toEqual(['j2']);
  expect(store.counts()).toEqual({ failed: 1, queued: 4 });
});

test('a list is asked for by each state once, however often it is named', () => {
  expect(store.jobs({ states: Array.from({ length: 40_000 }, () => 'done' as const) })).toEqual([]);
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

test('one owner: the dead are replaced, the living are not, not even by their own process; what is given free can be taken', () => {
  store.setOwner(deadProcess());
  const release = acquireOwnership(store, identify());
  const other = openStore(home);
  expect(() => acquireOwnership(other, identify())).toThrow(expect.objectContaining({ code: 'store-locked', values: { pid: process.pid } }));
  release();
  acquireOwnership(other, identify())();
  other.close();
});

test('stores of the first two versions are brought up to date', async () => {
  for (const version of [1, 2]) {
    const old = await mkdtemp(join(tmpdir(), 'fw-old-')), database = new DatabaseSync(join(old, 'jobs.db'));
    migrate(database, version);
    database.prepare("INSERT INTO jobs (id, state, source, output, overwrite, createdAt, finishedAt, driver) VALUES ('j', 'done', '/a', '/b', 1, '2026-01-01', '2026-01-02', '{}')").run();
    database.prepare("INSERT INTO plans VALUES ('j', 1, 'First look.', ?)").run(JSON.stringify(plan));
    database.exec("INSERT INTO units (job, unit, ordinal) VALUES ('j', 'video-0', 0)");
    database.close();
    const opened = openStore(old);
    expect(opened.units('j')).toMatchObject([{ unit: 'video-0', concealed: [] }]);
    expect(opened.job('j')).toMatchObject({ state: 'done', device: 'cpu', priority: 0, client: '', updatedAt: '2026-01-02', asked: null, title: '' });
    expect(opened.tableNames()).toEqual(new Set([plan.index.sha256, plan.analysis.cuts!.sha256]));
    opened.close();
    await rm(old, { recursive: true });
  }
});

test('a store of a newer version is left alone', () => {
  const database = new DatabaseSync(join(home, 'jobs.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  expect(() => openStore(home)).toThrow('A newer FrameWright');
});
