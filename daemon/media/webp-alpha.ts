// WebP's encoder leaves transparency out of pictures in which nothing is transparent. That loses nothing; leaving out any other would.
import type { Frame } from 'node-av';
import type { VideoEncoder } from '../../shared/plan.ts';
import { pixelFormatOf } from './pixel.ts';
import { isFull } from './planes.ts';

/** Whether pictures of this encoder have transparency only where something is transparent, though all are given some. */
export const leavesOutOpaque = ({ encoder, pixel }: Pick<VideoEncoder, 'encoder' | 'pixel'>): boolean => encoder === 'libwebp' && pixelFormatOf(pixel).alpha;

/** Whether nothing of an 8-bit picture with transparency is transparent. */
export const isOpaque = (frame: Frame): boolean => isFull(frame, 3);

/** Whether a WebP file has transparency: by the flags of its extended header, or by lossless's own (RFC 9649, 2.7 and 3.4). */
export function hasAlpha(file: Uint8Array): boolean {
  const chunk = Buffer.from(file.subarray(12, 16)).toString('latin1');
  return chunk === 'VP8X' ? (file[20]! & 0x10) !== 0 : chunk === 'VP8L' && (file[24]! & 0x10) !== 0;
}
