// Moving finished files to where the user expects them. The last step of a job, and the only one that others can see.
import { link, open, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Delivered } from '../worker/contract.ts';
import { contentOf } from '../worker/manifest.ts';
import { exists } from './names.ts';

type File = Delivered['files'][number];

/**
 * Moves every file into place, the result last; can be repeated after a kill at any point. Returns false when a file was neither here nor there, so
 * that the result has to be built again. @throws FrameWrightError `output-exists` when someone else's file has one of the names; then nothing is moved.
 */
export async function moveIntoPlace({ files }: Delivered, overwrite: boolean): Promise<boolean> {
  const waiting: File[] = [];
  for (const file of files) if (!await isDelivered(file)) waiting.push(file);
  for (const file of waiting) if (!await exists(file.from)) return false;
  if (!overwrite) for (const file of waiting) await demandUntaken(file);
  for (const file of waiting) await move(file, overwrite);
  for (const file of files) await rm(file.from, { recursive: true, force: true });
  await syncFolder(dirname(files.at(-1)!.to));
  return true;
}

/** Whether the very bytes that were announced already have the name. */
async function isDelivered({ to, sha256, bytes }: File): Promise<boolean> {
  const found = await stat(to).catch(() => null);
  if (!found || (!found.isDirectory() && found.size !== bytes)) return false;
  return (await contentOf(to)).sha256 === sha256;
}

/** Asked for all files before the first moves; each move asks again, as it happens. */
async function demandUntaken({ from, to }: File): Promise<void> {
  if (await exists(to) && !await exists(noteOf(from)) && !await isEmptyFolder(to)) throw new FrameWrightError('output-exists', { path: to });
}

async function move(file: File, overwrite: boolean): Promise<void> {
  // A folder never replaces another, unless that is empty.
  if ((await stat(file.from)).isDirectory()) return moveFolder(file);
  if (overwrite) return rename(file.from, file.to);
  try {
    // A link never replaces a name, a rename does.
    await link(file.from, file.to);
    await rm(file.from);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && !linkless.has(code ?? '')) throw error;
    await moveWithoutLinks(file);
  }
}

async function moveFolder({ from, to }: File): Promise<void> {
  // Removing a folder fails while it holds anything, so nobody's file can go with it.
  if (await isEmptyFolder(to)) await rmdir(to);
  if (await exists(to)) throw new FrameWrightError('output-exists', { path: to });
  await rename(from, to);
}

const isEmptyFolder = (path: string): Promise<boolean> => readdir(path).then((names) => names.length === 0, () => false);

/** File systems without hard links (FAT, exFAT, some network shares) answer so. */
const linkless = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'EACCES']);

/** Reserves the name with an empty file, which only its maker may replace. A note beside the finished file says who that is, should a kill come between. */
export async function moveWithoutLinks(file: File): Promise<void> {
  const note = noteOf(file.from);
  if (!await exists(note)) await reserve(file.to, note);
  if (await sizeOf(file.to) > 0) throw new FrameWrightError('output-exists', { path: file.to });
  await rename(file.from, file.to);
  await rm(note, { force: true });
}

const noteOf = (from: string): string => `${from}.reserved`;

async function reserve(path: string, note: string): Promise<void> {
  if (await exists(path)) throw new FrameWrightError('output-exists', { path });
  await writeFile(note, '', { flush: true });
  try {
    await (await open(path, 'wx')).close();
  } catch (cause) {
    await rm(note);
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST' ? new FrameWrightError('output-exists', { path }, { cause }) : cause;
  }
}

const sizeOf = (path: string): Promise<number> => stat(path).then((found) => found.size, () => -1);

/** Names survive a power cut only when their folder was written. Windows keeps no such handle. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
