import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeClip } from '../../fixtures/clip.ts';
import { deliver, fitted, openSource, type Source } from './delivered.ts';
import { deliverables, settingsOf } from './settings.ts';
import { decodeTrack, encoders, peaks, type Sound } from './sound.ts';

/** A click every 4801 samples: no codec's frame size divides it. */
const clicks = "aevalsrc='if(eq(mod(n,4801),1200),0.9,0)':s=48000:c=mono";
const sources = { 'late.mov': ['pcm_s16le', 0.25], 'aac.mp4': ['aac', 0], 'aac.mkv': ['aac', 0], 'opus.mkv': ['libopus', 0], 'early.mkv': ['pcm_s16le', -0.2] } as const;
const ways = {
  mp4: ['copy', 'aac', 'alac', 'flac', 'opus'], mov: ['copy', 'aac', 'alac', 'pcm'], mkv: ['copy', 'aac', 'flac', 'opus', 'pcm'],
} as const;
/** Only late sound takes every way; of the others those that differ. */
const taken: Readonly<Record<string, readonly string[]>> = { 'late.mov': ['copy', 'aac', 'alac', 'flac', 'opus', 'pcm'], 'aac.mp4': ['copy', 'aac'], 'aac.mkv': ['copy'], 'opus.mkv': ['copy', 'pcm'], 'early.mkv': ['aac'] };
const opened = new Map<string, { source: Source; sound: Sound }>();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'offsets-'));
  for (const [name, [codec, offset]] of Object.entries(sources)) {
    const path = join(folder, name);
    await makeClip(path, { video: 'testsrc2=size=64x48:rate=25', frames: 25, codecOptions: { preset: 'ultrafast' }, audio: [{ source: clicks, codec, offset }] });
    opened.set(name, { source: await openSource(path), sound: await decodeTrack(path) });
  }
});

const cases = Object.keys(sources).flatMap((name) => Object.entries(ways).flatMap(([container, all]) => all.map((way) => ({ name, container: container as keyof typeof ways, way }))))
  .filter(({ name, way }) => taken[name]!.includes(way)).filter(({ name, container, way }) => way !== 'copy' || !((container === 'mp4' && !name.startsWith('aac') && !name.startsWith('opus')) || (container === 'mov' && name.startsWith('opus'))));

describe('sound in the result', () => {
  it.each(cases)('$name as $way in $container stays on its sample beside the picture', async ({ name, container, way }) => {
    const { source, sound } = opened.get(name)!;
    const { path } = await deliver(source, { container, video: fitted(settingsOf(deliverables[0]!, 'yuv420p'), source), audio: way === 'copy' ? undefined : encoders[way]! });
    const result = await openSource(path), made = await decodeTrack(path);
    const seconds = ({ index, media }: Source): number => (index.pts[0]! * media.video.timeBase.num) / media.video.timeBase.den;
    expect(seconds(result)).toBe(seconds(source));
    expect(peaks(made)).toEqual(peaks(sound));
    expect(made.start).toBe(sound.start);
    // FFmpeg's decoder does not cut the filling off Opus in MP4, nor off the end of AAC that begins late.
    const filling = container !== 'mkv' && (way === 'opus' || name === 'opus.mkv' || (name === 'late.mov' && way === 'aac'));
    if (filling) expect(made.samples.length - sound.samples.length).toBeLessThan(1024);
    else expect(made.samples.length).toBe(sound.samples.length);
  });

  it('is cut with the picture: a range keeps both in step', async () => {
    const { source, sound } = opened.get('late.mov')!;
    const { path } = await deliver(source, { container: 'mp4', video: fitted(settingsOf(deliverables[0]!, 'yuv420p'), source), audio: encoders['alac']!, clip: { in: 10, out: 20 } });
    const made = await decodeTrack(path), epoch = 10 * 1920;
    expect((await openSource(path)).index.frames).toBe(10);
    expect(made).toMatchObject({ start: 0 });
    expect(made.samples).toEqual(sound.samples.subarray(epoch - sound.start, epoch - sound.start + 19200));
  });
});
