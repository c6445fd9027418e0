// MXF round trips with the real planner: frames, tags, timecode, and sound to the sample.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPackets } from '../../../daemon/media/packets.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { verifyFile } from '../../../daemon/quality/verify.ts';
import { layToPicture } from '../../../daemon/media/mux-lay.ts';
import type { WishInput } from '../../../shared/preset.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { restoreWhole } from './whole.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'mxf-')); });
const wishOf = (delivery: string, more: WishInput = {}): WishInput => ({ delivery, container: 'mxf', scale: '1', quality: 'fast', ...more });
const colour = { range: 1, matrix: 1, primaries: 1, transfer: 1, chroma: 1 };

/** All bytes of the first sound track. */
async function soundOf(path: string, stream = 1): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const packet of readPackets(path, [stream])) parts.push(packet.data);
  return Buffer.concat(parts);
}

describe.each([
  ['prores-422', {}, {}], ['prores-4444', {}, { pixel: 'yuva444p', codec: 'ffv1' }], ['dnxhr-hqx', {}, {}], ['ffv1', {}, {}], ['h264', { purpose: 'editing' }, {}],
  ['prores-422-hq', {}, { interlaced: 'tff', sar: { num: 16, den: 15 } }],
] as const)('%s', (delivery, wish, clip) => {
  it('keeps count, times, tags, aspect, fields, timecode and sound', async () => {
    const source = join(folder, `${delivery}.mkv`);
    await makeClip(source, {
      video: 'testsrc2=size=256x144:rate=30000/1001', frames: 31, codec: 'ffv1', gop: 1, bFrames: 0, colour, videoMetadata: { timecode: '01:00:00;02' },
      audio: [{ source: 'sine=sample_rate=48000', codec: 'pcm_s16le', offset: 0.25 }], ...clip,
    });
    const { plan, index, path, folder: made, muxed } = await restoreWhole(source, { ...wishOf(delivery, wish), stages: { deinterlace: { strength: 'off' } } });
    expect((await verifyFile({ plan, index, path, home: made, muxed })).differences).toEqual([]);
    const { media } = await probe(path, { home: made });
    expect(media.container).toBe('mxf');
    expect(media.video.timecode).toBe('01:00:00;02');
    expect(media.video.shape).toMatchObject({ sar: 'sar' in clip ? clip.sar : { num: 1, den: 1 }, colour: { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' } });
    if ('interlaced' in clip) expect([plan.delivery.video.fieldOrder, media.video.shape.fieldOrder]).toEqual(['tff', 'tff']);
    const samples = Math.round((31 * 1001 * 48000) / 30000), late = 12000, sound = await soundOf(path), original = await soundOf(source);
    expect(sound.length).toBe(samples * 2);
    expect(sound.subarray(0, late * 2).every((value) => value === 0)).toBe(true);
    expect(sound.subarray(late * 2).equals(original.subarray(0, (samples - late) * 2))).toBe(true);
  });
});

describe('MXF', () => {
  it('holds DNxHD, and is the same bytes twice', async () => {
    const source = join(folder, 'hd.mkv');
    await makeClip(source, { video: 'testsrc2=size=1280x720:rate=25', frames: 4, codec: 'ffv1', gop: 1, bFrames: 0, colour, audio: [{ source: 'sine=sample_rate=44100', codec: 'pcm_s16le' }] });
    const hash = async (): Promise<string> => {
      const { plan, index, path, folder: made, muxed } = await restoreWhole(source, wishOf('dnxhd'));
      expect((await verifyFile({ plan, index, path, home: made, muxed })).differences).toEqual([]);
      expect((await probe(path, { home: made })).media).toMatchObject({ video: { codec: 'dnxhd', profile: 'DNXHD', timecode: '00:00:00:00' }, audio: [{ sampleRate: 48000, codec: 'pcm_s16le' }] });
      return createHash('sha256').update(await readFile(path)).digest('hex');
    };
    expect(await hash()).toBe(await hash());
  });
  it('holds RGB, which is full without a word for it', async () => {
    const source = join(folder, 'rgb.mkv');
    await makeClip(source, { video: 'testsrc2=size=64x48:rate=25', frames: 3, codec: 'png', pixel: 'rgba', gop: 1, bFrames: 0 });
    const { plan, index, path, folder: made, muxed } = await restoreWhole(source, wishOf('ffv1'));
    expect(plan.result.colour.range).toBe('full');
    expect((await verifyFile({ plan, index, path, home: made, muxed })).differences).toEqual([]);
  });
  it('says 601 by its own labels, and other tracks go into files beside it', async () => {
    const source = join(folder, 'sd.mkv');
    await makeClip(source, { video: 'testsrc2=size=64x48:rate=25', frames: 5, codec: 'ffv1', gop: 1, bFrames: 0, colour: { range: 1, matrix: 6, primaries: 6, transfer: 6 } });
    const { plan, index, path, folder: made, muxed } = await restoreWhole(source, wishOf('prores-422'));
    expect((await verifyFile({ plan, index, path, home: made, muxed })).differences).toEqual([]);
    expect(plan.notices.join(' ')).toMatch(/labels the transfer smpte170m as bt709.*labels the matrix smpte170m as bt470bg/s);
  });
});

describe('sound laid to the picture', () => {
  const packet = (pts: number, text: string) => ({ pts, dts: pts, duration: text.length, flags: 1, data: Buffer.from(text), sideData: [] });
  const lay = async (packets: ReturnType<typeof packet>[], samples: number): Promise<string> => {
    let text = '', at = 0;
    for await (const { pts, data } of layToPicture((async function* () { yield* packets; })(), 1, samples)) {
      expect(pts).toBe(at);
      at += data.length;
      text += data.toString();
    }
    return text.replaceAll('\0', '.');
  };
  it.each([
    [[packet(0, 'abc'), packet(3, 'def')], 6, 'abcdef'], [[packet(2, 'abc')], 6, '..abc.'], [[packet(-2, 'abc'), packet(1, 'def')], 4, 'cdef'], [[packet(0, 'ab'), packet(4, 'cd')], 8, 'ab..cd..'],
    [[packet(0, 'abc'), packet(2, 'xyz')], 5, 'abcyz'], [[packet(0, 'abcdef')], 4, 'abcd'], [[packet(9, 'abc')], 3, '...'], [[], 3, '...'],
  ])('%# is unbroken and exactly as long', async (packets, samples, wanted) => { expect(await lay(packets, samples)).toBe(wanted); });
});
