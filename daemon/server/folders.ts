// Listing a local folder, so that a client without paths of its own can pick a file.
import { access, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { EntryKind, FolderEntry, FolderListing } from '../../shared/folder.ts';
import type { ParsedRequestOf } from '../../shared/operations.ts';

/** Entries of one answer; their sizes are asked for this many at a time. */
const most = 5000, atOnce = 64;

const endings: Readonly<Record<Exclude<EntryKind, 'folder' | 'other'>, string>> = {
  video: '3gp asf avi dv f4v flv ivf m1v m2t m2ts m2v m4v mkv mov mp4 mpe mpeg mpg mts mxf nut ogm ogv qt rm rmvb ts vob webm wmv y4m',
  sound: 'aac ac3 aif aiff caf dts eac3 flac m4a mka mp2 mp3 oga ogg opus wav wma wv',
  picture: 'bmp dpx exr jpeg jpg png tif tiff webp',
};
const kinds = new Map<string, EntryKind>(Object.entries(endings).flatMap(([kind, names]) => names.split(' ').map((name) => [`.${name}`, kind as EntryKind] as const)));

/** @throws FrameWrightError `input-missing` or `input-unreadable` when the folder cannot be listed. */
export async function listFolder({ path }: ParsedRequestOf<'folder'>): Promise<FolderListing> {
  const folder = resolve(path ?? homedir());
  const names = (await readdir(folder).catch((error: NodeJS.ErrnoException) => { throw unlistable(folder, error); })).filter((name) => !name.startsWith('.'));
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  names.sort(collator.compare);
  const entries = (await describeAll(folder, names.slice(0, most))).filter((entry) => entry !== null);
  const parent = dirname(folder);
  return {
    path: folder, parent: parent === folder ? null : parent, separator: sep,
    entries: [...entries.filter(({ kind }) => kind === 'folder'), ...entries.filter(({ kind }) => kind !== 'folder')],
    more: Math.max(0, names.length - most), places: await findPlaces(),
  };
}

function unlistable(path: string, error: NodeJS.ErrnoException): FrameWrightError {
  if (error.code === 'ENOENT') return new FrameWrightError('input-missing', { path, why: 'No folder has this name.' }, { cause: error });
  const why = error.code === 'ENOTDIR' ? 'It is a file, not a folder.' : error.code === 'EACCES' || error.code === 'EPERM' ? 'The daemon\'s user may not read it.' : error.message;
  return new FrameWrightError('input-unreadable', { path, why }, { cause: error });
}

async function describeAll(folder: string, names: readonly string[]): Promise<(FolderEntry | null)[]> {
  const found: (FolderEntry | null)[] = [];
  for (let i = 0; i < names.length; i += atOnce) found.push(...await Promise.all(names.slice(i, i + atOnce).map((name) => describeEntry(folder, name))));
  return found;
}

/** Null for what is neither folder nor file (devices, sockets) and for what vanished or leads nowhere. */
async function describeEntry(folder: string, name: string): Promise<FolderEntry | null> {
  const path = join(folder, name);
  const facts = await stat(path).catch(() => null);
  if (!facts || !(facts.isDirectory() || facts.isFile())) return null;
  const kind = facts.isDirectory() ? 'folder' : kinds.get(extname(name).toLowerCase()) ?? 'other';
  return { name, path, kind, bytes: facts.isDirectory() ? null : facts.size, modifiedAt: facts.mtime.toISOString() };
}

async function findPlaces(): Promise<FolderListing['places']> {
  const home = homedir();
  const wanted = [{ title: 'Home', path: home }, ...['Videos', 'Movies', 'Desktop', 'Downloads', 'Pictures'].map((title) => ({ title, path: join(home, title) })), ...drives()];
  const there = await Promise.all(wanted.map(({ path }) => access(path).then(() => true, () => false)));
  return wanted.filter((_, i) => there[i]);
}

function drives(): { title: string; path: string }[] {
  if (process.platform === 'win32') return [...'CDEFGHIJ'].map((letter) => ({ title: `${letter}:`, path: `${letter}:\\` }));
  return (process.platform === 'darwin' ? ['/Volumes'] : ['/media', '/mnt']).map((path) => ({ title: path, path }));
}
