// Moves a file into a folder without ever replacing another.
import { link, mkdir, rename, unlink, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/** Path it has then: `clip.mov`, or `clip-2.mov` where that is taken. `why` is written beside it as `clip.mov.txt`. Both lie on one volume. @throws the file system's error. */
export async function setAside(path: string, folder: string, why: string | null): Promise<string> {
  await mkdir(folder, { recursive: true });
  const ending = extname(path), stem = basename(path, ending);
  for (let count = 1; ; count++) {
    const place = join(folder, `${stem}${count === 1 ? '' : `-${count}`}${ending}`);
    if (!await moveTo(path, place)) continue;
    if (why) await writeFile(`${place}.txt`, `${why}\n`, { flag: 'wx' }).catch(() => { /* An older note of that name says nothing worse than none. */ });
    return place;
  }
}

/** False where the place is taken. A link never replaces; where the file system has none, a rename after a reservation does the same. */
async function moveTo(path: string, place: string): Promise<boolean> {
  try {
    await link(path, place);
    await unlink(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code ?? '')) throw error;
  }
  const reserved = await writeFile(place, '', { flag: 'wx' }).then(() => true, (error: NodeJS.ErrnoException) => { if (error.code === 'EEXIST') return false; throw error; });
  if (reserved) await rename(path, place);
  return reserved;
}
