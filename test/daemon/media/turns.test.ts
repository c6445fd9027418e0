// What FFmpeg does not bear, two calls at once on one graph or codec and closing in the middle of one, is put in order by its owner.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { openEncoder, type EncodedPacket } from '../../../daemon/media/encode.ts';
import { openFilter } from '../../../daemon/media/filter.ts';
import { openPacketDecoder } from '../../../daemon/media/packet-decode.ts';
import { createFrame } from '../../../daemon/media/planes.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { openTurns } from '../../../daemon/media/turns.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { deliverables, settingsOf } from './settings.ts';
import { shapeOf } from './shape.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-turns-')); });
afterAll(() => rm(folder, { recursive: true }));

const shape = shapeOf({ width: 256, height: 144 }), numbers = Array.from({ length: 12 }, (_, n) => n);
const frameAt = (n: number) => Object.assign(createFrame(shape), { pts: BigInt(n), duration: 1n });
const late = { code: 'internal', message: expect.stringContaining('after it was closed') as string };

it('calls wait for those before them, also for failed ones; the end waits for all; nothing comes after it', async () => {
  const done: string[] = [], gate = Promise.withResolvers<void>();
  const turns = openTurns('it', () => { done.push('freed'); });
  const first = turns.take(async () => { await gate.promise; done.push('first'); });
  const second = turns.take(async () => { done.push('second'); throw new Error('no'); });
  const third = turns.take(async () => { done.push('third'); return 3; });
  const ended = turns.end();
  await expect(turns.take(async () => { done.push('never'); }, () => done.push('refused'))).rejects.toMatchObject(late);
  gate.resolve();
  await expect(second).rejects.toThrow('no');
  expect([await first, await third]).toEqual([undefined, 3]);
  await ended;
  await turns.end();
  expect(done).toEqual(['refused', 'first', 'second', 'third', 'freed']);
});

it('a filter', async () => {
  const filter = await openFilter('nlmeans=s=3:p=3:r=5,format=yuv420p', { shape, timeBase: { num: 1, den: 25 } }, { threads: 2 });
  const pushed = numbers.map((n) => filter.push(frameAt(n)));
  filter.close();
  const frames = (await Promise.all(pushed)).flat();
  expect(frames.map((frame) => Number(frame.pts))).toEqual(numbers);
  for (const frame of frames) frame.free();
  await expect(filter.push(frameAt(99))).rejects.toMatchObject(late);
});

it('an encoder, and the decoder that checks it', async () => {
  const colour = { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' } as const;
  const encoder = await openEncoder(settingsOf(deliverables[0]!, 'yuv420p'), colour);
  const pushed = [...numbers.map((n) => encoder.push(frameAt(n), n * 512)), encoder.flush()];
  encoder.close();
  const packets: EncodedPacket[] = (await Promise.all(pushed)).flat();
  expect(packets).toHaveLength(12);
  await expect(encoder.flush()).rejects.toMatchObject(late);
  const decoder = await openPacketDecoder(encoder.parameters, { threads: 2 });
  const decoded = [...packets.map((packet) => decoder.push(packet)), decoder.flush()];
  decoder.close();
  const frames = (await Promise.all(decoded)).flat();
  expect(frames.map((frame) => Number(frame.pts) / 512)).toEqual(numbers);
  for (const frame of frames) frame.free();
});

it('a decoder', async () => {
  const path = join(folder, 'clip.mkv');
  await makeClip(path, { video: 'testsrc2=size=96x64:rate=25', frames: 12, gop: 6 });
  const { media, index } = await probe(path, { home: folder }), decoder = await openDecoder(media, index, { threads: 2 });
  const asked = [decoder.read(), decoder.read(), decoder.from(9).then(() => null), decoder.read(), decoder.read()];
  const closed = decoder.close(), read = (await Promise.all(asked)).filter((one) => one !== null);
  expect(read.map(({ n }) => n)).toEqual([0, 1, 9, 10]);
  for (const { frame } of read) frame.free();
  await closed;
  await expect(decoder.read()).rejects.toMatchObject(late);
});
