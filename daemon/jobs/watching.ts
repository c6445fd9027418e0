// Watch folders: a file that has stopped growing becomes a job; when the job has ended, its source moves to `done` or `failed`.
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobState } from '../../shared/job.ts';
import { isMediaName } from './media-files.ts';
import { setAside } from './set-aside.ts';

export type Watched = { readonly id: string; readonly folder: string; readonly settleSeconds: number };
export type WatchingIo = {
  /** The job of a file, by the key that it was taken with; null before. */
  jobOf(key: string): { readonly state: JobState; readonly why: string | null } | null;
  /** Makes the job; its key is what finds it again after a restart. */
  take(watch: string, path: string, key: string): Promise<void>;
  /** The source of a job lies elsewhere now. */
  moved(key: string, path: string): void;
  /** Why nothing is taken from a folder, null when all is well; told when it changes. */
  trouble(watch: string, why: string | null): void;
  /** Milliseconds of a clock that nobody sets. */
  now(): number;
};
type Seen = { readonly size: number; readonly changed: number; readonly since: number };

export type Watching = { add(watched: Watched): void; remove(id: string): void; close(): Promise<void> };

/** Looks into each folder every half of its settling time, one second at least. */
export function createWatching(io: WatchingIo): Watching {
  const running = new Map<string, { stop(): Promise<void> }>();
  return {
    add(watched) {
      const look = createLook(watched, io), everyMs = Math.max(1000, watched.settleSeconds * 500);
      let timer: NodeJS.Timeout | undefined, stopped = false, current = Promise.resolve();
      const turn = (): void => {
        current = look().finally(() => { if (!stopped) timer = setTimeout(turn, everyMs).unref(); });
      };
      turn();
      running.set(watched.id, { stop: () => { stopped = true; clearTimeout(timer); return current; } });
    },
    remove(id) {
      void running.get(id)?.stop();
      running.delete(id);
    },
    async close() { await Promise.all([...running.values()].map((one) => one.stop())); },
  };
}

/** One look into a folder: takes what has settled and moves what has ended. Never rejects; what is wrong is told as trouble. */
export function createLook(watched: Watched, io: WatchingIo): () => Promise<void> {
  const seen = new Map<string, Seen>();
  let told: string | null | undefined;
  const tell = (why: string | null): void => {
    if (told !== why) io.trouble(watched.id, why);
    told = why;
  };
  return async () => {
    try {
      const names = (await readdir(watched.folder)).filter(isMediaName).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
      for (const gone of [...seen.keys()].filter((name) => !names.includes(name))) seen.delete(gone);
      // One file that cannot be taken or moved keeps no other waiting.
      const troubles: string[] = [];
      for (const name of names) await lookAt(name, watched, seen, io).catch((error: Error) => { troubles.push(error.message); });
      tell(troubles[0] ?? null);
    } catch (error) { tell((error as Error).message); }
  };
}

async function lookAt(name: string, watched: Watched, seen: Map<string, Seen>, io: WatchingIo): Promise<void> {
  const path = join(watched.folder, name), found = await stat(path).catch(() => null);
  // Gone between two looks, or a folder that is called like a film.
  if (!found?.isFile() || found.size === 0) return;
  const key = keyOf(watched.id, name, found), job = io.jobOf(key);
  if (job) return finish(path, key, job, watched, io);
  const before = seen.get(name), isSame = before?.size === found.size && before.changed === found.mtimeMs;
  if (!isSame) seen.set(name, { size: found.size, changed: found.mtimeMs, since: io.now() });
  else if (io.now() - before.since >= watched.settleSeconds * 1000) await io.take(watched.id, path, key);
}

/** The same name with another size or time is another file. */
const keyOf = (watch: string, name: string, { size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): string =>
  `${watchKeys(watch)}${createHash('sha256').update(JSON.stringify([name, size, mtimeMs])).digest('hex').slice(0, 32)}`;

/** What the keys of a watch folder's jobs begin with. */
export const watchKeys = (watch: string): string => `watch:${watch}:`;

/** A cancelled job's file stays where it is, and is not taken again. */
async function finish(path: string, key: string, { state, why }: { readonly state: JobState; readonly why: string | null }, { folder }: Watched, io: WatchingIo): Promise<void> {
  if (state !== 'done' && state !== 'failed') return;
  io.moved(key, await setAside(path, join(folder, state), why));
}
