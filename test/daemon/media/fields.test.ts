// An index entry is a frame, also where each field has a packet of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { fieldPackets, muxFieldPackets } from './field-stream.ts';
import { linearHashes, randomNumbers, readAll, readAt } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'framewright-fields-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fields = fieldPackets(20, 5);
const pairs = Array.from({ length: 20 }, (_, i) => ({ data: Buffer.concat([fields[2 * i]!.data, fields[2 * i + 1]!.data]), key: fields[2 * i]!.key }));

describe.each([
  ['a bare stream', 'bare.h264', (path: string) => writeFileSync(path, Buffer.concat(fields.map((field) => field.data)))],
  ['a transport stream', 'apart.ts', (path: string) => muxFieldPackets(path, fields, 1)],
  ['Matroska, a field a block', 'apart.mkv', (path: string) => muxFieldPackets(path, fields, 1)],
  ['Matroska, a frame a block', 'pairs.mkv', (path: string) => muxFieldPackets(path, pairs, 2)],
] as const)('fields coded apart in %s', (_, name, make) => {
  it('count as frames and come out by number', async () => {
    const path = join(folder, name);
    await make(path);
    const { media, index } = await probe(path, { home: folder });
    const linear = await linearHashes(path, 0);
    expect(linear).toHaveLength(20);
    expect(index.frames).toBe(20);
    expect(media.video.shape).toMatchObject({ width: 32, height: 32, fieldOrder: 'tff' });
    expect((await readAll(media, index, 2)).map((read) => read.hash)).toEqual(linear);
    const decoder = await openDecoder(media, index, { threads: 1 });
    for (const n of randomNumbers(20, 20)) expect(await readAt(decoder, n)).toEqual({ n, hash: linear[n], concealed: false });
    await decoder.close();
  });
});

describe('field order', () => {
  it.each([['mpeg2video', 'tff'], ['mpeg2video', 'bff'], ['libx264', 'tff'], ['libx264', 'bff']] as const)('of %s is read from the frames: %s', async (codec, order) => {
    const path = join(folder, `${codec}-${order}.ts`);
    await makeClip(path, { video: 'testsrc2=size=96x64:rate=25', frames: 12, codec, interlaced: order });
    expect((await probe(path, { home: folder })).media.video.shape.fieldOrder).toBe(order);
  });

  it('of a codec that does not say it is unknown, not progressive', async () => {
    const path = join(folder, 'silent.avi');
    await makeClip(path, { video: 'testsrc2=size=96x64:rate=25', frames: 5, codec: 'huffyuv', pixel: 'yuv422p' });
    expect((await probe(path, { home: folder })).media.video.shape.fieldOrder).toBe('unknown');
  });
});
