// What changes midway in a stream: each is an index entry and a change of the media, is said, and the picture is fitted into the first size.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from 'node-av';
import { afterAll, describe, expect, it } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { frameFlag } from '../../../shared/media.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';

const home = mkdtempSync(join(tmpdir(), 'framewright-changes-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Clips one after the other, byte by byte, as broadcasts and raw streams do it. */
async function spliced(name: string, first: ClipSpec, second: ClipSpec): Promise<string> {
  const path = join(home, name);
  await makeClip(path, first);
  const other = join(home, `other-${name}`);
  await makeClip(other, second);
  appendFileSync(path, readFileSync(other));
  return path;
}

const white = (size: string): ClipSpec => ({ video: `color=white:size=${size}:rate=25`, frames: 12, gop: 12, bFrames: 0 });
const base: ClipSpec = { ...white('96x64'), sar: { num: 1, den: 1 } };
const h264 = (extra: ClipSpec): ClipSpec => ({ ...base, ...extra });

const cases: readonly [string, string, ClipSpec, ClipSpec, { readonly what: string; readonly from: string; readonly to: string }][] = [
  ['the size, in MPEG-TS', 'size.ts', base, h264({ video: 'color=white:size=64x64:rate=25' }), { what: 'size', from: '96×64', to: '64×64' }],
  ['the size, in a raw stream', 'size.h264', base, h264({ video: 'color=white:size=64x64:rate=25' }), { what: 'size', from: '96×64', to: '64×64' }],
  ['the size, in a DVD', 'size.vob', h264({ codec: 'mpeg2video' }), h264({ codec: 'mpeg2video', video: 'color=white:size=48x64:rate=25' }), { what: 'size', from: '96×64', to: '48×64' }],
  ['the pixel aspect ratio', 'sar.ts', base, h264({ sar: { num: 2, den: 3 } }), { what: 'sar', from: '1', to: '2/3' }],
  ['the sampling', 'sampling.ts', base, h264({ pixel: 'yuv422p' }), { what: 'pixel-format', from: 'yuv420p', to: 'yuv422p' }],
  ['the field order', 'fields.ts', base, h264({ interlaced: 'tff', codecOptions: { 'x264-params': 'tff=1' } }), { what: 'field-order', from: 'progressive', to: 'tff' }],
  ['the colour', 'colour.ts', h264({ colour: { matrix: 1, primaries: 1, transfer: 1 } }), h264({ colour: { matrix: 6, primaries: 6, transfer: 6 } }), { what: 'colour', from: 'limited bt709', to: 'limited smpte170m' }],
];

describe('what changes midway', () => {
  it.each(cases)('%s', async (_name, file, first, second, change) => {
    const { media, index } = await probe(await spliced(file, first, second), { home });
    expect(index.frames).toBe(24);
    const found = media.changes.find(({ what }) => what === change.what);
    expect(found).toMatchObject({ frame: 12, from: expect.stringContaining(change.from), to: expect.stringContaining(change.to) });
    expect(index.flags[12]! & frameFlag.parameterChange).toBe(frameFlag.parameterChange);
    const decoder = await openDecoder(media, index, { threads: 1 });
    const shapes = new Set<string>();
    for (let read; (read = await decoder.read()); read.frame.free()) shapes.add(`${read.frame.width}x${read.frame.height} ${read.frame.format}`);
    expect(shapes.size).toBe(1);
    await decoder.close();
  });

  it.each([['size.ts', [16, 64]], ['sar.ts', [16, 64]]])('%s: the smaller picture keeps its shape between bars', async (file, [bar, wide]) => {
    const { media, index } = await probe(join(home, file), { home });
    const decoder = await openDecoder(media, index, { threads: 1 });
    await decoder.from(20);
    const { frame } = (await decoder.read())!;
    const row = rowOf(frame, 32);
    expect([row[0], row[bar! - 2], row[bar! + 1], row[bar! + wide! - 2], row[95]].map((value) => value! > 128)).toEqual([false, false, true, true, false]);
    frame.free();
    await decoder.close();
    expect(media.notices.join('\n')).toContain('fitted into the first size with its shape kept');
  });
});

it('colours that change are converted to the first', async () => {
  const red = (number: number): ClipSpec => ({ video: 'color=red:size=96x64:rate=25', frames: 12, bFrames: 0, colour: { range: 1, matrix: number, primaries: number, transfer: number } });
  const { media, index } = await probe(await spliced('red.ts', red(1), red(6)), { home });
  const decoder = await openDecoder(media, index, { threads: 1 });
  const luma: number[] = [];
  for (let read; (read = await decoder.read()); read.frame.free()) luma.push(rowOf(read.frame, 32)[48]!);
  await decoder.close();
  // The encoder was given BT.601's red, Y 81, both times. SMPTE 170M's red is R 0.94, G 0.018 in BT.709's primaries, on a BT.1886 display Y' 0.34: 90.
  expect(luma[2]).toBe(81);
  expect(Math.abs(luma[20]! - 90)).toBeLessThanOrEqual(2);
  expect(media.notices.join('\n')).toMatch(/colour tags change .* is converted to the first/);
});

const rowOf = (frame: Frame, y: number): Buffer => frame.data![0]!.subarray(y * frame.linesize[0]!, y * frame.linesize[0]! + frame.width);
