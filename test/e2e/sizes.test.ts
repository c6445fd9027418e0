// Results of a given size, archives and XMP, as a person asks for them.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashFrames } from '../../daemon/quality/frame-hashes.ts';
import { makeClip } from '../fixtures/clip.ts';
import { openDesk, root, type Desk } from './support.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await makeClip(desk.path('noisy.mkv'), {
    video: 'testsrc2=size=160x120:rate=25,noise=alls=30:all_seed=1:allf=t,setsar=1', frames: 25, codecOptions: { crf: '12' }, audio: [{ source: 'sine=sample_rate=48000', codec: 'aac' }],
  });
});
afterAll(() => desk.clear());

type Sidecar = { size?: { trials: { bitRate: number; bytes: number }[] }; archive?: { sourceBefore: { sha256: string }[]; sourceAfter: { sha256: string }[]; framemd5: string[] }; result: { sha256: string; bytes: number } };
const sidecarOf = async (name: string): Promise<Sidecar> => JSON.parse(await readFile(desk.path(`${name}.framewright.json`), 'utf8')) as Sidecar;
const sha256 = async (path: string): Promise<string> => createHash('sha256').update(await readFile(path)).digest('hex');
const quick = ['--quality', 'fast', '--scale', '1', '--interpret', 'field-order=progressive'];

test.each([['h264', 90_000], ['hevc', 70_000], ['av1', 60_000]])('%s of %i bytes is never larger and at most 2 % smaller', async (delivery, bytes) => {
  const { status, err } = await desk.run('noisy.mkv', '--delivery', delivery, '--size', `${bytes / 1000}kB`, '--output', `${delivery}.mp4`, ...quick);
  expect([status, err]).toEqual([0, '']);
  const { size } = await stat(desk.path(`${delivery}.mp4`));
  expect(size).toBeLessThanOrEqual(bytes);
  expect(size).toBeGreaterThanOrEqual(bytes * 0.98);
  expect((await sidecarOf(delivery)).size!.trials.at(-1)!.bytes).toBe(size);
}, 180_000);

test('a bit rate is met, and an XMP file says what was done', async () => {
  expect((await desk.run('noisy.mkv', '--bitrate', '500k', '--xmp', '--output', 'rate.mkv', ...quick)).status).toBe(0);
  const { trials } = (await sidecarOf('rate')).size!;
  expect(Math.abs(trials.at(-1)!.bytes / (500_000 / 8) - 1)).toBeLessThan(0.02);
  const xmp = await readFile(desk.path('rate.xmp'), 'utf8');
  expect(xmp).toMatch(/<rdf:RDF[^]*<framewright:interpolation_method>none<\/framewright:interpolation_method>\s*<framewright:processing_time>\d+\.\d{3}<\/framewright:processing_time>/);
  expect(xmp).not.toMatch(/framewright:quality_score>/);
  expect(xmp).toContain(await sha256(desk.path('rate.mkv')));
}, 180_000);

test('killed while it encodes to the size, the job goes on and ends there', async () => {
  const child = spawn(process.execPath, [join(root, 'daemon', 'main.ts'), 'noisy.mkv', '--size', '80kB', '--output', 'killed.mp4', '--json', ...quick], { cwd: desk.folder, env: desk.environment });
  let job = '';
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      job ||= /"job":"(\w+)"/.exec(text)?.[1] ?? '';
      if (text.includes('Encoding it to the size')) child.kill('SIGKILL');
    });
    child.once('close', () => resolve());
  });
  await desk.killDaemon();
  expect(await desk.files()).not.toContain('killed.mp4');
  expect((await desk.run('attach', job)).status).toBe(0);
  const { size } = await stat(desk.path('killed.mp4'));
  expect([size <= 80_000, size >= 78_400]).toEqual([true, true]);
  expect(await desk.files()).not.toContain(`.framewright-${job}`);
}, 180_000);

test('an archive proves the source and every frame of the result', async () => {
  expect((await desk.run('noisy.mkv', '--style', 'archive', '--output', 'archive.mkv')).status).toBe(0);
  const { archive, result } = await sidecarOf('archive'), source = await sha256(desk.path('noisy.mkv'));
  expect([archive!.sourceBefore[0]!.sha256, archive!.sourceAfter[0]!.sha256, result.sha256]).toEqual([source, source, await sha256(desk.path('archive.mkv'))]);
  expect(archive!.framemd5).toHaveLength(25);
  const options = { home: desk.home, threads: 1, signal: new AbortController().signal };
  // Nothing was changed, so the source's frames have the same hashes.
  expect(await hashFrames(desk.path('noisy.mkv'), options)).toEqual(archive!.framemd5);
}, 180_000);

test.each([
  [['--size', '8kB'], /cannot be made to 8.0 kB[^]*framewright noisy\.mkv --size 0\.1MB/], [['--size', '1MB', '--bitrate', '1M'], /Both --size and --bitrate/], [['--size', 'small'], /700MB/], [['--bitrate', '1MB'], /8M/],
  [['--delivery', 'ffv1', '--size', '1MB'], /not made to a size/], [['--crf', 'best'], /number such as 18/], [['--for', 'tv'], /editing, archive, web/], [['--encoder', 'gpu'], /nvenc/],
])('%j is refused with the way out', async (options, says) => {
  const { status, err } = await desk.run('noisy.mkv', ...options);
  expect(status).toBe(2);
  expect(err).toMatch(says);
  await rm(desk.path('noisy.restored.mp4'), { force: true });
});
