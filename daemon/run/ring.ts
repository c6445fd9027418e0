// A fixed number of reusable buffers; whoever wants one while all are out waits. This is what keeps a run's memory constant.

export type Ring<Slot> = {
  /** The next free slot, waiting for one if need be. */
  acquire(): Promise<Slot>;
  release(slot: Slot): void;
};

/** Makes `size` slots, each on its first use. */
export function openRing<Slot>(size: number, allocate: () => Slot): Ring<Slot> {
  const free: Slot[] = [];
  const waiting: ((slot: Slot) => void)[] = [];
  let made = 0;
  return {
    async acquire() {
      const slot = free.pop();
      if (slot !== undefined) return slot;
      if (made < size) { made += 1; return allocate(); }
      return new Promise((resolve) => waiting.push(resolve));
    },
    release(slot) {
      const next = waiting.shift();
      if (next) next(slot);
      else free.push(slot);
    },
  };
}
