// A result's frames beside what they were made of: the right frame of the source, and of it the part that the result shows, as viewers turn it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInProcessTransport } from '../../../daemon/server/in-process.ts';
import { createClient, type Client } from '../../../shared/client.ts';
import { operations } from '../../../shared/operations.ts';
import type { PictureRef } from '../../../shared/pictures.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { borrowMeasurement, lendMeasurement } from '../../fixtures/measured.ts';

let folder: string, client: Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-result-frame-'));
  await borrowMeasurement(join(folder, 'home'));
  client = createClient(createInProcessTransport({ home: join(folder, 'home') }));
}, 300_000);
afterAll(async () => {
  await client.close();
  await lendMeasurement(join(folder, 'home'));
  await rm(folder, { recursive: true });
});

/** Mean difference of two pictures of one size, code values. */
async function apart(a: PictureRef, b: PictureRef): Promise<number> {
  const [one, other] = await Promise.all([a, b].map(async ({ id }) => sharp(await client.bytes(id)).removeAlpha().raw().toBuffer()));
  expect(one!.length).toBe(other!.length);
  return one!.reduce((sum, value, i) => sum + Math.abs(value - other![i]!), 0) / one!.length;
}

it('the pair lies on each other: turned, cropped, from an in point on, at a constant rate', async () => {
  const path = join(folder, 'turned.mov');
  await makeClip(path, { video: 'testsrc2=size=128x64:rate=25', frames: 16, codecOptions: { crf: '4' }, rotation: 90 });
  const stages = Object.fromEntries((await client.stages({})).map(({ id }) => [id, { strength: 'off' as const }]));
  const wish = { quality: 'fast', scale: '1', stages: { ...stages, crop: {} }, crop: { left: 32, top: 0, width: 64, height: 64 }, range: { unit: 'frames' as const, in: 4, out: 12 }, constantRate: { num: 50, den: 1 }, crf: 4 };
  const { id } = await client.submit({ path, wish });
  expect(await client.follow({ job: id })).toMatchObject({ state: 'done', clip: { from: 4, to: 12, frames: 16 } });
  const first = operations.resultFrame.response.parse(await client.resultFrame({ job: id, frame: 0 }));
  expect([first.before, first.after].map(({ width, height }) => [width, height])).toEqual([[64, 64], [64, 64]]);
  const pairs = [first];
  for (const frame of [1, 7, 15]) pairs.push(await client.resultFrame({ job: id, frame, size: 32 }));
  expect(pairs.map(({ frame, source }) => [frame, source])).toEqual([[0, 4], [1, 4], [7, 7], [15, 11]]);
  for (const { before, after } of pairs) expect(await apart(before, after)).toBeLessThan(4);
  expect(await apart(pairs[1]!.before, pairs[3]!.before)).toBeGreaterThan(4);
  await expect(client.resultFrame({ job: id, frame: 16 })).rejects.toMatchObject({ code: 'range-outside' });
  await expect(client.resultFrame({ job: 'nothing', frame: 0 })).rejects.toMatchObject({ code: 'job-missing' });
}, 300_000);

it('of sound there is none', async () => {
  const path = join(folder, 'sound.wav');
  await makeClip(path, { audio: [{ source: 'sine=frequency=440:sample_rate=48000:duration=1', codec: 'pcm_s16le' }] });
  const { id } = await client.submit({ path, wish: { quality: 'fast' } });
  await client.follow({ job: id });
  await expect(client.resultFrame({ job: id, frame: 0 })).rejects.toMatchObject({ code: 'job-state' });
}, 300_000);
