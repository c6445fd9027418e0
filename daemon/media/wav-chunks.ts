// What a WAV file holds beside its sound: broadcast extension, cue points, tags. FFmpeg reads some of it and writes less, so the chunks themselves are carried over.
import { open, type FileHandle } from 'node:fs/promises';

type Chunk = { readonly id: string; /** Of its content. */ readonly at: number; readonly size: number };

/** What FFmpeg writes anew, or what only says where things lie. */
const own = new Set(['fmt ', 'data', 'fact', 'ds64', 'JUNK', 'PAD ', 'FLLR']);
/** Chunks that count samples: they are true only for the whole sound. `LIST` counts as one when it holds labels of cue points (`adtl`). */
const counted = new Set(['cue ', 'smpl', 'plst', 'adtl']);
/** TimeReference of the broadcast extension: samples since midnight, in two halves (EBU Tech 3285 §2.3). */
const timeReferenceAt = 338;
const largest = 0xffff_ffff;

/**
 * Appends the chunks of `source` to `result` and corrects its sizes (RIFF, or RF64 as EBU Tech 3306). Of a part (`whole` false) those that count samples are left
 * out, and the broadcast extension's time moves on by `samples`.
 */
export async function copyWavChunks(source: string, result: string, { samples, whole }: { readonly samples: number; readonly whole: boolean }): Promise<void> {
  await using from = await open(source, 'r');
  await using to = await open(result, 'r+');
  const kept = [];
  for (const chunk of await chunksOf(from)) {
    if (own.has(chunk.id)) continue;
    const content = await read(from, chunk.at, chunk.size);
    if (!whole && counted.has(chunk.id === 'LIST' ? content.toString('latin1', 0, 4) : chunk.id)) continue;
    if (chunk.id === 'bext' && content.length >= timeReferenceAt + 8) content.writeBigUInt64LE(content.readBigUInt64LE(timeReferenceAt) + BigInt(samples), timeReferenceAt);
    kept.push(header(chunk.id, content.length), content, Buffer.alloc(content.length % 2));
  }
  if (!kept.length) return;
  const end = (await to.stat()).size, padded = end + (end % 2), bytes = Buffer.concat([Buffer.alloc(end % 2), ...kept]);
  await to.write(bytes, 0, bytes.length, end);
  await setSize(to, padded + bytes.length - (end % 2) - 8);
}

/** Ids of the chunks of a part that would be left out, so that it can be said before. */
export async function countedChunks(path: string): Promise<string[]> {
  await using file = await open(path, 'r');
  const found: string[] = [];
  for (const chunk of await chunksOf(file)) {
    const id = chunk.id === 'LIST' ? (await read(file, chunk.at, 4)).toString('latin1') : chunk.id;
    if (counted.has(id)) found.push(id.trim());
  }
  return found;
}

async function chunksOf(file: FileHandle): Promise<Chunk[]> {
  const { size: length } = await file.stat(), chunks: Chunk[] = [];
  let wide = 0;
  for (let at = 12; at + 8 <= length;) {
    const head = await read(file, at, 8), id = head.toString('latin1', 0, 4), told = head.readUInt32LE(4);
    if (id === 'ds64') wide = Number((await read(file, at + 16, 8)).readBigUInt64LE());
    const size = Math.min(id === 'data' && told === largest ? wide : told, length - at - 8);
    chunks.push({ id, at: at + 8, size });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/** The size after the first eight bytes; beyond 32 bits it stands in the ds64 chunk, for which FFmpeg left room. */
async function setSize(file: FileHandle, size: number): Promise<void> {
  const first = await read(file, 12, 8), bytes = Buffer.alloc(8);
  const isWide = first.toString('latin1', 0, 4) === 'ds64';
  if (isWide) {
    bytes.writeBigUInt64LE(BigInt(size));
    await file.write(bytes, 0, 8, 20);
  } else {
    bytes.writeUInt32LE(Math.min(size, largest));
    await file.write(bytes, 0, 4, 4);
  }
}

function header(id: string, size: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.write(id, 'latin1');
  bytes.writeUInt32LE(size, 4);
  return bytes;
}

async function read(file: FileHandle, at: number, size: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, at);
  return buffer.subarray(0, bytesRead);
}
