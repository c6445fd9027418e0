// Jobs that wait for their next try, each with its timer.
import type { EndingIo } from './ending.ts';
import { waitLeft } from './recovery.ts';

export type Retries = {
  armIfWaiting(id: string): void;
  /** Every waiting job that has no timer yet. */
  armAll(): void;
  forget(id: string): void;
  close(): void;
};

/** `onDue` is called when a job that still waits has its try. */
export function createRetries(io: EndingIo, onDue: (id: string) => void): Retries {
  const timers = new Map<string, NodeJS.Timeout>();
  const isWaiting = (id: string): boolean => io.store.has(id) && io.store.job(id).state === 'waiting';
  const forget = (id: string): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
  };
  const armIfWaiting = (id: string): void => {
    if (!isWaiting(id)) return;
    forget(id);
    timers.set(id, setTimeout(() => {
      timers.delete(id);
      onDue(id);
    }, waitLeft(id, io)));
  };
  return {
    armIfWaiting, forget,
    armAll: () => { for (const { id } of io.store.jobs({ states: ['waiting'] })) if (!timers.has(id)) armIfWaiting(id); },
    close: () => { for (const id of [...timers.keys()]) forget(id); },
  };
}
