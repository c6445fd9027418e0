// Ctrl-C as a rejection.
import { FrameWrightError } from '../../shared/errors.ts';

/** Rejects with `cancelled` on Ctrl-C. What was begun is cleaned up when its client is closed. */
export function untilInterrupted(interrupted: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new FrameWrightError('cancelled'));
    if (interrupted.aborted) stop();
    else interrupted.addEventListener('abort', stop, { once: true });
  });
}
