// Colour profile, Exif and XMP put into picture files that FFmpeg wrote. Pixels are not touched.
import { crc32, deflateSync } from 'node:zlib';

export type FactsToWrite = { readonly icc: Buffer | null; readonly exif: Buffer | null; readonly xmp: Buffer | null; /** Exif's, of the result: 1 upright, to 8. */ readonly orientation: number; /** Pixels of the result, which Exif repeats. */ readonly width: number; readonly height: number };
type Writer = (picture: Buffer, facts: FactsToWrite) => Buffer;

/** The picture with what its format can carry; formats that are not known here come back as they are (`factsCarried` tells before). */
export const pasteFacts: Writer = (picture, facts) => (writers.find(({ is }) => is(picture))?.write ?? ((bytes) => bytes))(picture, { ...facts, exif: facts.exif && freshExif(bareExif(facts.exif), facts), xmp: facts.xmp && freshXmp(facts.xmp, facts) });

/** What pictures of an ending can carry. */
export const factsCarried = (ending: string): readonly ('icc' | 'exif' | 'xmp')[] => (['jpg', 'png', 'webp'].includes(ending) ? ['icc', 'exif', 'xmp'] : ending === 'tif' ? ['icc', 'xmp'] : []);

/** Bytes of Exif that fit into a picture of an ending: a segment of JPEG less its name; none where there is no place for it. */
export const mostExif: Readonly<Record<string, number>> = { jpg: 65_533 - 6, png: Infinity, webp: Infinity };

/** Some keep Exif behind its JPEG marker's name. */
const bareExif = (exif: Buffer): Buffer => (exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif);

/** Exif tags (CIPA DC-008 §4.6): pointer to the Exif directory, and the pixels' width and height in it. */
const exifPointer = 0x8769, pixelWidth = 0xa002, pixelHeight = 0xa003;

/** Exif whose sizes and orientation are the result's and whose preview, which shows the old picture, is no longer pointed to. A directory that lies outside is left alone. */
function freshExif(exif: Buffer, { width, height, orientation }: FactsToWrite): Buffer {
  const bytes = Buffer.from(exif), little = bytes.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)), long = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const setLong = (at: number, value: number): number => (little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at)), setShort = (at: number, value: number): number => (little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at));
  const entries = (at: number): number[] => (at + 2 <= bytes.length && at + 6 + short(at) * 12 <= bytes.length ? Array.from({ length: short(at) }, (_, i) => at + 2 + i * 12) : []);
  if (bytes.length < 8) return bytes;
  const first = entries(long(4)), pointer = first.find((at) => short(at) === exifPointer);
  if (first.length) setLong(first.at(-1)! + 12, 0);
  for (const at of first) if (short(at) === tiffTags.orientation) setShort(at + 8, orientation);
  for (const at of pointer === undefined ? [] : entries(long(pointer + 8))) {
    const value = short(at) === pixelWidth ? width : short(at) === pixelHeight ? height : null;
    if (value === null) continue;
    // As a LONG, which holds any size.
    setShort(at + 2, 4);
    setLong(at + 8, value);
  }
  return bytes;
}

/** XMP repeats the orientation, as an attribute or an element (XMP part 2, tiff:Orientation); nothing else of it is touched. */
const freshXmp = (xmp: Buffer, { orientation }: FactsToWrite): Buffer =>
  Buffer.from(xmp.toString('latin1').replace(/(<tiff:Orientation>\s*|\btiff:Orientation\s*=\s*["'])[1-8]/g, (_, before: string) => `${before}${orientation}`), 'latin1');

const big = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
  return bytes;
};

/** Segments behind the first marker: Exif and XMP in APP1, the profile in pieces in APP2 (ICC.1:2022 §B.4). A segment holds 65 533 bytes. */
const jpeg: Writer = (picture, { icc, exif, xmp }) => {
  const most = 65_533, pieces = icc ? Array.from({ length: Math.ceil(icc.length / (most - 14)) }, (_, i) => icc.subarray(i * (most - 14), (i + 1) * (most - 14))) : [];
  const segment = (marker: number, ...parts: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(parts), head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(content.length + 2, 2);
    return Buffer.concat([head, content]);
  };
  const name = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');
  const segments = [
    ...(exif && exif.length + 6 <= most ? [segment(0xe1, Buffer.from('Exif\0\0', 'latin1'), exif)] : []),
    ...(xmp && xmp.length + 29 <= most ? [segment(0xe1, name('http://ns.adobe.com/xap/1.0/'), xmp)] : []),
    ...pieces.map((piece, i) => segment(0xe2, name('ICC_PROFILE'), Buffer.from([i + 1, pieces.length]), piece)),
  ];
  // A JFIF header must come first.
  const at = picture.readUInt16BE(2) === 0xffe0 ? 4 + picture.readUInt16BE(4) : 2;
  return Buffer.concat([picture.subarray(0, at), ...segments, picture.subarray(at)]);
};

/** Chunks before the first image data: iCCP, eXIf, iTXt (PNG §11.3). Colour chunks that the profile replaces are left out. */
const png: Writer = (picture, { icc, exif, xmp }) => {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    return Buffer.concat([big(content.length), body, big(crc32(body))]);
  };
  const added = [
    ...(icc ? [chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(icc)]))] : []), ...(exif ? [chunk('eXIf', exif)] : []),
    ...(xmp ? [chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1'), xmp]))] : []),
  ];
  const replaced = new Set(icc ? ['iCCP', 'sRGB', 'gAMA', 'cHRM', 'cICP'] : []), parts: Buffer[] = [picture.subarray(0, 33), ...added];
  for (let at = 33; at + 12 <= picture.length;) {
    const size = picture.readUInt32BE(at) + 12;
    if (!replaced.has(picture.toString('latin1', at + 4, at + 8))) parts.push(picture.subarray(at, at + size));
    at += size;
  }
  return Buffer.concat(parts);
};

/** RIFF chunks around the picture, announced by a VP8X header (RFC 9649 §2.7). */
const webp: Writer = (picture, { icc, exif, xmp }) => {
  const chunk = (type: string, content: Buffer): Buffer => {
    const head = Buffer.from(`${type}....`, 'latin1');
    head.writeUInt32LE(content.length, 4);
    return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
  };
  const chunks = riffChunks(picture), images = chunks.filter(({ type }) => ['ALPH', 'VP8 ', 'VP8L'].includes(type)), head = chunks.find(({ type }) => type === 'VP8X')?.content ?? extendedHead(images);
  const flags = (icc ? 0x20 : 0) | (head[0]! & 0x10) | (exif ? 8 : 0) | (xmp ? 4 : 0);
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'), chunk('VP8X', Buffer.concat([Buffer.from([flags]), head.subarray(1)])), ...(icc ? [chunk('ICCP', icc)] : []),
    ...images.map(({ type, content }) => chunk(type, content)), ...(exif ? [chunk('EXIF', exif)] : []), ...(xmp ? [chunk('XMP ', xmp)] : []),
  ]);
  const riff = Buffer.from('RIFF....', 'latin1');
  riff.writeUInt32LE(body.length, 4);
  return Buffer.concat([riff, body]);
};

