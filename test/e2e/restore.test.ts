// The main job from the outside: what a person types, and what lies there afterwards.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Media } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import { makeClip } from '../fixtures/clip.ts';
import { openDesk, root, type Desk } from './support.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await copyFile(join(root, 'sample', 'sample.mp4'), desk.path('sample.mp4'));
  await makeClip(desk.path('small.mkv'), {
    video: 'testsrc2=size=96x64:rate=25', frames: 60, timeBase: { num: 1, den: 1000 }, ptsOf: (i) => i * 40 + (i % 3) * 7, codecOptions: { crf: '18' },
    audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'flac', language: 'deu' }, { source: 'sine=frequency=880:sample_rate=44100', codec: 'aac' }],
  });
}, 120_000);
afterAll(async () => { await desk.clear(); });

const analyzed = async (path: string): Promise<Media> => (await desk.run('analyze', path, '--json')).values<{ media: Media }>()[0]!.media;
const sha = async (path: string): Promise<string> => createHash('sha256').update(await readFile(path)).digest('hex');

describe('framewright clip', () => {
  it('restores the sample with its sound, beside the source, with a sidecar and a picture', async () => {
    const before = await sha(desk.path('sample.mp4'));
    const ran = await desk.run('sample.mp4', '--quality', 'fast', '--style', 'home-video');
    expect(ran.status, ran.err).toBe(0);
    expect(await desk.files()).toEqual(expect.arrayContaining(['sample.restored.before-after.png', 'sample.restored.framewright.json', 'sample.restored.mp4']));
    expect((await desk.files()).filter((file) => file.includes('.framewright-'))).toEqual([]);
    const result = await analyzed('sample.restored.mp4');
    expect(result.video.shape).toMatchObject({ width: 960, height: 720, frames: 150, colour: { matrix: 'bt470bg', range: 'limited' } });
    const sidecar = JSON.parse(await readFile(desk.path('sample.restored.framewright.json'), 'utf8')) as { plan: Plan; result: { sha256: string }; verified: { differences: unknown[] } };
    expect(sidecar.result.sha256).toBe(await sha(desk.path('sample.restored.mp4')));
    expect(sidecar.verified.differences).toEqual([]);
    expect(sidecar.plan.streams.find((stream) => stream.type === 'audio')!.steps.map((step) => step.stage)).toEqual(['hum', 'denoise-audio']);
    expect(await sha(desk.path('sample.mp4'))).toBe(before);
  });

  it('keeps variable times and every track', async () => {
    const ran = await desk.run('small.mkv', '--quality', 'fast', '--scale', '1', '--output', 'kept.mkv', '--json');
    expect(ran.status, ran.err).toBe(0);
    const [source, result] = [await analyzed('small.mkv'), await analyzed('kept.mkv')];
    expect(result.video.rate.constant).toBe(false);
    expect(result.audio.map((track) => [track.codec, track.language])).toEqual(source.audio.map((track) => [track.codec, track.language]));
    expect(result.video.shape.frames).toBe(60);
    expect(result.durationSeconds).toBeCloseTo(source.durationSeconds, 1);
  });

  it('takes exactly the range asked for', async () => {
    const ran = await desk.run('small.mkv', '--from', '10f', '--to', '21f', '--style', 'archive', '--output', 'part.mkv');
    expect(ran.status, ran.err).toBe(0);
    expect((await analyzed('part.mkv')).video).toMatchObject({ codec: 'ffv1', shape: { frames: 11 } });
  });

  it.each([['hevc', 'mp4'], ['av1', 'mkv'], ['prores-422-hq', 'mov'], ['prores-4444', 'mov'], ['dnxhr-hqx', 'mov'], ['ffv1', 'mkv']])('delivers %s in %s', async (delivery, container) => {
    await makeClip(desk.path('hd.mp4'), { video: 'testsrc2=size=320x180:rate=25', frames: 8 });
    const ran = await desk.run('hd.mp4', '--quality', 'fast', '--scale', '1', '--delivery', delivery, '--container', container, '--output', `${delivery}/`, '--json');
    expect(ran.status, ran.err + ran.out.slice(-1500)).toBe(0);
    expect((await analyzed(`${delivery}/hd.restored.${container}`)).video.shape.frames).toBe(8);
  });
});

