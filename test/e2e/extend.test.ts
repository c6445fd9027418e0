// Frames made beyond the ends by holding a picture: right count, right pictures, right times; and results without sound.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../shared/client.ts';
import type { WishInput } from '../../shared/preset.ts';
import { probe } from '../../daemon/media/probe.ts';
import { createInProcessTransport } from '../../daemon/server/in-process.ts';
import { makeClip } from '../fixtures/clip.ts';
import { framesOf } from '../fixtures/frames-of.ts';

let folder: string, client: Client;
const frames = 30, off = { strength: 'off' } as const;
const wish = { style: 'plain', quality: 'fast', scale: '1', delivery: 'ffv1', container: 'mkv', stages: { deblock: off, denoise: off, deband: off } } satisfies WishInput;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-extend-'));
  client = createClient(createInProcessTransport({ home: join(folder, 'home') }));
  const video = 'testsrc2=size=64x48:rate=25,noise=alls=20:all_seed=7:allf=t', audio = [{ codec: 'pcm_s16le', source: 'sine=frequency=440:sample_rate=48000' }];
  await makeClip(join(folder, 'clip.mov'), { video, frames, codec: 'ffv1', pixel: 'yuv420p', audio });
  await makeClip(join(folder, 'phone.mkv'), { video, frames, codec: 'ffv1', pixel: 'yuv420p', timeBase: { num: 1, den: 1000 }, ptsOf: (i) => i * 40 + (i % 3) * 9 });
});
afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true });
});

async function read(path: string): Promise<{ samples: string[]; times: number[]; audio: number }> {
  const { samples, seconds, audio } = await framesOf(path, join(folder, 'home'));
  return { samples, times: seconds.map((at) => Math.round(1000 * at)), audio };
}

async function restore(file: string, more: WishInput, output: string) {
  const job = await client.submit({ path: join(folder, file), wish: { ...wish, ...more }, output: join(folder, output) });
  return { ended: await client.follow({ job: job.id }), result: await read(join(folder, output)), notices: (await client.job({ job: job.id })).plans.at(-1)!.notices };
}

const cases: { name: string; file: string; more: WishInput; from: number; to: number; before: number; after: number }[] = [
  { name: 'the whole clip, both ends', file: 'clip.mov', more: { extend: { before: 3, after: 5 } }, from: 0, to: 30, before: 3, after: 5 },
  { name: 'a range with handles', file: 'clip.mov', more: { range: { unit: 'frames', in: 10, out: 20 }, handles: { before: 2, after: 2 }, extend: { before: 4, after: 1 } }, from: 8, to: 22, before: 4, after: 1 },
  { name: 'the tail of handles and made frames alone', file: 'clip.mov', more: { range: { unit: 'frames', in: 26, out: null }, extend: { after: 9 } }, from: 26, to: 30, before: 0, after: 9 },
  { name: 'frames that are not equally spaced', file: 'phone.mkv', more: { extend: { after: 4 } }, from: 0, to: 30, before: 0, after: 4 },
  { name: 'a constant rate', file: 'phone.mkv', more: { constantRate: { num: 25, den: 1 }, extend: { before: 2, after: 4 } }, from: 0, to: 30, before: 2, after: 4 },
];

describe('frames made by holding a picture', () => {
  it.each(cases)('$name', async ({ name, file, more, from, to, before, after }) => {
    const source = await read(join(folder, file)), { ended, result, notices } = await restore(file, more, `${cases.findIndex((one) => one.name === name)}.mkv`);
    expect(ended).toMatchObject({ state: 'done', clip: { from, to, inFrame: before + (more.handles?.before ?? 0), frames: before + to - from + after } });
    expect(result.samples).toEqual([...Array<string>(before).fill(source.samples[from]!), ...source.samples.slice(from, to), ...Array<string>(after).fill(source.samples[to - 1]!)]);
    const even = (count: number): number[] => Array.from({ length: count }, (_, i) => i * 40);
    const shown = more.constantRate || file === 'clip.mov' ? even(to - from).map((ms) => ms + before * 40) : source.times.slice(from, to).map((ms) => ms - source.times[from]! + before * 40);
    const expected = [...even(before), ...shown, ...even(after).map((ms) => ms + shown.at(-1)! + 40)];
    // Frames that are not equally spaced go on at their average rate.
    result.times.forEach((ms, r) => expect(Math.abs(ms - expected[r]!)).toBeLessThanOrEqual(file === 'phone.mkv' && r >= before + to - from ? 3 : 0));
    expect(notices.join()).toContain(after > 0 ? `${after} ${after === 1 ? 'frame' : 'frames'} after the last` : 'before the first');
  });
});

it('without sound there is a picture alone, and the plan says so', async () => {
  const { result, ended } = await restore('clip.mov', { sound: false }, 'silent.mkv');
  expect(result).toMatchObject({ audio: 0 });
  expect(result.samples).toHaveLength(frames);
  const plan = (await client.job({ job: ended.id })).plans.at(-1)!;
  expect(plan.streams.filter(({ type }) => type === 'audio')).toMatchObject([{ action: 'drop', why: 'As you asked, the result is picture alone.' }]);
});

it('sound keeps its place beside frames made before the first', async () => {
  const { result, ended } = await restore('clip.mov', { container: 'mov', delivery: 'prores-422-hq', extend: { before: 5, after: 5 } }, 'sound.mov');
  const { media } = await probe(ended.output, { home: join(folder, 'home') });
  expect(result.samples).toHaveLength(frames + 10);
  expect(media.audio).toMatchObject([{ codec: 'pcm_s16le' }]);
  expect((media.audio[0]!.startPts! * media.audio[0]!.timeBase.num) / media.audio[0]!.timeBase.den).toBeCloseTo(0.2, 3);
});
