// Events as one client hears them: each once, and always knowing which came last.
import type { AnyEvent } from './events.ts';
import type { Seen } from './line.ts';

export type Hearing = {
  subscribe(listener: (event: AnyEvent) => void): () => void;
  /** A line begins with a run of the daemon that has got to `seq`. */ begin(epoch: string, seq: number): void;
  hear(epoch: string, seq: number, event: AnyEvent): void;
  seen(): Seen | null;
};

export function createHearing(): Hearing {
  const listeners = new Set<(event: AnyEvent) => void>();
  let seen: Seen | null = null;
  return {
    seen: () => seen,
    begin(epoch, seq) { if (seen?.epoch !== epoch) seen = { epoch, seq }; },
    hear(epoch, seq, event) {
      // What was replayed twice is said once; `lost` stands for numbers that never come.
      if (seen?.epoch === epoch && seq <= seen.seq && event.kind !== 'lost') return;
      seen = { epoch, seq };
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}
