// A fixed number of reusable buffers; whoever wants one while all are out waits. This is what keeps a run's memory constant.

export type Ring<Slot> = {
  /** The next free slot, waiting for one if need be. @throws the reason given to `close`, also to those who wait. */
  acquire(): Promise<Slot>;
  release(slot: Slot): void;
  /** Slots that are out. */
  readonly out: number;
  close(reason: unknown): void;
};

/** Makes `size` slots, each on its first use. */
export function openRing<Slot>(size: number, allocate: () => Slot): Ring<Slot> {
  const free: Slot[] = [];
  const waiting: { resolve(slot: Slot): void; reject(reason: unknown): void }[] = [];
  let made = 0;
  let closed: { readonly reason: unknown } | null = null;

  return {
    async acquire() {
      if (closed) throw closed.reason;
      const slot = free.pop();
      if (slot !== undefined) return slot;
      if (made < size) { made += 1; return allocate(); }
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    release(slot) {
      const next = waiting.shift();
      if (next) next.resolve(slot);
      else free.push(slot);
    },
    get out() { return made - free.length; },
    close(reason) {
      closed = { reason };
      for (const waiter of waiting.splice(0)) waiter.reject(reason);
    },
  };
}
