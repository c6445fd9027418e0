// Pictures that were made for a screen, kept by the hash of all that they were made of.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';

/** @throws FrameWrightError `picture-gone`, also for what is no picture's id. */
export async function readPicture(folder: string, id: string): Promise<Uint8Array> {
  const bytes = /^[0-9a-f]{64}$/.test(id) ? await readFile(join(folder, id)).catch(() => null) : null;
  if (!bytes) throw new FrameWrightError('picture-gone');
  return bytes;
}
