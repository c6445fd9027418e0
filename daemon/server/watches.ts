// Watch folders as operations, and their jobs.
import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { errorFrom, FrameWrightError, type ErrorData } from '../../shared/errors.ts';
import { newWatch, type Watch } from '../../shared/watch.ts';
import type { WatchRow } from '../jobs/collections.ts';
import { folderError } from '../jobs/media-files.ts';
import { createWatching, watchKeys, type Watching } from '../jobs/watching.ts';
import type { Context, Handlers } from './context.ts';
import { demandFound } from './paths.ts';

export type Watches = { readonly handlers: Pick<Handlers, 'watches' | 'watch' | 'unwatch'>; /** Goes on with every stored folder; once. */ begin(): void; close(): Promise<void> };

export function createWatches(context: Context): Watches {
  const { store, queue } = context, troubles = new Map<string, string | null>();
  let watching: Watching | null = null;
  const begin = (): Watching => {
    if (watching) return watching;
    watching = createWatching({
      jobOf: (key) => {
        const job = store().byKey(key);
        return job && { state: job.state, why: job.error && errorFrom(job.error as ErrorData).message };
      },
      async take(watch, path, key) {
        const row = store().watches().find(({ id }) => id === watch);
        // It may have been taken off the list while its folder was looked at.
        if (row) await takeFile(context, row, path, key);
      },
      moved: (key, path) => { const job = store().byKey(key); if (job) store().update(job.id, { source: path }); },
      trouble: (watch, why) => { troubles.set(watch, why); }, now: () => performance.now(),
    });
    for (const row of store().watches()) watching.add({ id: row.id, folder: row.folder, settleSeconds: askedOf(row).settleSeconds });
    return watching;
  };
  const describe = (row: WatchRow): Watch => {
    const counts = store().countByKey(watchKeys(row.id)), total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { ...askedOf(row), id: row.id, createdAt: row.createdAt, trouble: troubles.get(row.id) ?? null, taken: total, done: counts.done ?? 0, failed: counts.failed ?? 0 };
  };
  return {
    begin: () => { if (store().watches().length > 0) { queue().recover(); begin(); } },
    close: async () => { await watching?.close(); },
    handlers: {
      watches: async () => store().watches().map(describe),
      async watch(request) {
        const folder = resolve(request.folder), row = { id: context.newId(), folder, asked: JSON.stringify({ ...request, folder }), createdAt: context.clock() };
        await demandFolder(folder);
        queue().recover();
        if (store().watches().some((other) => other.folder === folder)) throw new FrameWrightError('bad-value', { key: 'folder', value: folder, why: 'It is watched already; remove that watch first.' });
        const running = begin();
        store().addWatch(row);
        running.add({ id: row.id, folder, settleSeconds: request.settleSeconds });
        return describe(row);
      },
      async unwatch({ watch }) {
        const row = store().watches().find(({ id, folder }) => id === watch || folder === resolve(watch));
        if (!row) throw new FrameWrightError('watch-missing', { watch });
        queue().recover();
        store().removeWatch(row.id);
        watching?.remove(row.id);
        troubles.delete(row.id);
        return { removed: row.id };
      },
    },
  };
}

const askedOf = ({ asked }: WatchRow) => newWatch.parse(JSON.parse(asked));

async function takeFile({ queue, newId, clock, settings }: Context, row: WatchRow, path: string, key: string): Promise<void> {
  const { folder, wish, config, output } = askedOf(row), place = output ?? `${join(folder, 'restored')}${sep}`;
  await demandFound(folder, [path], async () => settings().networkPaths);
  await queue().submit({ id: newId(), key, source: path, output: place, overwrite: false, asked: { wish, config: config ?? null, output: place }, priority: 0, client: `watch ${folder}`, batch: null, createdAt: clock() });
}

/** @throws FrameWrightError `input-missing`, `input-unreadable`. */
async function demandFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((cause: NodeJS.ErrnoException) => { throw folderError(folder, cause); });
  if (!found.isDirectory()) throw folderError(folder, Object.assign(new Error('not a folder'), { code: 'ENOTDIR' }));
}
