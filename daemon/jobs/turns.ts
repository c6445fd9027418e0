// Whose turn it is: the highest priority first; within it clients take turns, and each client's jobs keep their order.
import type { JobState } from '../../shared/job.ts';
import type { Store } from './store.ts';

/** Clients whose last turn is remembered. */
const remembered = 1000;

export type Turns = { /** The job in `state` that has its turn, among those that `may`; null when there is none. `device` null looks at all of them. */ next(state: JobState, device: string | null, may?: (id: string) => boolean): string | null };

export function createTurns({ heads }: Pick<Store, 'heads'>): Turns {
  /** Clients by when they had their last turn, the longest ago first. */
  const served = new Set<string>();
  return {
    next(state, device, may = () => true) {
      const waiting = heads(state, device).filter(({ id }) => may(id));
      const order = [...served], lastTurn = new Map(waiting.map(({ client }) => [client, order.indexOf(client)]));
      const [first] = waiting.sort((one, other) => lastTurn.get(one.client)! - lastTurn.get(other.client)!);
      if (!first) return null;
      served.delete(first.client);
      served.add(first.client);
      if (served.size > remembered) served.delete(order[0]!);
      return first.id;
    },
  };
}
