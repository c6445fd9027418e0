// What is said along with pictures: captions of every source picture arrive once and in order, whatever the steps do to the number of frames.
import { beforeAll, describe, expect, it } from 'vitest';
import { AV_FRAME_DATA_A53_CC, AV_FRAME_DATA_DYNAMIC_HDR_PLUS } from 'node-av';
import type { StreamShape } from '../../../shared/media.ts';
import type { Plan, VideoEncoder } from '../../../shared/plan.ts';
import { captionLimit, captionsBeside, openCaptionQueue } from '../../../daemon/media/captions.ts';
import { takeDynamicHdr } from '../../../daemon/media/dynamic-hdr.ts';
import { openEncoder } from '../../../daemon/media/encode.ts';
import { openPacketDecoder } from '../../../daemon/media/packet-decode.ts';
import { openPacketFile } from '../../../daemon/media/packet-file.ts';
import { insertUserData } from '../../../daemon/media/user-data.ts';
import { resultSpan } from '../../../daemon/plan/map.ts';
import { buildMap } from '../../../daemon/plan/mapmaking.ts';
import type { Processor } from '../../../daemon/stages/stage.ts';
import { pull } from '../../fixtures/clip.ts';
import { deliverables, settingsOf } from '../media/settings.ts';
import { ffv1, h264, planOf, runPlan, sourceOf, type PlanSpec, type Ran, type Source } from './job.ts';
import { filterStep, processStep } from './line.ts';

/** Field 1, field 2 and digital captions whose bytes tell the frame; every fifth picture has none. Zeros try the emulation prevention. */
const captionsOf = (frame: number): Buffer | null => (frame % 5 === 4 ? null : Buffer.from([0xfc, 0x94, 0x20 + frame, 0xfd, 0x15, 0x40 + frame, 0xff, frame, 0, 0xfe, 0, 0, 0xfe, 1, frame]));
const frames = 24, all = (from = 0, to = frames): Buffer => Buffer.concat(Array.from({ length: to - from }, (_, i) => captionsOf(from + i) ?? Buffer.alloc(0)));

let clip: Source, fields: Source;
beforeAll(async () => {
  clip = await sourceOf('clip.mkv', { video: 'testsrc2=size=96x64:rate=25', frames, captions: captionsOf });
  fields = await sourceOf('fields.mkv', { video: 'testsrc2=size=96x64:rate=50,interlace', frames, captions: captionsOf, interlaced: 'tff', bFrames: 0 });
});

/** The captions of every decoded result frame, in order of presentation. */
async function captionsIn({ units }: Ran): Promise<(Buffer | null)[]> {
  const found: (Buffer | null)[] = [];
  for (const { path } of units) {
    const reader = await openPacketFile(path), decoder = await openPacketDecoder(reader.parameters, { threads: 1 });
    const beside = new Map<number, Buffer>();
    const take = (decoded: Awaited<ReturnType<typeof decoder.flush>>): void => {
      for (const frame of decoded) {
        const data = frame.getSideData(AV_FRAME_DATA_A53_CC);
        found.push(data ? Buffer.from(data) : (beside.get(Number(frame.pts)) ?? null));
        frame.free();
      }
    };
    for await (const packet of reader.read()) {
      const own = captionsBeside(packet);
      if (own) beside.set(packet.pts, own);
      take(await decoder.push({ ...packet, sideData: [] }));
    }
    take(await decoder.flush());
    decoder.close();
    await reader.close();
  }
  return found;
}

const joined = (found: readonly (Buffer | null)[]): string => Buffer.concat(found.map((each) => each ?? Buffer.alloc(0))).toString('hex');
const run = async (source: Source, spec: PlanSpec, over: Parameters<typeof runPlan>[2] = {}, change: (plan: Plan) => Plan = (plan) => plan): Promise<(Buffer | null)[]> =>
  captionsIn(await runPlan(source, change(planOf(source, spec)), over));

