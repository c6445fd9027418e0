// Languages in Matroska: three letters for every reader, and the whole tag beside them, which goes before (RFC 9559 §5.1.4.1.19 and .20). FFmpeg knows only the first.
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { writeAt } from './disk.ts';
import { childrenOf, contentOf, findSegment, ids, levelOne, textElement, unsigned, type Element } from './ebml.ts';

/** Whole tags by stream. FFmpeg makes a stream of each track of these kinds that names its codec: pictures, sound, subtitles, measurements. */
export async function readMatroskaLanguages(path: string): Promise<ReadonlyMap<number, string>> {
  await using file = await open(path, 'r');
  const tracks = await findTracks(file);
  if (!tracks) return new Map();
  const entries = childrenOf(await contentOf(file, tracks)).filter(({ id }) => id === ids.trackEntry).map(({ content }) => childrenOf(content));
  const known = entries.filter((parts) => streamKinds.has(Number(unsigned(find(parts, ids.trackType) ?? Buffer.alloc(0)))) && find(parts, ids.codecId));
  return new Map(known.flatMap((parts, stream) => { const tag = find(parts, ids.languageBcp47); return tag?.length ? [[stream, tag.toString('latin1').replace(/\0+$/, '')] as const] : []; }));
}
const streamKinds: ReadonlySet<number> = new Set([1, 2, 0x11, 0x21]);

type Part = ReturnType<typeof childrenOf>[number];
const find = (parts: readonly Part[], id: number): Buffer | undefined => parts.find((part) => part.id === id)?.content;

async function findTracks(file: FileHandle): Promise<Element | null> {
  const segment = await findSegment(file);
  if (!segment) return null;
  for await (const found of levelOne(file, segment)) {
    if (found.id === ids.tracks) return found;
    if (found.id === ids.cluster) break;
  }
  return null;
}

/** Head of the second element: four bytes. */
const headBytes = 4, filling = '-';
/** Text as long as the three letters and, in an element of its own, the tag: what FFmpeg writes for it is then replaced in place. */
export const roomFor = (letters: string, tag: string): string => letters.padEnd(letters.length + headBytes + tag.length, filling);

/** Divides the room that was left in a finished file; `languages` are those of its tracks, in order. */
export async function sayMatroskaLanguages(path: string, languages: readonly (string | undefined)[]): Promise<void> {
  await using file = await open(path, 'r+');
  const tracks = await findTracks(file);
  if (!tracks) return;
  const bytes = await contentOf(file, tracks), parts = childrenOf(bytes);
  parts.filter(({ id }) => id === ids.trackEntry).forEach(({ content }, i) => divideRoom(bytes, find(childrenOf(content), ids.trackLanguage), languages[i]));
  const sum = find(parts, ids.crc32);
  // Of everything behind it, lowest byte first (RFC 8794 §11.3.1).
  if (sum) sum.writeUInt32LE(crc32(bytes.subarray(sum.byteOffset - bytes.byteOffset + sum.length)));
  await writeAt(file, bytes, tracks.start);
}

/** `field` is a part of `bytes`; before it stands its size, in one byte. */
function divideRoom(bytes: Buffer, field: Buffer | undefined, language: string | undefined): void {
  const letters = field?.toString('latin1', 0, 3) ?? '';
  if (!field || language === undefined || field.toString('latin1') !== roomFor(letters, language)) return;
  textElement(ids.trackLanguage, letters).copy(bytes, field.byteOffset - bytes.byteOffset - headBytes);
  textElement(ids.languageBcp47, language).copy(field, letters.length);
}
