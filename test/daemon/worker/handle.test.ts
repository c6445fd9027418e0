import { getEventListeners } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { catalogued, isStoreFull } from '../../../daemon/worker/failure.ts';
import { createWorker, type Worker } from '../../../daemon/worker/handle.ts';
import { wish } from '../../../shared/preset.ts';

const entry = new URL('./odd-worker.ts', import.meta.url);
let worker: Worker;
const start = (options = {}): Worker => worker = createWorker({ home: tmpdir(), entry, ...options });
afterEach(() => { vi.useRealTimers(); return worker.close(); });
const ask = (quality: string, options = {}) => worker.call('plan', { path: '/a', wish: wish.parse({ quality }) }, options);
const running = (pid: number): boolean => { try { process.kill(pid, 0); return true; } catch { return false; } };

test('values, events and catalogued errors cross the pipe; calls run side by side in one process', async () => {
  start();
  expect(worker.pid()).toBe(null);
  const events: unknown[] = [];
  const [echo, pid] = await Promise.all([worker.call('survey', { plan: {} as never, parts: [Uint8Array.of(1, 2)] }, { onEvent: (event) => events.push(event) }), ask('pid')]);
  expect(echo).toEqual({ sum: 3 });
  expect(events).toEqual([{ kind: 'frames', done: 1 }, { kind: 'part', part: Uint8Array.of(9) }]);
  expect(pid).toEqual({ pid: worker.pid(), priority: 10, pool: expect.stringMatching(/^([89]|[1-6]\d)$/) });
  await expect(ask('unknown')).rejects.toMatchObject({ code: 'unknown-name', values: { name: 'x' } });
  await expect(ask('full')).rejects.toMatchObject({ code: 'disk-full' });
  await expect(ask('fault')).rejects.toMatchObject({ code: 'internal', values: { what: 'a fault' }, cause: expect.stringContaining('odd-worker.ts') });
  await expect(worker.call('doctor', {})).rejects.toMatchObject({ code: 'internal' });
});

test('a listener that fails stops its call with that failure, and the worker stays', async () => {
  start();
  const { pid } = await ask('pid') as unknown as { pid: number };
  const told: unknown[] = [];
  const onEvent = (event: unknown): void => { told.push(event); throw new Error('no room to write it down'); };
  await expect(worker.call('survey', { plan: {} as never, parts: [Uint8Array.of(1)] }, { onEvent })).rejects.toThrow('no room to write it down');
  expect(told).toHaveLength(1);
  expect(await ask('pid')).toMatchObject({ pid });
});

test('a full disk is recognised by what the system or SQLite says', () => {
  const sqlite = (errcode: number) => Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode });
  expect(catalogued(sqlite(13))).toMatchObject({ code: 'disk-full', cause: { errcode: 13 } });
  expect(isStoreFull(catalogued(new Error('wrapped', { cause: sqlite(13) })))).toBe(true);
  expect(catalogued(sqlite(5)).code).toBe('internal');
  expect(isStoreFull(catalogued(Object.assign(new Error('full'), { code: 'ENOSPC' })))).toBe(false);
});

test('a death names its cause and last words; the next call starts another process', async () => {
  start();
  await expect(ask('die')).rejects.toMatchObject({ code: 'worker-died', values: { why: expect.stringMatching(/SIGKILL.*last words: out of luck/s) } });
  await expect(ask('leave')).rejects.toMatchObject({ code: 'worker-died', values: { why: expect.stringContaining('status 3') } });
  expect(await ask('pid')).toMatchObject({ pid: worker.pid() });
});

test('cancelling: a task that listens stops at once, one that does not is ended', async () => {
  start({ graceMs: 300 });
  await ask('pid');
  const cancelled = async (quality: string): Promise<number> => {
    const stop = new AbortController(), call = ask(quality, { signal: stop.signal });
    call.catch(() => {});
    await sleep(100);
    const begun = performance.now();
    stop.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    return performance.now() - begun;
  };
  const { pid } = await ask('pid') as unknown as { pid: number };
  expect(await cancelled('patient')).toBeLessThan(200);
  expect(worker.pid()).toBe(pid);
  expect(await cancelled('deaf')).toBeGreaterThan(250);
  expect(worker.pid()).toBe(null);
  await expect(ask('pid', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
});

test('signals that outlive a call keep nothing of it, however it ended', async () => {
  start({ graceMs: 300 });
  const signal = new AbortController().signal, drain = new AbortController().signal;
  await ask('pid', { signal, drain });
  await expect(ask('unknown', { signal, drain })).rejects.toMatchObject({ code: 'unknown-name' });
  await expect(ask('die', { signal, drain })).rejects.toMatchObject({ code: 'worker-died' });
  expect([signal, drain].map((one) => getEventListeners(one, 'abort').length)).toEqual([0, 0]);
});

test('load is the busy share of the machine, and null when idle', async () => {
  start();
  await ask('busy');
  const call = ask('busy');
  await sleep(900);
  expect(worker.load()).toBeGreaterThan(0);
  await call;
  expect(worker.load()).toBe(null);
});

test('a call that comes while an idle worker is being ended gets another one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  start({ idleMs: 100 });
  const first = await ask('pid') as unknown as { pid: number };
  vi.advanceTimersByTime(100);
  const second = await ask('pid') as unknown as { pid: number };
  vi.useRealTimers();
  expect(second.pid).not.toBe(first.pid);
});

test('an idle worker ends, and a closed one is gone', async () => {
  start({ idleMs: 100 });
  const { pid } = await ask('pid') as unknown as { pid: number };
  await sleep(600);
  expect([running(pid), worker.pid()]).toEqual([false, null]);
  const second = (await ask('pid') as unknown as { pid: number }).pid;
  await worker.close();
  expect(running(second)).toBe(false);
});
