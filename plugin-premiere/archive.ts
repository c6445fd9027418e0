// Plugins as they are handed out: zip archives.
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { zipSync, type Zippable } from 'fflate';

/** A zip that is the same whenever and wherever it is made of the same files. */
export async function archiveOf(folder: string): Promise<Uint8Array> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }), paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  const files: Zippable = {};
  for (const path of paths) files[path.slice(folder.length + 1).split(sep).join('/')] = [await readFile(path), { mtime: new Date(1980, 0, 1), level: 9 }];
  return zipSync(files);
}
