// How much one client may ask for, and how long it may keep silent.
import { heartbeatMs, mostBytes } from '../../shared/wire.ts';

export type Limits = {
  /** Largest body of a request and largest text frame, bytes. */ readonly bodyBytes: number;
  /** Open WebSockets, and open connections of all kinds on each address. */ readonly sockets: number; readonly connections: number;
  /** Until the head of a request is there, until all of it is, and until a WebSocket's first message is, ms. */ readonly headMs: number; readonly requestMs: number; readonly helloMs: number;
  /** A connection without a request ends after this, ms. */ readonly idleMs: number;
  /** A WebSocket that says nothing for three of these is ended, ms. */ readonly heartbeatMs: number;
  /** Messages of one connection: in the long run each second, and at once. */ readonly perSecond: number; readonly atOnce: number;
  /** Calls of one WebSocket without an answer. */ readonly inFlight: number;
  /** Bytes waiting for one WebSocket above which events wait and its messages are not read. */ readonly waitingBytes: number;
};

/** Two hundred clips submitted at once, or a thousand jobs listed one by one, stay far below. */
export const usualLimits: Limits = {
  bodyBytes: mostBytes, sockets: 256, connections: 512, headMs: 10_000, requestMs: 60_000, helloMs: 10_000, idleMs: 30_000, heartbeatMs,
  perSecond: 500, atOnce: 4000, inFlight: 2000, waitingBytes: 1 << 20,
};

/** A bucket of tokens: true when one more is allowed. `now` in ms, never going back. */
export function createAllowance({ perSecond, atOnce }: Pick<Limits, 'perSecond' | 'atOnce'>, now: () => number = () => performance.now()): () => boolean {
  let left = atOnce, last = now();
  return () => {
    const at = now();
    left = Math.min(atOnce, left + ((at - last) / 1000) * perSecond);
    last = at;
    if (left < 1) return false;
    left--;
    return true;
  };
}
