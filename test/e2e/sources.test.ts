// Media of several files through the command: the result has every frame of every file, and the sound of all of them beside the picture.
import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPackets } from '../../daemon/media/packets.ts';
import { probe } from '../../daemon/media/probe.ts';
import { makeClip, type ClipSpec } from '../fixtures/clip.ts';
import { openDesk, type Desk } from './support.ts';

let desk: Desk;
const chapter = (n: number): ClipSpec => ({ video: `testsrc2=size=96x64:rate=25,hue=h=${n * 60}`, frames: 25, gop: 12, audio: [{ source: `sine=frequency=${n * 220}:sample_rate=48000`, codec: 'flac' }] });

beforeAll(async () => {
  desk = await openDesk();
  for (const n of [1, 2]) await makeClip(desk.path(`GX0${n}0042.MP4`), chapter(n));
  await mkdir(desk.path('scan'));
  await makeClip(desk.path('scan', 'shot_%04d.tiff'), { video: 'testsrc2=size=96x64:rate=24', frames: 6, codec: 'tiff', pixel: 'rgb24', bFrames: 0, codecOptions: {}, format: 'image2' });
}, 120_000);
afterAll(async () => { await desk.clear(); });

const restored = async (...args: string[]): Promise<string> => {
  const ran = await desk.run(...args, '--quality', 'fast', '--scale', '1', '--json');
  expect(ran.status, ran.err + ran.out.slice(-2000)).toBe(0);
  return String(ran.values().at(-1)!.output);
};

describe('several files as one', () => {
  it('camera chapters become one film with all of their sound', async () => {
    const output = await restored('GX010042.MP4', '--container', 'mkv');
    expect(output).toBe(desk.path('GX010042.restored.mkv'));
    const { media, index } = await probe(output, { home: desk.home });
    expect(index.frames).toBe(50);
    const sound = async (path: string): Promise<string[]> => {
      const found: string[] = [];
      const source = (await probe(path, { home: desk.home, interpretation: { parts: 'single' } })).media;
      for await (const packet of readPackets(path, [source.audio[0]!.index])) found.push(packet.data.toString('base64'));
      return found;
    };
    expect(media.audio[0]!.codec).toBe('flac');
    expect(await sound(output)).toEqual([...await sound(desk.path('GX010042.MP4')), ...await sound(desk.path('GX020042.MP4'))]);
  });

  it('a picture sequence becomes a film named after it', async () => {
    const output = await restored('scan/shot_%04d.tiff', '--interpret', 'rate=12', '--delivery', 'ffv1');
    expect(output).toBe(desk.path('scan', 'shot.restored.mkv'));
    const { media, index } = await probe(output, { home: desk.home });
    expect([index.frames, media.video.rate.nominal]).toEqual([6, { num: 12, den: 1 }]);
  });
});
