// A copy of the program: made beside its name and renamed when it is complete; its listing tells later what in it is ours.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, readFile, readlink, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Shipped } from './shipped.ts';

export type Listed = { readonly path: string } & ({ readonly sha256: string; readonly executable: boolean } | { readonly target: string });
export type Listing = { readonly name: string; readonly version: string; readonly files: readonly Listed[] };

export const listingName = '.installed.json';
/** What the program itself makes in its folder while it runs: compiled code and pages. */
const caches = join('node_modules', '.cache');
/** Files copied at once. */
const atOnce = 16;

/** The listing of an installed or unpacked program; null for a checkout. */
export function readListing(root: string): Listing | null {
  const path = join(root, listingName);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) as Listing : null;
}

/** Copies all of it to `path`, whole or not at all. What stood there is replaced; on the disk when this returns. */
export async function copyProgram({ name, version, files }: Shipped, path: string): Promise<void> {
  const draft = `${path}.partial`;
  await rm(draft, { recursive: true, force: true });
  await Promise.all([...new Set(files.map((file) => dirname(join(draft, file.path))))].map((folder) => mkdir(folder, { recursive: true })));
  const listed = await mapSome(files, (file) => copyOne(file.from, join(draft, file.path), file.path));
  await writeFile(join(draft, listingName), JSON.stringify({ name, version, files: listed } satisfies Listing));
  await mapSome([...files.map((file) => file.path), listingName], (file) => syncFile(join(draft, file)));
  const old = `${path}.replaced`;
  await rm(old, { recursive: true, force: true });
  if (existsSync(path)) await rename(path, old);
  await rename(draft, path);
  await rm(old, { recursive: true, force: true });
}

async function copyOne(from: string, to: string, path: string): Promise<Listed> {
  const found = await lstat(from);
  if (found.isSymbolicLink()) {
    const target = await readlink(from);
    await symlink(target, to);
    return { path, target };
  }
  const bytes = await readFile(from), executable = (found.mode & 0o111) !== 0;
  await writeFile(to, bytes);
  if (executable) await chmod(to, 0o755);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), executable };
}

async function syncFile(path: string): Promise<void> {
  if ((await lstat(path)).isSymbolicLink()) return;
  const file = await open(path, 'r+').catch(() => open(path, 'r'));
  try { await file.sync(); } finally { await file.close(); }
}

/** Whether every file of a copy is there. */
export const isComplete = (root: string): boolean => readListing(root)?.files.every(({ path }) => lstatSync(join(root, path), { throwIfNoEntry: false })) ?? false;

/** Files of a copy that are not as they were written, and files that are not of it; both from `root`. */
export async function strangeIn(root: string): Promise<{ readonly changed: readonly string[]; readonly foreign: readonly string[] }> {
  const listing = readListing(root);
  if (!listing) return { changed: [], foreign: [] };
  const names = new Set([...listing.files.map(({ path }) => join(path)), listingName]);
  const changed = await mapSome(listing.files, async (file) => (await isAsListed(join(root, file.path), file) ? [] : [file.path]));
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const here = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return { changed: changed.flat(), foreign: here.filter((path) => !names.has(path) && !path.startsWith(caches)).sort() };
}

/** True of a file that is gone, too: it is nobody's. */
async function isAsListed(path: string, file: Listed): Promise<boolean> {
  if (!lstatSync(path, { throwIfNoEntry: false })) return true;
  if ('target' in file) return await readlink(path).catch(() => null) === file.target;
  const bytes = await readFile(path).catch(() => null);
  return bytes !== null && createHash('sha256').update(bytes).digest('hex') === file.sha256;
}

/** Removes what the listing names and the program's caches; `keep` and what it does not name stay. The listing goes last, so that a run cut off can be done again. */
export async function removeProgram(root: string, keep: readonly string[]): Promise<void> {
  await rm(`${root}.partial`, { recursive: true, force: true });
  await rm(`${root}.replaced`, { recursive: true, force: true });
  const kept = new Set(keep.map((path) => join(path)));
  await rm(join(root, caches), { recursive: true, force: true });
  const paths = (readListing(root)?.files ?? []).map(({ path }) => join(path)).filter((path) => !kept.has(path));
  await mapSome(paths, (path) => rm(join(root, path), { force: true }));
  const folders = [...new Set([...paths, join(caches, 'x')].flatMap((path) => foldersOf(path)))].sort((a, b) => b.length - a.length);
  for (const folder of folders) await removeEmpty(join(root, folder));
  await rm(join(root, listingName), { force: true });
  await removeEmpty(root);
}

const foldersOf = (path: string): string[] => (dirname(path) === '.' ? [] : [dirname(path), ...foldersOf(dirname(path))]);

/** Removes a folder unless something lies in it. */
export async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EBUSY'].includes(error.code!)) throw error;
  });
}

/** Every result in order, a few at once. */
async function mapSome<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const run = async (): Promise<void> => { while (next < items.length) { const at = next++; results[at] = await work(items[at]!); } };
  await Promise.all(Array.from({ length: atOnce }, run));
  return results;
}
