// Forty jobs and a few kills; `npm run bench -- soak` does it with two thousand and two hundred.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeClip } from '../fixtures/clip.ts';
import { soak } from './soak-run.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'fw-soak-'));
  await mkdir(join(base, 'jobs'));
  await makeClip(join(base, 'clip.mp4'), { video: 'testsrc2=size=48x32:rate=25', frames: 5, codecOptions: { crf: '24' } });
});
afterAll(() => rm(base, { recursive: true }));

test('forty jobs under eight kills of workers and daemon: every job is done once, with the same bytes, and nothing is left over', async () => {
  const { summaries, kills, files, contents } = await soak({ clip: join(base, 'clip.mp4'), folder: join(base, 'jobs'), home: join(base, 'home'), jobs: 40, kills: 8, seed: 20261122 });
  console.log(`soak: killed ${kills.workers} workers and ${kills.daemons} daemons`);
  expect(summaries.map(({ state }) => state)).toEqual(Array(40).fill('done'));
  expect(files).toEqual(summaries.flatMap((_, i) => ['framewright.json', 'mp4'].map((ending) => `clip-${String(i).padStart(4, '0')}.restored.${ending}`)));
  expect(contents).toBe(1);
  expect(kills.workers + kills.daemons).toBe(8);
  expect(kills.daemons).toBeGreaterThan(0);
}, 600_000);
