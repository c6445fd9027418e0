// Several programs in one transport stream: the main picture's is restored, the others are named.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { probe } from '../../../daemon/media/probe.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';

const home = mkdtempSync(join(tmpdir(), 'framewright-programs-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const clip = (size: string, service: number): ClipSpec => ({
  video: `testsrc2=size=${size}:rate=25`, frames: 25, audio: [{ source: `sine=frequency=${service * 220}:sample_rate=48000`, codec: 'mp2' }],
  muxerOptions: { mpegts_service_id: String(service), mpegts_pmt_start_pid: String(0x1000 + service), mpegts_start_pid: String(0x100 * service) },
});

/** CRC-32/MPEG-2. */
function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  }
  return value >>> 0;
}

/** A packet with the program association table of services 1 and 2. */
function table(): Buffer {
  const section = Buffer.from([0x00, 0xb0, 17, 0, 1, 0xc1, 0, 0, 0, 1, 0xf0, 0x01, 0, 2, 0xf0, 0x02, 0, 0, 0, 0]);
  section.writeUInt32BE(crc(section.subarray(0, -4)), section.length - 4);
  return Buffer.concat([Buffer.from([0x47, 0x40, 0x00, 0x10, 0x00]), section, Buffer.alloc(188 - 5 - section.length, 0xff)]);
}

const packets = (path: string): Buffer[] => { const bytes = readFileSync(path); return Array.from({ length: bytes.length / 188 }, (_, i) => bytes.subarray(i * 188, i * 188 + 188)); };
const pid = (packet: Buffer): number => packet.readUInt16BE(1) & 0x1fff;

it('the program of the main picture is taken, the other one named', async () => {
  await makeClip(join(home, 'a.ts'), clip('64x64', 1));
  await makeClip(join(home, 'b.ts'), clip('128x64', 2));
  const [a, b] = [packets(join(home, 'a.ts')), packets(join(home, 'b.ts'))];
  const mixed = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => [a[i], b[i]]).flat().filter((packet) => packet !== undefined);
  writeFileSync(join(home, 'both.ts'), Buffer.concat([table(), ...mixed.map((packet) => (pid(packet) === 0 ? table() : packet))]));
  const { media, index } = await probe(join(home, 'both.ts'), { home });
  expect([index.frames, media.video.shape.width, media.audio.length, media.data.length]).toEqual([25, 128, 1, 0]);
  expect(media.notices.join('\n')).toMatch(/holds 2 programs; program 2, .* Left out: program 1 \(stream \d, stream \d\)/);
});
