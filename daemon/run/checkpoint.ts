// When a piece of work counts: its file is complete on disk, hashed and renamed, and whoever asked for it is still there.
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';

/** What a finished packet file says of itself. */
export type Written = { readonly sha256: string; readonly bytes: number };
export type Finished = Written & { readonly path: string };

/** Whether the process that started this one still lives. Ask for it early: a dead parent's id is replaced by another. */
export const ownerOf = (process: { readonly ppid: number }): (() => boolean) => {
  const owner = process.ppid;
  return () => process.ppid === owner;
};

/**
 * Makes `temporary`, which is flushed to the disk, count as `path`; the rename is flushed too.
 * @throws FrameWrightError `worker-died` when `ownerAlive` says no: an orphan must not touch a folder that a new worker may be using.
 */
export async function commit(temporary: string, path: string, { sha256, bytes }: Written, ownerAlive: () => boolean): Promise<Finished> {
  if (!ownerAlive()) throw new FrameWrightError('worker-died', { why: 'The process that started this work is gone; its unfinished piece was left alone.', job: '' });
  await rename(temporary, path);
  await flushFolder(dirname(path));
  return { path, sha256, bytes };
}

async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // A folder cannot be opened there; NTFS journals the rename itself.
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
