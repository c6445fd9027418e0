// What belongs to an installed FrameWright: the sources, the packages that it runs with, and what was built of them.
import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { existsSync, lstatSync } from 'node:fs';
import { join, posix } from 'node:path';
import { dashboardFolder } from '../daemon/dashboard/built.ts';
import { placeOf } from '../daemon/dashboard/sources.ts';
import { FrameWrightError } from '../shared/errors.ts';
import { libraries, missingLibraries } from './libraries.ts';
import { builtPanels } from './panels.ts';
import { readListing } from './tree.ts';

/** A file or link by its place in the copy, with `/`. */
export type ShippedFile = { readonly path: string; readonly from: string };
/** A complete program: its name is `<version>-<hash>` of what is in it. */
export type Shipped = { readonly name: string; readonly version: string; readonly files: readonly ShippedFile[] };
/** Folders that were built, by their place in the copy. */
export type Built = Readonly<Record<string, string>>;

/** Everything else at the top of the repository is for those who change FrameWright. */
export const shippedSources: readonly string[] = ['LICENSE', 'README.md', 'bundling', 'daemon', 'docs', 'index.ts', 'installer', 'package-lock.json', 'package.json', 'plugin-premiere', 'plugin-resolve', 'presets', 'sample', 'shared', 'start.mjs', 'tsconfig.json'];
export const leftOut: readonly string[] = ['.ci', '.gitignore', '.npmrc', 'test', 'tsconfig.browser.json', 'vitest.config.ts'];

/** Of packages that hold more than this program runs with: what is taken. Node brings headers for compilers; onnxruntime every system's library. */
const trimmed: readonly { readonly in: RegExp; readonly takes: (path: string, system: string) => boolean }[] = [
  { in: /^node_modules\/node-(bin-)?\w+-\w+\//, takes: (path) => /^node_modules\/[^/]+\/(bin\/|LICENSE|package\.json|README)/.test(path) },
  { in: /^node_modules\/onnxruntime-node\/bin\//, takes: (path, system) => path.startsWith(posix.dirname(`node_modules/${(libraries['onnxruntime-node'] as Record<string, string>)[system]}`)) },
];

export type ShippedOptions = {
  /** Absolute. */ readonly root: string; /** Folder with `node_modules`, where that is another one. */ readonly packages?: string;
  readonly system: string; readonly version: string; readonly built: Built;
};

/** What is built of a checkout's sources, by its place in a copy. @throws Error with webpack's words when they do not build. */
export async function builtFolders(root: string): Promise<Built> {
  const panels = Object.entries(await builtPanels(root)).map(([name, folder]) => [`panels/${name}`, folder]), pages = await dashboardFolder();
  return { ...Object.fromEntries(panels) as Built, ...(pages === null ? {} : { [placeOf(pages)]: pages }) };
}

/** What a program at `root` is made of: its listing where it was installed or unpacked, otherwise the checkout. @throws FrameWrightError `install-unsupported` when its packages are not complete. */
export async function shippedFrom({ root, packages: beside = root, system, version, built }: ShippedOptions): Promise<Shipped> {
  const listing = readListing(root);
  if (listing) return { name: listing.name, version: listing.version, files: [...listing.files.map(({ path }) => ({ path, from: join(root, path) }))] };
  const missing = missingLibraries(system, join(beside, 'node_modules'));
  if (missing.length) throw new FrameWrightError('install-unsupported', { system, why: `${join(beside, 'node_modules')} lacks ${missing.join(', ')}. Delete that folder and run npm start, which sets it up again.` });
  const own = [...(await Promise.all(shippedSources.map((name) => filesAt(root, name, name, isSource)))).flat(), ...(await Promise.all(Object.entries(built).map(([place, folder]) => filesAt(folder, '', place)))).flat()];
  const packages = (await packageFiles(beside, system)).sort(byPath);
  const files = own.sort(byPath);
  return { name: `${version}-${await hashOf(files)}`, version, files: [...files, ...packages] };
}

const byPath = (a: ShippedFile, b: ShippedFile): number => (a.path < b.path ? -1 : 1);

/** The packages are pinned by the lock file, which is among the files. */
async function hashOf(files: readonly ShippedFile[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, from } of files) hash.update(path).update('\0').update(await readFile(from));
  return hash.digest('hex').slice(0, 12);
}

/** Caches and what other tools leave are not sources. */
const isSource = (name: string): boolean => !/^(node_modules|dist|coverage|\.DS_Store|.*\.log)$/.test(name);
/** Packages inside a package have rows of their own in the lock file. */
const isOwn = (name: string): boolean => name !== 'node_modules';

/** Files at or below `join(folder, name)`, but for names that are not `taken`. */
async function filesAt(folder: string, name: string, place = name, taken: (name: string) => boolean = () => true): Promise<ShippedFile[]> {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  if (!lstatSync(path).isDirectory()) return [{ path: place, from: path }];
  const names = (await readdir(path)).filter(taken);
  return (await Promise.all(names.map((one) => filesAt(path, one, place === '' ? one : `${place}/${one}`, taken)))).flat();
}

type Lock = { readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean; readonly link?: boolean; readonly os?: readonly string[]; readonly cpu?: readonly string[] }>> };

/** Files of the packages that it runs with, as the lock file names them; those of other systems are not there, and tools for development stay behind. */
async function packageFiles(root: string, system: string): Promise<ShippedFile[]> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const [os = '', cpu = ''] = system.split('-');
  const places = Object.entries(packages).filter(([place, one]) => place.startsWith('node_modules/') && !one.dev && (one.os ?? [os]).includes(os) && (one.cpu ?? [cpu]).includes(cpu) && existsSync(join(root, place))).map(([place]) => place);
  const files = (await Promise.all(places.map((place) => filesAt(root, place, place, isOwn)))).flat();
  const wanted = files.filter(({ path }) => trimmed.every((rule) => !rule.in.test(path) || rule.takes(path, system)));
  const stamp = 'node_modules/.framewright-installed';
  return [...wanted, ...await commandLinks(root, new Set(wanted.map(({ path }) => path))), ...(existsSync(join(root, stamp)) ? [{ path: stamp, from: join(root, stamp) }] : [])];
}

/** Links of `node_modules/.bin` to what is shipped. */
async function commandLinks(root: string, shipped: ReadonlySet<string>): Promise<ShippedFile[]> {
  const folder = join(root, 'node_modules', '.bin');
  const names = existsSync(folder) ? await readdir(folder) : [];
  const links = await Promise.all(names.map(async (name) => {
    const from = join(folder, name), target = lstatSync(from).isSymbolicLink() ? await readlink(from) : null;
    return target && shipped.has(posix.join('node_modules/.bin', target)) ? [{ path: `node_modules/.bin/${name}`, from }] : [];
  }));
  return links.flat();
}
