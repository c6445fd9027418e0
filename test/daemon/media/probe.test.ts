// What probing says of clips whose every property is known, because they were just made so.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { probe } from '../../../daemon/media/probe.ts';
import { readTable, unpackIndex } from '../../../daemon/media/table.ts';
import type { Interpretation } from '../../../shared/preset.ts';
import { frameFlag } from '../../../shared/media.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';
import { linearHashes, readAll } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'framewright-probe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plain: ClipSpec = { video: 'testsrc2=size=96x64:rate=25', frames: 20 };
async function probed(name: string, spec: ClipSpec, interpretation?: Interpretation) {
  const path = join(folder, name);
  await makeClip(path, spec);
  return probe(path, { home: folder, interpretation });
}

describe('times', () => {
  it('of constant rates are exact, also on a clock of milliseconds', async () => {
    for (const [name, rate] of [['film.mkv', [24000, 1001]], ['ntsc.mkv', [30000, 1001]], ['ntsc.mp4', [30000, 1001]], ['fast.mkv', [60000, 1001]], ['film.ts', [24000, 1001]]] as const) {
      const { media } = await probed(name, { video: `testsrc2=size=96x64:rate=${rate[0]}/${rate[1]}`, frames: 60 });
      expect(media.video.rate, name).toEqual({ average: { num: rate[0], den: rate[1] }, nominal: { num: rate[0], den: rate[1] }, constant: true });
    }
  });

  it('of variable rates are the packets’ own', async () => {
    const ticksOf = (i: number): number => i * 40 + (i % 3) * 7 + (i > 10 ? 500 : 0);
    const { media, index } = await probed('vfr.mp4', { ...plain, timeBase: { num: 1, den: 1000 }, ptsOf: ticksOf });
    const scale = media.video.timeBase.den / 1000;
    expect(Array.from(index.pts, (pts) => (pts - index.pts[0]!) / scale)).toEqual(Array.from({ length: 20 }, (_, i) => ticksOf(i)));
    expect(media.video.rate.constant).toBe(false);
    expect(media.video.rate.average.num / media.video.rate.average.den).toBeCloseTo((20 * scale * 1000) / (index.pts[19]! + index.duration[19]! - index.pts[0]!), 6);
  });

  it('are kept with their offset, positive or negative', async () => {
    const late = await probed('late.mkv', { ...plain, ptsOf: (i) => i + 50, muxerOptions: { avoid_negative_ts: 'disabled' } });
    expect(late.index.pts[0]).toBe(2000);
    const stream = await probed('late.ts', { ...plain, ptsOf: (i) => i + 100 });
    expect(stream.index.pts[0]! / 3600).toBeGreaterThanOrEqual(100);
    expect(stream.media.durationSeconds).toBeCloseTo(0.8, 5);
  });

  it('leave out what an edit list leaves out, and still decode by number', async () => {
    const { media, index } = await probed('edited.mp4', { ...plain, frames: 40, gop: 40, ptsOf: (i) => i - 10, muxerOptions: { avoid_negative_ts: 'disabled' } });
    expect(media.editList).toBe(true);
    expect(media.notices.join()).toMatch(/edit list leaves out \d+ stored pictures/);
    expect(index.frames).toBeLessThan(40);
    const linear = await linearHashes(media.path, 0);
    expect((await readAll(media, index, 2)).map((read) => read.hash)).toEqual(linear);
  });

  it('run on where a broadcast’s clock is set anew, with the change of size marked', async () => {
    await makeClip(join(folder, 'first.ts'), { ...plain, codec: 'mpeg2video', ptsOf: (i) => i + 900 });
    await makeClip(join(folder, 'second.ts'), { ...plain, video: 'testsrc2=size=64x48:rate=25', codec: 'mpeg2video' });
    const path = join(folder, 'joined.ts');
    writeFileSync(path, Buffer.concat(['first.ts', 'second.ts'].map((name) => readFileSync(join(folder, name)))));
    const { media, index } = await probe(path, { home: folder });
    expect(index.frames).toBe(40);
    expect(index.duration.every((duration) => duration === 3600)).toBe(true);
    expect(index.flags[20]! & frameFlag.discontinuity).toBeTruthy();
    expect(index.flags[20]! & frameFlag.parameterChange).toBeTruthy();
    expect(media.changes).toContainEqual({ frame: 20, what: 'size', from: '96×64', to: '64×48' });
    expect(media.changes.filter((change) => change.what === 'timestamp-jump')).toHaveLength(1);
    expect(await readAll(media, index, 2)).toHaveLength(40);
  });
});

