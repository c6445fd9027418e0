import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST, avGetPixFmtName, Codec, CodecContext, CodecParameters, Frame, Packet } from 'node-av';
import { afterAll, describe, expect, it } from 'vitest';
import { openEncoder, type EncodedPacket, type EncodedParameters } from '../../../daemon/media/encode.ts';
import { createPacketFile } from '../../../daemon/media/packet-file.ts';
import { writeParameters } from '../../../daemon/media/parameters.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { allocatePlanes, copyOut, createFrame } from '../../../daemon/media/planes.ts';
import type { VideoEncoder } from '../../../shared/plan.ts';
import { pull } from '../../fixtures/clip.ts';
import { deliverables, settingsOf } from './settings.ts';
import { shapeOf } from './shape.ts';

const colour = { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' } as const;
const pictures = async (pixel: string, count: number): Promise<Frame[]> => (await pull(`testsrc2=size=256x144:rate=25,format=${pixel}`, 'buffersink', count)).frames;

async function encode(settings: VideoEncoder, count = 8): Promise<{ packets: EncodedPacket[]; parameters: EncodedParameters }> {
  const encoder = await openEncoder(settings, colour), packets: EncodedPacket[] = [];
  for (const [i, frame] of (await pictures(settings.pixel, count)).entries()) packets.push(...await encoder.push(frame, i * 512));
  packets.push(...await encoder.flush());
  encoder.close();
  return { packets, parameters: encoder.parameters };
}

async function decode({ packets, parameters }: { packets: readonly EncodedPacket[]; parameters: EncodedParameters }): Promise<Frame[]> {
  const described = new CodecParameters(), context = new CodecContext(), frames: Frame[] = [];
  described.alloc();
  writeParameters(described, parameters);
  const codec = Codec.findDecoder(described.codecId)!;
  context.allocContext3(codec);
  context.parametersToContext(described);
  context.threadCount = 1;
  context.open2Sync(codec);
  for (const coded of [...packets, null]) {
    const packet = new Packet();
    packet.alloc();
    if (coded) Object.assign(packet, { data: coded.data, pts: BigInt(coded.pts), dts: BigInt(coded.dts ?? coded.pts) });
    await context.sendPacket(coded && packet);
    for (let frame = fresh(); await context.receiveFrame(frame) >= 0; frame = fresh()) frames.push(frame);
  }
  return frames;
}

function fresh(): Frame {
  const frame = new Frame();
  frame.alloc();
  return frame;
}

/** PSNR of the first plane, dB. ProRes decodes to 12 bits whatever went in, so values are compared as shares of full scale. */
function psnr(decoded: Frame, original: Frame, pixel: string): number {
  const valuesOf = (frame: Frame, name: string): number[] => {
    const shape = shapeOf({ width: 256, height: 144, pixel: pixelFormatOf(name) }), planes = allocatePlanes(shape);
    copyOut(frame, planes);
    return Array.from(planes.planes[0]!.data, (value) => value / 2 ** shape.pixel.depth);
  };
  const one = valuesOf(decoded, avGetPixFmtName(decoded.format as never)!), two = valuesOf(original, pixel);
  return -10 * Math.log10(one.reduce((sum, value, i) => sum + (value - two[i]!) ** 2, 0) / one.length);
}

const cases = deliverables.flatMap((of) => of.pixels.map((pixel) => ({ of, pixel, name: `${of.codec} ${pixel}` })));

describe('openEncoder', () => {
  it.each(cases)('$name: decoded back, every picture is there, at its time, as good as promised', async ({ of, pixel }) => {
    const coded = await encode(settingsOf(of, pixel)), frames = await decode(coded), originals = await pictures(pixel, 8);
    expect(frames.map((frame) => Number(frame.pts))).toEqual(originals.map((_, i) => i * 512));
    if (pixel === 'bgr0') return;
    const least = Math.min(...frames.map((frame, i) => psnr(frame, originals[i]!, pixel)));
    expect(least).toBeGreaterThan(of.codec === 'ffv1' ? 1000 : 30);
  });

  it.each(cases.filter(({ pixel }) => pixel === 'yuv420p' || pixel.startsWith('yuv422')))('$name gives the same packets and header twice', async ({ of, pixel }) => {
    const [one, two] = [await encode(settingsOf(of, pixel)), await encode(settingsOf(of, pixel))];
    expect(one.parameters).toEqual(two.parameters);
    expect(Buffer.concat(one.packets.map(({ data }) => data)).equals(Buffer.concat(two.packets.map(({ data }) => data)))).toBe(true);
  });

  it.each(['threads', 'timeBase', 'rate', 'globalHeader', 'rateControl', 'gop', 'profile', 'level', 'pixel'] as const)('refuses settings without %s', async (key) => {
    const settings = { ...settingsOf(deliverables[0]!, 'yuv420p'), [key]: key === 'profile' || key === 'level' ? null : undefined };
    await expect(openEncoder(settings as VideoEncoder, colour)).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining(key) });
  });

  it('refuses options that the encoder does not know, fields it cannot code, and frames of another shape', async () => {
    const settings = settingsOf(deliverables[0]!, 'yuv420p');
    await expect(openEncoder({ ...settings, options: { nosuch: '1' } }, colour)).rejects.toThrow(/nosuch/);
    await expect(openEncoder({ ...settings, encoder: 'nosuch' }, colour)).rejects.toThrow(/no such encoder/);
    await expect(openEncoder(settingsOf(deliverables[1]!, 'yuv420p', { fieldOrder: 'tff' }), colour)).rejects.toThrow(/interlaced/);
    const encoder = await openEncoder(settings, colour);
    await expect(encoder.push(createFrame(shapeOf()), 0)).rejects.toThrow(/another format/);
    encoder.close();
  });

  it.each([['libx264', 0, 'yuv420p'], ['prores_ks', 3, 'yuv422p10le'], ['ffv1', 6, 'yuv420p']] as const)('%s keeps the fields and their order', async (encoder, row, pixel) => {
    for (const fieldOrder of ['tff', 'bff'] as const) {
      const settings = settingsOf(deliverables.find((each) => each.settings.encoder === encoder) ?? deliverables[row]!, pixel, { fieldOrder });
      const opened = await openEncoder(settings, colour), packets: EncodedPacket[] = [];
      for (const [i, frame] of (await pictures(pixel, 3)).entries()) {
        frame.setFlags(AV_FRAME_FLAG_INTERLACED, ...(fieldOrder === 'tff' ? [AV_FRAME_FLAG_TOP_FIELD_FIRST] : []));
        packets.push(...await opened.push(frame, i * 512));
      }
      packets.push(...await opened.flush());
      expect(opened.parameters.fieldOrder).toBe(fieldOrder === 'tff' ? 'tt' : 'bb');
      const [first] = await decode({ packets, parameters: opened.parameters });
      if (encoder !== 'ffv1') expect([first!.hasFlags(AV_FRAME_FLAG_INTERLACED), first!.hasFlags(AV_FRAME_FLAG_TOP_FIELD_FIRST)]).toEqual([true, fieldOrder === 'tff']);
      opened.close();
    }
  });
});

