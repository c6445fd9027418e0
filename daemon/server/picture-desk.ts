// Requests for pictures on their way to the worker: alike ones are answered together, later ones replace earlier ones, and there are never too many.
import { stat } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import type { CallOptions, Worker } from '../worker/handle.ts';
import type { RequestOf, ResponseOf } from '../worker/contract.ts';
import type { Pictures } from './picture-cache.ts';
import { picturesIn } from './pictures.ts';

/** Tasks of the worker that answer with pictures. */
export type PictureTask = 'previewFrame' | 'frame' | 'thumbnails' | 'sheet';
export type PictureDesk = {
  /** @param reads files whose change changes the answer; the first is the source. @throws FrameWrightError `too-many`, `cancelled`; as the task. */
  ask<Name extends PictureTask>(task: Name, request: RequestOf<Name>, reads: readonly string[], signal?: AbortSignal): Promise<ResponseOf<Name>>;
  /** A signal for a request that calls itself `word`; aborted by `signal`, and by the next request that does. */
  replacing(word: string, signal?: AbortSignal): { readonly signal: AbortSignal; done(): void };
};

/** Requests that may wait for the worker at once; and answers that are remembered, and how long, ms. */
const mostWaiting = 256, mostKnown = 1000, knownMs = 600_000;

type Known = { readonly value: unknown; readonly until: number };

export function createPictureDesk(worker: Pick<Worker, 'call'>, pictures: Pictures, now: () => number = () => performance.now()): PictureDesk {
  const known = new Map<string, Known>(), latest = new Map<string, AbortController>();
  let waiting = 0;

  const remembered = async (key: string): Promise<unknown> => {
    const found = known.get(key);
    if (!found || found.until < now() || !await pictures.has(picturesIn(found.value))) return null;
    return found.value;
  };
  const remember = (key: string, value: unknown): void => {
    known.delete(key);
    known.set(key, { value, until: now() + knownMs });
    for (const oldest of known.keys()) if (known.size > mostKnown) known.delete(oldest);
  };

  return {
    async ask(task, request, reads, signal) {
      if (waiting >= mostWaiting) throw new FrameWrightError('too-many', { why: `${waiting} pictures are waiting to be made already.` });
      waiting += 1;
      try {
        const state = await stateOf(reads), key = state && JSON.stringify([task, request, state]);
        const found = key === null ? null : await remembered(key) as ResponseOf<typeof task> | null;
        const options: CallOptions<typeof task> = signal ? { signal } : {};
        const value = found ?? await worker.call(task, request, options);
        if (key !== null && found === null) remember(key, value);
        await pictures.used(picturesIn(value));
        return found !== null && 'cached' in (value as object) ? { ...value, cached: true } : value;
      } finally {
        waiting -= 1;
      }
    },
    replacing(word, signal) {
      const own = new AbortController();
      latest.get(word)?.abort(new FrameWrightError('cancelled'));
      latest.set(word, own);
      return { signal: signal ? AbortSignal.any([signal, own.signal]) : own.signal, done: () => { if (latest.get(word) === own) latest.delete(word); } };
    },
  };
}

/** What tells that files are still those that were read; null for what is no file, whose parts may change unseen. */
async function stateOf(paths: readonly string[]): Promise<readonly unknown[] | null> {
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return found.every((one) => one?.isFile()) ? found.map((one) => [one!.ino, one!.size, one!.mtimeMs]) : null;
}
