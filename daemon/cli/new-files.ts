// Files that the command line itself writes: pictures that the daemon sent. None ever replaces another.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';

export type NewFile = { /** What follows the common stem: `.source.png`. */ readonly ending: string; readonly bytes: Uint8Array };

/** Numbers tried for a free stem. */
const most = 10_000;

/** Writes all of them under one stem, counted up until every name is free. Returns their paths. @throws FrameWrightError `output-unwritable`. */
export async function writeFamily(folder: string, stem: string, files: readonly NewFile[]): Promise<string[]> {
  try {
    await mkdir(folder, { recursive: true });
    for (let number = 1; number <= most; number++) {
      const paths = files.map(({ ending }) => join(folder, `${stem}${number === 1 ? '' : `-${number}`}${ending}`));
      if (await writeAll(paths, files)) return paths;
    }
    throw new Error(`all names from ${stem} to ${stem}-${most} are taken`);
  } catch (error) {
    throw new FrameWrightError('output-unwritable', { path: folder, why: `${(error as Error).message}.` }, { cause: error });
  }
}

/** False, with nothing written, where one of the names is taken. */
async function writeAll(paths: readonly string[], files: readonly NewFile[]): Promise<boolean> {
  const written: string[] = [];
  try {
    for (const [i, path] of paths.entries()) {
      await writeFile(path, files[i]!.bytes, { flag: 'wx' });
      written.push(path);
    }
    return true;
  } catch (error) {
    await Promise.all(written.map((path) => rm(path, { force: true })));
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
