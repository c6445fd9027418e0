// What something is built of, as one hash: a build is never stale and never done twice.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const root = join(import.meta.dirname, '..');
export const cache = join(root, 'node_modules', '.cache', 'framewright');

/** 16 hexadecimal digits of everything in these folders (absolute paths), this one, and the versions of all packages. */
export async function hashOf(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  for (const file of (await Promise.all([...folders, import.meta.dirname].map(filesUnder))).flat().sort()) hash.update(relative(root, file).split(sep).join('/')).update('\0').update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
