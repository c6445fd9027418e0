// Which way is up in the coded pictures themselves: H.264's and HEVC's display orientation messages, where no container says anything.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probe } from '../../../daemon/media/probe.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { restoreWhole } from '../quality/whole.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-orientation-')); });
afterAll(() => rm(folder, { recursive: true }));

/** A message of type 47 (H.264 D.1.27, HEVC D.2.17): no cancelling, two flips, a turn to the left in 65536ths of a circle, for all that follows. */
function message(codec: 'h264' | 'hevc', flips: readonly [across: 0 | 1, down: 0 | 1], turn: number): Buffer {
  const bits = `0${flips[0]}${flips[1]}${turn.toString(2).padStart(16, '0')}${codec === 'h264' ? '01001' : '11000'}`;
  const payload = [0, 8, 16].map((at) => Number.parseInt(bits.slice(at, at + 8), 2));
  return Buffer.from([0, 0, 0, 1, ...(codec === 'h264' ? [6] : [39 << 1, 1]), 47, payload.length, ...payload, 0x80]);
}

const isPicture = { h264: (byte: number) => (byte & 31) === 5, hevc: (byte: number) => byte >> 1 >= 16 && byte >> 1 <= 21 } as const;

/** A raw stream with the message before its first picture. */
async function made(codec: 'h264' | 'hevc', said: Buffer): Promise<string> {
  const path = join(folder, `said-${said.toString('hex')}.${codec}`);
  await makeClip(path, { video: 'testsrc2=size=96x64:rate=25', frames: 6, codec: codec === 'h264' ? 'libx264' : 'libx265', codecOptions: codec === 'hevc' ? { 'x265-params': 'log-level=none' } : {}, bFrames: 0 });
  const bytes = await readFile(path);
  const at = bytes.findIndex((_, i) => bytes[i] === 0 && bytes[i + 1] === 0 && bytes[i + 2] === 1 && isPicture[codec](bytes[i + 3]!));
  await writeFile(path, Buffer.concat([bytes.subarray(0, at), said, bytes.subarray(at)]));
  return path;
}

it.each([
  ['h264', [0, 0], 0x4000, 270, false], ['h264', [0, 0], 0xc000, 90, false], ['h264', [1, 0], 0, 0, true], ['h264', [0, 1], 0, 180, true], ['h264', [1, 0], 0x4000, 270, true],
  ['hevc', [0, 0], 0x4000, 270, false], ['hevc', [0, 0], 0x8000, 180, false],
] as const)('%s: flips %j and a turn of %d', async (codec, flips, turn, rotation, mirrored) => {
  const { media } = await probe(await made(codec, message(codec, flips, turn)), { home: folder });
  expect(media.video).toMatchObject({ rotation, mirrored });
});

it('the result says it in its container', async () => {
  const { path, folder: work } = await restoreWhole(await made('h264', message('h264', [0, 0], 0xc000)), { quality: 'fast', scale: '1', delivery: 'h264', container: 'mp4' });
  expect((await probe(path, { home: folder })).media.video).toMatchObject({ rotation: 90, mirrored: false });
  await rm(work, { recursive: true });
});
