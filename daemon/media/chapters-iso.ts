// Chapters of MP4 and MOV: Nero's list (`chpl`) and QuickTime's text tracks are read, the list is written; and the index is moved to the front.
import { open, type FileHandle } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Chapter } from '../../shared/media.ts';
import {
  boxAt, boxBytes, chunkOffsets, leaf, parent, parseBoxes, rowsOf, sampleTimes, samplesOf, setChunkOffsets, timescaleOf, trackId, tracksOf, type Box,
} from './iso-tree.ts';

type Place = { readonly type: string; readonly at: number; readonly size: number };
/** A list holds at most this many chapters, and a title this many bytes. */
export const chplLimit = 255;

/** Chapters of a file: its text track when it has one, else its list. Languages come from the text track. */
export async function readIsoChapters(path: string): Promise<Chapter[]> {
  await using file = await open(path, 'r');
  const moov = await readMoov(file, await outerBoxes(file));
  if (!moov) return [];
  const fromTrack = await readTextTrack(file, moov);
  if (fromTrack.length) return fromTrack;
  const list = boxAt(moov, 'udta', 'chpl');
  return list ? parseList(list.data) : [];
}

/**
 * Writes the list of chapters into a finished file and, with `front`, moves the index before the data so that playing can begin before the end
 * has arrived. Works in place, a few mebibytes at a time. @throws FrameWrightError `internal` when the file has no index.
 */
export async function writeIsoChapters(path: string, chapters: readonly Chapter[], front: boolean): Promise<void> {
  await using file = await open(path, 'r+');
  const places = await outerBoxes(file);
  const old = places.find((place) => place.type === 'moov'), data = places.find((place) => place.type === 'mdat');
  const moov = await readMoov(file, places);
  if (!moov || !old || !data) throw new FrameWrightError('internal', { what: 'chapters could not be added to the file', why: 'it has no index' });
  if (chapters.length) setList(moov, chapters);
  if (old.at < data.at) return await replaceInFront(file, moov, old, places);
  if (front) return await moveToFront(file, moov, old, data.at);
  const bytes = boxBytes(moov);
  await file.truncate(old.at);
  await file.write(bytes, 0, bytes.length, old.at);
}

async function moveToFront(file: FileHandle, moov: Box, old: Place, insertAt: number): Promise<void> {
  const bytes = withOffsets(moov, (size) => size);
  await shift(file, insertAt, old.at, bytes.length);
  await file.write(bytes, 0, bytes.length, insertAt);
  await file.truncate(old.at + bytes.length);
}

async function replaceInFront(file: FileHandle, moov: Box, old: Place, places: readonly Place[]): Promise<void> {
  const bytes = withOffsets(moov, (size) => size - old.size);
  const end = places.at(-1)!;
  await shift(file, old.at + old.size, end.at + end.size, bytes.length - old.size);
  await file.write(bytes, 0, bytes.length, old.at);
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
    const start = Math.max(from, end - block.length), length = end - start;
    for (let done = 0; done < length;) done += (await file.read(block, done, length - done, start + done)).bytesRead;
    await file.write(block, 0, length, start + by);
    end = start;
  }
}

function setList(moov: Box, chapters: readonly Chapter[]): void {
  const rows = chapters.slice(0, chplLimit).map((chapter) => {
    const title = cutText(chapter.title), row = Buffer.alloc(9);
    row.writeBigUInt64BE(BigInt(Math.round(chapter.startNs / 100)));
    row[8] = title.length;
    return Buffer.concat([row, title]);
  });
  const list = leaf('chpl', Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, rows.length]), ...rows]));
  const user = boxAt(moov, 'udta');
  if (!user) moov.children!.push(parent('udta', [list]));
  else user.children!.splice(0, user.children!.length, ...user.children!.filter((child) => child.type !== 'chpl'), list);
}

