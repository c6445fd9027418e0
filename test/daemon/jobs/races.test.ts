// What users and the system do to a job while something else is under way with it: with a worker that does as the test says.
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { backOffMs } from '../../../daemon/jobs/ending.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import { allDone, close, events, home, open, queue, reach, state, store, submit, tame, useTameQueue } from './tame-queue.ts';
import { until } from './until.ts';

useTameQueue();

test('paused and resumed while it is planned, a job is planned again, also one whose client waits for the plan', async () => {
  tame.hold('plan of waited');
  tame.hold('plan of known');
  await submit('known', { key: 'k' });
  const waited = submit('waited', {}, true);
  waited.catch(() => {});
  await until(() => expect([state('waited'), state('known')]).toEqual(['queued', 'queued']));
  for (const id of ['waited', 'known']) { queue.pause(id); queue.resume(id); }
  await expect(waited).rejects.toMatchObject({ code: 'cancelled' });
  for (const name of ['plan of waited', 'plan of known']) tame.release(name);
  await until(() => expect(store.counts()).toEqual({ done: 2 }));
});

test('a queue that is closed forgets no job that is being planned for a client', async () => {
  tame.hold('plan of waited');
  const waited = submit('waited', {}, true);
  waited.catch(() => {});
  await until(() => expect(store.has('waited')).toBe(true));
  await close();
  await expect(waited).rejects.toMatchObject({ code: 'cancelled' });
  expect(state('waited')).toBe('queued');
  tame.release('plan of waited');
  open();
  await allDone();
});

test('however many clients wait for plans, few are made at once, in order; one that is given up costs no place', async () => {
  let inside = 0, most = 0;
  await close();
  open({}, { worker: { ...tame.worker, call: (async (...[task, ...rest]: Parameters<typeof tame.worker.call>) => {
    most = Math.max(most, ++inside);
    try { return await tame.worker.call(task, ...rest as [never]); } finally { inside--; }
  }) as never } });
  queue.hold('not yet');
  const names = Array.from({ length: 30 }, (_, i) => `n${i}`);
  for (const name of names) tame.hold(`plan of ${name}`);
  const waiting = names.map((name) => submit(name, {}, true));
  const given = expect(waiting[20]).rejects.toMatchObject({ code: 'cancelled' });
  await until(() => expect(store.counts()).toEqual({ queued: 30 }));
  await queue.cancel('n20');
  for (const name of names) tame.release(`plan of ${name}`);
  await given;
  await Promise.all(waiting.filter((_, i) => i !== 20));
  expect(store.counts()).toEqual({ planned: 29, cancelled: 1 });
  expect(most).toBe(4);
});

test('a job that is to pause rests also where it fails meanwhile, and does not go on by itself', async () => {
  tame.failures.set('one', [new FrameWrightError('step-failed', { title: 'Denoising', frame: 3, why: 'NaN.' })]);
  await close();
  open({ retrySeconds: 0.001 }, { emit: (event) => { if (event.kind === 'state' && event.state === 'running' && !tame.begun.length) queue.pause('one'); } });
  await submit('one');
  await reach('one', 'paused');
  expect(store.job('one')).toMatchObject({ wanted: null, error: { code: 'step-failed' } });
  queue.resume('one');
  await reach('one', 'done');
});

test('no wait is longer than a day, whatever the settings', () => {
  expect([backOffMs(1, 10), backOffMs(20, 3600)]).toEqual([20_000, 86_400_000]);
});

test('an ending that could not be written down is made up for once the store takes something again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let isFull = true;
  const full = (): never => { throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 }); };
  await close();
  open({}, { store: { ...store, finishUnit: (...given) => (isFull ? full() : store.finishUnit(...given)), transition: (id, to, patch) => (isFull && to === 'failed' ? full() : store.transition(id, to, patch)) } });
  await submit('one');
  await until(() => expect(events).toContainEqual(expect.objectContaining({ kind: 'state', state: 'failed' })));
  await until(() => expect([state('one'), queue.running()]).toEqual(['running', []]));
  isFull = false;
  await vi.advanceTimersByTimeAsync(30_000);
  await until(() => expect(state('one')).toBe('done'));
});

test('those who follow a job are told when it is removed, also where its files cannot be', async () => {
  queue.hold('not yet');
  await submit('one', { output: join(home, 'x'.repeat(300), 'out.mp4') });
  const followed = queue.ended('one');
  await expect(queue.remove('one')).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
  expect(await followed).toBe(null);
});
