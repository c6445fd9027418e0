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

/**
 * What `work` gives, or at once the signal's reason when that is aborted first. Work that then still ends is given to `late`, and what it throws is
 * forgotten: the answer has been given.
 */
export async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal, late: (value: Value) => unknown = () => {}): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([aborted, work]);
  } catch (thrown) {
    if (signal.aborted) work.then(late).catch(() => {});
    throw thrown;
  } finally {
    signal.removeEventListener('abort', stop);
  }
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