describe('captions', () => {
  it('are met in the source', () => {
    expect(clip.media.video.closedCaptions).toBe(true);
  });

  it.each(['h264', 'hevc', 'av1', 'ffv1'])('stand with their own picture: %s', async (codec) => {
    const of = deliverables.find((each) => each.codec === codec)!, pixel = of.pixels[0]!;
    const encoder = (shape: StreamShape): Partial<VideoEncoder> => {
      const { width: _width, height: _height, rate: _rate, timeBase: _timeBase, sar: _sar, ...settings } = settingsOf(of, pixel);
      return { ...settings, width: shape.width, height: shape.height };
    };
    const found = await run(clip, { encoder, segmentsAt: [10] });
    expect(found.map((each) => each?.toString('hex') ?? null)).toEqual(Array.from({ length: frames }, (_, i) => captionsOf(i)?.toString('hex') ?? null));
  }, 30_000);

  it('go once with a picture whose fields become frames', async () => {
    const { shape } = fields.media.video, output: StreamShape = { ...shape, rate: { num: 50, den: 1 }, fieldOrder: 'progressive' };
    const found = await run(fields, { encoder: h264, kind: 'fields', segmentsAt: [9], steps: [filterStep('bwdif=mode=send_field:parity=tff:deint=all', { input: shape, output })] });
    expect(found.map((each) => each?.toString('hex') ?? null)).toEqual(Array.from({ length: 2 * frames }, (_, i) => (i % 2 === 0 ? (captionsOf(i / 2)?.toString('hex') ?? null) : null)));
  });

  it('pass a network, windows and shots by', async () => {
    const { shape } = clip.media.video;
    const blank: Processor = { push: async ({ frames: window, current }, into) => into.planes.forEach((plane, p) => plane.data.set(window[current]!.planes[p]!.data)), close: async () => {} };
    const found = await run(clip, { encoder: h264, segmentsAt: [7, 15], cutsAt: [7], warm: 3, steps: [filterStep('hqdn3d=2', { input: shape, output: shape }), processStep('fake', { input: shape, output: shape })] }, { cutsAt: [7, 12], openProcess: async () => blank });
    expect(joined(found)).toBe(all().toString('hex'));
    expect(found[3]!.equals(captionsOf(3)!)).toBe(true);
  });

  it.each([[9], []])('of a cadence and of a constant rate are all there, in order, and no picture holds too many; segments at %j', async (...segmentsAt) => {
    const whole = { from: 0, to: frames, map: 'same', cadence: null } as const;
    const { index, media } = clip, { timeBase } = media.video, request = { index, timeBase, epoch: index.pts[0]!, constant: true };
    const cadence = buildMap({ ...request, stretches: [{ ...whole, cadence: { cycle: 5, keep: [0, 1, 3, 4] } }], rate: null });
    const slower = buildMap({ ...request, stretches: [whole], rate: { num: 10, den: 1 } });
    const faster = buildMap({ ...request, stretches: [whole], rate: { num: 60, den: 1 } });
    for (const [map, rate] of [[cadence, 20], [slower, 10], [faster, 60]] as const) {
      const found = await run(clip, { encoder: h264, segmentsAt }, {}, (plan) => ({
        ...plan, map, delivery: { ...plan.delivery, video: { ...plan.delivery.video, rate: { num: rate, den: 1 }, timeBase: map.timeBase } },
        segments: plan.segments.map((segment) => ({ ...segment, ...resultSpan(map, index, segment.from, segment.to) })),
      }));
      expect(found).toHaveLength(map.frames);
      expect(joined(found)).toBe(all().toString('hex'));
      for (const each of found) expect((each?.length ?? 0) / 3).toBeLessThanOrEqual(31);
    }
  }, 20_000);

  it('of frames that are left out go with the next one, and at the end with the last', async () => {
    // A range that ends early stands for left-out frames: the segment reads on to its `to`.
    const found = await run(clip, { encoder: ffv1 }, {}, (plan) => ({ ...plan, map: { ...plan.map, frames: 20, runs: [{ kind: 'source', first: 2, count: 20 }] }, segments: [{ ...plan.segments[0]!, count: 20, from: 0, to: frames }] }));
    expect(found).toHaveLength(20);
    expect(joined(found)).toBe(all().toString('hex'));
    expect(found[0]!.equals(all(0, 3))).toBe(true);
    expect(found[19]!.equals(all(21, 24))).toBe(true);
  });
});

