// The pictures that the daemon keeps, within their share of the disk: what was not used for longest goes first.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import { findPicture, isPictureId, pictureFolder } from '../worker/picture-store.ts';

export type Pictures = {
  /** A picture's file. @throws FrameWrightError `picture-gone`, also for a damaged one and for what is no picture's id. */
  read(id: string): Promise<Uint8Array>;
  /** Whether all of these are kept. */
  has(ids: Iterable<string>): Promise<boolean>;
  /** These were made or used just now; others are let go of where all together take more than they may. */
  used(ids: Iterable<string>): Promise<void>;
};

/** Unfinished files of a worker that died are this old at least, ms. */
const abandonedMs = 3600_000;

/** @param most bytes that all pictures may take. */
export function createPictures(home: string, most: () => number): Pictures {
  const folder = pictureFolder(home);
  let listing: Promise<Map<string, number>> | null = null;
  /** Bytes of each picture, the longest unused first. */
  const listed = (): Promise<Map<string, number>> => listing ??= list(folder);

  const forget = async (id: string): Promise<void> => {
    await rm(join(folder, id), { force: true });
    (await listed()).delete(id);
  };
  const touch = async (id: string): Promise<void> => {
    const sizes = await listed(), size = await sizeOf(join(folder, id));
    sizes.delete(id);
    if (size !== null) sizes.set(id, size);
  };
  return {
    async read(id) {
      const found = await findPicture(home, id);
      if (found) {
        await touch(id);
        return found.bytes;
      }
      if (isPictureId(id)) await forget(id);
      throw new FrameWrightError('picture-gone');
    },
    has: async (ids) => (await Promise.all([...ids].map((id) => sizeOf(join(folder, id))))).every((size) => size !== null),
    async used(ids) {
      const fresh = new Set(ids), sizes = await listed();
      for (const id of fresh) await touch(id);
      let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      for (const [id, size] of [...sizes]) {
        if (total <= most()) return;
        if (fresh.has(id)) continue;
        await forget(id);
        total -= size;
      }
    },
  };
}

async function list(folder: string): Promise<Map<string, number>> {
  const names = await readdir(folder).catch(() => []), now = Date.now(); // No folder: nothing is kept yet.
  const files = await Promise.all(names.map(async (name) => ({ name, found: await stat(join(folder, name)).catch(() => null) })));
  await Promise.all(files.filter(({ name, found }) => found?.isFile() && !isPictureId(name) && now - found.mtimeMs > abandonedMs).map(({ name }) => rm(join(folder, name), { force: true })));
  const pictures = files.flatMap(({ name, found }) => (found && isPictureId(name) ? [{ name, size: found.size, at: found.mtimeMs }] : []));
  return new Map(pictures.sort((a, b) => a.at - b.at).map(({ name, size }) => [name, size]));
}

const sizeOf = (path: string): Promise<number | null> => stat(path).then(({ size }) => size, () => null);
