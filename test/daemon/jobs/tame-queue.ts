// A queue whose worker does as the test says, with what its tests ask of it. The bindings are those of the test that runs.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { NewJob } from '../../../daemon/jobs/job-rows.ts';
import type { Queue, QueueIo } from '../../../daemon/jobs/queue.ts';
import { openStore, type Store } from '../../../daemon/jobs/store.ts';
import type { AnyEvent } from '../../../shared/events.ts';
import type { JobState } from '../../../shared/job.ts';
import { settings, type Settings } from '../../../shared/settings.ts';
import { openQueue } from './open-queue.ts';
import { newJob } from './records.ts';
import { tameWorker, type Tame } from './tame-worker.ts';
import { until } from './until.ts';

export let home: string, store: Store, queue: Queue, close: () => Promise<void>, tame: Tame, events: AnyEvent[];
/** A fresh queue for each test of the file that calls this. */
export function useTameQueue(): void {
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'fw-queue-'));
    store = openStore(home);
    events = [];
    tame = tameWorker((name) => /^gpu\d/.exec(name)?.[0] ?? 'cpu');
    open();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await close();
    store.close();
    await rm(home, { recursive: true });
  });
}

/** Opens the queue, also anew after `close`. */
export function open(given: Partial<Settings> = {}, more: Partial<QueueIo> = {}): void {
  ({ queue, close } = openQueue(home, store, { worker: tame.worker, openWorker: () => tame.worker, emit: (event) => events.push(event), settings: () => settings.parse(given), ...more }));
  queue.recover();
}

/** Submits `name` as the job of that id. */
export async function submit(name: string, more: Partial<NewJob> = {}, planned = false): Promise<string> {
  await writeFile(join(home, name), name);
  return queue.submit(newJob(name.replace('.mp4', ''), { source: join(home, name), output: join(home, '/'), ...more }), planned);
}
export const state = (id: string): JobState => store.job(id).state;
export const reach = (id: string, ...states: JobState[]) => until(() => expect(states).toContain(state(id)));
export const allDone = () => until(() => expect(store.counts()).toEqual({ done: store.jobs().length }));
