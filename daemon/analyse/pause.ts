// Long work in JavaScript is done in pieces, so that a cancel is heard between them.
import { setImmediate } from 'node:timers/promises';
import { FrameWrightError } from '../../shared/errors.ts';

/** Lets messages in. @throws FrameWrightError `cancelled`. */
export type Pause = () => Promise<void>;

/** A pause that ends in `cancelled` once `signal` says so. */
export const pauseFor = (signal: AbortSignal | undefined): Pause => async () => {
  await setImmediate();
  if (signal?.aborted) throw new FrameWrightError('cancelled', { job: '' });
};
