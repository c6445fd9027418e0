// Film shown as video, and one rate for uneven video, as a person types it.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Plan } from '../../shared/plan.ts';
import { ratio } from '../../shared/time.ts';
import { openDecoder } from '../../daemon/media/decode.ts';
import { allocatePlanes, copyOut } from '../../daemon/media/planes.ts';
import { probe } from '../../daemon/media/probe.ts';
import { makeClip } from '../fixtures/clip.ts';
import { picturesOf } from '../daemon/run/pictures.ts';
import { openDesk, type Desk } from './support.ts';

let desk: Desk;
beforeAll(async () => { desk = await openDesk(); });
afterAll(async () => { await desk.clear(); });

async function decoded(path: string): Promise<{ pictures: Uint8Array[][]; media: Awaited<ReturnType<typeof probe>>['media'] }> {
  const { media, index } = await probe(path, { home: desk.home }), decoder = await openDecoder(media, index, { threads: 1 }), pictures: Uint8Array[][] = [];
  await decoder.from(0);
  for (let read = await decoder.read(); read; read = await decoder.read()) {
    const planes = allocatePlanes(media.video.shape);
    copyOut(read.frame, planes);
    read.frame.free();
    pictures.push(planes.planes.map(({ data }) => new Uint8Array(data.buffer.slice(0) as unknown as ArrayBuffer)));
  }
  await decoder.close();
  return { pictures, media };
}

it('framewright telecined.mkv gives the film back, bit by bit and at its rate, beside untouched sound', async () => {
  const film = 'testsrc2=size=96x64:rate=24000/1001';
  await makeClip(desk.path('telecined.mkv'), { video: `${film},telecine=pattern=23`, frames: 75, codec: 'ffv1', interlaced: 'tff', audio: [{ source: 'sine=sample_rate=48000', codec: 'flac' }], videoMetadata: { timecode: '01:00:00;00' } });
  const ran = await desk.run('telecined.mkv', '--quality', 'fast', '--scale', '1', '--delivery', 'ffv1', '--set', 'deblock.strength=off', '--set', 'denoise.strength=off');
  expect(ran.status, ran.err).toBe(0);
  const { pictures, media } = await decoded(desk.path('telecined.restored.mkv'));
  expect(pictures).toEqual(await picturesOf(film, 'yuv420p', 60));
  expect(media.video.rate).toMatchObject({ nominal: ratio(24000, 1001), constant: true });
  expect(media.video).toMatchObject({ shape: { fieldOrder: 'progressive' }, timecode: '00:59:56:09' });
  const { plan, verified } = JSON.parse(await readFile(desk.path('telecined.restored.framewright.json'), 'utf8')) as { plan: Plan; verified: { differences: unknown[]; frames: number } };
  expect(verified).toMatchObject({ differences: [], frames: 60 });
  expect(plan.notices).toContain('Of 75 frames of film shown as video 60 pictures are kept, 23.976 per second; the other 15 only repeat them.');
  expect(plan.streams.find(({ type }) => type === 'audio')).toMatchObject({ action: 'copy' });
});

it('--fps makes uneven video even and says what that changes', async () => {
  await makeClip(desk.path('uneven.mp4'), { video: 'testsrc2=size=96x64:rate=30', frames: 20, timeBase: { num: 1, den: 90000 }, ptsOf: (i) => 3000 * i + (i % 4) * 700, bFrames: 0 });
  const refused = await desk.run('uneven.mp4', '--fps', 'often'), ran = await desk.run('uneven.mp4', '--quality', 'fast', '--scale', '1', '--fps', '24000/1001');
  expect(refused).toMatchObject({ status: 2, err: expect.stringContaining('23.976') });
  expect(ran.status, ran.err).toBe(0);
  expect((await probe(desk.path('uneven.restored.mp4'), { home: desk.home })).media.video).toMatchObject({ rate: { nominal: ratio(24000, 1001), constant: true }, shape: { frames: 17 } });
});
