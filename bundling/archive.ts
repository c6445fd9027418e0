// Zip archives that are the same whenever and wherever they are made of the same files.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { zipSync, type Zippable } from 'fflate';

/** All files of a folder, hidden ones too, by their paths from it. */
export async function archiveOf(folder: string): Promise<Uint8Array> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  const files: Zippable = {};
  for (const path of paths) files[relative(folder, path).split(sep).join('/')] = [await readFile(path), { mtime: new Date(1980, 0, 1), level: 9 }];
  return zipSync(files);
}
