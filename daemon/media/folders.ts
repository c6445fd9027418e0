// Folders of discs and cameras: the title set of a DVD, the recordings of an AVCHD camera.
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Followers } from './followers.ts';

/** Where such a folder may lie under the one that was named. */
const dvdPlaces = ['', 'VIDEO_TS'], avchdPlaces = ['', 'BDMV', 'AVCHD/BDMV', 'PRIVATE/AVCHD/BDMV'];

/** The files that a disc's or camera's folder stands for; null for any other folder. @throws FrameWrightError input-encrypted for a disc with AACS. */
export async function folderFiles(folder: string): Promise<Followers | null> {
  return await dvd(folder) ?? avchd(folder);
}

async function dvd(folder: string): Promise<Followers | null> {
  for (const place of dvdPlaces) {
    const at = join(folder, place), sets = Map.groupBy(await titleFiles(at), (name) => name.slice(4, 6));
    const sized = await Promise.all([...sets].map(async ([set, names]) => ({ set, files: names.map((name) => join(at, name)), bytes: await bytesOf(names.map((name) => join(at, name))) })));
    const [longest, ...others] = sized.sort((a, b) => b.bytes - a.bytes);
    if (longest) return { files: longest.files, by: 'bytes', notices: [`Title set ${longest.set} is read, the longest of ${sized.length}.${others.length ? ` The others begin at ${others.map(({ files }) => basename(files[0]!)).join(', ')}.` : ''}`] };
  }
  return null;
}

/** `VTS_01_1.VOB` and on; `_0` holds the menus. */
const titleFiles = async (folder: string): Promise<string[]> => (await namesIn(folder)).filter((name) => /^VTS_\d\d_[1-9]\.VOB$/i.test(name));

async function avchd(folder: string): Promise<Followers | null> {
  for (const place of avchdPlaces) {
    const at = join(folder, place, 'STREAM'), names = (await namesIn(at)).filter((name) => /^\d+\.(mts|m2ts)$/i.test(name));
    if (!names.length) continue;
    if ((await namesIn(join(folder, place, '..'))).some((name) => /^AACS$/i.test(name)) || (await namesIn(folder)).some((name) => /^AACS$/i.test(name))) {
      throw new FrameWrightError('input-encrypted', { path: folder, why: 'The disc has an AACS folder: its streams can be read only with keys that FrameWright does not use.' });
    }
    const files = names.map((name) => join(at, name));
    if (names.every((name) => /\.mts$/i.test(name))) return { files, by: 'bytes', notices: [`All ${files.length} recordings of the camera's folder are read in order.`] };
    const sizes = await Promise.all(files.map((file) => bytesOf([file])));
    const largest = files[sizes.indexOf(Math.max(...sizes))]!;
    return { files: [largest], by: 'bytes', notices: [`Of the disc's ${files.length} streams the largest, ${basename(largest)}, is read; name another one to take that.`] };
  }
  return null;
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).then((names) => names.sort(), () => []);
const bytesOf = async (files: readonly string[]): Promise<number> => (await Promise.all(files.map((file) => stat(file)))).reduce((sum, { size }) => sum + size, 0);
