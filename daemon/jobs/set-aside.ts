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
    if (why) await writeFile(`${place}.txt`, `${why}\n`, { flag: 'wx' }).catch(() => { /* An older note has that name, or there is no room; the job says why, too. */ });
    return place;
  }
}

/** False where the place is taken. A link never replaces; where the file system has none, a rename after a reservation does the same. What cannot be moved leaves nothing there. */
async function moveTo(path: string, place: string): Promise<boolean> {
  const linked = await made(() => link(path, place), ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
  const reserved = linked ?? await made(() => writeFile(place, '', { flag: 'wx' }), []);
  if (!reserved) return false;
  await (linked ? unlink(path) : rename(path, place)).catch(async (error: unknown) => {
    await unlink(place);
    throw error;
  });
  return true;
}

/** Whether a name was made; false where it is taken, null where the file system does not know how, by these codes. */
async function made(make: () => Promise<void>, unknown: readonly string[]): Promise<boolean | null> {
  try {
    await make();
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'EEXIST') return false;
    if (unknown.includes(code)) return null;
    throw error;
  }
}
