// Sound files and pictures from the outside: what a person types, and what lies there afterwards, also after a kill.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SoundPlan } from '../../shared/plan.ts';
import { makeClip } from '../fixtures/clip.ts';
import { openDesk, root, type Desk } from './support.ts';

let desk: Desk;
beforeAll(async () => { desk = await openDesk(); });
afterAll(async () => { await desk.clear(); });

it('framewright talk.wav', async () => {
  await makeClip(desk.path('talk.wav'), { frames: 40, audio: [{ source: 'anoisesrc=r=32000:a=0.05', codec: 'pcm_s24le' }] });
  expect((await desk.run('analyze', 'talk.wav')).out).toMatch(/pcm_s24le, 32000 Hz[\s\S]*The sound/);
  const ran = await desk.run('talk.wav', '--set', 'denoise-audio.strength=0.4');
  expect(ran.status, ran.err).toBe(0);
  expect(await desk.files()).toEqual(['talk.restored.framewright.json', 'talk.restored.wav', 'talk.wav']);
  const sidecar = JSON.parse(await readFile(desk.path('talk.restored.framewright.json'), 'utf8')) as { plan: SoundPlan; result: { sha256: string }; verified: { differences: unknown[] } };
  expect(sidecar.plan.streams[0]).toMatchObject({ action: 'encode', becomes: 'pcm_s24le', steps: [{ stage: 'denoise-audio' }] });
  expect(sidecar.verified.differences).toEqual([]);
  expect(sidecar.result.sha256).toBe(createHash('sha256').update(await readFile(desk.path('talk.restored.wav'))).digest('hex'));
  const preview = await desk.run('preview', 'talk.wav', '--from', '0.5', '--duration', '0.25', '--json');
  expect(preview.values()[0]).toMatchObject({ video: desk.path('talk.preview.wav'), picture: null, frame: null });
});

it('framewright photo.png', async () => {
  await sharp({ create: { width: 48, height: 32, channels: 3, background: '#a63' } }).png().toFile(desk.path('photo.png'));
  const ran = await desk.run('photo.png', '--quality', 'fast', '--scale', '2');
  expect(ran.status, ran.err).toBe(0);
  expect(await sharp(desk.path('photo.restored.png')).metadata()).toMatchObject({ width: 96, height: 64 });
});

it('a folder of pictures appears whole, also after kill -9, and is never replaced', async () => {
  await makeClip(desk.path('film.mkv'), { video: 'testsrc2=size=96x64:rate=25', frames: 40, codecOptions: { crf: '20' }, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'flac' }] });
  const args = ['film.mkv', '--quality', 'fast', '--scale', '1', '--delivery', 'png', '--set', 'denoise.method=denoise-lite', '--set', 'denoise.strength=0.5', '--checkpoint', '0.05s'];
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [join(root, 'daemon', 'main.ts'), ...args, '--json'], { cwd: desk.folder, env: desk.environment });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; if (out.includes('"kind":"unit"')) child.kill('SIGKILL'); });
    child.on('exit', () => resolve());
  });
  await desk.killDaemon();
  expect((await desk.files()).filter((name) => name === 'film.restored')).toEqual([]);
  const [job] = (await desk.run('jobs', '--json')).values<{ id: string; output: string }[]>()[0]!.filter(({ output }) => output.endsWith('film.restored'));
  const resumed = await desk.run('attach', job!.id);
  expect(resumed.status, resumed.err).toBe(0);
  expect((await readdir(desk.path('film.restored'))).length).toBe(40);
  expect((await desk.files()).filter((name) => /^film\.|^\./.test(name) && !name.includes('/'))).toEqual(['film.mkv', 'film.restored', 'film.restored.before-after.png', 'film.restored.framewright.json', 'film.restored.streams.mka', 'film.restored.timecodes.txt']);
  const again = await desk.run(...args, '--overwrite');
  expect(again.status).toBe(4);
}, 120_000);
