// Chapters of MP4 and MOV: Nero's list (`chpl`) and QuickTime's text tracks are read, the list is written.
import { open, type FileHandle } from 'node:fs/promises';
import type { Chapter } from '../../shared/media.ts';
import { outerBoxes, readMoov } from './iso-rewrite.ts';
import { boxAt, leaf, parent, rowsOf, sampleTimes, samplesOf, timescaleOf, trackId, tracksOf, type Box } from './iso-tree.ts';

/** A list holds at most this many chapters, and a title this many bytes. */
export const chplLimit = 255;

/** Chapters of a file: its text track when it has one, else its list. Languages come from the text track. A damaged index has none, which `onDamage` hears. */
export async function readIsoChapters(path: string, onDamage: () => void = () => {}): Promise<Chapter[]> {
  await using file = await open(path, 'r');
  return await chaptersIn(file).catch((error: Error) => {
    // A field behind the end of a box that is cut short.
    if (!(error instanceof RangeError)) throw error;
    onDamage();
    return [];
  });
}

async function chaptersIn(file: FileHandle): Promise<Chapter[]> {
  const moov = await readMoov(file, await outerBoxes(file));
  if (!moov) return [];
  const fromTrack = await readTextTrack(file, moov);
  if (fromTrack.length) return fromTrack;
  const list = boxAt(moov, 'udta', 'chpl');
  return list ? parseList(list.data) : [];
}

/** Puts the list of chapters into an index (`moov`), in place of one that is there. */
export function setChapterList(moov: Box, chapters: readonly Chapter[]): void {
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

/** A sample of text is two bytes of length and so many more (3GPP TS 26.245 §5.17); a table that lies about their count ends somewhere. */
const textBytes = 2 + 65_535, mostSamples = 65_536;

async function readTextTrack(file: FileHandle, moov: Box): Promise<Chapter[]> {
  const wanted = new Set(tracksOf(moov).flatMap((track) => chapterReferences(boxAt(track, 'tref', 'chap'))));
  const track = tracksOf(moov).find((each) => wanted.has(trackId(each)) && /^(text|sbtl)$/.test(handlerOf(each)));
  const table = boxAt(track, 'mdia', 'minf', 'stbl'), header = boxAt(track, 'mdia', 'mdhd');
  if (!track || !table || !header) return [];
  const samples = samplesOf(table).slice(0, mostSamples), times = sampleTimes(table, samples.length), toNs = (ticks: number): number => Math.round((ticks * 1e9) / timescaleOf(header));
  const delayNs = editDelay(track, moov, timescaleOf(header));
  const chapters: Chapter[] = [];
  for (const [i, sample] of samples.entries()) {
    const size = Math.min(sample.size, textBytes), { buffer } = await file.read(Buffer.alloc(size), 0, size, sample.at);
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
