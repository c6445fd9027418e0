// What an editor hands over is what it gets back: the result's frame at `inFrame` is the frame at the in point, to the sample.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../shared/client.ts';
import type { Range, WishInput } from '../../shared/preset.ts';
import { createInProcessTransport } from '../../daemon/server/in-process.ts';
import { makeClip } from '../fixtures/clip.ts';
import { framesOf } from '../fixtures/frames-of.ts';

let folder: string, client: Client;
const frames = 40, wish = { style: 'plain', quality: 'fast', scale: '1', delivery: 'ffv1', container: 'mkv', stages: { deblock: { strength: 'off' }, denoise: { strength: 'off' }, deband: { strength: 'off' } } } as const satisfies WishInput;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-editor-'));
  client = createClient(createInProcessTransport({ home: join(folder, 'home') }));
  const video = 'testsrc2=size=64x48:rate=30000/1001,noise=alls=20:all_seed=7:allf=t';
  await makeClip(join(folder, 'ntsc.mov'), { video, frames, codec: 'ffv1', pixel: 'yuv420p' });
  await makeClip(join(folder, 'phone.mkv'), { video, frames, codec: 'ffv1', pixel: 'yuv420p', timeBase: { num: 1, den: 1000 }, ptsOf: (i) => i * 33 + (i % 3) * 9 });
});
afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true });
});

const read = (path: string) => framesOf(path, join(folder, 'home'));

const premiere = 254_016_000_000n, ntscTicks = (frame: number): string => String((BigInt(frame) * premiere * 1001n) / 30000n);
const cases: { name: string; file: string; range: Range; handles?: { before: number; after: number }; from: number; to: number; inFrame: number }[] = [
  { name: 'ticks of a constant rate', file: 'ntsc.mov', range: { unit: 'ticks', in: ntscTicks(7), out: ntscTicks(19), perSecond: String(premiere) }, from: 7, to: 19, inFrame: 0 },
  { name: 'ticks with handles', file: 'ntsc.mov', range: { unit: 'ticks', in: ntscTicks(7), out: ntscTicks(19), perSecond: String(premiere) }, handles: { before: 5, after: 3 }, from: 2, to: 22, inFrame: 5 },
  { name: 'handles that reach beyond the ends', file: 'ntsc.mov', range: { unit: 'frames', in: 2, out: 38 }, handles: { before: 24, after: 24 }, from: 0, to: frames, inFrame: 2 },
  { name: 'frames at a rate of its own', file: 'ntsc.mov', range: { unit: 'frames', in: 10, out: 20, rate: { num: 60000, den: 1001 } }, from: 5, to: 10, inFrame: 0 },
  { name: 'seconds as a fraction', file: 'ntsc.mov', range: { unit: 'seconds', in: { num: 1001 * 4, den: 30000 }, out: { num: 1001 * 9, den: 30000 } }, from: 4, to: 9, inFrame: 0 },
  // Frame 10 is shown from 339 ms on, frame 11 from 381 ms.
  { name: 'ticks of a file with times of its own', file: 'phone.mkv', range: { unit: 'ticks', in: '360', out: '700', perSecond: '1000' }, from: 10, to: 22, inFrame: 0 },
];

describe('a clip of an editor', () => {
  it.each(cases)('$name', async ({ name, file, range, handles, from, to, inFrame }) => {
    const path = join(folder, file), source = await read(path);
    const { id } = await client.submit({ path, wish: { ...wish, range, ...(handles ? { handles } : {}) }, output: join(folder, `${name}.mkv`) });
    const ended = await client.follow({ job: id });
    expect(ended).toMatchObject({ state: 'done', clip: { from, to, inFrame, frames: to - from } });
    const result = await read(ended.output);
    expect(result.samples).toEqual(source.samples.slice(from, to));
    // Matroska's clock counts milliseconds.
    result.seconds.forEach((seconds, i) => expect(Math.abs(seconds - (source.seconds[from + i]! - source.seconds[from]!))).toBeLessThanOrEqual(0.001));
  });
});