/** UTF-8 of at most 255 bytes, never cut inside a character. */
function cutText(text: string): Buffer {
  const bytes = Buffer.from(text);
  let end = Math.min(bytes.length, 255);
  while (end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

/** Nero's list: version 1 has four bytes more before the count. Times in units of 100 ns. */
function parseList(data: Buffer): Chapter[] {
  const chapters: Chapter[] = [];
  let at = data[0] === 1 ? 8 : 4;
  for (let count = data[at++] ?? 0; count > 0 && at + 9 <= data.length; count--) {
    const length = data[at + 8]!;
    chapters.push({ startNs: Number(data.readBigUInt64BE(at)) * 100, endNs: null, title: data.toString('utf8', at + 9, at + 9 + length), language: 'und' });
    at += 9 + length;
  }
  return chapters.sort((a, b) => a.startNs - b.startNs);
}

async function readTextTrack(file: FileHandle, moov: Box): Promise<Chapter[]> {
  const wanted = new Set(tracksOf(moov).flatMap((track) => chapterReferences(boxAt(track, 'tref', 'chap'))));
  const track = tracksOf(moov).find((each) => wanted.has(trackId(each)) && /^(text|sbtl)$/.test(handlerOf(each)));
  const table = boxAt(track, 'mdia', 'minf', 'stbl'), header = boxAt(track, 'mdia', 'mdhd');
  if (!track || !table || !header) return [];
  const times = sampleTimes(table), toNs = (ticks: number): number => Math.round((ticks * 1e9) / timescaleOf(header));
  const delayNs = editDelay(track, moov, timescaleOf(header));
  const chapters: Chapter[] = [];
  for (const [i, sample] of samplesOf(table).entries()) {
    const { buffer } = await file.read(Buffer.alloc(sample.size), 0, sample.size, sample.at);
    const title = sampleText(buffer), startNs = toNs(times[i] ?? 0) + delayNs;
    if (startNs >= 0) chapters.push({ startNs, endNs: toNs(times[i + 1] ?? times[i] ?? 0) + delayNs, title, language: languageOf(header) });
  }
  return chapters;
}

const chapterReferences = (box: Box | undefined): number[] => Array.from({ length: Math.floor((box?.data.length ?? 0) / 4) }, (_, i) => box!.data.readUInt32BE(i * 4));
const handlerOf = (track: Box): string => boxAt(track, 'mdia', 'hdlr')?.data.toString('latin1', 8, 12) ?? '';

/** A length, then UTF-8, or UTF-16 when it begins with a byte order mark. */
function sampleText(sample: Buffer): string {
  const text = sample.subarray(2, 2 + (sample.length >= 2 ? sample.readUInt16BE() : 0));
  const mark = text.length >= 2 ? text.readUInt16BE() : 0;
  if (mark === 0xfeff) return Buffer.from(text.subarray(2)).swap16().toString('utf16le');
  return mark === 0xfffe ? text.subarray(2).toString('utf16le') : text.toString('utf8');
}

/** ISO 639-2 in three times five bits; QuickTime's numbered languages are below 0x400 and say nothing here. */
function languageOf(header: Box): string {
  const code = header.data.readUInt16BE(header.data[0] === 1 ? 32 : 20);
  return code < 0x400 || code === 0x7fff ? 'und' : [10, 5, 0].map((bits) => String.fromCharCode(((code >> bits) & 31) + 0x60)).join('');
}

/** Nanoseconds by which a track's edit list moves it. */
function editDelay(track: Box, moov: Box, timescale: number): number {
  const list = boxAt(track, 'edts', 'elst'), movie = boxAt(moov, 'mvhd');
  if (!list || !movie) return 0;
  const wide = list.data[0] === 1;
  let delay = 0;
  for (const row of rowsOf(list, wide ? 20 : 12)) {
    const duration = wide ? Number(row.readBigUInt64BE()) : row.readUInt32BE(), media = wide ? Number(row.readBigInt64BE(8)) : row.readInt32BE(4);
    if (media >= 0) return delay - Math.round((media * 1e9) / timescale);
    delay += Math.round((duration * 1e9) / timescaleOf(movie));
  }
  return delay;
}

async function readMoov(file: FileHandle, places: readonly Place[]): Promise<Box | null> {
  const place = places.find((each) => each.type === 'moov');
  if (!place) return null;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(place.size), 0, place.size, place.at);
  return parseBoxes(buffer.subarray(0, bytesRead)).boxes[0] ?? null;
}

async function outerBoxes(file: FileHandle): Promise<Place[]> {
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
