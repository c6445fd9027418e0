// Identifying a file by its bytes without reading them all.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Fingerprint } from '../../shared/media.ts';

const edge = 1 << 20;

/** Size, modification time and SHA-256 of the first and last mebibyte. @throws the file system's error when it cannot be read. */
export async function fingerprintOf(path: string): Promise<Fingerprint> {
  await using file = await open(path, 'r');
  const { size, mtimeMs } = await file.stat();
  const hash = createHash('sha256');
  for (const start of size > edge ? [0, Math.max(edge, size - edge)] : [0]) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(edge, size - start)), 0, Math.min(edge, size - start), start);
    hash.update(buffer.subarray(0, bytesRead));
  }
  return { size, mtimeMs, edges: hash.digest('hex') };
}

/** Whether the bytes are still those of `before`; the modification time alone may differ, since copying changes it. */
export const sameBytes = (before: Fingerprint, now: Fingerprint): boolean => before.size === now.size && before.edges === now.edges;
