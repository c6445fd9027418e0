// Sound files from end to end in one process: what comes out, to the sample.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hardware as hardwareSchema } from '../../../shared/hardware.ts';
import type { SoundMedia } from '../../../shared/media.ts';
import type { SoundPlan } from '../../../shared/plan.ts';
import { wish, type WishInput } from '../../../shared/preset.ts';
import { glanceSound, surveySound } from '../../../daemon/analyse/sound.ts';
import type { SurveyPart } from '../../../daemon/analyse/survey.ts';
import { readAudio } from '../../../daemon/media/audio-decode.ts';
import { muxSound, type MuxedSound } from '../../../daemon/media/mux-sound.ts';
import { probeAny } from '../../../daemon/media/probe-sound.ts';
import { explainSoundPlan } from '../../../daemon/plan/explain-sound.ts';
import { makeSoundPlan } from '../../../daemon/plan/plan-sound.ts';
import { loadPresets } from '../../../daemon/plan/presets.ts';
import { verifySound } from '../../../daemon/quality/verify-sound.ts';
import { runAudioUnit } from '../../../daemon/run/audio.ts';
import { makeClip, type ClipAudio } from '../../fixtures/clip.ts';
import { addCover } from '../media/cover.ts';

let folder: string, home: string;
const signal = new AbortController().signal, noise = 'anoisesrc=r=44100:a=0.1:seed=1,aformat=channel_layouts=stereo';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-sound-')); home = join(folder, 'home'); });
afterAll(() => rm(folder, { recursive: true }));

const make = async (name: string, codec: string, more: Partial<ClipAudio> = {}): Promise<string> => {
  const path = join(folder, name);
  await makeClip(path, { frames: 33, audio: [{ source: noise, codec, ...more }], metadata: { title: 'Talk' } });
  return path;
};

type Made = { readonly plan: SoundPlan; readonly path: string; readonly muxed: MuxedSound; readonly result: SoundMedia };

let made = 0;
async function restore(source: string, asked: WishInput): Promise<Made> {
  const work = join(folder, `work-${made++}`);
  await mkdir(work);
  const plan = await planOf(source, asked), audioUnits: Record<number, string> = {};
  for (const { index } of plan.streams.filter(({ type, action }) => type === 'audio' && action === 'encode')) {
    await runAudioUnit({ plan, index: null, stream: index, folder: work, signal, onUnit: ({ path }) => { audioUnits[index] = path; } });
  }
  const path = join(work, `result.${plan.delivery.container}`), muxed = await muxSound({ plan, audioUnits, into: path });
  expect(await verifySound({ plan, path, muxed, home })).toEqual([]);
  const { media } = await probeAny(path, { home });
  if (media.video) throw new Error('it has a picture');
  return { plan, path, muxed, result: media };
}

async function planOf(source: string, asked: WishInput): Promise<SoundPlan> {
  const { media } = await probeAny(source, { home });
  if (media.video) throw new Error('it has a picture');
  const hardware = hardwareSchema.parse(JSON.parse(await readFile(new URL('../../plans/machines/cpu-small.json', import.meta.url), 'utf8')));
  return makeSoundPlan({ media, analysis: await glanceSound(media, {}), hardware, wish: wish.parse({ quality: 'fast', ...asked }), presets: await loadPresets(), revision: 1 });
}

/** Samples that a decoder gives. */
async function samplesOf(path: string): Promise<number> {
  const { media } = await probeAny(path, { home });
  let count = 0;
  for await (const { frame } of readAudio({ source: media, stream: media.audio[0]!, from: null, to: null })) { count += frame.nbSamples; frame.free(); }
  return count;
}

const denoise: WishInput = { stages: { 'denoise-audio': { strength: 0.4 } } };
const kinds = [
  ['u8.wav', 'pcm_u8', 'wav', 'pcm_s16le'], ['s16.wav', 'pcm_s16le', 'wav', 'pcm_s16le'], ['s24.wav', 'pcm_s24le', 'wav', 'pcm_s24le'], ['s32.wav', 'pcm_s32le', 'wav', 'pcm_s32le'],
  ['f32.wav', 'pcm_f32le', 'wav', 'pcm_f32le'], ['f64.wav', 'pcm_f64le', 'wav', 'pcm_f64le'], ['a.flac', 'flac', 'flac', 'flac'], ['a.mp3', 'libmp3lame', 'mp3', 'mp3'],
  ['a.m4a', 'aac', 'm4a', 'aac'], ['al.m4a', 'alac', 'm4a', 'alac'], ['a.opus', 'libopus', 'ogg', 'opus'], ['a.ogg', 'libvorbis', 'ogg', 'vorbis'], ['a.mka', 'flac', 'mka', 'flac'],
] as const;

describe.each(kinds)('%s', (name, codec, container, becomes) => {
  const rate = codec === 'libopus' ? 'anoisesrc=r=48000:a=0.1:seed=1,aformat=channel_layouts=stereo' : noise;
  it('untouched is copied; restored it has its kind and every sample', async () => {
    const source = await make(name, codec, { source: rate }), samples = await samplesOf(source);
    const copied = await restore(source, {});
    expect(copied.plan.streams.map(({ action }) => action)).toEqual(['copy']);
    expect(copied.plan.delivery.container).toBe(container);
    expect(copied.result.metadata['title'] ?? copied.result.audio[0]!.metadata['title']).toBe('Talk');
    expect(await samplesOf(copied.path)).toBe(samples);
    const restored = await restore(source, denoise);
    expect(restored.result.audio.map((track) => track.codec)).toEqual([becomes]);
    const most = container === 'm4a' && codec === 'aac' ? 1023 : 0; // FFmpeg's reader gives the filling of the last AAC packet.
    expect(Math.abs(await samplesOf(restored.path) - samples)).toBeLessThanOrEqual(most);
  });
});