function riffChunks(file: Buffer): { readonly type: string; readonly content: Buffer }[] {
  const chunks: { type: string; content: Buffer }[] = [];
  for (let at = 12; at + 8 <= file.length;) {
    const size = file.readUInt32LE(at + 4);
    chunks.push({ type: file.toString('latin1', at, at + 4), content: file.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/** Canvas size less one in 24 bits each, from the picture's own header (RFC 6386 §9.1, RFC 9649 §3.4). */
function extendedHead(images: readonly { readonly type: string; readonly content: Buffer }[]): Buffer {
  const head = Buffer.alloc(10), lossy = images.find(({ type }) => type === 'VP8 '), lossless = images.find(({ type }) => type === 'VP8L');
  const bits = lossless?.content.readUInt32LE(1) ?? 0;
  const [width, height] = lossy ? [lossy.content.readUInt16LE(6) & 0x3fff, lossy.content.readUInt16LE(8) & 0x3fff] : [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
  if (images.some(({ type }) => type === 'ALPH') || (lossless && (bits >> 28) & 1)) head[0] = 0x10;
  head.writeUIntLE(width - 1, 4, 3);
  head.writeUIntLE(height - 1, 7, 3);
  return head;
}

/** TIFF 6.0 §2: tag, type, count and the value's place. Orientation, XMP and the colour profile (Adobe's tags), each a SHORT, BYTES, or UNDEFINED. */
const tiffTags = { orientation: 274, xmp: 700, icc: 34_675 } as const;

/** A new directory at the end: the old entries and these, in order of their tags. FFmpeg writes little-endian files. */
const tiff: Writer = (picture, { icc, xmp, orientation }) => {
  const at = picture.readUInt32LE(4), count = picture.readUInt16LE(at), end = picture.length + (picture.length % 2);
  const values: Buffer[] = [Buffer.alloc(picture.length % 2)];
  let next = end;
  const entry = (tag: number, type: number, length: number, value: Buffer): Buffer => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(length, 4);
    if (value.length <= 4) value.copy(bytes, 8);
    else {
      bytes.writeUInt32LE(next, 8);
      values.push(value, Buffer.alloc(value.length % 2));
      next += value.length + (value.length % 2);
    }
    return bytes;
  };
  const added = [
    ...(orientation !== 1 ? [entry(tiffTags.orientation, 3, 1, Buffer.from([orientation, 0]))] : []), ...(xmp ? [entry(tiffTags.xmp, 1, xmp.length, xmp)] : []),
    ...(icc ? [entry(tiffTags.icc, 7, icc.length, icc)] : []),
  ];
  const old = Array.from({ length: count }, (_, i) => picture.subarray(at + 2 + i * 12, at + 14 + i * 12)).filter((row) => !added.some((other) => other.readUInt16LE() === row.readUInt16LE()));
  const rows = [...old, ...added].sort((a, b) => a.readUInt16LE() - b.readUInt16LE()), head = Buffer.alloc(2);
  head.writeUInt16LE(rows.length);
  const whole = Buffer.concat([picture, ...values, head, ...rows, Buffer.alloc(4)]);
  whole.writeUInt32LE(next, 4);
  return whole;
};

const writers: readonly { is(picture: Buffer): boolean; readonly write: Writer }[] = [
  { is: (picture) => picture.readUInt16BE(0) === 0xffd8, write: jpeg },
  { is: (picture) => picture.toString('latin1', 1, 4) === 'PNG', write: png },
  { is: (picture) => picture.toString('latin1', 8, 12) === 'WEBP', write: webp },
  { is: (picture) => picture.toString('latin1', 0, 4) === 'II*\0', write: tiff },
];
