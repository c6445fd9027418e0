// Whose turn it is, what users ask of jobs, and what is tried again: with a worker that does as the test says.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { FrameWrightError } from '../../../shared/errors.ts';
import { newJob } from './records.ts';
import { allDone, close, events, home, open, queue, reach, state, store, submit, tame, useTameQueue } from './tame-queue.ts';
import { until } from './until.ts';

useTameQueue();
const stateError = expect.objectContaining({ code: 'job-state' });

test('the highest priority first, clients take turns, each client keeps its order; a change of priority counts at once', async () => {
  tame.hold('first');
  await submit('first', { client: 'z' });
  await until(() => expect(tame.running.has('first')).toBe(true));
  for (const name of ['a1', 'a2', 'a3']) await submit(name, { client: 'a' });
  for (const name of ['b1', 'b2']) await submit(name, { client: 'b' });
  await submit('c1', { client: 'c' });
  await submit('low', { client: 'c', priority: -1 });
  await submit('high', { client: 'c', priority: 5 });
  await until(() => expect(store.counts()).toEqual({ running: 1, planned: 8 }));
  queue.reprioritise('b2', 7);
  expect(events.at(-1)).toMatchObject({ kind: 'job', summary: { id: 'b2', priority: 7 } });
  tame.release('first');
  await allDone();
  expect(tame.begun).toEqual(['first', 'b2', 'high', 'a1', 'b1', 'c1', 'a2', 'a3', 'low']);
});

test('one running job for each device', async () => {
  for (const name of ['gpu0-a', 'gpu0-b', 'gpu1-a', 'a', 'b']) { tame.hold(name); await submit(name); }
  await until(() => expect([...tame.running].sort()).toEqual(['a', 'gpu0-a', 'gpu1-a']));
  tame.release('gpu0-a');
  await until(() => expect([...tame.running].sort()).toEqual(['a', 'gpu0-b', 'gpu1-a']));
  expect(queue.running().sort()).toEqual(['a', 'gpu0-b', 'gpu1-a']);
  for (const name of ['gpu0-b', 'gpu1-a', 'a', 'b']) tame.release(name);
  await allDone();
});

test('a paused job keeps what is finished and gives its slot to the next; resumed, it goes on there', async () => {
  tame.hold('one');
  await submit('one');
  await submit('two');
  await until(() => expect(store.units('one').filter((unit) => unit.state === 'done').length).toBe(1));
  queue.pause('one');
  expect(state('one')).toBe('running');
  tame.release('one');
  await reach('one', 'paused');
  const kept = store.units('one').filter((unit) => unit.state === 'done');
  expect(kept).toHaveLength(2);
  await reach('two', 'done');
  queue.pause('one');
  queue.resume('one');
  await reach('one', 'done');
  for (const unit of kept) expect(store.units('one')).toContainEqual(unit);
  expect(await readFile(store.job('one').output, 'utf8')).toBe('segment 0\nsegment 1\nsegment 2\n');
  expect(events.flatMap((event) => (event.kind === 'job' && event.job === 'one' ? [event.summary.state] : []))).toEqual(['queued', 'planned', 'running', 'paused', 'planned', 'running', 'delivering', 'done']);
});

test('pausing changed its mind, jobs that wait their turn pause, and ended ones do nothing of it', async () => {
  tame.hold('one');
  await submit('one');
  await submit('two');
  await reach('two', 'planned');
  queue.pause('two');
  expect(state('two')).toBe('paused');
  queue.pause('one');
  queue.resume('one');
  tame.release('one');
  await reach('one', 'done');
  expect(state('two')).toBe('paused');
  for (const wrong of [queue.pause, queue.resume, queue.retry, (id: string) => queue.reprioritise(id, 1)]) expect(() => wrong('one')).toThrow(stateError);
  await expect(queue.cancel('one')).rejects.toThrow(stateError);
  expect(() => queue.retry('two')).toThrow(stateError);
  queue.resume('two');
  await reach('two', 'done');
});

test('cancelled while it is planned, while it waits, while it runs; removed with its unfinished files', async () => {
  tame.hold('plan of planning');
  tame.hold('running');
  await submit('running');
  await reach('running', 'running');
  await submit('waiting');
  await reach('waiting', 'planned');
  await submit('planning');
  await Promise.all(['planning', 'waiting', 'running'].map((id) => queue.cancel(id)));
  expect(store.counts()).toEqual({ cancelled: 3 });
  expect(queue.running()).toEqual([]);
  expect(store.job('running')).toMatchObject({ error: { code: 'cancelled' }, wanted: null });
  expect(existsSync(join(home, '.framewright-running'))).toBe(true);
  const followed = queue.ended('running');
  expect(await queue.remove('runn')).toBe('running');
  expect(await followed).toBe(null);
  expect(existsSync(join(home, '.framewright-running'))).toBe(false);
  expect(events.at(-1)).toEqual({ kind: 'removed', job: 'running' });
  tame.hold('waiting');
  queue.resume('waiting');
  await reach('waiting', 'running');
  await expect(queue.remove('waiting')).rejects.toThrow(stateError);
  tame.release('waiting');
  await reach('waiting', 'done');
});

test('held, nothing new begins; with a stop what runs gives its slot back and goes on by itself', async () => {
  tame.hold('one');
  await submit('one');
  await until(() => expect(tame.running.has('one')).toBe(true));
  queue.hold('A host plays.', true);
  expect(queue.held()).toBe('A host plays.');
  await reach('one', 'planned');
  await submit('two');
  expect(await submit('asked', {}, true)).toBe('asked');
  expect([state('one'), state('two'), state('asked'), queue.running()]).toEqual(['planned', 'queued', 'planned', []]);
  tame.release('one');
  queue.hold(null);
  await allDone();
  expect(events.filter(({ kind }) => kind === 'hold')).toEqual([{ kind: 'hold', why: 'A host plays.' }, { kind: 'hold', why: null }]);
});

