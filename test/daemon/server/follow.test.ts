// Waiting for the end of a job, and giving that up, in the whole service.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createService, type Service } from '../../../daemon/server/service.ts';
import { operations } from '../../../shared/operations.ts';

let home: string, service: Service;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fw-follow-'));
  await writeFile(join(home, 'clip.mp4'), 'a clip');
  service = createService({ home, workerEntry: new URL('../jobs/fake-worker.ts', import.meta.url) });
});
afterEach(async () => { await service.close(); await rm(home, { recursive: true }); });

/** A job that waits because an editor plays. */
async function submitHeld(): Promise<string> {
  await service.call('host', { host: 'editor', state: 'playing' });
  return (await service.call('submit', operations.submit.request.parse({ path: join(home, 'clip.mp4'), wish: {}, planned: false }))).id;
}

test('who gives up following is answered at once, and neither the job nor others who follow it notice', async () => {
  const job = await submitHeld(), leaving = new AbortController();
  const given = service.call('follow', { job }, leaving.signal), kept = service.call('follow', { job });
  leaving.abort();
  await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  await expect(service.call('follow', { job }, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  expect((await service.call('job', { job })).state).toBe('queued');
  await service.call('host', { host: 'editor', state: 'gone' });
  expect(await kept).toMatchObject({ id: job, state: 'done' });
});

test('who follows a job that is removed is told so', async () => {
  const job = await submitHeld(), followed = expect(service.call('follow', { job })).rejects.toMatchObject({ code: 'job-missing' });
  await service.call('remove', { job });
  await followed;
});

test('a service that was closed opens nothing again', async () => {
  await service.close();
  await expect(submitHeld()).rejects.toMatchObject({ code: 'daemon-gone' });
  await expect(service.call('jobs', operations.jobs.request.parse({}))).rejects.toMatchObject({ code: 'daemon-gone' });
});
