// Damaged files: the count stays the index's, what is patched up is listed, and neither threads nor the order of reading change a byte.
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { frameFlag } from '../../../shared/media.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';
import { linearHashes, randomNumbers, readAll, readAt } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'framewright-damage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const picture = { video: 'testsrc2=size=160x120:rate=25', frames: 100 };
const h264: ClipSpec = { ...picture, codec: 'libx264', codecOptions: { 'x264-params': 'open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=3' } };
const mpeg2: ClipSpec = { ...picture, codec: 'mpeg2video', gop: 12, bFrames: 2 };

describe.each([['h264.mp4', h264], ['h264.mkv', h264], ['h264.ts', h264], ['mpeg2.vob', mpeg2], ['mpeg2.ts', mpeg2], ['mpeg4.avi', { ...mpeg2, codec: 'mpeg4', bFrames: 0 }], ['prores.mov', { ...picture, codec: 'prores_ks', pixel: 'yuv422p10le' }]] as const)('%s with damage in the middle', (name, spec) => {
  it('is concealed, listed and counted, the same on any number of threads', async () => {
    const path = join(folder, name);
    await makeClip(path, spec);
    const { media: { video }, index: whole } = await probe(path, { home: folder });
    const clean = await linearHashes(path, video.index);
    // ProRes begins with tables that may hold anything; its slices come later.
    scratch(path, [48, 51, 54, 60, 63].map((n) => whole.position[n]! + (name === 'prores.mov' ? 900 : 0)).filter((position) => position >= 0));
    const { media, index } = await probe(path, { home: folder });
    const [one, two, four] = [await readAll(media, index, 1), await readAll(media, index, 2), await readAll(media, index, 4)];
    expect(one.map((read) => read.n)).toEqual(Array.from(index.pts.keys()));
    expect(two).toEqual(one);
    expect(four).toEqual(one);
    expect(one.some((read) => read.concealed)).toBe(true);
    expect(one.slice(0, 30).map((read) => read.hash)).toEqual(clean.slice(0, 30));
    expect(one.slice(-12).map((read) => read.hash)).toEqual(clean.slice(-12));
    const decoder = await openDecoder(media, index, { threads: 3 });
    for (const n of [...randomNumbers(30, index.frames), 47, 48, 60, 61, 72]) expect(await readAt(decoder, n), `frame ${n}`).toEqual(one[n]);
    await decoder.close();
  });
});

/** Overwrites a hundred bytes inside the packets at `positions`, behind their headers. */
function scratch(path: string, positions: readonly number[]): void {
  const bytes = readFileSync(path);
  for (const position of positions) for (let k = 40; k < 140; k++) bytes[position + k] = (k * 37) & 255;
  writeFileSync(path, bytes);
}

describe('a file that begins or ends in the middle', () => {
  it('fills what leans on pictures before the beginning, and marks it', async () => {
    const path = join(folder, 'begun.ts');
    await makeClip(path, { ...mpeg2, frames: 50 });
    const { index: whole } = await probe(path, { home: folder });
    const bytes = readFileSync(path);
    // From the transport packet of the second picture on, with the two tables that name the streams before it.
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 564), bytes.subarray(whole.position[3]!)]));
    const { media, index } = await probe(path, { home: folder });
    const lost = Array.from(index.flags).filter((flags) => flags & frameFlag.undecodable).length;
    expect(lost).toBeGreaterThan(0);
    expect(media.notices.join()).toContain(`The first ${lost} frames lean on pictures before the file begins`);
    const reads = await readAll(media, index, 2);
    expect(reads).toHaveLength(index.frames);
    expect(reads.slice(0, lost).every((read) => read.concealed && read.hash === reads[lost]!.hash)).toBe(true);
    expect(reads[lost]!.concealed).toBe(false);
  });

  it('reads as far as a recording goes that was cut off', async () => {
    const path = join(folder, 'cut.mp4');
    await makeClip(path, { ...h264, muxerOptions: { movflags: '+faststart' } });
    truncateSync(path, Math.floor(readFileSync(path).length * 0.6));
    const { media, index } = await probe(path, { home: folder });
    expect(index.frames).toBeGreaterThan(30);
    expect(index.frames).toBeLessThan(100);
    expect(media.notices[0]).toMatch(/^The file is cut off\. Its "mdat" part should go on for another \d+ bytes\.$/);
    expect(media.notices[1]).toMatch(/^\d+ of 100 frames that its index names are not there\.$/);
    expect(await readAll(media, index, 2)).toHaveLength(index.frames);
  });
});
