// Streams beside the picture: covers are no video, packets are copied whole, side data is understood; and reading by key frames or far apart.
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_FRAME_DATA_DISPLAYMATRIX, AV_PKT_DATA_CONTENT_LIGHT_LEVEL, AV_PKT_DATA_DISPLAYMATRIX, AV_PKT_DATA_DOVI_CONF, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, CodecParameters, FormatContext, Frame } from 'node-av';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { hdrOf } from '../../../daemon/media/hdr.ts';
import { turnOf } from '../../../daemon/media/turn.ts';
import { readAttachment, readPackets, sourceParameters } from '../../../daemon/media/packets.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { frameFlag } from '../../../shared/media.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { addCover } from './cover.ts';
import { linearHashes, randomNumbers, readAt, readNext } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'framewright-streams-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const tone = { source: 'sine=frequency=440:sample_rate=48000', codec: 'aac' };
let png: Buffer;

beforeAll(async () => {
  png = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#246' } }).png().toBuffer();
  await makeClip(at('clip.mp4'), { video: 'testsrc2=size=96x64:rate=25', frames: 25, audio: [tone] });
  await makeClip(at('sound.mp4'), { frames: 25, audio: [tone] });
});

describe('a pixel aspect', () => {
  it.each([[{ num: 2, den: 3145729 }, { num: 1, den: 1 }, 1], [{ num: 1000, den: 1 }, { num: 1, den: 1 }, 1], [{ num: 8, den: 1 }, { num: 8, den: 1 }, 0], [{ num: 16, den: 15 }, { num: 16, den: 15 }, 0]])('of %j is read as %j', async (sar, read, notices) => {
    const path = at(`sar-${sar.num}.mov`);
    await makeClip(path, { video: 'testsrc2=size=96x64:rate=25', frames: 2, codec: 'ffv1', sar: { num: 3, den: 2 } });
    // The box that says it holds both numbers behind its name; FFmpeg's muxer writes no absurd ones.
    const bytes = await readFile(path), box = bytes.indexOf('pasp') + 4;
    bytes.writeUInt32BE(sar.num, box);
    bytes.writeUInt32BE(sar.den, box + 4);
    await writeFile(path, bytes);
    const { media } = await probe(path, { home: folder });
    expect(media.video.shape.sar).toEqual(read);
    expect(media.notices.filter((notice) => notice.includes('not believed'))).toHaveLength(notices);
  });
});

describe('a cover', () => {
  it('is an attachment, however large, and its bytes are kept', async () => {
    await addCover(at('clip.mp4'), at('covered.mp4'), png, 300);
    const { media, index } = await probe(at('covered.mp4'), { home: folder });
    expect([media.video.shape.width, index.frames]).toEqual([96, 25]);
    expect(media.attachments).toMatchObject([{ kind: 'cover', codec: 'png', bytes: png.length }]);
    expect((await readAttachment(media.path, media.attachments[0]!)).equals(png)).toBe(true);
  });

  it('does not make sound a video', async () => {
    await addCover(at('sound.mp4'), at('song.m4a'), png, 300);
    await expect(probe(at('song.m4a'), { home: folder })).rejects.toMatchObject({ code: 'input-no-video', message: expect.stringContaining('a cover') });
  });
});