it('a range is cut to the sample, and lossless samples stay what they are', async () => {
  const source = await make('cut.wav', 'pcm_s24le');
  const { path, result } = await restore(source, { range: { unit: 'seconds', in: { num: 1, den: 8 }, out: { num: 3, den: 4 } } });
  expect(result.audio[0]!.duration).toBe(33075 - 5513);
  const [all, part] = await Promise.all([readFile(source), readFile(path)]);
  const pcm = (file: Buffer): Buffer => file.subarray(file.indexOf('data') + 8);
  expect(pcm(part).subarray(0, 27562 * 6).equals(pcm(all).subarray(5513 * 6, 33075 * 6))).toBe(true);
});

it('covers stay in what holds them and lie beside what does not', async () => {
  const source = join(folder, 'cover.flac');
  await addCover(await make('bare.flac', 'flac'), source, await sharp({ create: { width: 16, height: 16, channels: 3, background: '#c40' } }).png().toBuffer(), 16);
  const kept = await restore(source, denoise);
  expect(kept.result.attachments).toMatchObject([{ kind: 'cover', codec: 'png' }]);
  for (const container of ['m4a', 'mp3', 'ogg', 'mka'] as const) expect((await restore(source, { container })).result.attachments.length, container).toBe(1);
  const { muxed, plan } = await restore(source, { container: 'wav' });
  expect(muxed.sidecarFiles.map(({ suffix }) => suffix)).toEqual(['.cover-1.png']);
  expect(plan.notices.join(' ')).toMatch(/cover-1\.png/);
});

it('a WAV takes its chunks along; of a part those that count samples stay out', async () => {
  const bare = await readFile(await make('plain.wav', 'pcm_s16le')), source = join(folder, 'bext.wav');
  const chunk = (id: string, content: Buffer): Buffer => { const head = Buffer.from(`${id}....`, 'latin1'); head.writeUInt32LE(content.length, 4); return Buffer.concat([head, content]); };
  const bext = Buffer.alloc(602), cue = Buffer.alloc(28);
  bext.write('a take', 0);
  bext.writeBigUInt64LE(48_000n, 338);
  cue.writeUInt32LE(1, 0);
  const file = Buffer.concat([bare, chunk('bext', bext), chunk('cue ', cue)]);
  file.writeUInt32LE(file.length - 8, 4);
  await writeFile(source, file);
  const whole = await readFile((await restore(source, denoise)).path);
  expect(whole.readUInt32LE(4)).toBe(whole.length - 8);
  expect(whole.subarray(whole.indexOf('bext') + 8).subarray(0, 602).equals(bext)).toBe(true);
  expect(whole.includes('cue ')).toBe(true);
  const part = await readFile((await restore(source, { range: { unit: 'seconds', in: { num: 1, den: 2 }, out: null } })).path);
  expect(part.readBigUInt64LE(part.indexOf('bext') + 8 + 338)).toBe(48_000n + 22_050n);
  expect(part.includes('cue ')).toBe(false);
});

it('what a kind cannot hold is refused or said before the start', async () => {
  const wav = await make('say.wav', 'pcm_f32le'), mp3 = await make('say.mp3', 'libmp3lame');
  await expect(planOf(wav, { range: { unit: 'frames', in: 0, out: 5 } })).rejects.toMatchObject({ code: 'bad-value' });
  await expect(planOf(wav, { range: { unit: 'seconds', in: { num: 9, den: 1 }, out: null } })).rejects.toMatchObject({ code: 'range-outside' });
  await expect(planOf(wav, { delivery: 'ffv1' })).rejects.toMatchObject({ code: 'sound-only', values: { name: 'ffv1', known: 'flac, m4a, mka, mp3, ogg, wav' } });
  await expect(planOf(wav, { delivery: 'flacc' })).rejects.toMatchObject({ code: 'unknown-name', values: { nearest: 'flac' } });
  await expect(planOf(wav, { container: 'mp4' })).rejects.toMatchObject({ code: 'illegal-delivery' });
  expect((await planOf(wav, { container: 'flac' })).notices.join(' ')).toMatch(/floating-point samples become 24-bit/i);
  expect((await planOf(wav, { container: 'mp3' })).notices.join(' ')).toMatch(/mp3 is lossy/i);
  expect((await planOf(mp3, denoise)).notices.join(' ')).toMatch(/encoded anew as mp3, which loses a little/);
  expect((await planOf(wav, { scale: '2' })).notices.join(' ')).toMatch(/no picture/);
  expect(explainSoundPlan(await planOf(mp3, denoise)).map(({ heading }) => heading)).toEqual(expect.arrayContaining(['Source', 'What is done', 'Streams', 'Result', 'Cost', 'Please note']));
});

it('listening goes on after the tracks that were heard', async () => {
  const { media } = await probeAny(await make('heard.flac', 'flac'), { home });
  if (media.video) throw new Error('it has a picture');
  const parts: SurveyPart[] = [], first = await surveySound(media, { parts: [], onPart: (part) => { parts.push(part); } });
  const again: SurveyPart[] = [];
  expect(await surveySound(media, { parts, onPart: (part) => { again.push(part); } })).toEqual(first);
  expect(again).toEqual([]);
});
