// Where the daemon of a data folder listens: a file without a secret, readable by its user alone.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { discovery, type Discovery } from '../../shared/daemon.ts';

const fileOf = (home: string): string => join(home, 'daemon.json');

/** Null when there is none, or nothing that can be read as one. Whether that daemon still runs is another question. */
export async function readDiscovery(home: string): Promise<Discovery | null> {
  const text = await readFile(fileOf(home), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return discovery.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Replaces the file as a whole, so that nobody reads half of it. */
export async function writeDiscovery(home: string, found: Discovery): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const path = fileOf(home), fresh = `${path}.${process.pid}`;
  await rm(fresh, { force: true });
  const file = await open(fresh, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(found)}\n`);
  } finally {
    await file.close();
  }
  await rename(fresh, path);
}

/** Only the file that process `pid` wrote: another daemon may have taken over since. */
export async function removeDiscovery(home: string, pid: number): Promise<void> {
  if ((await readDiscovery(home))?.pid === pid) await rm(fileOf(home), { force: true });
}
