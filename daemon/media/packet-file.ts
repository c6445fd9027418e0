// Our own file of coded packets: what a segment leaves behind until the result is put together. It is read and written as a stream.
//   'FWPK' version:u32 | length:u32 parameters:JSON | records: 'P' … | trailer: 'E' count:u32 reorder:u32 bytes:f64   (little-endian)
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import { writeFailure } from './disk.ts';
import { encodedParameters, type EncodedPacket, type EncodedParameters } from './parameters.ts';

const magic = Buffer.from('FWPK\x01\0\0\0', 'latin1');
const recordBytes = 1 + 4 + 8 * 3 + 4 + 2, sideBytes = 8, trailerBytes = 17;
const blockBytes = 1 << 20;

export type PacketWriter = {
  write(packet: EncodedPacket): Promise<void>;
  /** Writes the trailer, forces everything to disk and closes. `sha256` is the whole file's. @throws FrameWrightError `disk-full`. */
  finish(): Promise<{ readonly packets: number; readonly bytes: number; readonly sha256: string }>;
  /** Closes without a trailer, so what is there never counts. */
  abandon(): Promise<void>;
};

/** A new packet file; an old one of that name is replaced. @throws FrameWrightError `disk-full`, `output-unwritable`. */
export async function createPacketFile(path: string, parameters: EncodedParameters): Promise<PacketWriter> {
  const file = await open(path, 'w').catch(async (error: unknown) => { throw await writeFailure(error, path); });
  const header = Buffer.from(JSON.stringify(parameters));
  let waiting: Buffer[] = [magic, uint32(header.length), header], size = waiting.reduce((sum, part) => sum + part.length, 0);
  const times: number[] = [], hash = createHash('sha256');
  let bytes = 0;
  const drain = async (): Promise<void> => {
    const parts = waiting;
    for (const part of parts) hash.update(part);
    bytes += size;
    waiting = [];
    size = 0;
    await writeAll(file, parts).catch(async (error: unknown) => { throw await writeFailure(error, path, bytes); });
  };
  return {
    write: async (packet) => {
      for (const part of encodeRecord(packet)) { waiting.push(part); size += part.length; }
      times.push(packet.pts);
      if (size >= blockBytes) await drain();
    },
    finish: async () => {
      const total = bytes + size + trailerBytes;
      waiting.push(trailer(times.length, reorderDepth(times), total));
      size += trailerBytes;
      await drain();
      await file.sync();
      await file.close();
      return { packets: times.length, bytes: total, sha256: hash.digest('hex') };
    },
    abandon: () => file.close(),
  };
}

export type PacketReader = {
  readonly parameters: EncodedParameters; readonly packets: number;
  /** Frames by which coding order runs ahead of presentation: 0 without B-frames, 2 with a pyramid. */
  readonly reorder: number;
  /** From the first packet on; one reader at a time. */
  read(): AsyncGenerator<EncodedPacket>;
  close(): Promise<void>;
};

/** Opens a finished packet file. @throws FrameWrightError `verify-failed` when it is cut off or is none. */
export async function openPacketFile(path: string): Promise<PacketReader> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const counts = await checkTrailer(file, size, path);
    const head = await readExactly(file, 0, magic.length + 4, path);
    if (!head.subarray(0, magic.length).equals(magic)) throw damaged(path, 'it does not begin as a packet file');
    const start = head.length + head.readUInt32LE(magic.length);
    const parameters = encodedParameters.parse(JSON.parse((await readExactly(file, head.length, start - head.length, path)).toString()));
    return { parameters, ...counts, read: () => readRecords(file, start, size - trailerBytes, path), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* readRecords(file: FileHandle, start: number, end: number, path: string): AsyncGenerator<EncodedPacket> {
  let block = Buffer.alloc(0), at = start, offset = 0;
  const take = async (count: number): Promise<Buffer> => {
    if (offset + count > block.length) {
      const rest = block.subarray(offset);
      const more = await readExactly(file, at, Math.max(count - rest.length, Math.min(blockBytes, end - at)), path, end);
      at += more.length;
      block = Buffer.concat([rest, more]);
      offset = 0;
    }
    offset += count;
    return block.subarray(offset - count, offset);
  };
  while (at < end || offset < block.length) {
    const head = await take(recordBytes);
    if (head[0] !== 0x50) throw damaged(path, `there is no packet where one should begin, near byte ${at}`);
    const length = head.readUInt32LE(29), dts = head.readDoubleLE(13);
    const times = { flags: head.readUInt32LE(1), pts: head.readDoubleLE(5), dts: Number.isNaN(dts) ? null : dts, duration: head.readDoubleLE(21) };
    const sideData: { type: number; data: Buffer }[] = [];
    for (let count = head.readUInt16LE(33); count > 0; count--) {
      const side = await take(sideBytes);
      const type = side.readUInt32LE(0), bytes = side.readUInt32LE(4);
      sideData.push({ type, data: Buffer.from(await take(bytes)) });
    }
    yield { ...times, data: Buffer.from(await take(length)), sideData };
  }
}

function encodeRecord(packet: EncodedPacket): Buffer[] {
  const head = Buffer.alloc(recordBytes);
  head[0] = 0x50;
  head.writeUInt32LE(packet.flags >>> 0, 1);
  head.writeDoubleLE(packet.pts, 5);
  head.writeDoubleLE(packet.dts ?? NaN, 13);
  head.writeDoubleLE(packet.duration, 21);
  head.writeUInt32LE(packet.data.length, 29);
  head.writeUInt16LE(packet.sideData.length, 33);
  return [head, ...packet.sideData.flatMap(({ type, data }) => [uint32(type), uint32(data.length), data]), packet.data];
}

/** The smallest depth d for which the k-th packet is never presented before the frame that is d places earlier in order. */
function reorderDepth(times: readonly number[]): number {
  const order = times.map((_, packet) => packet).sort((a, b) => times[a]! - times[b]!);
  return order.reduce((most, packet, rank) => Math.max(most, packet - rank), 0);
}

function trailer(packets: number, reorder: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(trailerBytes);
  buffer[0] = 0x45;
  buffer.writeUInt32LE(packets, 1);
  buffer.writeUInt32LE(reorder, 5);
  buffer.writeDoubleLE(bytes, 9);
  return buffer;
}

async function checkTrailer(file: FileHandle, size: number, path: string): Promise<{ packets: number; reorder: number }> {
  if (size < trailerBytes) throw damaged(path, `it has only ${size} bytes`);
  const end = await readExactly(file, size - trailerBytes, trailerBytes, path);
  if (end[0] !== 0x45 || end.readDoubleLE(9) !== size) throw damaged(path, 'it is cut off before its end mark');
  return { packets: end.readUInt32LE(1), reorder: end.readUInt32LE(5) };
}

async function readExactly(file: FileHandle, position: number, length: number, path: string, end = Infinity): Promise<Buffer> {
  if (position + length > end) throw damaged(path, 'a packet reaches beyond the end mark');
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw damaged(path, 'it is shorter than it says');
    done += bytesRead;
  }
  return buffer;
}

async function writeAll(file: FileHandle, parts: readonly Buffer[]): Promise<void> {
  let left = [...parts];
  while (left.length) {
    let { bytesWritten } = await file.writev(left);
    const whole = left.findIndex((part) => (bytesWritten -= part.length) < 0);
    left = whole < 0 ? [] : [left[whole]!.subarray(left[whole]!.length + bytesWritten), ...left.slice(whole + 1)];
  }
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

const damaged = (path: string, why: string): FrameWrightError => new FrameWrightError('verify-failed', { why: `The packet file ${path} is damaged: ${why}.`, job: '' });
