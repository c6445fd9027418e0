// Every task in this process, on a tiny clip: what the worker does, without the pipe.
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventOf, RequestOf, ResponseOf, TaskFunction, TaskName, UnitFile } from '../../../daemon/worker/contract.ts';
import { tasks } from '../../../daemon/worker/tasks/table.ts';
import { showsPicture } from '../../../shared/analysis.ts';
import type { AnyPlan, Plan } from '../../../shared/plan.ts';
import { wish } from '../../../shared/preset.ts';
import { makeClip } from '../../fixtures/clip.ts';

let folder: string, home: string, clip: string, first: AnyPlan, second: AnyPlan;
const parts: Uint8Array[] = [];

async function ask<Name extends TaskName>(name: Name, request: RequestOf<Name>, emit: (event: EventOf<Name>) => void = () => {}, signal = new AbortController().signal): Promise<ResponseOf<Name>> {
  const task = await tasks[name]() as unknown as TaskFunction<Name>;
  return task(request, { home, signal, emit });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-tasks-'));
  home = join(folder, 'home');
  clip = join(folder, 'clip.mkv');
  await makeClip(clip, { video: 'testsrc2=size=96x64:rate=25', frames: 20, codecOptions: { crf: '24' }, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'pcm_s16le' }] });
  first = await ask('plan', { path: clip, wish: wish.parse({ quality: 'fast', scale: '1', stages: { denoise: { strength: 0.5, method: 'hqdn3d' } } }) });
});
afterAll(() => rm(folder, { recursive: true }));

test('probe and analyze', async () => {
  expect((await ask('probe', { path: clip })).video!.shape).toMatchObject({ width: 96, height: 64, frames: 20 });
  expect((await ask('analyze', { path: clip, depth: 'glance' })).analysis.depth).toBe('glance');
  const frames: number[] = [];
  expect((await ask('analyze', { path: clip, depth: 'survey' }, (event) => frames.push(event.done))).analysis).toMatchObject({ depth: 'survey', measuredFrames: 20 });
  expect(frames.at(-1)).toBe(20);
});

test('plan with a preset file and for another machine', async () => {
  const config = join(folder, 'mine.yaml');
  await writeFile(config, 'title: Mine\ndescription: Sharp only\nstages: { sharpen: { strength: 0.5 } }\n');
  const hardware = { ...await ask('hardware', { measure: false }), cores: 64, cpu: 'another' };
  const planned = await ask('plan', { path: clip, wish: wish.parse({ quality: 'fast', scale: '1' }), config, hardware });
  expect(planned.steps.map((step) => step.stage)).toContain('sharpen');
  expect(first.steps.map((step) => step.method)).toContain('hqdn3d');
});

test('survey goes on after its parts; replan makes revision 2 or names the contradiction', async () => {
  const analysis = await ask('survey', { plan: first, parts: [] }, (event) => { if (event.kind === 'part') parts.push(event.part); });
  const again: string[] = [];
  expect(await ask('survey', { plan: first, parts }, (event) => again.push(event.kind))).toEqual(analysis);
  expect(again).not.toContain('part');
  second = await ask('replan', { plan: first, analysis });
  expect(second).toMatchObject({ revision: 2, analysis: { depth: 'survey' } });
  if (!showsPicture(analysis)) throw new Error('it has a picture');
  const interlaced = { ...analysis, interlacing: { ...analysis.interlacing, verdict: 'tff' as const, combed: 1, confidence: 1 } };
  await expect(ask('replan', { plan: first, analysis: interlaced })).rejects.toMatchObject({ code: 'analysis-contradicted' });
});

