// Every event passes here once: it gets its number, is kept for clients that come back, and is handed on.
import type { AnyEvent, SentEvent } from '../../shared/events.ts';

/** Events kept for clients that come back or are slow: minutes of a busy queue. */
const usuallyKept = 20_000;

export type Hub = {
  /** Names this run of the daemon. */
  readonly epoch: string;
  /** Number of the newest event; 0 before the first. */
  seq(): number;
  emit(event: AnyEvent): void;
  /** Calls back for every event from now on. */
  subscribe(listener: (sent: SentEvent) => void): () => void;
  /** What was sent after `seq`, oldest first, `most` of them; null when that is not kept any more. */
  since(seq: number, most?: number): readonly SentEvent[] | null;
};

export function createHub(epoch: string, clock: () => string, kept = usuallyKept): Hub {
  const ring: SentEvent[] = [];
  const listeners = new Set<(sent: SentEvent) => void>();
  let seq = 0;
  return {
    epoch,
    seq: () => seq,
    emit(event) {
      const sent: SentEvent = { epoch, seq: ++seq, at: clock(), event };
      ring[(seq - 1) % kept] = sent;
      for (const listener of listeners) listener(sent);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    since(from, most = kept) {
      if (from > seq || seq - from > kept) return null;
      return Array.from({ length: Math.min(most, seq - from) }, (_, i) => ring[(from + i) % kept]!);
    },
  };
}