describe('what stands around it', () => {
  it('plans without touching anything, in words and as JSON, also for another machine', async () => {
    const before = await desk.files();
    const words = await desk.run('plan', 'sample.mp4');
    expect(words.out).toMatch(/What is done[\s\S]*What is not done[\s\S]*Cost/);
    const [plan] = (await desk.run('plan', 'sample.mp4', '--json')).values<Plan>();
    expect(JSON.stringify(plan).length).toBeLessThan(256 * 1024);
    expect(plan!.skipped.every((one) => one.why.length > 10)).toBe(true);
    const gpu = await desk.run('plan', 'sample.mp4', '--hardware', join(root, 'test', 'plans', 'machines', 'gpu-8gb.json'), '--json');
    expect(gpu.values<Plan>()[0]!.result.height).toBe(1440);
    expect(await desk.files()).toEqual(before);
  });

  it('previews a span with a picture', async () => {
    const ran = await desk.run('preview', 'sample.mp4', '--from', '0:02', '--duration', '0.4', '--quality', 'fast', '--output', 'look/', '--json');
    expect(ran.status, ran.err).toBe(0);
    const [made] = ran.values<{ video: string; picture: string }>();
    expect((await analyzed(made!.video)).video.shape.frames).toBe(10);
    expect((await stat(made!.picture)).size).toBeGreaterThan(10_000);
  });

  it('does a folder, and says which files failed', async () => {
    await mkdir(desk.path('tapes'), { recursive: true });
    await copyFile(desk.path('small.mkv'), desk.path('tapes', 'one.mkv'));
    await copyFile(join(root, 'package.json'), desk.path('tapes', 'two.mp4'));
    const ran = await desk.run('batch', 'tapes', '--output', 'restored', '--quality', 'fast', '--scale', '1');
    expect(ran.status).toBe(3);
    expect(ran.err).toContain('two.mp4');
    expect(await desk.files()).toContain(join('restored', 'one.restored.mp4'));
  });

  it('is stopped by Ctrl-C and goes on with resume', async () => {
    const stopped = await new Promise<{ status: number | null; err: string }>((resolve) => {
      const child = spawn(process.execPath, [join(root, 'daemon', 'main.ts'), 'sample.mp4', '--quality', 'best', '--to', '75f', '--checkpoint', '1s', '--output', 'stopped.mp4', '--json'], { cwd: desk.folder, env: desk.environment });
      let out = '', err = '', asked = false;
      child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; if (!asked && out.includes('"kind":"unit"')) { asked = true; child.kill('SIGINT'); } });
      child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
      child.on('exit', (status) => resolve({ status, err: out + err }));
    });
    expect(stopped.status, stopped.err.slice(-1500)).toBe(130);
    const jobs = (await desk.run('jobs', '--json')).values<{ id: string; state: string; output: string }[]>()[0]!;
    const job = jobs.find((one) => one.output.endsWith('stopped.mp4'))!;
    expect(job.state).toBe('cancelled');
    expect((await desk.run('jobs', 'show', job.id)).out).toContain('video-0');
    const resumed = await desk.run('resume', job.id);
    expect(resumed.status, resumed.err).toBe(0);
    expect((await analyzed('stopped.mp4')).video.shape.frames).toBe(75);
    const detail = (await desk.run('jobs', 'show', job.id, '--json')).values<{ units: { unit: string; attempts: number; state: string }[] }>()[0]!;
    expect(detail.units.find((unit) => unit.unit === 'video-0')).toMatchObject({ attempts: 1, state: 'done' });
    expect((await desk.run('remove', job.id)).status).toBe(0);
    expect((await desk.run('jobs', 'show', job.id)).status).toBe(7);
  }, 240_000);

  it('knows its machine', async () => {
    const doctor = await desk.run('doctor');
    expect(doctor.status, doctor.out).toBe(0);
    const [hardware] = (await desk.run('benchmark', '--json')).values<{ cores: number; throughput: unknown[] }>();
    expect(hardware!.cores).toBeGreaterThan(0);
    expect(hardware!.throughput.length).toBeGreaterThan(1);
  }, 240_000);
});

it('a preview that is stopped leaves nothing behind', async () => {
  const before = await desk.files();
  const status = await new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'daemon', 'main.ts'), 'preview', 'sample.mp4', '--quality', 'best'], { cwd: desk.folder, env: desk.environment, stdio: 'ignore' });
    const watch = setInterval(() => { void desk.files().then((files) => { if (files.some((file) => file.includes('.framewright-preview'))) { clearInterval(watch); child.kill('SIGINT'); } }); }, 50);
    child.on('exit', (code) => { clearInterval(watch); resolve(code); });
  });
  expect(status).toBe(130);
  expect(await desk.files()).toEqual(before);
});
