import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEncoder } from '../../../daemon/media/encode.ts';
import { createPacketFile, openPacketFile } from '../../../daemon/media/packet-file.ts';
import type { EncodedPacket } from '../../../daemon/media/parameters.ts';
import { deliverables, settingsOf } from './settings.ts';
import { shapeOf } from './shape.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'packets-')); });

const packet = (pts: number, bytes: number): EncodedPacket => ({ pts, dts: pts % 2 ? null : pts - 1, duration: 1, flags: pts === 0 ? 1 : 0, data: Buffer.alloc(bytes, pts), sideData: pts === 3 ? [{ type: 11, data: Buffer.from('abc') }] : [] });
async function parameters() {
  const encoder = await openEncoder(settingsOf(deliverables[0]!, 'yuv420p'), shapeOf().colour);
  encoder.close();
  return encoder.parameters;
}

async function collect(path: string): Promise<EncodedPacket[]> {
  const reader = await openPacketFile(path);
  try { return await Array.fromAsync(reader.read()); } finally { await reader.close(); }
}

describe('packet files', () => {
  it('give back what was written, larger than a block, with the reorder depth', async () => {
    const path = join(folder, 'a.packets');
    const packets = [packet(0, 10), packet(4, 1_100_000), packet(2, 0), packet(1, 100_000), packet(3, 5)];
    const writer = await createPacketFile(path, await parameters());
    for (const each of packets) await writer.write(each);
    expect((await writer.finish()).packets).toBe(5);
    const reader = await openPacketFile(path);
    expect([reader.packets, reader.reorder]).toEqual([5, 2]);
    expect(reader.parameters).toEqual(await parameters());
    await reader.close();
    expect(await collect(path)).toEqual(packets);
  });

  it('are refused when cut anywhere, unfinished, or something else', async () => {
    const path = join(folder, 'b.packets'), cut = join(folder, 'cut.packets');
    const writer = await createPacketFile(path, await parameters());
    for (let i = 0; i < 4; i++) await writer.write(packet(i, 1000));
    await writer.finish();
    const whole = await readFile(path);
    for (const end of [0, 5, 12, 40, 1500, whole.length - 17, whole.length - 1]) {
      await writeFile(cut, whole.subarray(0, end));
      await expect(collect(cut), `cut at ${end}`).rejects.toMatchObject({ code: 'verify-failed' });
    }
    await writeFile(cut, Buffer.concat([Buffer.alloc(whole.length - 17), whole.subarray(-17)]));
    await expect(collect(cut)).rejects.toMatchObject({ code: 'verify-failed' });
    const unfinished = await createPacketFile(cut, await parameters());
    await unfinished.write(packet(0, 2_000_000));
    await unfinished.abandon();
    await expect(collect(cut)).rejects.toMatchObject({ code: 'verify-failed' });
  });

  it('say that nothing can be written where nothing can', async () => {
    await expect(createPacketFile(join(folder, 'none', 'c.packets'), await parameters())).rejects.toMatchObject({ code: 'output-unwritable' });
  });
});
