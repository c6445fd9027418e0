// What the queue does where nobody catches: a store that fails is said and asked again after a while, not at once for each of its jobs.

export type StoreGuard = {
  /** Does the work; where it throws, the queue rests. */
  attempt(work: () => void): void;
  rest(error: unknown): void;
  isResting(): boolean;
  close(): void;
};

/** Wait before the next try, ms. */
const restMs = 30_000;

export function createStoreGuard(notice: (text: string) => void, onOver: () => void): StoreGuard {
  let timer: NodeJS.Timeout | undefined, closed = false;
  const rest = (error: unknown): void => {
    if (timer !== undefined || closed) return;
    notice(`The job store fails (${(error as Error).message}); the queue goes on in ${restMs / 1000} seconds.`);
    timer = setTimeout(() => {
      timer = undefined;
      onOver();
    }, restMs).unref();
  };
  return {
    rest, isResting: () => timer !== undefined,
    attempt(work) { try { work(); } catch (error) { rest(error); } },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
