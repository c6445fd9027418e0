// One process owns the store for as long as it lives. The lock is a row of the store, so taking over from a dead process is one transaction and cannot be raced.
import { FrameWrightError } from '../../shared/errors.ts';
import { isAlive, sameProcess, type Identity } from './identity.ts';
import type { Store } from './store.ts';

/**
 * Makes this process the owner and returns what gives the store free again. An owner that died, or ran before the last boot, owns nothing.
 * @throws FrameWrightError `store-locked` while another lives, also one in this very process.
 */
export function acquireOwnership(store: Pick<Store, 'atomically' | 'owner' | 'setOwner' | 'clearOwner'>, me: Identity): () => void {
  store.atomically(() => {
    const owner = store.owner();
    if (owner && isAlive(owner)) throw new FrameWrightError('store-locked', { pid: owner.pid });
    store.setOwner(me);
  });
  return () => store.atomically(() => {
    const owner = store.owner();
    if (owner && sameProcess(owner, me)) store.clearOwner();
  });
}
