import { describe, expect, it } from 'vitest';
import { openEncoder, type EncodedPacket } from '../../../daemon/media/encode.ts';
import type { Frame } from '../../../daemon/media/frame.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { compareLooks, openCheck, openLooker, sampleStep, type CheckDepth, type Look } from '../../../daemon/run/check.ts';
import { pull } from '../../fixtures/clip.ts';
import { deliverables, settingsOf } from '../media/settings.ts';
import { shapeOf } from './line.ts';

const frames = async (pixel: string): Promise<Frame[]> => (await pull(`testsrc2=size=256x144:rate=25,format=${pixel}`, 'buffersink', 30)).frames;
const all = deliverables.flatMap((of) => of.pixels.map((pixel) => ({ of, pixel, name: `${of.codec} ${pixel}` })));

/** Encodes 30 frames and checks them, after `tamper` had its way with the packets. */
async function check(name: string, depth: CheckDepth, tamper = (packets: EncodedPacket[]) => packets, source: Look | null = null): Promise<void> {
  const { of, pixel } = all.find((one) => one.name === name)!, settings = settingsOf(of, pixel), shape = shapeOf({ width: 256, height: 144, pixel: pixelFormatOf(pixel) });
  const encoder = await openEncoder(settings, shape.colour), checked = await openCheck(encoder.parameters, shape, depth, 1);
  const packets: EncodedPacket[] = [];
  try {
    for (const [i, frame] of (await frames(pixel)).entries()) {
      await checked.expect(i * 512, i, source, frame);
      packets.push(...await encoder.push(frame, i * 512));
    }
    packets.push(...await encoder.flush());
    await checked.push(tamper(packets));
    await checked.finish();
  } finally {
    encoder.close();
    checked.close();
  }
}

describe('the check of a segment', () => {
  for (const { name } of all) it(`passes ${name} as it was encoded`, async () => { await check(name, 'every'); await check(name, 'sample'); });

  it('finds a packet that is missing, moved or damaged', async () => {
    const damaged = (packets: EncodedPacket[]) => packets.map((packet, i) => (i === 0 ? { ...packet, data: Buffer.from(packet.data).fill(0xA5, packet.data.length >> 1) } : packet));
    for (const depth of ['every', 'sample'] as const) {
      await expect(check('ffv1 yuv420p', depth, (packets) => packets.slice(0, -1))).rejects.toMatchObject({ code: 'verify-failed', message: expect.stringContaining('30 frames were encoded, 29 packets') });
      await expect(check('h264 yuv420p', depth, (packets) => packets.map((packet, i) => (i === 5 ? { ...packet, pts: packet.pts + 1 } : packet)))).rejects.toMatchObject({ code: 'verify-failed', message: expect.stringContaining('where no frame belongs') });
      await expect(check('h264 yuv420p', depth, damaged)).rejects.toMatchObject({ code: 'verify-failed' });
    }
  });
  it('finds a picture that is not the source\'s', async () => {
    const looker = await openLooker(shapeOf({ width: 256, height: 144 })), [frame] = await frames('yuv420p');
    const look = await looker.look(frame!);
    looker.close();
    await check('h264 yuv420p', 'every', undefined, look);
    for (const depth of ['every', 'sample'] as const) await expect(check('h264 yuv420p', depth, undefined, { ...look, y: look.y + 60 })).rejects.toMatchObject({ code: 'verify-failed', message: expect.stringContaining('brightness') });
  });
});

describe('samples', () => {
  it('fall on regular key frames, and on no more than one frame in 48', () => expect([1, 12, 48, 100, 200].map(sampleStep)).toEqual([48, 48, 48, 100, 200]));
});

describe('looks', () => {
  const look = { y: 100, u: 128, v: 128, low: 40, high: 180 };
  it('may differ as restoration makes them differ', () => expect(compareLooks(look, { y: 104, u: 125, v: 131, low: 44, high: 176 })).toBeNull());
  it('betray black, green, flat and unmeasurable pictures', () => {
    expect(compareLooks(look, { ...look, y: 16, low: 16, high: 16 })).toContain('brightness');
    expect(compareLooks(look, { ...look, u: 0, v: 0 })).toContain('blue');
    expect(compareLooks(look, { ...look, low: 100, high: 100 })).toContain('single colour');
    expect(compareLooks(look, { ...look, y: NaN })).toContain('brightness');
  });
  it('of a source that is itself black are no fault', () => expect(compareLooks({ y: 16, u: 128, v: 128, low: 16, high: 16 }, { y: 16, u: 128, v: 128, low: 16, high: 16 })).toBeNull());
});
