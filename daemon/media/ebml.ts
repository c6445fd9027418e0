// The little of EBML (RFC 8794) and Matroska (RFC 9559) that is needed to read and write chapters and languages.
import type { FileHandle } from 'node:fs/promises';

/** A Matroska element's header: where it starts, where its content starts, and how long that is (Infinity when unknown). */
export type Element = { readonly id: number; readonly at: number; readonly start: number; readonly size: number };

export const ids = {
  ebml: 0x1a45dfa3, segment: 0x18538067, seekHead: 0x114d9b74, seek: 0x4dbb, seekId: 0x53ab, seekPosition: 0x53ac, void: 0xec, crc32: 0xbf, cluster: 0x1f43b675,
  tracks: 0x1654ae6b, trackEntry: 0xae, trackType: 0x83, codecId: 0x86, trackLanguage: 0x22b59c, languageBcp47: 0x22b59d,
  chapters: 0x1043a770, edition: 0x45b9, editionUid: 0x45bc, editionDefault: 0x45db, atom: 0xb6, chapterUid: 0x73c4, timeStart: 0x91, timeEnd: 0x92,
  hidden: 0x98, enabled: 0x4598, display: 0x80, text: 0x85, language: 0x437c, languageIetf: 0x437d,
} as const;

/** The header at `at`, or null at the end or where there is none. */
export function parseHeader(bytes: Buffer, offset: number, at: number): Element | null {
  const id = vint(bytes, offset, false);
  if (!id || id.length > 4) return null;
  const size = vint(bytes, offset + id.length, true);
  if (!size) return null;
  return { id: id.value, at, start: at + id.length + size.length, size: size.value };
}

/** The header of the element at a place in a file. */
export async function headerAt(file: FileHandle, at: number): Promise<Element | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(12), 0, 12, at);
  return parseHeader(buffer.subarray(0, bytesRead), 0, at);
}

/** Elements on the segment's first level; stops at one of unknown size, as live recordings have. */
export async function* levelOne(file: FileHandle, segment: Element): AsyncGenerator<Element> {
  const end = segment.start + segment.size;
  for (let at = segment.start; at < end;) {
    const found = await headerAt(file, at);
    if (!found) return;
    yield found;
    at = found.start + found.size;
  }
}

/** The segment, which holds everything; null where the file is no Matroska. */
export async function findSegment(file: FileHandle): Promise<Element | null> {
  const head = await headerAt(file, 0);
  if (head?.id !== ids.ebml) return null;
  const segment = await headerAt(file, head.start + head.size);
  return segment?.id === ids.segment ? segment : null;
}

/** The bytes inside an element. */
export async function contentOf(file: FileHandle, found: Element): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(found.size), 0, found.size, found.start);
  return buffer.subarray(0, bytesRead);
}

/** The elements directly inside a buffer that holds a master element's content. */
export function childrenOf(content: Buffer): { readonly id: number; readonly content: Buffer }[] {
  const children = [];
  for (let at = 0; at < content.length;) {
    const element = parseHeader(content, at, at);
    if (!element || element.start + element.size > content.length) break;
    children.push({ id: element.id, content: content.subarray(element.start, element.start + element.size) });
    at = element.start + element.size;
  }
  return children;
}

/** An unsigned integer of up to 8 bytes. */
export const unsigned = (content: Buffer): bigint => content.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

/** An element with its shortest size. */
export const element = (id: number, content: Buffer): Buffer => Buffer.concat([idBytes(id), sizeBytes(content.length), content]);
export const master = (id: number, ...children: readonly Buffer[]): Buffer => element(id, Buffer.concat(children));
export const textElement = (id: number, text: string): Buffer => element(id, Buffer.from(text));
export function unsignedElement(id: number, value: bigint | number): Buffer {
  const hex = BigInt(value).toString(16);
  return element(id, Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'));
}

/** Padding of exactly `length` bytes; 1 is impossible. */
export function voidElement(length: number): Buffer {
  if (length === 0) return Buffer.alloc(0);
  if (length === 1) throw new RangeError('no element is one byte long');
  const wide = length >= 9 ? 8 : 1;
  return Buffer.concat([idBytes(ids.void), sizeBytes(length - 1 - wide, wide), Buffer.alloc(length - 1 - wide)]);
}

export const idBytes = (id: number): Buffer => Buffer.from(id.toString(16), 'hex');

/** A size as a variable-length integer; `length` forces its width in bytes. */
export function sizeBytes(size: number, length = widthOf(size)): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(size) | (1n << BigInt(7 * length)));
  return buffer.subarray(8 - length);
}

function widthOf(size: number): number {
  let length = 1;
  // All ones means "unknown", so the largest value of a width is left out.
  while (size >= 2 ** (7 * length) - 1) length++;
  return length;
}

function vint(bytes: Buffer, offset: number, strip: boolean): { value: number; length: number } | null {
  const first = bytes[offset];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (offset + length > bytes.length) return null;
  let value = BigInt(strip ? first & (0xff >> length) : first);
  for (let i = 1; i < length; i++) value = (value << 8n) | BigInt(bytes[offset + i]!);
  const unknown = strip && value === (1n << BigInt(7 * length)) - 1n;
  return { value: unknown ? Infinity : Number(value), length };
}
