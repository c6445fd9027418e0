// The first directory of a TIFF file: which tags it has, and the small numbers in them.
import { readAt } from './head.ts';

/** TIFF 6.0 §8 and its supplements, by the names that libtiff gives them. */
export const tiffTag = {
  width: 256, height: 257, bits: 258, samples: 277, compression: 259, photometric: 262, tileWidth: 322, make: 271, model: 272, dateTime: 306, artist: 315, copyright: 33_432, iptc: 33_723, photoshop: 34_377, exif: 34_665, gps: 34_853,
} as const;

/** Entries of a directory that are looked at; real ones have a few dozen. */
const mostEntries = 512;

/**
 * Tag → its first value where that is a number of up to 32 bits, else where it lies (TIFF 6.0 §2; BigTIFF has 8-byte counts and places). Null for
 * files that are no TIFF or whose directory lies outside. @throws the file system's error.
 */
export async function readTiffTags(path: string, head: Buffer): Promise<ReadonlyMap<number, number> | null> {
  const order = head.toString('latin1', 0, 2), little = order === 'II';
  if ((!little && order !== 'MM') || head.length < 16) return null;
  const short = (from: Buffer, at: number): number => (little ? from.readUInt16LE(at) : from.readUInt16BE(at)), long = (from: Buffer, at: number): number => (little ? from.readUInt32LE(at) : from.readUInt32BE(at));
  const longer = (from: Buffer, at: number): number => Number(little ? from.readBigUInt64LE(at) : from.readBigUInt64BE(at));
  const magic = short(head, 2), big = magic === 43;
  if (magic !== 42 && !big) return null;
  const place = big ? longer(head, 8) : long(head, 4), countBytes = big ? 8 : 2, entryBytes = big ? 20 : 12;
  if (!Number.isSafeInteger(place)) return null;
  const directory = await readAt(path, place, countBytes + mostEntries * entryBytes);
  if (directory.length < countBytes) return null;
  const count = Math.min(mostEntries, big ? longer(directory, 0) : short(directory, 0), Math.floor((directory.length - countBytes) / entryBytes));
  return new Map(Array.from({ length: count }, (_, i) => {
    const at = countBytes + i * entryBytes, value = at + (big ? 12 : 8), values = long(directory, at + 4 + (big && !little ? 4 : 0));
    // Shorts stand in the entry itself as long as they fit.
    return [short(directory, at), short(directory, at + 2) === 3 && values * 2 <= (big ? 8 : 4) ? short(directory, value) : long(directory, value + (big && !little ? 4 : 0))] as const;
  }));
}

/** Whether a file's first bytes are BigTIFF's, which FFmpeg does not know. */
export const isBigTiff = (head: Buffer): boolean => /^(II\+\0|MM\0\+)/.test(head.toString('latin1', 0, 4));
