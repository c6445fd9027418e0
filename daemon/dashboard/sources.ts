// Where the built dashboard lies: a folder named by the hash of everything it is made of, so that a build is never stale and never done twice.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const made = [join(root, 'shared'), import.meta.dirname];
export const builds = join(root, 'node_modules', '.cache', 'framewright', 'dashboard');

/** Absolute path of the folder for the sources as they are now. */
export async function buildFolder(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  for (const file of (await Promise.all(made.map(filesUnder))).flat().sort()) hash.update(relative(root, file).split(sep).join('/')).update('\0').update(await readFile(file));
  return join(builds, hash.digest('hex').slice(0, 16));
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