test('run, deliver, picture', async () => {
  const attempt = join(folder, 'work', 'attempt-1');
  await mkdir(attempt, { recursive: true });
  const units: UnitFile[] = [], begun: string[] = [];
  await ask('run', { plan: second, segments: second.segments.map(({ id }) => id), audio: [1], folder: attempt }, (event) => {
    if (event.kind === 'begin') begun.push(event.unit);
    if (event.kind === 'unit') units.push(event.unit);
  });
  expect(begun).toEqual(['audio-1', 'video-0']);
  const output = join(folder, 'clip.restored.mp4');
  const { files, sidecar } = await ask('deliver', { plan: second, units, parts, before: null, output, folder: attempt, revisions: ['why'], seconds: 3 });
  expect(files.map((file) => file.to)).toEqual([sidecar, output]);
  expect(JSON.parse(await readFile(files[0]!.from, 'utf8'))).toMatchObject({ revisions: ['why'], timings: { seconds: 3 }, verified: { differences: [], frames: 20 } });
  const picture = join(folder, 'picture.png');
  expect(await ask('picture', { plan: second as Plan, result: files[1]!.from, picture })).toMatchObject({ picture });
  expect((await readFile(picture)).subarray(1, 4).toString()).toBe('PNG');
  await expect(ask('deliver', { plan: { ...second, map: { ...second.map, frames: 21 } }, units, parts, before: null, output, folder: attempt, revisions: [], seconds: 0 })).rejects.toMatchObject({ code: expect.stringMatching(/verify-failed|internal/) });
});

test('a unit whose file changed is named and removed, so that it is made again', async () => {
  const attempt = await mkdtemp(join(folder, 'damaged-')), units: UnitFile[] = [];
  await ask('run', { plan: second, segments: second.segments.map(({ id }) => id), audio: [1], folder: attempt }, (event) => { if (event.kind === 'unit') units.push(event.unit); });
  const { file } = units.find(({ unit }) => unit === 'video-0')!, bytes = await readFile(file);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(file, bytes);
  const request = { plan: second, units, parts, before: null, output: join(folder, 'damaged.mp4'), folder: attempt, revisions: [], seconds: 0 };
  await expect(ask('deliver', request)).rejects.toMatchObject({ code: 'verify-failed', values: { why: expect.stringContaining('video-0') } });
  expect(await readdir(attempt)).not.toContain(basename(file));
  await expect(ask('deliver', request, undefined, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});

test('an archive is delivered with progress at every frame that is proven', async () => {
  const plan = await ask('plan', { path: clip, wish: wish.parse({ quality: 'fast', scale: '1', delivery: 'ffv1', container: 'mkv', range: { unit: 'frames', in: 0, out: 6 } }) });
  const attempt = await mkdtemp(join(folder, 'archive-')), units: UnitFile[] = [], fractions: number[] = [];
  const before = await ask('hash', { media: plan.media });
  await ask('run', { plan, segments: plan.segments.map(({ id }) => id), audio: [1], folder: attempt }, (event) => { if (event.kind === 'unit') units.push(event.unit); });
  await ask('deliver', { plan, units, parts: [], before, output: join(folder, 'archive.mkv'), folder: attempt, revisions: [], seconds: 0 }, ({ fraction }) => fractions.push(fraction));
  expect(fractions).toEqual(fractions.toSorted((one, other) => one - other));
  // Decoding every frame of the result is most of the work; large frames take seconds each.
  expect(new Set(fractions.filter((fraction) => fraction > 0.1)).size).toBe(6);
  expect(fractions.at(-1)).toBe(1);
});

test('a preview is a span of its own, and leaves nothing else', async () => {
  const range = { unit: 'frames' as const, in: 5, out: 12 };
  const plan = await ask('plan', { path: clip, wish: wish.parse({ quality: 'fast', scale: '1', range, container: 'mp4' }) });
  const request = { plan, video: join(folder, 'p.mp4'), picture: join(folder, 'p.png') };
  expect(await ask('preview', request)).toMatchObject({ video: request.video, picture: request.picture });
  expect((await ask('probe', { path: request.video })).video!.shape.frames).toBe(7);
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('doctor finds FFmpeg, inference and models in order', async () => {
  const findings = await ask('doctor', {});
  expect(findings.map(({ what, ok }) => [what, ok])).toEqual([['FFmpeg', true], ['Inference', true], ['Encoders', true], ['Models', true], ['Licence', true]]);
});
