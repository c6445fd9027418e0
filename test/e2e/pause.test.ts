// A running job pauses: its segment ends first, nothing is lost, and the result is the same to the byte.
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInProcessTransport } from '../../daemon/server/in-process.ts';
import { sha256Of } from '../../daemon/worker/manifest.ts';
import { createClient, type Client } from '../../shared/client.ts';
import type { JobState, JobSummary } from '../../shared/job.ts';
import { makeClip } from '../fixtures/clip.ts';

const shots = ['testsrc2', 'smptebars', 'rgbtestsrc', 'testsrc', 'pal75bars', 'yuvtestsrc'];
const wish = { quality: 'fast', scale: '1', stages: { denoise: { strength: 0.5, method: 'denoise-lite' } }, checkpointSeconds: 0.001 };
let folder: string, client: Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-pause-'));
  client = createClient(createInProcessTransport({ home: join(folder, 'home') }));
  const chains = shots.map((source, i) => `${source}=size=96x64:rate=25:duration=0.4,format=yuv420p,setsar=1[v${i}]`);
  await makeClip(join(folder, 'clip.mp4'), { video: `${chains.join(';')};${shots.map((_, i) => `[v${i}]`).join('')}concat=n=${shots.length}`, frames: 60, codecOptions: { crf: '20' } });
  for (const name of ['whole', 'paused']) {
    await mkdir(join(folder, name));
    await copyFile(join(folder, 'clip.mp4'), join(folder, name, 'clip.mp4'));
  }
});
afterAll(async () => { await client.close(); await rm(folder, { recursive: true }); });

const reached = (id: string, state: JobState) => new Promise<JobSummary>((resolve) => client.onEvent((event) => { if (event.kind === 'job' && event.job === id && event.summary.state === state) resolve(event.summary); }));

test('paused in the middle of a segment and resumed, a job delivers the same bytes and does nothing twice', async () => {
  const whole = await client.submit({ path: join(folder, 'whole', 'clip.mp4'), wish });
  expect(await client.follow({ job: whole.id })).toMatchObject({ state: 'done' });
  const { id } = await client.submit({ path: join(folder, 'paused', 'clip.mp4'), wish, planned: false });
  const paused = reached(id, 'paused');
  const stop = client.onEvent((event) => {
    if (event.kind !== 'unit' || event.unit !== 'video-0') return;
    stop();
    void client.pause({ job: id });
  });
  expect(await paused).toMatchObject({ state: 'paused', error: null });
  const units = (await client.job({ job: id })).units, finished = units.filter(({ state }) => state === 'done');
  expect(units.length - finished.length).toBeGreaterThan(0);
  expect(finished.map(({ unit }) => unit)).toContain('video-0');
  expect((await readdir(join(folder, 'paused'), { recursive: true })).filter((name) => name.endsWith('.part'))).toEqual([]);
  await client.resume({ job: id });
  const done = await client.follow({ job: id });
  expect(done).toMatchObject({ state: 'done', attempts: 2, error: null });
  expect(await sha256Of(done.output)).toBe(await sha256Of(join(folder, 'whole', 'clip.restored.mp4')));
  const after = (await client.job({ job: id })).units;
  for (const unit of finished) expect(after).toContainEqual(unit);
});
