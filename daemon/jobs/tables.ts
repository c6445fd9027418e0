// Tables that no job needs any more. Every look at a file leaves one or two; a job's plans name theirs.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from './store.ts';

/** Tables younger than this may belong to a plan that is just being made, milliseconds: a day. */
const graceMs = 24 * 3600 * 1000;

/** Deletes tables under `home` that no stored plan names and that are older than a day. `now` in milliseconds since 1970. */
export async function sweepTables(home: string, store: Store, now: number): Promise<void> {
  const folder = join(home, 'tables'), needed = store.tableNames();
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return []; throw error; });
  for (const name of names.filter((one) => !needed.has(one))) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: now }));
    if (now - mtimeMs > graceMs) await rm(join(folder, name), { force: true });
  }
}