describe('HDR10+', () => {
  /** One window with a curve, as FFmpeg keeps it (AVDynamicHDRPlus); brightness tells the frame. */
  const lightOf = (frame: number): Buffer => {
    const data = Buffer.alloc(11304), put = (at: number, num: number, den: number): void => { data.writeInt32LE(num, at); data.writeInt32LE(den, at + 4); };
    data.set([0, 1, 1]);
    for (const at of [52, 60, 68, 76]) put(at, 1000 + frame, 100_000);
    data.set([2], 84);
    for (const i of [0, 1]) { data[88 + i * 12] = 50 + i; put(92 + i * 12, 77 * frame + i, 100_000); }
    put(268, frame, 1000);
    data[276] = 1;
    put(280, 5, 4095);
    put(288, 6, 4095);
    data[296] = 1;
    put(300, 512, 1023);
    put(1288, 400, 1);
    return data;
  };

  it.each(['hevc', 'av1'])('goes into %s packet by packet, and comes out the same', async (codec) => {
    const of = deliverables.find((each) => each.codec === codec)!, settings = settingsOf(of, 'yuv420p10le', { width: 96, height: 64, timeBase: { num: 1, den: 25 } });
    const { frames: pictures } = await pull('testsrc2=size=96x64:rate=25,format=yuv420p10le', 'buffersink', 6);
    const encoder = await openEncoder(settings, { range: 'limited', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084', chromaPosition: 'topleft' }), decoder = await openPacketDecoder(encoder.parameters, { threads: 1 });
    const messages = pictures.map((frame, i) => { const data = lightOf(i); data.copy(frame.newSideData(AV_FRAME_DATA_DYNAMIC_HDR_PLUS, data.length)); return takeDynamicHdr(frame)!; });
    const packets = [], found: number[] = [];
    for (const [i, frame] of pictures.entries()) packets.push(...await encoder.push(frame, i));
    packets.push(...await encoder.flush());
    const see = (frames: Awaited<ReturnType<typeof decoder.flush>>): void => { for (const frame of frames) { found.push(Number(frame.getSideData(AV_FRAME_DATA_DYNAMIC_HDR_PLUS)?.equals(lightOf(Number(frame.pts))))); frame.free(); } };
    for (const packet of packets) see(await decoder.push({ ...packet, data: insertUserData(codec, packet.data, messages[packet.pts]!) }));
    see(await decoder.flush());
    expect(found).toEqual([1, 1, 1, 1, 1, 1]);
    encoder.close();
    decoder.close();
  });
});

describe('how many captions a picture may hold', () => {
  it('follows from its rate', () => {
    const rates = [[24000, 1001], [25, 1], [30000, 1001], [50, 1], [60000, 1001], [5, 1]] as const;
    expect(rates.map(([num, den]) => captionLimit({ num, den }))).toEqual([25, 24, 20, 12, 10, 31]);
  });

  it('passes the rest on, filling first', () => {
    const queue = openCaptionQueue({ num: 60000, den: 1001 }), real = Buffer.from([0xfc, 0x94, 0x2c]), filling = Buffer.from([0xfc, 0x80, 0x80]), invalid = Buffer.from([0xfa, 0, 0]);
    queue.add(Buffer.concat([real, ...Array<Buffer>(19).fill(invalid)]));
    expect(queue.take()!.equals(real)).toBe(true);
    expect(queue.take()).toBeNull();
    queue.add(Buffer.concat([...Array<Buffer>(14).fill(real), filling]));
    expect([queue.take()!.length, queue.take(true)!.length, queue.take()]).toEqual([30, 12, null]);
  });
});
