// The sources that are warm: each is closed when nobody has asked for a picture of it for a while, or when others need its place.
import type { Interpretation } from '../../shared/preset.ts';
import { unlessAborted } from '../run/flow.ts';
import { isCurrent, openWarmSource, type WarmSource } from './warm-source.ts';

/** How long a source stays warm, ms, and how many do. */
export const warmMs = 60_000;
const mostSources = 2;

type Entry = { readonly opening: Promise<WarmSource>; users: number; timer: NodeJS.Timeout | null };
export type WarmSources = {
  /** Works on a source, alone of all. @throws FrameWrightError `cancelled` while it waits for its turn; as `openWarmSource`; what `work` throws. */
  use<Value>(request: { readonly path: string; readonly interpretation: Interpretation; readonly home: string }, signal: AbortSignal, work: (source: WarmSource) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
};

/** @param idleMs how long an unused source stays open. */
export function createWarmSources(idleMs: number = warmMs): WarmSources {
  const entries = new Map<string, Entry>();
  let turn: Promise<unknown> = Promise.resolve();

  const close = async (key: string): Promise<void> => {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    clearTimeout(entry.timer ?? undefined);
    await (await entry.opening.catch(() => null))?.close();
  };
  const enter = async (key: string, open: () => Promise<WarmSource>): Promise<Entry> => {
    const known = entries.get(key);
    if (known && !await isCurrent(await known.opening)) await close(key);
    for (const [other, { users }] of entries) if (entries.size >= mostSources && other !== key && users === 0) await close(other);
    const entry = entries.get(key) ?? { opening: open(), users: 0, timer: null };
    entries.delete(key);
    entries.set(key, entry);
    entry.opening.catch(() => entries.delete(key));
    return entry;
  };
  const leave = (key: string, entry: Entry): void => {
    clearTimeout(entry.timer ?? undefined);
    entry.timer = setTimeout(() => { if (entry.users === 0) void close(key); }, idleMs).unref();
  };

  return {
    async use({ path, interpretation, home }, signal, work) {
      const key = JSON.stringify([home, path, interpretation]), before = turn, done = Promise.withResolvers<void>();
      turn = before.then(() => done.promise);
      const working = async () => {
        // One picture after the other: two at once would take twice as long each.
        await before;
        signal.throwIfAborted();
        const entry = await enter(key, () => openWarmSource(path, interpretation, home));
        entry.users += 1;
        try {
          return await work(await entry.opening);
        } finally {
          entry.users -= 1;
          leave(key, entry);
        }
      };
      // Who gives up need not wait; whoever is next does, until what was begun has ended: opening a source cannot be broken off, and is not in vain.
      return unlessAborted(working().finally(done.resolve), signal);
    },
    async close() {
      await turn;
      for (const key of [...entries.keys()]) await close(key);
    },
  };
}

/** Those of this process. */
export const warmSources = createWarmSources();
