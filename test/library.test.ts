import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyze, connect, FrameWrightError, plan, restore, type Progress } from '../index.ts';
import { makeClip } from './fixtures/clip.ts';
import { daemonEnvironment, endDaemon } from './fixtures/daemon.ts';
import { borrowMeasurement, lendMeasurement } from './fixtures/measured.ts';

const root = join(import.meta.dirname, '..');
let folder: string, home: string, clip: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-library-'));
  home = join(folder, 'home');
  Object.assign(process.env, daemonEnvironment(home));
  await borrowMeasurement(home);
  clip = join(folder, 'clip.mp4');
  await makeClip(clip, { video: 'testsrc2=size=96x64:rate=25', frames: 20, codecOptions: { crf: '24' } });
});
afterAll(async () => {
  await endDaemon(home);
  await lendMeasurement(home);
  await rm(folder, { recursive: true });
});

test('the example runs as it stands', async () => {
  const example = join(root, 'docs', 'example.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [example], { cwd: folder, env: { ...process.env, FRAMEWRIGHT_HOME: home } });
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toMatch(/^96×64, noise of \d+\.\d code values$/);
  expect(lines.at(-2)).toMatch(/^100 % /);
  expect(lines.at(-1)).toBe(`${join(folder, 'clip.restored.mp4')}, described in ${join(folder, 'clip.restored.framewright.json')}`);
  expect(JSON.parse(await readFile(join(folder, 'clip.restored.framewright.json'), 'utf8'))).toMatchObject({ framewright: 1, result: { name: 'clip.restored.mp4' } });
});

test.skipIf(!existsSync(join(root, 'README.md')))('the README shows that very example', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(readFileSync(join(root, 'docs', 'example.ts'), 'utf8').trim());
});

test('functions are typed, report progress, and reject with catalogued errors', async () => {
  expect((await analyze(clip, { home, depth: 'survey' })).analysis).toMatchObject({ depth: 'survey', measuredFrames: 20 });
  expect((await plan(clip, { home, scale: '2', interpretation: { range: 'full' } })).result).toMatchObject({ width: 192, height: 128 });
  const seen: Progress[] = [];
  const restored = await restore(clip, { home, scale: '1', quality: 'fast', output: join(folder, 'mine.mkv'), onProgress: (progress) => seen.push(progress) });
  expect(restored).toMatchObject({ output: join(folder, 'mine.mkv'), sidecar: join(folder, 'mine.framewright.json') });
  expect(restored.plan.revision).toBe(2);
  expect(seen.at(-1)!.fraction).toBe(1);
  await expect(restore(clip, { home, output: join(folder, 'mine.mkv') })).rejects.toMatchObject({ code: 'output-exists' });
  await expect(analyze(join(folder, 'none.mp4'), { home })).rejects.toBeInstanceOf(FrameWrightError);
  await expect(plan(clip, { home, quality: 'fastt' })).rejects.toMatchObject({ code: 'unknown-name', values: { nearest: 'fast' } });
});

test('a signal stops the job and keeps it; a client resumes it', async () => {
  const stop = new AbortController();
  await expect(restore(clip, { home, output: join(folder, 'stopped.mp4'), signal: stop.signal, onProgress: ({ title }) => { if (title !== 'Taking a first look') stop.abort(); } })).rejects.toMatchObject({ code: 'cancelled', values: { job: expect.any(String) } });
  const client = connect({ home });
  const job = (await client.jobs({})).find(({ state }) => state === 'cancelled')!;
  await client.resume({ job: job.id });
  expect(await client.follow({ job: job.id })).toMatchObject({ state: 'done', output: join(folder, 'stopped.mp4') });
  await client.close();
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});
