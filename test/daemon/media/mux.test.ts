import { createHash } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { legalDelivery } from '../../../daemon/media/legality.ts';
import { readPackets } from '../../../daemon/media/packets.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { deliver, fitted, openSource, type Source } from './delivered.ts';
import { deliverables, settingsOf } from './settings.ts';

let folder: string, vfr: Source;
const times = [0, 40, 90, 110, 200, 240, 300, 333, 400, 480, 520, 600, 610, 700, 740, 800];
const colour = { range: 1, matrix: 1, primaries: 1, transfer: 1, chroma: 1 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mux-'));
  const path = join(folder, 'vfr.mkv');
  await makeClip(path, { video: 'testsrc2=size=256x144:rate=25', frames: 16, codec: 'ffv1', timeBase: { num: 1, den: 1000 }, ptsOf: (i) => times[i]!, gop: 1, bFrames: 0, sar: { num: 16, den: 15 }, colour, audio: [{ source: 'sine=sample_rate=48000', codec: 'aac', language: 'ger' }] });
  vfr = await openSource(path);
});

const cases = deliverables.flatMap((of) => of.pixels.flatMap((pixel) => (['mp4', 'mov', 'mkv'] as const)
  .filter((container) => legalDelivery(of.codec, container, pixelFormatOf(pixel)).ok).map((container) => ({ of, pixel, container, name: `${of.codec} ${pixel} ${container}` }))));

describe('mux', () => {
  it.each(cases)('$name: two segments become one file with every frame at its time and every tag', async ({ of, pixel, container }) => {
    const video = fitted(settingsOf(of, pixel), vfr);
    const { path, muxed } = await deliver(vfr, { container, video, cuts: [7] });
    const { media, index } = await openSource(path);
    expect(index.frames).toBe(16);
    const millisecond = (ticks: number): number => Math.round((ticks * media.video.timeBase.num * 1000) / media.video.timeBase.den);
    expect([...index.pts].map(millisecond)).toEqual(times);
    expect(media.video).toMatchObject({ codec: of.codec, shape: { width: 256, height: 144, sar: { num: 16, den: 15 } } });
    if (!/gbr|bgr|gray/.test(pixel)) expect(media.video.shape.colour).toMatchObject({ range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' });
    expect(media.audio).toHaveLength(1);
    expect(media.audio[0]).toMatchObject({ codec: 'aac', language: 'ger' });
    expect(muxed.streams).toEqual([{ source: 0, result: 0 }, { source: 1, result: 1 }]);
    expect(media.notices).toEqual([]);
    const hashes = new Map([0, 1].map((stream) => [stream, createHash('sha256')]));
    for await (const packet of readPackets(path, [0, 1])) hashes.get(packet.stream)!.update(packet.data);
    expect([...hashes].map(([stream, hash]) => [`${stream}`, hash.digest('hex')])).toEqual(Object.entries(muxed.streamHashes));
  });

  it.each(['mp4', 'mov', 'mkv'] as const)('keeps a long pause and a range without colours in %s', async (container) => {
    const path = join(folder, 'pause.mkv'), paused = [0, 1500, 1540, 1600, 1640, 1700, 4000, 4040];
    await makeClip(path, { video: 'testsrc2=size=64x48:rate=25', frames: 8, codec: 'ffv1', timeBase: { num: 1, den: 1000 }, ptsOf: (i) => paused[i]!, gop: 1, bFrames: 0, colour: { range: 1 } });
    const source = await openSource(path);
    const { media, index } = await openSource((await deliver(source, { container, video: fitted(settingsOf(deliverables[0]!, 'yuv420p'), source) })).path);
    expect([...index.pts].map((ticks) => (ticks * 1000) / media.video.timeBase.den)).toEqual(paused);
    expect(media.video.shape.colour.range).toBe('limited');
  });

  it.each(['mp4', 'mov', 'mkv'] as const)('writes the same %s twice', async (container) => {
    const video = fitted(settingsOf(deliverables[0]!, 'yuv420p'), vfr);
    const hash = async (): Promise<string> => createHash('sha256').update(await readFile((await deliver(vfr, { container, video })).path)).digest('hex');
    expect(await hash()).toBe(await hash());
  });
});
