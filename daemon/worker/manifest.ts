// A folder as one thing that was made: its files by name with their hashes, and one hash over these. Loads nothing native.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Bytes of a file, or of all files of a folder; the SHA-256 of the file, or of one line `<sha256>  <name>` for each, sorted by name, as `sha256sum` writes them. */
export type Content = { readonly sha256: string; readonly bytes: number };

/** @throws the file system's error. */
export async function contentOf(path: string, signal?: AbortSignal): Promise<Content> {
  const found = await stat(path);
  if (!found.isDirectory()) return { sha256: await sha256Of(path, signal), bytes: found.size };
  const lines: string[] = [];
  let bytes = 0;
  for (const name of (await readdir(path)).sort()) {
    lines.push(`${await sha256Of(join(path, name), signal)}  ${name}\n`);
    bytes += (await stat(join(path, name))).size;
  }
  return { sha256: createHash('sha256').update(lines.join('')).digest('hex'), bytes };
}

export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest('hex');
}
