// Encoding to a size, without a job: what becomes of sizes that no encoding meets.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeToSize, type Fitted } from '../../../daemon/worker/tasks/to-size.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { restoreWhole, type Whole } from '../quality/whole.ts';

let folder: string, whole: Whole;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-size-'));
  const source = join(folder, 'plain.mkv');
  await makeClip(source, { video: 'color=c=gray:size=64x48:rate=25', frames: 8, codec: 'ffv1' });
  whole = await restoreWhole(source, { quality: 'fast', scale: '1', delivery: 'h264', container: 'mkv', size: { bytes: 60_000 } });
});
afterAll(() => rm(folder, { recursive: true }));

const fit = ({ plan, units }: Whole, fileBytes: number): Promise<Fitted> => encodeToSize({
  plan: { ...plan, delivery: { ...plan.delivery, target: { ...plan.delivery.target!, fileBytes } } }, units: units.map(({ path }) => path), folder,
  signal: new AbortController().signal, onProgress: () => {}, weigh: async (path) => (await stat(path)).size,
});

test('where the encoder finds nothing to spend more on, the result is smaller and says so', async () => {
  const { file, trials, missed } = await fit(whole, 60_000), { size } = await stat(file);
  expect(size).toBeLessThan(60_000 * 0.98);
  expect(size).toBe(Math.max(...trials.map(({ bytes }) => bytes)));
  expect(missed).toMatch(/^The result has .* of the 60 kB asked for: .*(nothing to spend it on|none came nearer)/);
});

test('where even the least is too much, nothing is made', async () => {
  await expect(fit(whole, 300)).rejects.toMatchObject({ code: 'size-too-small' });
});