/** A file system of one mebibyte, where this user may make one. */
function smallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    process.stderr.write('SKIPPED: tests of a full disk need the right to mount a tmpfs, which is missing here\n');
    rmSync(folder, { recursive: true });
    return null;
  }
}

const disk = smallDisk();
afterAll(() => { if (disk) execFileSync('umount', [disk]); });

describe.skipIf(!disk)('a full disk', () => {
  it('is said when a packet file does not fit', async () => {
    const { parameters } = await encode(settingsOf(deliverables[0]!, 'yuv420p'), 1);
    const file = await createPacketFile(join(disk!, 'a.packets'), parameters);
    const big = { pts: 0, dts: 0, duration: 1, flags: 1, data: Buffer.alloc(3 << 20), sideData: [] };
    await expect(file.write(big)).rejects.toMatchObject({ code: 'disk-full' });
    await file.abandon();
    rmSync(join(disk!, 'a.packets'));
  });

  it.each(['mp4', 'matroska'])('is said when the result (%s) does not fit', async (muxer) => {
    const { openOutput } = await import('../../../daemon/media/mux-output.ts');
    const { parameters, packets } = await encode(settingsOf(deliverables[0]!, 'yuv420p'), 2);
    const track = { source: 0, timeBase: parameters.timeBase, metadata: {}, disposition: 0, copied: false, describe: (to: CodecParameters) => writeParameters(to, parameters) };
    const path = join(disk!, `b.${muxer}`);
    const write = async (): Promise<void> => {
      const output = await openOutput({ path, muxer, options: {}, metadata: {}, tracks: [track] });
      try {
        for (let i = 0; i < 400; i++) await output.write({ track: 0, packet: { ...packets[0]!, data: Buffer.concat([packets[0]!.data, Buffer.alloc(10000)]), pts: i * 512, dts: i * 512, duration: 512 } });
      } catch (error) {
        await output.abandon();
        throw error;
      }
      await output.finish();
    };
    await expect(write()).rejects.toMatchObject({ code: 'disk-full' });
    rmSync(path);
  });
});
