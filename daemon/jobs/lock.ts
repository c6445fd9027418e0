// One process drives jobs at a time. The lock is a row of the store, so taking over from a dead process is one transaction and cannot be raced.
import { setTimeout as sleep } from 'node:timers/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import { isAlive, sameProcess, type Identity } from './identity.ts';
import type { Store } from './store.ts';

export type LockOptions = {
  readonly me: Identity; /** The job it is wanted for. */ readonly job: string;
  /** False rejects at once instead of waiting for a turn. */ readonly wait: boolean;
  /** Called once, with who has it, when there is somebody to wait for. */ readonly onWait: (owner: { readonly pid: number; readonly job: string }) => void;
  readonly signal: AbortSignal;
};
const pollMs = 200;

/** Resolves with the release once this process owns the store. @throws FrameWrightError `store-locked` (told not to wait), `cancelled`. */
export async function acquireLock(store: Store, { me, job, wait, onWait, signal }: LockOptions): Promise<() => void> {
  for (let told = false; ; told = true) {
    const holder = tryLock(store, me, job);
    if (!holder) return () => releaseLock(store, me);
    if (!wait) throw new FrameWrightError('store-locked', { pid: holder.who.pid });
    if (!told) onWait({ pid: holder.who.pid, job: holder.job });
    await sleep(pollMs, undefined, { signal }).catch((cause: unknown) => { throw new FrameWrightError('cancelled', {}, { cause }); });
  }
}

/** Takes the lock, or returns who holds it. A holder that died, or ran before the last boot, holds nothing. */
function tryLock(store: Store, me: Identity, job: string): { readonly who: Identity; readonly job: string } | null {
  return store.atomically(() => {
    const holder = store.owner();
    if (holder && isAlive(holder.who)) return holder;
    store.setOwner(me, job);
    return null;
  });
}

function releaseLock(store: Store, me: Identity): void {
  store.atomically(() => {
    const holder = store.owner();
    if (holder && sameProcess(holder.who, me)) store.clearOwner();
  });
}
