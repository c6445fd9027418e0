import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runAudio } from '../../../daemon/media/audio.ts';
import { openOutput } from '../../../daemon/media/mux-output.ts';
import type { Track } from '../../../daemon/media/mux-track.ts';
import { openPacketFile } from '../../../daemon/media/packet-file.ts';
import { writeParameters } from '../../../daemon/media/parameters.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { audioPlan, decodePacketFile, decodeTrack, encoders, lagOf, peaks, streamOf } from './sound.ts';

let folder: string, clicks: string, chirp: string;
const length = 48000 * 2;
/** A click every 4801 samples: no codec's frame size divides it. */
const clickSource = "aevalsrc='if(eq(mod(n,4801),1200),0.9,0)':s=48000:c=mono";
const chirpSource = "aevalsrc='0.2*sin(2*PI*(200+900*t)*t)+0.4*(random(0)-0.5)':s=48000:c=mono";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audio-'));
  clicks = join(folder, 'clicks.mkv');
  chirp = join(folder, 'chirp.mkv');
  const clip = { frames: 50 };
  await makeClip(clicks, { ...clip, audio: [{ source: clickSource, codec: 'pcm_s16le' }] });
  await makeClip(chirp, { ...clip, audio: [{ source: chirpSource, codec: 'pcm_s16le' }] });
});

const run = async (path: string, name: string, differs: Partial<Parameters<typeof runAudio>[0]> = {}) => {
  const into = join(folder, `${name}.packets`);
  const done = await runAudio({ source: path, stream: streamOf(), plan: audioPlan(encoders[name] ?? encoders['pcm']!), from: null, to: null, into, ...differs });
  return { done, sound: await decodePacketFile(into) };
};

describe('runAudio', () => {
  it.each(Object.keys(encoders))('%s: every click stays on its sample', async (name) => {
    const { done, sound } = await run(clicks, name);
    const source = await decodeTrack(clicks);
    expect(source.samples.length).toBe(length);
    expect(done).toMatchObject({ samples: length, start: 0 });
    expect(peaks(sound)).toEqual(peaks(source));
    if (['flac', 'alac', 'pcm'].includes(name)) expect(sound).toEqual(source);
  });

  it.each([
    ['nothing', []], ['volume', [{ graph: 'volume=-3dB', delaySamples: 0 }]], ['afftdn', [{ graph: 'afftdn=nr=6:nf=-60', delaySamples: 1200 }]],
    ['firequalizer', [{ graph: 'firequalizer=gain=0:delay=0.01', delaySamples: 480 }]],
    ['adeclip', [{ graph: 'aresample=osf=dblp,adeclip=window=55:overlap=75:method=add,aresample=osf=fltp', delaySamples: 0 }]],
    ['alimiter', [{ graph: 'aresample=osr=192000:osf=dbl,alimiter=limit=0.8:level=disabled:latency=1,aresample=osr=48000:osf=fltp', delaySamples: 0 }]],
    ['a delay of 777 samples', [{ graph: 'adelay=delays=777S:all=1', delaySamples: 777 }]],
    ['two delays', [{ graph: 'adelay=delays=100S:all=1', delaySamples: 100 }, { graph: 'adelay=delays=63S:all=1', delaySamples: 63 }]],
  ])('%s: as many samples, no lag', async (_, steps) => {
    const { done, sound } = await run(chirp, 'pcm', { plan: audioPlan(encoders['pcm']!, steps) });
    expect(done.samples).toBe(length);
    expect(lagOf(await decodeTrack(chirp), sound)).toBe(0);
  });

  it('cuts a range to the sample, on the source\'s clock', async () => {
    const { done, sound } = await run(chirp, 'pcm', { from: { num: 10001, den: 48000 }, to: { num: 3, den: 2 } });
    expect(done).toMatchObject({ start: 10001, samples: 72000 - 10001 });
    expect(sound.start).toBe(10001);
    expect(sound.samples).toEqual((await decodeTrack(chirp)).samples.subarray(10001, 72000));
  });

  it('keeps the place of a track that starts late, and counts resampled time right', async () => {
    const late = join(folder, 'late.mkv');
    await makeClip(late, { frames: 25, audio: [{ source: clickSource, codec: 'pcm_s16le', offset: 0.25 }] });
    const { done, sound } = await run(late, 'late', { plan: audioPlan({ ...encoders['pcm']!, sampleRate: 96000 }) });
    expect(done).toMatchObject({ start: 24000, samples: 96000 });
    expect(peaks(sound)[0]).toBe((12000 + 1200) * 2);
  });

  it('fills a hole in the file with silence, so that what follows keeps its place', async () => {
    const { sound } = await run(clicks, 'pcm'), holed = join(folder, 'holed.mkv');
    const reader = await openPacketFile(join(folder, 'pcm.packets')), kept = (pts: number): boolean => pts < 10 * 1024 || pts >= 60 * 1024;
    const track: Track = { source: 0, timeBase: reader.parameters.timeBase, metadata: {}, disposition: 0, describe: (to) => writeParameters(to, reader.parameters) };
    const output = await openOutput({ path: holed, muxer: 'matroska', options: {}, metadata: {}, tracks: [track] });
    for await (const packet of reader.read()) if (kept(packet.pts)) await output.write({ track: 0, packet });
    await output.finish();
    await reader.close();
    const made = await run(holed, 'filled');
    expect(made.done.samples).toBe(length);
    // Where silence stands is told: at the tenth packet.
    expect(made.done.damaged).toEqual([213]);
    expect(peaks(made.sound)).toEqual(peaks(sound).filter(kept));
  });

  it('says where packets could not be decoded, and keeps the length', async () => {
    const hurt = join(folder, 'hurt.mp4');
    await makeClip(hurt, { frames: 50, audio: [{ source: chirpSource, codec: 'aac' }] });
    const stream = streamOf({ codec: 'aac', timeBase: { num: 1, den: 48000 } });
    expect((await run(hurt, 'whole', { stream })).done.damaged).toEqual([]);
    const bytes = await readFile(hurt), middle = bytes.length >> 1;
    await writeFile(hurt, bytes.fill(0xff, middle, middle + 2000));
    const { done } = await run(hurt, 'hurt', { stream });
    expect(done.damaged.length).toBeGreaterThan(0);
    expect(done.damaged.every((at) => at > 500 && at < 1500)).toBe(true);
    expect(Math.abs(done.samples - length)).toBeLessThanOrEqual(2048);
  });

  it('stops when told to, and never uses the encoder that it must not', async () => {
    const aborted = AbortSignal.abort();
    await expect(run(clicks, 'pcm', { signal: aborted })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(run(clicks, 'pcm', { plan: audioPlan({ ...encoders['aac']!, encoder: 'libfdk_aac' }) })).rejects.toMatchObject({ code: 'internal' });
  });
});