describe('the picture', () => {
  it('has the size, aspect ratio, depth, sampling and tags of its file', async () => {
    const { media } = await probed('tags.mkv', {
      ...plain, video: 'testsrc2=size=90x62:rate=25', codec: 'libx265', pixel: 'yuv422p10le', sar: { num: 8, den: 9 }, codecOptions: { 'x265-params': 'log-level=none' },
      colour: { range: 1, matrix: 9, primaries: 9, transfer: 16 },
    });
    expect(media.video.shape).toMatchObject({
      width: 90, height: 62, sar: { num: 8, den: 9 }, fieldOrder: 'progressive', pixel: { name: 'yuv422p10le', family: 'yuv', chroma: '422', depth: 10, alpha: false },
      colour: { range: 'limited', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084' },
    });
    expect(media.video).toMatchObject({ codec: 'hevc', profile: expect.stringMatching(/4:2:2|Rext/i), rotation: 0, hdr: { masteringDisplay: null, contentLight: null, dynamic: [] } });
  });

  it('is full range where its format says so', async () => {
    const { media } = await probed('jpeg.avi', { ...plain, codec: 'mjpeg', bFrames: 0, pixel: 'yuvj420p', colour: { range: 2 } });
    expect(media.video.shape).toMatchObject({ pixel: { name: 'yuvj420p', chroma: '420', depth: 8 }, colour: { range: 'full' } });
  });

  it('is read as the user says, and the notices say so', async () => {
    const { media, index } = await probed('told.mp4', plain, {
      fieldOrder: 'bff', range: 'full', matrix: '601', primaries: 'pal', transfer: 'bt709', sar: { num: 8, den: 9 }, rate: { num: 24000, den: 1001 }, startTimecode: '10:00:00:00',
    });
    expect(media.video.shape).toMatchObject({ fieldOrder: 'bff', sar: { num: 8, den: 9 }, rate: { num: 24000, den: 1001 }, colour: { range: 'full', matrix: 'smpte170m', primaries: 'bt470bg', transfer: 'bt709' } });
    expect(media.video).toMatchObject({ timecode: '10:00:00:00', timeBase: { num: 1, den: 24000 }, rate: { constant: true } });
    expect(Array.from(index.pts.slice(0, 3))).toEqual([0, 1001, 2002]);
    expect(media.notices.filter((notice) => notice.includes('because you said so'))).toHaveLength(8);
    expect((await readAll(media, index, 2)).map((read) => read.hash)).toEqual(await linearHashes(media.path, 0));
  });

  it.each([[{ matrix: 'bt999' }], [{ startTimecode: '10 o’clock' }]])('is not read as %j', async (interpretation) => {
    await expect(probed('nonsense.mp4', plain, interpretation)).rejects.toMatchObject({ code: 'bad-value' });
  });
});

describe('everything else in the file', () => {
  it('is found: sound with offset and language, timecode, tags', async () => {
    const { media } = await probed('whole.mov', {
      ...plain, metadata: { title: 'A day' }, videoMetadata: { timecode: '01:02:03:04' },
      audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'aac', language: 'eng' }, { source: 'sine=frequency=220:sample_rate=44100', codec: 'pcm_s16le' }],
    });
    expect(media.video.timecode).toBe('01:02:03:04');
    expect(media.metadata['title']).toBe('A day');
    expect(media.audio).toMatchObject([{ codec: 'aac', sampleRate: 48000, channels: 1, layout: 'mono', language: 'eng' }, { codec: 'pcm_s16le', sampleRate: 44100, bitDepth: 16, sampleFormat: 's16' }]);
    expect(media.data).toMatchObject([{ codecTag: 'tmcd' }]);
  });

  it('drop-frame timecode keeps its semicolon, and MPEG-2 keeps its time code in the picture', async () => {
    const { media } = await probed('drop.mov', { ...plain, video: 'testsrc2=size=96x64:rate=30000/1001', videoMetadata: { timecode: '00:59:59;28' } });
    expect(media.video.timecode).toBe('00:59:59;28');
    const mpeg = await probed('group.ts', { ...plain, codec: 'mpeg2video', codecOptions: { gop_timecode: '01:00:00:12' } });
    expect(mpeg.media.video.timecode).toBe('01:00:00:12');
    const zero = await probed('zero.ts', { ...plain, codec: 'mpeg2video' });
    expect(zero.media.video.timecode).toBe(null);
  });
});

describe('the index', () => {
  it('is kept under the hash of its bytes, and the fingerprint tells files apart', async () => {
    const { media, index } = await probed('kept.mkv', plain);
    expect(unpackIndex(await readTable(folder, media.index))).toEqual(index);
    copyFileSync(media.path, join(folder, 'copy.mkv'));
    const copy = await probe(join(folder, 'copy.mkv'), { home: folder });
    expect(copy.media.index).toEqual(media.index);
    expect(copy.media.fingerprint).toMatchObject({ size: media.fingerprint.size, edges: media.fingerprint.edges });
    expect(Object.isFrozen(media)).toBe(true);
  });

  it('of thousands of packets takes less than a second', async () => {
    const path = join(folder, 'long.mkv');
    await makeClip(path, { video: 'color=size=16x16:rate=100', frames: 4000, codec: 'mpeg4', gop: 250 });
    const begun = performance.now();
    const { index } = await probe(path, { home: folder });
    expect(index.frames).toBe(4000);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('of one frame has one frame', async () => {
    const { media, index } = await probed('one.mp4', { ...plain, video: 'testsrc2=size=16x16:rate=25', frames: 1 });
    expect(index.frames).toBe(1);
    expect(index.duration[0]).toBeGreaterThan(0);
    expect(await readAll(media, index, 2)).toHaveLength(1);
  });
});
