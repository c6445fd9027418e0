// A window that slides over the frames of one span: neighbours beyond an end repeat the end.

/** What falls out of the window on a push, ready to be worked on: `frames` are `before + 1 + after` entries around `frames[before]`. */
export type View<Entry> = { readonly frames: readonly Entry[]; readonly current: Entry };

export type SlidingWindow<Entry> = {
  /** Takes the next entry. Returns the view that it completes, or null while more are needed. */
  push(entry: Entry): View<Entry> | null;
  /** The views of the last entries, once the span has ended. */
  flush(): Generator<View<Entry>, void>;
  /** Entries that no coming view needs; each is returned once. */
  retire(): Entry[];
  /** Everything still held, for clean-up. */
  clear(): Entry[];
};

/** An empty window; `before` and `after` in frames. Holds at most `before + 1 + after` entries between `retire` calls. */
export function slidingWindow<Entry>(before: number, after: number): SlidingWindow<Entry> {
  let held: Entry[] = [];
  let first = 0; // Number within the span of held[0].
  let next = 0; // Number within the span of the next view's middle.

  const at = (number: number): Entry => held[Math.min(Math.max(number - first, 0), held.length - 1)]!;
  const view = (): View<Entry> => {
    const middle = next;
    next += 1;
    return { frames: Array.from({ length: before + 1 + after }, (_, i) => at(middle - before + i)), current: at(middle) };
  };

  return {
    push(entry) {
      held.push(entry);
      return first + held.length > next + after ? view() : null;
    },
    * flush() { while (next < first + held.length) yield view(); },
    retire() {
      const gone = held.splice(0, Math.max(0, next - before - first));
      first += gone.length;
      return gone;
    },
    clear() {
      const left = held;
      held = [];
      first = 0;
      next = 0;
      return left;
    },
  };
}
