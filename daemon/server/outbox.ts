// Events on their way to one client. They wait in the hub, not here: a client is a place in the hub's row, so a slow one costs nothing and learns what it lost.
import type { SentEvent } from '../../shared/events.ts';
import type { Hub } from './hub.ts';

/** Events looked at together. */
const stretch = 1000;

export type Outbox = {
  /** Sends what can be sent now; called for every event, and when the client has taken some. */
  flush(): void;
  /** The client's place, from which `flush` goes on: what it saw last, or null for from now on. */
  begin(seen: { readonly epoch: string; readonly seq: number } | null): void;
};

/**
 * `ready` tells whether the client takes more. A client that came back gets every event that it missed, as it was sent; one that is slow is not given progress that
 * newer progress of the same job has overtaken. What the hub has let go of is replaced by one `lost` with the count.
 */
export function createOutbox(hub: Hub, clock: () => string, send: (sent: SentEvent) => void, ready: () => boolean): Outbox {
  let place: number | null = null, whole = 0;
  const lose = (count: number | null): void => {
    place = hub.seq();
    send({ epoch: hub.epoch, seq: place, at: clock(), event: { kind: 'lost', count } });
  };
  return {
    begin(seen) {
      whole = place = hub.seq();
      if (!seen) return;
      if (seen.epoch !== hub.epoch || seen.seq > place) lose(null);
      else place = seen.seq;
    },
    flush() {
      while (place !== null && place < hub.seq() && ready()) {
        const pending = hub.since(place, stretch);
        if (!pending) {
          lose(hub.seq() - place);
          continue;
        }
        const newest = new Map(pending.flatMap(({ event, seq }) => (event.kind === 'progress' ? [[event.job, seq] as const] : [])));
        for (const sent of pending) {
          if (!ready()) break;
          place = sent.seq;
          if (sent.seq <= whole || sent.event.kind !== 'progress' || newest.get(sent.event.job) === sent.seq) send(sent);
        }
      }
    },
  };
}