test('what is refused when somebody waits for the plan was never there; otherwise the job fails with the same error', async () => {
  await expect(submit('bad.mp4', {}, true)).rejects.toMatchObject({ code: 'input-not-media' });
  expect(store.jobs()).toEqual([]);
  expect(events.at(-1)).toEqual({ kind: 'removed', job: 'bad' });
  await submit('bad.mp4');
  await reach('bad', 'failed');
  expect(store.job('bad').error).toMatchObject({ code: 'input-not-media', values: { job: 'bad', why: 'It is bad.' } });
});

test('the same key is one job, however many ask at once and whether they wait or not', async () => {
  await writeFile(join(home, 'one'), 'one');
  const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => queue.submit(newJob(`j${i}`, { key: 'k', source: join(home, 'one'), output: join(home, '/') }), i % 2 === 0)));
  expect(new Set(ids).size).toBe(1);
  await allDone();
  expect(tame.begun).toEqual(['one']);
  const refused = await Promise.allSettled([1, 2].map(() => submit('bad', { key: 'b' }, true)));
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(store.byKey('b')).toBe(null);
});

test('clips of one source and sources of one name get results of their own; the same clip twice is refused', async () => {
  const range = (from: number) => ({ wish: { ...newJob('x').asked!.wish, range: { unit: 'frames' as const, in: from, out: from + 10 } }, config: null, output: null });
  queue.hold('not yet');
  for (const from of [0, 10, 20]) await submit('tape.mp4', { id: `clip-${from}`, asked: range(from) });
  await submit('tape.mp4', { id: 'again', asked: range(10) });
  queue.hold(null);
  await until(() => expect(store.counts()).toEqual({ done: 3, failed: 1 }));
  expect(store.jobs().map(({ id, output }) => [id, basename(output)])).toEqual([['clip-0', 'tape.restored.mp4'], ['clip-10', 'tape.restored-2.mp4'], ['clip-20', 'tape.restored-3.mp4'], ['again', basename(home)]]);
  expect(store.job('again').error!.code).toBe('output-exists');
});

test('what may pass is tried again, each time after twice the wait; then it fails, and can be tried again by hand', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let now = Date.parse('2026-05-05T12:00:00.000Z');
  await close();
  open({ retries: 2, retrySeconds: 10 }, { clock: () => new Date(now).toISOString() });
  const died = () => new FrameWrightError('worker-died', { why: 'It was ended.' });
  // Each try calls the worker twice: a death alone is not yet a failure.
  tame.failures.set('one', Array.from({ length: 6 }, died));
  await submit('one');
  const waits: number[] = [];
  for (const tries of [1, 2]) {
    await until(() => expect(store.job('one')).toMatchObject({ state: 'waiting', tries, error: { code: 'worker-died' } }));
    const wait = Date.parse(store.job('one').retryAt!) - now;
    waits.push(wait);
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(state('one')).toBe('waiting');
    now += wait;
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(waits).toEqual([10_000, 20_000]);
  await until(() => expect(state('one')).toBe('failed'));
  expect(store.job('one')).toMatchObject({ tries: 2, retryAt: null, attempt: 3 });
  queue.retry('one');
  await until(() => expect(state('one')).toBe('done'));
  expect(store.job('one')).toMatchObject({ tries: 0, retryAt: null, error: null, attempt: 4 });
});

test('a fault of computing is tried once more, one that will not pass not at all', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const failed = (code: 'step-failed' | 'out-of-memory') => new FrameWrightError(code, { title: 'Denoising', frame: 3, why: 'NaN.' });
  tame.failures.set('twice', [failed('step-failed'), failed('step-failed')]);
  tame.failures.set('never', [failed('out-of-memory')]);
  await submit('never');
  await submit('twice');
  await until(() => expect([state('never'), state('twice')]).toEqual(['failed', 'waiting']));
  queue.pause('twice');
  queue.resume('twice');
  await until(() => expect(state('twice')).toBe('waiting'));
  await vi.advanceTimersByTimeAsync(10_000);
  await until(() => expect(state('twice')).toBe('done'));
});

test('two hundred at once, and one more at a thousand queued: each answers at once, and the process stays responsive', async () => {
  queue.hold('not yet');
  const names = Array.from({ length: 200 }, (_, i) => `n${i}`);
  await Promise.all(names.map((name) => writeFile(join(home, name), name)));
  let longest = 0, last = performance.now();
  const beat = setInterval(() => { longest = Math.max(longest, performance.now() - last); last = performance.now(); }, 5);
  const begun = performance.now();
  await Promise.all(names.map((name) => queue.submit(newJob(name, { source: join(home, name), output: join(home, '/') }))));
  const all = performance.now() - begun;
  store.create(Array.from({ length: 800 }, (_, i) => newJob(`m${i}`)));
  const before = performance.now();
  await submit('last');
  const one = performance.now() - before;
  clearInterval(beat);
  console.log(`200 submits took ${all.toFixed(0)} ms, one at ${store.counts().queued} queued ${one.toFixed(1)} ms; the longest pause was ${longest.toFixed(0)} ms`);
  expect(all).toBeLessThan(5000);
  expect(one).toBeLessThan(1000);
  expect(longest).toBeLessThan(5000);
});
