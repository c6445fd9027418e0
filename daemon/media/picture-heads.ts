// What the first kilobytes of a picture file say of its size and kind, without decoding.
import { readAt } from './head.ts';
import { isBigTiff, readTiffTags, tiffTag } from './tiff-tags.ts';

/** Pixels; `kind` in words tells pictures apart that do not belong together: `PNG, 16 bits, colour type 2`. */
export type PictureLook = { readonly width: number; readonly height: number; readonly kind: string };

/** Bytes of a header; JPEGs with Exif keep their size behind it. */
const headBytes = 1 << 12, farBytes = 1 << 18;

/** Null for formats that are not known here, and for damaged headers. @throws the file system's error. */
export async function headerLook(path: string): Promise<PictureLook | null> {
  const head = await readAt(path, 0, headBytes);
  for (const look of looks) {
    const found = tryLook(look, head) ?? (look === jpeg && head.length > 1 && head.readUInt16BE(0) === 0xffd8 ? tryLook(jpeg, await readAt(path, 0, farBytes)) : null);
    if (found) return found;
  }
  return tiff(path, head);
}

function tryLook(look: Look, head: Buffer): PictureLook | null {
  try {
    return look(head);
  } catch (error) {
    // A field behind the end of a short file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Look = (head: Buffer) => PictureLook | null;

/** PNG §11.2.2: width, height, bit depth and colour type of IHDR. */
const png: Look = (head) => (head.toString('latin1', 1, 4) === 'PNG' && head.length > 26 ? { width: head.readUInt32BE(16), height: head.readUInt32BE(20), kind: `PNG, ${head[24]} bits, colour type ${head[25]}` } : null);

/** ITU-T T.81 §B.2.2: the frame header behind whatever other segments. */
const jpeg: Look = (head) => {
  if (head.length < 4 || head.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 <= head.length && head[at] === 0xff;) {
    const marker = head[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5), kind: `JPEG, ${head[at + 4]} bits, ${head[at + 9]} components` };
    at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
};

/** SMPTE ST 268: magic, then size and the first element's descriptor and depth, in the order of bytes that the magic tells. */
const dpx: Look = (head) => {
  const magic = head.toString('latin1', 0, 4);
  if ((magic !== 'SDPX' && magic !== 'XPDS') || head.length < 804) return null;
  const number = (at: number): number => (magic === 'SDPX' ? head.readUInt32BE(at) : head.readUInt32LE(at));
  return { width: number(772), height: number(776), kind: `DPX, ${head[803]} bits, descriptor ${head[800]}` };
};

/** TIFF 6.0 §3: the first directory, wherever it lies. More samples than fit into an entry have their depths elsewhere. */
async function tiff(path: string, head: Buffer): Promise<PictureLook | null> {
  const tags = await readTiffTags(path, head), width = tags?.get(tiffTag.width), height = tags?.get(tiffTag.height);
  if (!tags || !width || !height) return null;
  const samples = tags.get(tiffTag.samples) ?? 1, bits = tags.get(tiffTag.bits) ?? 1, apart = samples * 2 > (isBigTiff(head) ? 8 : 4);
  const depth = apart ? await readAt(path, bits, 2) : null, first = depth?.length === 2 ? (head[0] === 0x49 ? depth.readUInt16LE() : depth.readUInt16BE()) : bits;
  return { width, height, kind: `TIFF, ${samples} samples of ${first} bits, photometric ${tags.get(tiffTag.photometric) ?? 'unknown'}` };
}

/** BITMAPINFOHEADER. */
const bmp: Look = (head) => (head.toString('latin1', 0, 2) === 'BM' && head.length > 30 && head.readUInt32LE(14) >= 40 ? { width: head.readInt32LE(18), height: Math.abs(head.readInt32LE(22)), kind: `BMP, ${head.readUInt16LE(28)} bits` } : null);

/** OpenEXR: named attributes; the display window and the channels say what a picture is. */
const exr: Look = (head) => {
  if (head.length < 8 || head.readUInt32LE(0) !== 20_000_630) return null;
  let size: readonly [number, number] | null = null, channels = '';
  for (let at = 8; at < head.length && head[at] !== 0;) {
    const name = head.toString('latin1', at, head.indexOf(0, at)), type = at + name.length + 1, sizeAt = head.indexOf(0, type) + 1;
    if (sizeAt < type || sizeAt + 4 > head.length) return null;
    const bytes = head.readUInt32LE(sizeAt), value = sizeAt + 4;
    if (value + bytes > head.length) return null;
    if (name === 'displayWindow') size = [head.readInt32LE(value + 8) - head.readInt32LE(value) + 1, head.readInt32LE(value + 12) - head.readInt32LE(value + 4) + 1];
    if (name === 'channels') channels = exrChannels(head.subarray(value, value + bytes));
    at = value + bytes;
  }
  return size && channels ? { width: size[0], height: size[1], kind: `EXR, channels ${channels}` } : null;
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
