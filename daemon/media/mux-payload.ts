// What stands in a result of the packets that were given to the muxer, hashed, so that reading the file back proves every byte of it.
import { createHash, type Hash } from 'node:crypto';
import { nalUnits, obus } from './bitstream.ts';
import type { Moving, Track } from './mux-track.ts';

export type PayloadHashes = {
  add(moving: Moving): void;
  /** SHA-256 of each track that has packets or is an attached file, by its stream in the source. */
  bySource(): Record<number, string>;
};

export function openPayloadHashes(tracks: readonly Track[]): PayloadHashes {
  const hashes = new Map<number, Hash>(tracks.flatMap(({ attached }, track) => (attached ? [[track, createHash('sha256').update(attached)]] : [])));
  return {
    add: ({ track, packet }) => {
      const hash = hashes.get(track) ?? createHash('sha256');
      hashes.set(track, hash);
      for (const part of tracks[track]!.stored?.(packet.data) ?? [packet.data]) hash.update(part);
    },
    bySource: () => Object.fromEntries([...hashes].map(([track, hash]) => [tracks[track]!.source, hash.digest('hex')])),
  };
}

/**
 * How MP4, MOV and Matroska alike store the picture's packets: H.264 and HEVC with lengths of four bytes in place of start codes (ISO/IEC 14496-15
 * §5.3.2), AV1 without the units that they forbid (AV1 Codec ISO Media File Format Binding §2.4). Undefined for codecs that are stored as they are.
 * @param outside whether headers may stand in front of the stream only (`hvc1`, §8.4.1.1): x265 repeats them in every key frame of HDR, and FFmpeg leaves them out.
 */
export function storedPicture(codec: string, extradata: Buffer | null, outside = false): Track['stored'] {
  if (codec === 'av1') return storedObus;
  // Headers that begin with 1 are in the stored form already, and so are the packets.
  return (codec === 'h264' || codec === 'hevc') && extradata && extradata[0] !== 1 ? (data) => withLengths(data, outside ? isHevcHeader : () => false) : undefined;
}

/** Video, sequence and picture parameter sets of HEVC (H.265 table 7-1). */
const isHevcHeader = (unit: Buffer): boolean => ((unit[0]! >> 1) & 63) >= 32 && ((unit[0]! >> 1) & 63) <= 34;

/** Timed text of ISO files: samples that show nothing count for nothing, since FFmpeg adds some of its own between any two. */
export const storedText = (data: Buffer): Buffer[] => (data.length === 2 && data.readUInt16BE() === 0 ? [] : [data]);

function* withLengths(data: Buffer, leftOut: (unit: Buffer) => boolean): Generator<Buffer> {
  for (const unit of nalUnits(data, null)) {
    if (leftOut(unit)) continue;
    // A start code of four bytes begins with a zero that `nalUnits` counts to the unit before.
    const last = unit.byteOffset + unit.length === data.byteOffset + data.length, end = unit.length - Number(!last && unit.at(-1) === 0);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(end);
    yield length;
    yield unit.subarray(0, end);
  }
}

/** Temporal delimiters, redundant frame headers, tile lists and padding (AV1 specification §6.2.2). */
const unstored = new Set([2, 7, 8, 15]);

function* storedObus(data: Buffer): Generator<Buffer> {
  for (const unit of obus(data)) if (!unstored.has((unit[0]! >> 3) & 15)) yield unit;
}
