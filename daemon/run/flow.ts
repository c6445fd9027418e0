// How frames travel between the parts of a run: bounded, overlapping, every item owned by exactly one holder at a time.

/**
 * Runs `source` up to `depth` items ahead of its reader, so both work at the same time. Items arrive in order, an error after the items before it.
 * A reader that stops early ends `source` too; items that nobody took go to `drop`. An abort wakes a waiting reader at once, with the signal's reason.
 */
export async function* ahead<Item>(source: AsyncIterable<Item>, depth: number, drop: (item: Item) => void, signal: AbortSignal): AsyncGenerator<Item, void> {
  const waiting: Item[] = [];
  const bell = makeBell();
  let ended = false, stopped = false, failure: { readonly thrown: unknown } | null = null;

  const produce = async (): Promise<void> => {
    try {
      for await (const item of source) {
        if (stopped) { drop(item); break; }
        waiting.push(item);
        bell.ring();
        while (waiting.length >= depth && !stopped) await bell.rung();
        if (stopped) break;
      }
    } catch (thrown) {
      failure = { thrown };
    }
    ended = true;
    bell.ring();
  };

  const producing = produce();
  const wake = (): void => bell.ring();
  signal.addEventListener('abort', wake);
  try {
    for (;;) {
      signal.throwIfAborted();
      const item = waiting.shift();
      if (item !== undefined) {
        bell.ring();
        yield item;
      } else if (ended) {
        break;
      } else {
        await bell.rung();
      }
    }
    throwIfAny(failure);
  } finally {
    signal.removeEventListener('abort', wake);
    stopped = true;
    bell.ring();
    await producing;
    waiting.forEach(drop);
  }
}

/** Yields `made(item)` for each; what the reader leaves untaken goes to `drop`. */
export function* handOver<Item, Made>(items: readonly Item[], made: (item: Item) => Made, drop: (item: Item) => void): Generator<Made, void> {
  const left = [...items];
  try {
    for (let item = left.shift(); item !== undefined; item = left.shift()) yield made(item);
  } finally {
    left.forEach(drop);
  }
}

/** Rejects when the signal is aborted, never resolves; `settle` forgets it. */
export function untilAborted(signal: AbortSignal): { readonly aborted: Promise<never>; settle(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  promise.catch(() => {}); // A run that ends unaborted leaves nobody waiting here.
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return { aborted: promise, settle: () => signal.removeEventListener('abort', stop) };
}

/** Any number of waiters, all woken by the next ring. */
function makeBell(): { ring(): void; rung(): Promise<void> } {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => { next.resolve(); next = Promise.withResolvers<void>(); },
    rung: () => next.promise,
  };
}

function throwIfAny(failure: { readonly thrown: unknown } | null): void {
  if (failure) throw failure.thrown;
}
