// Whoever owns a graph or a codec of FFmpeg lets one call at a time work on it: two at once, or freeing it in the middle of one, end the process.
import { FrameWrightError } from '../../shared/errors.ts';

export type Turns = {
  /** Does `work` after all that was asked for before, whatever became of that. @throws FrameWrightError `internal` after `end`, having called `refused` to free what was handed over. */
  take<Value>(work: () => Promise<Value>, refused?: () => void): Promise<Value>;
  /** Frees the object, at once or after what was asked for before. Again: the same end. */
  end(): Promise<void>;
};

/** Turns at the object that `free` gives back; `what` names it in errors. */
export function openTurns(what: string, free: () => Promise<void> | void): Turns {
  let last: Promise<unknown> = Promise.resolve(), waiting = 0, freed: Promise<void> | null = null;
  const release = async (): Promise<void> => {
    if (waiting > 0) await last;
    await free();
  };
  return {
    async take(work, refused) {
      if (freed) {
        refused?.();
        throw new FrameWrightError('internal', { what: `${what} was asked to work after it was closed.`, why: 'Whoever closes it must have heard of everything before.' });
      }
      const mine = waiting++ === 0 ? work() : last.then(work);
      last = mine.catch(() => {}); // Whoever asked hears of it.
      try {
        return await mine;
      } finally {
        waiting--;
      }
    },
    end: () => freed ??= release(),
  };
}
