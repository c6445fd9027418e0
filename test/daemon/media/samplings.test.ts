// Every sampling, depth, shape and size that a video may have is described as it is and decoded by number.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { linearHashes, readAll, readAt } from './reading.ts';

const home = mkdtempSync(join(tmpdir(), 'framewright-samplings-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const formats = [
  'gray', 'gray10le', 'gray12le', 'gray16le', 'yuv410p', 'yuv411p', 'yuv420p', 'yuv420p10le', 'yuv420p12le', 'yuv420p14le', 'yuv420p16le', 'yuv422p', 'yuv422p10le', 'yuv422p12le', 'yuv422p16le',
  'yuv440p', 'yuv440p10le', 'yuv444p', 'yuv444p10le', 'yuv444p12le', 'yuv444p16le', 'yuva420p', 'yuva420p10le', 'yuva422p10le', 'yuva444p', 'yuva444p16le', 'gbrp10le', 'gbrp12le', 'gbrp14le', 'gbrp16le', 'gbrap12le', 'gbrap16le',
];

describe('samplings', () => {
  it.each(formats)('%s', async (pixel) => {
    const path = join(home, `${pixel}.mkv`);
    await makeClip(path, { video: 'testsrc2=size=36x20:rate=25', frames: 4, codec: 'ffv1', pixel, bFrames: 0, gop: 1, codecOptions: { level: '3' } });
    const { media, index } = await probe(path, { home });
    expect([media.video.shape.pixel.name, media.video.shape.pixel.alpha, index.frames]).toEqual([pixel, pixel.includes('a4') || pixel.startsWith('gbra'), 4]);
    const linear = await linearHashes(path, 0), decoder = await openDecoder(media, index, { threads: 2 });
    for (const n of [3, 0, 2]) expect(await readAt(decoder, n)).toEqual({ n, hash: linear[n], concealed: false });
    await decoder.close();
  });
});

it('a picture of 7680×4320', async () => {
  const path = join(home, 'large.mkv');
  await makeClip(path, { video: 'color=gray:size=7680x4320:rate=25', frames: 1, codec: 'mjpeg', pixel: 'yuvj420p', bFrames: 0, gop: 1, codecOptions: {} });
  const { media, index } = await probe(path, { home });
  expect([media.video.shape.width, media.video.shape.height, (await readAll(media, index, 1)).length]).toEqual([7680, 4320, 1]);
});
