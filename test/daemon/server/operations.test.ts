import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInProcessTransport } from '../../../daemon/server/in-process.ts';
import { companionOf } from '../../../daemon/worker/companions.ts';
import { createClient, type Client } from '../../../shared/client.ts';
import { operations } from '../../../shared/operations.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { borrowMeasurement, lendMeasurement } from '../../fixtures/measured.ts';

let folder: string, client: Client, clip: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-server-'));
  clip = join(folder, 'clip.mp4');
  await mkdir(join(folder, 'out'));
  await makeClip(clip, { video: 'testsrc2=size=96x64:rate=25', frames: 20, codecOptions: { crf: '24' } });
  await borrowMeasurement(join(folder, 'home'));
  client = createClient(createInProcessTransport({ home: join(folder, 'home') }));
});
afterAll(async () => {
  await client.close();
  await lendMeasurement(join(folder, 'home'));
  await rm(folder, { recursive: true });
});
const range = { unit: 'frames' as const, in: 5, out: 12 };

test('answers keep the contract', async () => {
  operations.probe.response.parse(await client.probe({ path: clip }));
  operations.analyze.response.parse(await client.analyze({ path: clip }));
  operations.hardware.response.parse(await client.hardware({}));
  operations.presets.response.parse(await client.presets({}));
  operations.stages.response.parse(await client.stages({}));
  const plan = operations.plan.response.parse(await client.plan({ path: clip, wish: { scale: '1' } }));
  operations.explain.response.parse(await client.explain({ plan }));
  operations.jobs.response.parse(await client.jobs({}));
});

test('previews lie beside the clip or in a folder, and count up', async () => {
  const wish = { quality: 'fast', scale: '1' };
  expect(await client.preview({ path: clip, wish, range })).toMatchObject({ video: join(folder, 'clip.preview.mp4'), picture: join(folder, 'clip.preview.png') });
  expect(await client.preview({ path: clip, wish, range })).toMatchObject({ video: join(folder, 'clip.preview-2.mp4') });
  expect(await client.preview({ path: clip, wish, range, output: join(folder, 'out') })).toMatchObject({ video: join(folder, 'out', 'clip.preview.mp4') });
  await expect(client.preview({ path: clip, wish, range: { unit: 'frames', in: 50, out: 60 } })).rejects.toMatchObject({ code: 'range-outside' });
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a preview has the container of its plan and the name asked for; without a range it is the start of the clip', async () => {
  const wish = { quality: 'fast', scale: '1', delivery: 'ffv1' };
  expect(await client.preview({ path: clip, wish, output: join(folder, 'out', 'look.mkv') })).toMatchObject({ video: join(folder, 'out', 'look.mkv'), picture: join(folder, 'out', 'look.png') });
  expect((await client.probe({ path: join(folder, 'out', 'look.mkv') })).video!.shape.frames).toBe(20);
  await expect(client.preview({ path: clip, wish, output: join(folder, 'out', 'look.mkv') })).rejects.toMatchObject({ code: 'bad-value' });
  await expect(client.preview({ path: clip, wish, output: join(folder, 'out', 'look') })).rejects.toMatchObject({ code: 'bad-value' });
});

test('the name of a result and the container asked for must agree', async () => {
  const wish = { quality: 'fast', scale: '1', container: 'mkv' as const };
  for (const name of ['result', 'result.mov']) await expect(client.submit({ path: clip, wish, output: join(folder, name) })).rejects.toMatchObject({ code: 'bad-value' });
  await expect(client.plan({ path: clip, wish: { interpretation: { rate: { num: 0, den: 1 } } } })).rejects.toMatchObject({ code: 'bad-value' });
});

test('companions of a result keep its folder and stem', () => {
  expect(companionOf(join('a.b', 'c.d.mp4'), '.framewright.json')).toBe(join('a.b', 'c.d.framewright.json'));
  expect(companionOf(join('a.b', 'c'), '.framewright.json')).toBe(join('a.b', 'c.framewright.json'));
});

test('doctor: all is well here; without a data folder or a worker it says what to do', async () => {
  const findings = await client.doctor({});
  expect(findings.filter((finding) => !finding.ok && finding.what !== 'Disk' && finding.what !== 'Memory')).toEqual([]);
  expect(findings.map((finding) => finding.what)).toEqual(['Node', 'Daemon', 'Data folder', 'Job store', 'Disk', 'Memory', 'FFmpeg', 'Inference', 'Encoders', 'Models', 'Licence']);
  await writeFile(join(folder, 'file'), '');
  const broken = createClient(createInProcessTransport({ home: join(folder, 'file', 'home'), workerEntry: new URL('./no-such-worker.ts', import.meta.url) }));
  const found = await broken.doctor({});
  expect(found.filter((finding) => !finding.ok).map((finding) => finding.what)).toEqual(['Data folder', 'Job store', 'Disk', 'Worker']);
  expect(found.every((finding) => finding.ok || finding.mend !== null)).toBe(true);
  await broken.close();
});
