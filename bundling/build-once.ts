// A build is a folder named by the hash of its sources: never stale, never done twice, never half there.
import { access, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Builds of other sources that are kept for a while, because somebody may still be serving them. */
const kept = 3, keptMs = 3_600_000;

/** Fills `folder` (absolute) by `make`, which is given a draft of it, unless it is there; older builds beside it go. @throws what `make` throws; nothing stays then. */
export async function buildOnce(folder: string, make: (draft: string) => Promise<void>): Promise<string> {
  if (await isThere(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    await make(draft);
    await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
      // Another process was quicker with the same sources.
      if (!await isThere(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await forgetOld(dirname(folder), basename(folder));
  return folder;
}

const isThere = (folder: string): Promise<boolean> => access(folder).then(() => true, () => false);

async function forgetOld(builds: string, current: string): Promise<void> {
  const folders = (await readdir(builds)).filter((name) => name !== current).map((name) => join(builds, name));
  const aged = await Promise.all(folders.map(async (path) => ({ path, at: (await stat(path).catch(() => null))?.mtimeMs ?? 0 })));
  const old = aged.sort((a, b) => b.at - a.at).slice(kept - 1).filter(({ at }) => Date.now() - at > keptMs);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}
