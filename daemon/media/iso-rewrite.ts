// Changing the index (`moov`) of a finished MP4 or MOV in place, and moving it to the front so that playing can begin before the end has arrived.
import { open, type FileHandle } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import { readAt, writeAt } from './disk.ts';
import { boxAt, boxBytes, chunkOffsets, parseBoxes, setChunkOffsets, tracksOf, type Box } from './iso-tree.ts';

/** A box on the outermost level of a file. */
export type Place = { readonly type: string; readonly at: number; readonly size: number };

/**
 * Lets `change` change the index and writes it back, before the data when `front`; whatever moves is moved a few mebibytes at a time.
 * @throws FrameWrightError `internal` when the file has no index.
 */
export async function rewriteIndex(path: string, change: (moov: Box) => void, front: boolean): Promise<void> {
  await using file = await open(path, 'r+');
  const places = await outerBoxes(file);
  const old = places.find((place) => place.type === 'moov'), data = places.find((place) => place.type === 'mdat');
  const moov = await readMoov(file, places);
  if (!moov || !old || !data) throw new FrameWrightError('internal', { what: 'the index of a finished file could not be changed', why: 'it has none' });
  change(moov);
  if (old.at < data.at) return await replaceInFront(file, moov, old, places);
  if (front) return await moveToFront(file, moov, old, data.at);
  const bytes = boxBytes(moov);
  await file.truncate(old.at);
  await writeAt(file, bytes, old.at);
}

async function moveToFront(file: FileHandle, moov: Box, old: Place, insertAt: number): Promise<void> {
  const bytes = withOffsets(moov, (size) => size);
  await shift(file, insertAt, old.at, bytes.length);
  await writeAt(file, bytes, insertAt);
  await file.truncate(old.at + bytes.length);
}

async function replaceInFront(file: FileHandle, moov: Box, old: Place, places: readonly Place[]): Promise<void> {
  const bytes = withOffsets(moov, (size) => size - old.size);
  const end = places.at(-1)!;
  await shift(file, old.at + old.size, end.at + end.size, bytes.length - old.size);
  await writeAt(file, bytes, old.at);
}

/** The index with every chunk offset moved by what its own size asks for; wider offsets make it longer, so until it settles. */
function withOffsets(moov: Box, moveBy: (size: number) => number): Buffer {
  const tables = tracksOf(moov).flatMap((track) => boxAt(track, 'mdia', 'minf', 'stbl') ?? []);
  const original = tables.map((table) => chunkOffsets(table));
  for (let size = 0; ;) {
    const bytes = boxBytes(moov);
    if (bytes.length === size) return bytes;
    size = bytes.length;
    tables.forEach((table, i) => setChunkOffsets(table, original[i]!.map((offset) => offset + moveBy(size))));
  }
}

/** Moves `[from, to)` of a file towards its end, last block first. */
async function shift(file: FileHandle, from: number, to: number, by: number): Promise<void> {
  const block = Buffer.allocUnsafe(4 << 20);
  for (let end = to; end > from && by !== 0;) {
    const start = Math.max(from, end - block.length), moving = block.subarray(0, end - start);
    await readAt(file, moving, start);
    await writeAt(file, moving, start + by);
    end = start;
  }
}

/** The index of a file, or null. */
export async function readMoov(file: FileHandle, places: readonly Place[]): Promise<Box | null> {
  const place = places.find((each) => each.type === 'moov');
  if (!place) return null;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(place.size), 0, place.size, place.at);
  return parseBoxes(buffer.subarray(0, bytesRead)).boxes[0] ?? null;
}

/** The boxes on the outermost level. */
export async function outerBoxes(file: FileHandle): Promise<Place[]> {
  const { size } = await file.stat();
  const places: Place[] = [];
  for (let at = 0; at + 8 <= size;) {
    const { buffer } = await file.read(Buffer.alloc(16), 0, 16, at);
    const short = buffer.readUInt32BE(), length = short === 1 ? Number(buffer.readBigUInt64BE(8)) : short === 0 ? size - at : short;
    if (length < 8) break;
    places.push({ type: buffer.toString('latin1', 4, 8), at, size: Math.min(length, size - at) });
    at += length;
  }
  return places;
}
