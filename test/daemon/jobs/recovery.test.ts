// What becomes of unfinished jobs when their owner comes back, whatever the clock says meanwhile.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobRecord } from '../../../daemon/jobs/job-rows.ts';
import { pruneHistory } from '../../../daemon/jobs/history.ts';
import type { Queue, QueueIo } from '../../../daemon/jobs/queue.ts';
import { openStore, type Store } from '../../../daemon/jobs/store.ts';
import { fingerprintOf } from '../../../daemon/media/files.ts';
import type { AnyEvent } from '../../../shared/events.ts';
import type { JobState } from '../../../shared/job.ts';
import { settings } from '../../../shared/settings.ts';
import { fakeAnalysis, fakePlan } from './fake-plan.ts';
import { openQueue } from './open-queue.ts';
import { newJob, putPlanned } from './records.ts';
import { tameWorker, type Tame } from './tame-worker.ts';
import { until } from './until.ts';

let home: string, store: Store, queue: Queue, close: () => Promise<void>, tame: Tame, events: AnyEvent[];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fw-recovery-'));
  store = openStore(home);
  tame = tameWorker();
  events = [];
  close = async () => {};
});
afterEach(async () => { await close(); store.close(); await rm(home, { recursive: true }); });
function open(more: Partial<QueueIo> = {}): void {
  ({ queue, close } = openQueue(home, store, { worker: tame.worker, openWorker: () => tame.worker, emit: (event) => events.push(event), ...more }));
  queue.recover();
}

/** A job as a crash left it: on its way through these states, with these columns. */
async function left(id: string, states: readonly JobState[], columns: Partial<JobRecord> = {}): Promise<void> {
  const source = join(home, id);
  await writeFile(source, id);
  const made = newJob(id, { source, output: join(home, '/') });
  if (states.length === 0) store.create([made]);
  else {
    const plan = fakePlan(source, await fingerprintOf(source), { segments: 3 });
    putPlanned(store, { ...plan, analysis: fakeAnalysis('survey'), streams: plan.streams.slice(0, 1) }, { ...made, output: join(home, `${id}.restored.mp4`) });
  }
  for (const state of states) if (state !== 'planned') store.transition(id, state);
  store.update(id, { updatedAt: store.job(id).createdAt, ...columns });
}
const counts = (expected: Record<string, number>) => until(() => expect(store.counts()).toEqual(expected));

test('every state goes on by itself where it stood; what rests or was to end does that', async () => {
  await left('queued', []);
  await left('planned', ['planned']);
  await left('running', ['running'], { attempt: 1 });
  await left('delivering', ['running', 'delivering'], { attempt: 1 });
  await left('waiting', ['running', 'waiting'], { tries: 1, retryAt: '2026-01-01T00:00:00.000Z' });
  await left('paused', ['paused']);
  await left('to-pause', ['running'], { wanted: 'pause' });
  await left('to-cancel', ['running'], { wanted: 'cancel' });
  await left('failed', ['running', 'failed']);
  open();
  await counts({ done: 5, paused: 2, cancelled: 1, failed: 1 });
  expect(tame.begun.toSorted()).toEqual(['delivering', 'planned', 'queued', 'running', 'waiting']);
  expect(store.job('to-pause')).toMatchObject({ state: 'paused', wanted: null });
  expect(store.job('running')).toMatchObject({ attempt: 2 });
  // Recovering again, as a second start would, changes nothing.
  queue.recover();
  await counts({ done: 5, paused: 2, cancelled: 1, failed: 1 });
});

test('finished units of a job that was running are not made again', async () => {
  await left('one', ['running'], { attempt: 1 });
  const work = join(home, '.framewright-one', 'attempt-1');
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'video-0'), 'made before\n');
  store.addUnits('one', ['video-0', 'video-1', 'video-2']);
  store.beginUnit('one', 'video-0');
  store.finishUnit('one', { unit: 'video-0', file: 'attempt-1/video-0', sha256: 'x', bytes: 12, seconds: 1 });
  open();
  await counts({ done: 1 });
  expect(store.units('one').map(({ unit, attempts }) => [unit, attempts])).toEqual([['video-0', 1], ['video-1', 1], ['video-2', 1]]);
});

test('the clock went back: a wait is not longer than it was at first, and order stays the order of making', async () => {
  let now = Date.parse('2026-05-05T12:00:00.000Z');
  const clock = (): string => new Date(now).toISOString();
  await left('one', ['running', 'waiting'], { tries: 2, retryAt: '2027-01-01T00:00:00.000Z' });
  for (const [id, createdAt] of [['early', '2026-05-05T12:00:00.000Z'], ['late', '2020-01-01T00:00:00.000Z']] as const) { await left(id, []); store.update(id, { createdAt }); }
  open({ clock, settings: () => settings.parse({ retrySeconds: 10 }) });
  expect(store.job('one').retryAt).toBe('2026-05-05T12:00:20.000Z');
  expect(events).toContainEqual(expect.objectContaining({ kind: 'job', summary: expect.objectContaining({ id: 'one', retryAt: '2026-05-05T12:00:20.000Z' }) }));
  await counts({ done: 2, waiting: 1 });
  now -= 1e9;
  expect(tame.begun).toEqual(['early', 'late']);
  expect(store.jobs({}).map(({ id }) => id)).toEqual(['one', 'early', 'late']);
  queue.retry('one');
  await counts({ done: 3 });
});

test('a wait that went by while nobody was there ends at once', async () => {
  await left('one', ['running', 'waiting'], { tries: 3, retryAt: '2026-05-05T12:00:00.000Z' });
  open({ clock: () => '2026-05-06T12:00:00.000Z' });
  await counts({ done: 1 });
});

test('closed in the middle, jobs wait for the next owner and nothing is lost', async () => {
  tame.hold('one');
  await left('one', ['planned']);
  await left('two', []);
  open();
  await until(() => expect(tame.running.has('one')).toBe(true));
  const followed = queue.ended('one');
  await close();
  expect(await followed).toBe(null);
  expect(store.job('one')).toMatchObject({ state: 'planned', error: null });
  tame.release('one');
  open();
  await counts({ done: 2 });
});

test('ended jobs older than wanted are forgotten, with what a failed one had finished', async () => {
  await left('old', ['running', 'failed'], { finishedAt: '2026-01-01T00:00:00.000Z' });
  await left('young', ['running', 'failed'], { finishedAt: '2026-03-01T00:00:00.000Z' });
  await left('resting', ['paused']);
  await mkdir(join(home, '.framewright-old'));
  const io = { store, home, emit: (event: AnyEvent) => events.push(event), clock: () => '2026-03-02T00:00:00.000Z' };
  await pruneHistory({ ...io, settings: () => settings.parse({}) });
  expect(store.jobs()).toHaveLength(3);
  await pruneHistory({ ...io, settings: () => settings.parse({ historyDays: 30 }) });
  expect(store.jobs().map(({ id }) => id)).toEqual(['young', 'resting']);
  expect(events).toEqual([{ kind: 'removed', job: 'old' }]);
  await expect(rm(join(home, '.framewright-old'))).rejects.toMatchObject({ code: 'ENOENT' });
});
