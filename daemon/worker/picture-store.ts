// Pictures that were made for a screen, one file each, named by the hash of all that they were made of. A file says what it is and what its bytes must be, so that
// one that is damaged is as good as none.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureRef } from '../../shared/pictures.ts';

export const pictureFolder = (home: string): string => join(home, 'previews');
export const isPictureId = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** Counted up whenever the same request would look different. */
const renderer = 1;

/** The id of a picture made of `parts`, any JSON: alike parts give alike ids. */
export const pictureId = (parts: unknown): string => sha256(JSON.stringify([renderer, parts]));

/** What the first two lines of a kept file say; the picture follows. */
type Head = Pick<PictureRef, 'type' | 'width' | 'height'> & { readonly sha256: string };
const magic = 'FrameWright picture\n';

/** Writes the picture so that it is there whole or not at all. @throws the file system's error. */
export async function keepPicture(home: string, ref: PictureRef, bytes: Uint8Array): Promise<PictureRef> {
  const folder = pictureFolder(home), { id, type, width, height } = ref;
  const head: Head = { type, width, height, sha256: sha256(bytes) };
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${id}.${randomUUID()}`);
  try {
    await writeFile(unfinished, Buffer.concat([Buffer.from(`${magic}${JSON.stringify(head)}\n`), bytes]));
    await rename(unfinished, join(folder, id));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return { id, type, width, height };
}

/** A kept picture, which thereby counts as used; null where there is none or it is damaged. */
export async function findPicture(home: string, id: string): Promise<{ readonly ref: PictureRef; readonly bytes: Uint8Array } | null> {
  if (!isPictureId(id)) return null;
  const path = join(pictureFolder(home), id), file = await readFile(path).catch(() => null), found = file && unpack(file);
  if (!found) return null;
  const now = new Date();
  await utimes(path, now, now).catch(() => {}); // Let go of in this moment: what was read is still whole.
  const { type, width, height } = found.head;
  return { ref: { id, type, width, height }, bytes: found.bytes };
}

/** A kept picture, or `make`'s, which is then kept. */
export async function foundOrMade(home: string, id: string, make: () => Promise<{ readonly ref: Omit<PictureRef, 'id'>; readonly bytes: Uint8Array }>): Promise<{ readonly ref: PictureRef; readonly cached: boolean }> {
  const found = await findPicture(home, id);
  if (found) return { ref: found.ref, cached: true };
  const { ref, bytes } = await make();
  return { ref: await keepPicture(home, { ...ref, id }, bytes), cached: false };
}

function unpack(file: Buffer): { readonly head: Head; readonly bytes: Uint8Array } | null {
  const end = file.indexOf(10, magic.length);
  if (end < 0 || file.toString('latin1', 0, magic.length) !== magic) return null;
  const bytes = file.subarray(end + 1), head = headOf(file.toString('utf8', magic.length, end));
  return head && sha256(bytes) === head.sha256 ? { head, bytes } : null;
}

function headOf(text: string): Head | null {
  try {
    return JSON.parse(text) as Head;
  } catch {
    return null; // As damaged as its picture would be.
  }
}

function sha256(of: string | Uint8Array): string {
  return createHash('sha256').update(of).digest('hex');
}
