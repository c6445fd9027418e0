// What must be true of the destination before any work is done.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { dirname, extname, join, sep } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import { bytes, shellArgument } from '../../shared/words.ts';
import { exists, sameFile } from './names.ts';

/** @throws FrameWrightError `output-is-source`, `output-exists`, `output-unwritable`. */
export async function demandFree(output: string, overwrite: boolean, source: string): Promise<void> {
  if (await sameFile(output, source)) throw new FrameWrightError('output-is-source', { path: source, pathArgument: quote(source), other: quote(await freeName(output)) });
  const found = await stat(output).catch(() => null);
  // Whoever names a folder often makes it first.
  if (found?.isDirectory() && (await readdir(output)).length > 0) throw new FrameWrightError('output-unwritable', { path: output, why: 'A folder has that name, and folders that hold something are never replaced.', pathArgument: quote(source), other: quote(`${await freeName(output)}/`) });
  if (found && !found.isDirectory() && !overwrite) throw new FrameWrightError('output-exists', { path: output, pathArgument: quote(source), other: quote(await freeName(output)) });
}

/** Makes the folder and writes a byte into it. @throws FrameWrightError `output-unwritable`. */
export async function demandWritable(folder: string, source: string): Promise<void> {
  const trial = join(folder, `.framewright-trial-${randomUUID().slice(0, 8)}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(trial, 'x');
    await rm(trial);
  } catch (cause) {
    throw new FrameWrightError('output-unwritable', { path: folder, why: reasonOf(cause), pathArgument: quote(source), other: quote(join(os.homedir(), sep)) }, { cause });
  }
}

/** `needed` bytes beside what is there already. @throws FrameWrightError `disk-too-small`. */
export async function demandSpace(folder: string, needed: number, source: string): Promise<void> {
  const free = await freeBytes(folder);
  if (free < needed) throw new FrameWrightError('disk-too-small', { path: folder, needed: bytes(needed), free: bytes(free), pathArgument: quote(source), other: quote(join(os.homedir(), sep)) });
}

/** Bytes that this user may still write on the disk of `folder`. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** A path as one word of this platform's command line. */
export const quote = (path: string): string => shellArgument(path, process.platform === 'win32');

/** `clip.restored-2.mp4` where `clip.restored.mp4` is taken. */
async function freeName(output: string): Promise<string> {
  const ending = extname(output);
  const stem = join(dirname(output), output.slice(dirname(output).length).replace(/^[/\\]/, '').slice(0, ending ? -ending.length : undefined));
  for (let count = 2; ; count++) if (!await exists(`${stem}-${count}${ending}`)) return `${stem}-${count}${ending}`;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'The folder may not be written to by this user.', EPERM: 'The folder may not be written to by this user.', EROFS: 'The disk is read-only.',
  ENOENT: 'The folder does not exist and cannot be made.', ENOTDIR: 'A part of the path is a file, not a folder.', EEXIST: 'A file has the name of the folder.', ENAMETOOLONG: 'The name is too long for this disk.', ENOSPC: 'The disk is full.',
};
const reasonOf = (error: unknown): string => reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message;
