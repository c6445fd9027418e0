// Real files with known facts; without the folder beside the checkout these are skipped, saying so.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { readAttachment } from '../../../daemon/media/packets.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { frameFlag } from '../../../shared/media.ts';
import { material } from '../../fixtures/shared.ts';
import { linearHashes, randomNumbers, readAll, readAt } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'framewright-material-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const testdata = material('testdata');
const look = (name: string) => probe(join(testdata!, name), { home: folder });

describe.skipIf(!testdata)('real files', () => {
  it('a variable rate with odd size keeps every time', async () => {
    const { media, index } = await look('container/cursed-vfr.mp4');
    expect(media.video).toMatchObject({ shape: { width: 3026, height: 1386 }, rate: { constant: false, average: { num: 3628800, den: 502589 } } });
    expect(Array.from(index.pts.slice(0, 4))).toEqual([0, 64236, 66637, 68072]);
    expect(index.pts[62]! + index.duration[62]!).toBe(502589);
  });

  it('an edit list moves the start, not the pictures', async () => {
    const { media, index } = await look('container/edts.mp4');
    expect([index.frames, index.pts[0], media.durationSeconds]).toEqual([225, 0, 9]);
    expect(media.audio).toMatchObject([{ codec: 'aac', sampleRate: 44100, language: 'eng' }]);
  });

  it('pixels twice as wide as high', async () => {
    expect((await look('container/sar_2x1.mp4')).media.video.shape).toMatchObject({ width: 640, height: 360, sar: { num: 2, den: 1 } });
  });

  it.each(['container/ac3.mkv', 'container/multiple-aac-tracks.mp4', 'audio/pesq/speech.wav'])('%s is sound only', async (name) => {
    await expect(look(name)).rejects.toMatchObject({ code: 'input-no-video' });
  });

  it('true interlaced MPEG-2, bottom field first, whose first pictures lean on what is not there', async () => {
    const { media, index } = await look('fate/mpeg2_field_encoding.mp4');
    expect(media).toMatchObject({ container: 'mpegts', video: { shape: { width: 720, height: 576, fieldOrder: 'bff', sar: { num: 16, den: 15 } } } });
    const lost = Array.from(index.flags).filter((flags) => flags & frameFlag.undecodable).length;
    expect([index.frames, lost]).toEqual([41, 10]);
    const linear = await linearHashes(media.path, 0), reads = await readAll(media, index, 2);
    expect(linear).toHaveLength(31);
    expect(reads.slice(10).map((read) => read.hash)).toEqual(linear);
    expect(reads.filter((read) => read.concealed).map((read) => read.n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('flagged top field first', async () => {
    expect((await look('fate/interlaced_crop.mp4')).media.video.shape.fieldOrder).toBe('tff');
  });

  it('HDR10 tags, chapters and an attachment in Matroska', async () => {
    const { media } = await look('fate/hdr10tags-both.mkv');
    expect(media.video).toMatchObject({ shape: { colour: { transfer: 'smpte2084', primaries: 'bt2020', matrix: 'bt2020nc' }, pixel: { depth: 10 } }, hdr: { contentLight: { maxCll: 1000, maxFall: 300 } } });
    const { luminance, primaries } = media.video.hdr.masteringDisplay!;
    expect(luminance[1]).toEqual({ num: 1000, den: 1 });
    expect(primaries[0]![0]!.num / primaries[0]![0]!.den).toBeCloseTo(0.68, 3);
    expect(media.chapters).toHaveLength(2);
    expect(media.attachments).toMatchObject([{ kind: 'attachment', filename: 'blarg.xpm', mimeType: 'image/x-xpixmap', bytes: 224 }]);
    expect((await readAttachment(media.path, media.attachments[0]!)).toString('latin1', 0, 9)).toBe('/* XPM */');
  });

  it('HDR10 in ProRes, HDR10+ in VP9', async () => {
    expect((await look('fate/Meridian-Apple_ProResProxy-HDR10.mp4')).media.video).toMatchObject({ shape: { colour: { transfer: 'smpte2084' }, pixel: { name: 'yuv422p10le' } }, hdr: { contentLight: { maxCll: 1000, maxFall: 100 } }, timecode: '00:01:15;26' });
    expect((await look('fate/hdr10_plus_vp9_sample.mp4')).media.video.hdr.dynamic).toEqual(['hdr10+']);
  });

  it('twelve bits with alpha, ten bits of full chroma, and their timecodes', async () => {
    expect((await look('fate/prores4444_with_transparency.mp4')).media.video).toMatchObject({ shape: { pixel: { depth: 12, alpha: true, chroma: '444' } }, timecode: '01:00:00:00', profile: '4444' });
    expect((await look('fate/dnxhr444_cid1270.mp4')).media.video).toMatchObject({ shape: { width: 1920, height: 839, pixel: { depth: 10, chroma: '444' } }, timecode: '00:47:10:07', profile: 'DNXHR 444' });
  });

  it.each(['fate/interlaced_crop.mp4', 'fate/matrixbench_mpeg2.lq1.mp4', 'video/bikes.mp4', 'video/carphone_pristine.mp4', 'fate/hdr10tags-both.mkv'])('%s by frame numbers', async (name) => {
    const { media, index } = await look(name);
    const linear = await linearHashes(media.path, media.video.index);
    expect(linear).toHaveLength(index.frames);
    const decoder = await openDecoder(media, index, { threads: 2 });
    for (const n of randomNumbers(12, index.frames)) expect(await readAt(decoder, n)).toEqual({ n, hash: linear[n], concealed: false });
    await decoder.close();
  });
});