describe('packets', () => {
  it('of chosen streams come whole, in order, with their times', async () => {
    const packets = [];
    for await (const packet of readPackets(at('clip.mp4'), [1])) packets.push(packet);
    expect(packets.every((packet) => packet.stream === 1 && packet.data.length > 0)).toBe(true);
    expect(packets.slice(0, 3).map((packet) => [packet.pts, packet.dts, packet.duration])).toEqual([[-1024, -1024, 1024], [0, 0, 1024], [1024, 1024, 1024]]);
    const parameters = (await sourceParameters(at('clip.mp4'), [1])).get(1)!;
    expect(parameters).toMatchObject({ sampleRate: 48000, timeBase: { num: 1, den: 48000 } });
    expect(parameters.extradata).not.toBe(null);
    for await (const packet of readPackets(at('clip.mp4'), [])) expect(packet).toBe('none');
    await expect(sourceParameters(at('clip.mp4'), [9])).rejects.toMatchObject({ code: 'internal' });
  });

  it('stop when asked to', async () => {
    const abort = new AbortController();
    const read = async () => { for await (const packet of readPackets(at('clip.mp4'), [0, 1], abort.signal)) if (packet.stream === 1) abort.abort(); };
    await expect(read()).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('side data', () => {
  const parametersWith = (type: Parameters<CodecParameters['addCodedSideData']>[0], words: readonly number[]): CodecParameters => {
    const parameters = new CodecParameters();
    parameters.alloc();
    parameters.addCodedSideData(type, Buffer.from(Int32Array.from(words).buffer));
    return parameters;
  };
  const silent = (): CodecParameters => { const parameters = new CodecParameters(); parameters.alloc(); return parameters; };
  const frameWith = (words: readonly number[] | null): Frame => {
    const frame = new Frame();
    frame.alloc();
    if (words) frame.newSideData(AV_FRAME_DATA_DISPLAYMATRIX, 36).set(Buffer.from(Int32Array.from(words).buffer));
    return frame;
  };
  const one = 65536;
  it.each([
    ['nothing', [one, 0, 0, 0, one, 0, 0, 0, 1 << 30], 0, false], ['a quarter clockwise', [0, one, 0, -one, 0, 0, 0, 0, 1 << 30], 90, false],
    ['half', [-one, 0, 0, 0, -one, 0, 0, 0, 1 << 30], 180, false], ['a quarter back', [0, -one, 0, one, 0, 0, 0, 0, 1 << 30], 270, false],
    ['a mirror', [-one, 0, 0, 0, one, 0, 0, 0, 1 << 30], 0, true], ['a mirror upside down', [one, 0, 0, 0, -one, 0, 0, 0, 1 << 30], 180, true],
    ['its main diagonal', [0, one, 0, one, 0, 0, 0, 0, 1 << 30], 270, true], ['its other diagonal', [0, -one, 0, -one, 0, 0, 0, 0, 1 << 30], 90, true],
  ] as const)('turns the picture by %s', (_, matrix, rotation, mirrored) => {
    expect(turnOf(parametersWith(AV_PKT_DATA_DISPLAYMATRIX, matrix), frameWith(null))).toEqual({ rotation, mirrored, exact: true });
    expect(turnOf(silent(), frameWith(matrix))).toEqual({ rotation, mirrored, exact: true });
    expect(turnOf(parametersWith(AV_PKT_DATA_DISPLAYMATRIX, matrix), frameWith([-one, 0, 0, 0, -one, 0, 0, 0, 1 << 30]))).toEqual({ rotation, mirrored, exact: true });
    expect(turnOf(parametersWith(AV_PKT_DATA_DISPLAYMATRIX, matrix.map((value, i) => (i < 8 ? value + (i % 3 ? 4000 : -3000) : value))), frameWith(null))).toEqual({ rotation, mirrored, exact: false });
  });

  it('carries HDR', () => {
    const display = [34000, 50000, 16000, 50000, 13250, 50000, 34500, 50000, 7500, 50000, 3000, 50000, 15635, 50000, 16450, 50000, 50, 10000, 10_000_000, 10000, 1, 1];
    expect(hdrOf(parametersWith(AV_PKT_DATA_MASTERING_DISPLAY_METADATA, display), []).masteringDisplay).toMatchObject({ primaries: [[{ num: 17, den: 25 }, { num: 8, den: 25 }], {}, {}], luminance: [{ num: 1, den: 200 }, { num: 1000, den: 1 }] });
    expect(hdrOf(parametersWith(AV_PKT_DATA_CONTENT_LIGHT_LEVEL, [1000, 400]), []).contentLight).toEqual({ maxCll: 1000, maxFall: 400 });
    expect(hdrOf(parametersWith(AV_PKT_DATA_CONTENT_LIGHT_LEVEL, [0, 0]), []).contentLight).toBe(null);
    expect(hdrOf(parametersWith(AV_PKT_DATA_DOVI_CONF, [1, 0]), []).dynamic).toEqual(['dolby-vision']);
  });
});

describe('reading far apart', () => {
  it.each(['far.mp4', 'far.mkv', 'far.avi', 'far.ts', 'far.vob'])('in %s seeks and does not read from the start', async (name) => {
    const mpeg2 = name.endsWith('vob');
    await makeClip(at(name), {
      video: 'testsrc2=size=64x48:rate=25', frames: 400, codec: mpeg2 ? 'mpeg2video' : 'libx264', audio: [{ ...tone, codec: 'mp2', bitRate: 64_000 }],
      codecOptions: mpeg2 ? {} : { preset: 'ultrafast', 'x264-params': 'open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=2' },
    });
    const { media, index } = await probe(at(name), { home: folder });
    const linear = await linearHashes(at(name), media.video.index);
    const decoder = await openDecoder(media, index, { threads: 1 });
    const opened = vi.spyOn(FormatContext.prototype, 'openInput');
    for (const n of randomNumbers(30, 350).map((each) => each + 50)) expect(await readAt(decoder, n)).toEqual({ n, hash: linear[n], concealed: false });
    expect(opened).not.toHaveBeenCalled();
    opened.mockRestore();
    await decoder.close();
  });

  it('by key frames gives each key frame and nothing else', async () => {
    const { media, index } = await probe(at('far.mp4'), { home: folder });
    const linear = await linearHashes(at('far.mp4'), 0);
    const keys = Array.from(index.flags.keys()).filter((n) => index.flags[n]! & frameFlag.key);
    const decoder = await openDecoder(media, index, { threads: 2, keyframesOnly: true });
    for (const n of keys) expect(await readNext(decoder)).toEqual({ n, hash: linear[n], concealed: false });
    expect(await readNext(decoder)).toBe(null);
    expect(await readAt(decoder, keys[5]! + 1)).toMatchObject({ n: keys[6] });
    await expect(decoder.from(400)).rejects.toMatchObject({ code: 'range-outside' });
    await decoder.close();
  });

});
