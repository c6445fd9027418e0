// Whether the pictures of a sequence are alike: sizes and kinds read from their headers, a few kilobytes a file, without decoding.
import { basename } from 'node:path';
import { stat } from 'node:fs/promises';
import { avGetCodecName, avGetPixFmtName, type AVPixelFormat } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { readAt } from './head.ts';
import { openPictures } from './open-pictures.ts';
import { patternPath, pictureAt, type Pattern } from './picture-names.ts';

/** Headers read at once, and the bytes of each: JPEGs with Exif keep their size behind it. */
const atOnce = 32, headBytes = 1 << 12, farBytes = 1 << 18;
/** Odd files that are named. */
const mostNamed = 8;

/** Refuses sequences whose pictures differ in size or kind. @throws FrameWrightError input-mixed naming the odd files, input-empty, input-unreadable. */
export async function alikePictures(pattern: Pattern, numbers: readonly number[]): Promise<void> {
  const looks = new Map<string, string[]>();
  for (let i = 0; i < numbers.length; i += atOnce) {
    const paths = numbers.slice(i, i + atOnce).map((number) => pictureAt(pattern, number));
    for (const [path, look] of await Promise.all(paths.map(async (path) => [path, await lookOf(path)] as const))) looks.set(look, [...(looks.get(look) ?? []), basename(path)]);
  }
  if (looks.size < 2) return;
  const [[usual], ...odd] = [...looks].sort((a, b) => b[1].length - a[1].length) as [[string, string[]], ...[string, string[]][]];
  const names = odd.flatMap(([look, files]) => files.map((file) => `${file} (${look})`));
  throw new FrameWrightError('input-mixed', { path: patternPath(pattern), why: `Most are ${usual}; ${names.slice(0, mostNamed).join(', ')}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''} ${names.length === 1 ? 'is' : 'are'} not. A sequence has one size and one kind of picture.` });
}

/** Size and kind in words: `1920×1080 PNG, 16 bits, colour type 2`. */
async function lookOf(path: string): Promise<string> {
  const size = await stat(path).then((found) => found.size, (cause: Error) => { throw unreadable(path, cause); });
  if (size === 0) throw new FrameWrightError('input-empty', { path });
  const head = await readAt(path, 0, headBytes).catch((cause: Error) => { throw unreadable(path, cause); });
  for (const look of looks) {
    const found = look(head) ?? (look === jpeg && head.readUInt16BE(0) === 0xffd8 ? jpeg(await readAt(path, 0, farBytes)) : null);
    if (found) return found;
  }
  return decodedLook(path);
}

const unreadable = (path: string, cause: Error): FrameWrightError => new FrameWrightError('input-unreadable', { path, why: cause.message }, { cause });

type Look = (head: Buffer) => string | null;

/** PNG §11.2.2: width, height, bit depth and colour type of IHDR. */
const png: Look = (head) => (head.toString('latin1', 1, 4) === 'PNG' && head.length > 26 ? `${head.readUInt32BE(16)}×${head.readUInt32BE(20)} PNG, ${head[24]} bits, colour type ${head[25]}` : null);

/** ITU-T T.81 §B.2.2: the frame header behind whatever other segments. */
const jpeg: Look = (head) => {
  if (head.length < 4 || head.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 <= head.length && head[at] === 0xff;) {
    const marker = head[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return `${head.readUInt16BE(at + 7)}×${head.readUInt16BE(at + 5)} JPEG, ${head[at + 4]} bits, ${head[at + 9]} components`;
    at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
};

/** SMPTE ST 268: magic, then size and the first element's descriptor and depth, in the order of bytes that the magic tells. */
const dpx: Look = (head) => {
  const magic = head.toString('latin1', 0, 4);
  if ((magic !== 'SDPX' && magic !== 'XPDS') || head.length < 804) return null;
  const number = (at: number): number => (magic === 'SDPX' ? head.readUInt32BE(at) : head.readUInt32LE(at));
  return `${number(772)}×${number(776)} DPX, ${head[803]} bits, descriptor ${head[800]}`;
};

/** BITMAPINFOHEADER. */
const bmp: Look = (head) => (head.toString('latin1', 0, 2) === 'BM' && head.length > 30 && head.readUInt32LE(14) >= 40 ? `${head.readInt32LE(18)}×${Math.abs(head.readInt32LE(22))} BMP, ${head.readUInt16LE(28)} bits` : null);

/** OpenEXR: named attributes; the display window and the channels say what a picture is. */
const exr: Look = (head) => {
  if (head.length < 8 || head.readUInt32LE(0) !== 20_000_630) return null;
  let size = '', channels = '';
  for (let at = 8; at < head.length && head[at] !== 0;) {
    const name = head.toString('latin1', at, head.indexOf(0, at)), type = at + name.length + 1, sizeAt = head.indexOf(0, type) + 1;
    if (sizeAt < type || sizeAt + 4 > head.length) return null;
    const bytes = head.readUInt32LE(sizeAt), value = sizeAt + 4;
    if (value + bytes > head.length) return null;
    if (name === 'displayWindow') size = `${head.readInt32LE(value + 8) - head.readInt32LE(value) + 1}×${head.readInt32LE(value + 12) - head.readInt32LE(value + 4) + 1}`;
    if (name === 'channels') channels = exrChannels(head.subarray(value, value + bytes));
    at = value + bytes;
  }
  return size && channels ? `${size} EXR, channels ${channels}` : null;
};

/** Each channel is a name, its type and 12 more bytes. */
function exrChannels(list: Buffer): string {
  const found: string[] = [];
  for (let at = 0; at < list.length && list[at] !== 0;) {
    const end = list.indexOf(0, at);
    if (end < 0 || end + 5 > list.length) break;
    found.push(`${list.toString('latin1', at, end)} ${['uint', 'half', 'float'][list.readUInt32LE(end + 1)] ?? '?'}`);
    at = end + 17;
  }
  return found.join(', ');
}

const looks: readonly Look[] = [png, jpeg, dpx, bmp, exr];

/** Other kinds as FFmpeg sees them. */
async function decodedLook(path: string): Promise<string> {
  const input = await openPictures(path, null);
  try {
    const { width, height, codecId, format } = input.streams[0]!.codecpar;
    return `${width}×${height} ${avGetCodecName(codecId) ?? 'unknown'}, ${avGetPixFmtName(format as AVPixelFormat) ?? 'unknown'}`;
  } finally {
    await input.close();
  }
}
