// Identifying files by their bytes without reading them all.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Fingerprint, Media } from '../../shared/media.ts';
import { pictureAt, presentNumbers, patternOf } from './picture-names.ts';

const edge = 1 << 20;
/** Of each picture of a sequence; so many that an hour of film is told apart in seconds. */
const pictureEdge = 1 << 12;

/** Size, modification time and SHA-256 of the first and last mebibyte. @throws the file system's error when it cannot be read. */
export const fingerprintOf = (path: string): Promise<Fingerprint> => edgesOf(path, edge);

/** The same over every file of a media: sizes summed, the latest time, the hash of all edges. @throws the file system's error. */
export async function fingerprintOfAll({ path, parts }: Pick<Media, 'path' | 'parts'>): Promise<Fingerprint> {
  if (!parts) return fingerprintOf(path);
  const prints: Fingerprint[] = [], hash = createHash('sha256');
  for (const file of await filesOf({ path, parts })) {
    const print = await edgesOf(file, parts.kind === 'pictures' ? pictureEdge : edge);
    hash.update(`${print.size} ${print.edges}\n`);
    prints.push(print);
  }
  return { size: prints.reduce((sum, { size }) => sum + size, 0), mtimeMs: prints.reduce((latest, { mtimeMs }) => Math.max(latest, mtimeMs), 0), edges: hash.digest('hex') };
}

/** Every file that a media is made of, in order. @throws the file system's error for a folder that cannot be read. */
export async function filesOf({ path, parts }: Pick<Media, 'path' | 'parts'>): Promise<string[]> {
  if (parts?.kind === 'joined') return parts.files.map((file) => file.path);
  const pattern = parts ? patternOf(path) : null;
  return pattern ? (await presentNumbers(pattern)).map((number) => pictureAt(pattern, number)) : [path];
}

async function edgesOf(path: string, bytes: number): Promise<Fingerprint> {
  await using file = await open(path, 'r');
  const { size, mtimeMs } = await file.stat();
  const hash = createHash('sha256');
  for (const start of size > bytes ? [0, Math.max(bytes, size - bytes)] : [0]) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(bytes, size - start)), 0, Math.min(bytes, size - start), start);
    hash.update(buffer.subarray(0, bytesRead));
  }
  return { size, mtimeMs, edges: hash.digest('hex') };
}

/** Whether the bytes are still those of `before`; the modification time alone may differ, since copying changes it. */
export const sameBytes = (before: Fingerprint, now: Fingerprint): boolean => before.size === now.size && before.edges === now.edges;
