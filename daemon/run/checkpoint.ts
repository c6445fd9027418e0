// When a piece of work counts: its file is complete on disk, hashed and renamed, and whoever asked for it is still there.
import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import { writeFailure } from '../media/disk.ts';

export type Finished = { readonly path: string; readonly sha256: string; readonly bytes: number };

/** The process that started this one; taken once, because a dead parent's id is replaced by another. */
export const ownerOf = (process: { readonly ppid: number }): (() => boolean) => {
  const owner = process.ppid;
  return () => process.ppid === owner;
};

/**
 * Makes `temporary` count as `path`: flushed to the disk, hashed, renamed, and the rename flushed too.
 * @throws FrameWrightError `worker-died` when `ownerAlive` says no: an orphan must not touch a folder that a new worker may be using; `disk-full`.
 */
export async function commit(temporary: string, path: string, ownerAlive: () => boolean): Promise<Finished> {
  const { sha256, bytes } = await flushAndHash(temporary).catch(async (thrown: unknown) => { throw await writeFailure(thrown, temporary); });
  if (!ownerAlive()) throw new FrameWrightError('worker-died', { why: 'The process that started this work is gone; its unfinished piece was left alone.', job: '' });
  await rename(temporary, path);
  await flushFolder(dirname(path));
  return { path, sha256, bytes };
}

async function flushAndHash(path: string): Promise<{ sha256: string; bytes: number }> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
    return { sha256: hash.digest('hex'), bytes };
  } finally {
    await file.close();
  }
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
