// Frames by number equal a decode from the start, whatever the container and the GOP structure.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';
import { linearHashes, randomNumbers, readAll, readAt } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'framewright-decode-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const picture = { video: 'testsrc2=size=96x64:rate=25', frames: 75 };
const sound = [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'mp2', bitRate: 128_000 }];
const x264 = (gop: string): ClipSpec => ({ ...picture, codec: 'libx264', codecOptions: { 'x264-params': `${gop}:keyint=12:min-keyint=12:scenecut=0:bframes=3:b-pyramid=normal:ref=4`, preset: 'fast' } });
const openGop = x264('open-gop=1'), closedGop = x264('open-gop=0');
const mpeg2Open: ClipSpec = { ...picture, codec: 'mpeg2video', gop: 12, bFrames: 2 };
const mpeg2Closed: ClipSpec = { ...mpeg2Open, codecOptions: { flags: '+cgop', sc_threshold: '1000000000' } };
const m2ts = { format: 'mpegts', muxerOptions: { mpegts_m2ts_mode: '1' }, audio: sound };

const clips: readonly [string, ClipSpec, { openGop: boolean }][] = [
  ['h264-open.mp4', openGop, { openGop: true }], ['h264-closed.mp4', closedGop, { openGop: false }],
  ['h264-open.mov', openGop, { openGop: true }], ['h264-closed.mov', closedGop, { openGop: false }],
  ['h264-open.mkv', openGop, { openGop: true }], ['h264-closed.mkv', closedGop, { openGop: false }],
  ['h264-open.avi', openGop, { openGop: true }], ['h264-closed.avi', closedGop, { openGop: false }],
  ['h264-open.ts', openGop, { openGop: true }], ['h264-closed.ts', { ...closedGop, audio: sound }, { openGop: false }],
  ['h264-open.mts', { ...openGop, ...m2ts }, { openGop: true }], ['h264-closed.mts', { ...closedGop, ...m2ts }, { openGop: false }],
  ['mpeg2-open.mkv', mpeg2Open, { openGop: true }], ['mpeg2-open.mov', mpeg2Open, { openGop: true }], ['mpeg2-closed.mp4', mpeg2Closed, { openGop: false }],
  ['mpeg2-open.ts', mpeg2Open, { openGop: true }], ['mpeg2-closed.mts', { ...mpeg2Closed, ...m2ts }, { openGop: false }],
  ['mpeg2-open.vob', { ...mpeg2Open, audio: sound }, { openGop: true }], ['mpeg2-closed.vob', mpeg2Closed, { openGop: false }],
  ['mpeg4.avi', { ...picture, codec: 'mpeg4', gop: 12, bFrames: 1, audio: sound }, { openGop: true }], ['mpeg4-nob.avi', { ...picture, codec: 'mpeg4', gop: 12, bFrames: 0 }, { openGop: false }],
  ['prores.mov', { ...picture, frames: 30, codec: 'prores_ks', pixel: 'yuv422p10le' }, { openGop: false }],
];

describe.each(clips)('%s', (name, spec, expected) => {
  it('gives 50 random frames as a linear decode does', async () => {
    const path = join(folder, name);
    await makeClip(path, spec);
    const { media, index } = await probe(path, { home: folder });
    const linear = await linearHashes(path, media.video.index);
    expect(index.frames).toBe(spec.frames);
    expect(linear).toHaveLength(index.frames);
    expect(media.openGop).toBe(expected.openGop);
    expect(media.video.rate).toMatchObject({ constant: true, nominal: { num: 25, den: 1 } });
    const decoder = await openDecoder(media, index, { threads: 2 });
    for (const n of randomNumbers(50, index.frames)) expect(await readAt(decoder, n), `frame ${n}`).toEqual({ n, hash: linear[n], concealed: false });
    await decoder.close();
    expect(await readAll(media, index, 2)).toEqual(linear.map((hash, n) => ({ n, hash, concealed: false })));
  });
});
