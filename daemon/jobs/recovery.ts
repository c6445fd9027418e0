// What becomes of unfinished jobs when their owner comes back after a crash, a reboot or an orderly end.
import { announce, backOffMs, markCancelled, rest, type EndingIo } from './ending.ts';

/** Every job that was running and that nobody runs now waits for its next turn, or rests where its user wanted it to. What it had finished is kept. */
export function recoverJobs(io: EndingIo, isRun: (id: string) => boolean): void {
  for (const { id, state, wanted } of io.store.unfinished().filter((job) => !isRun(job.id))) {
    if (state === 'running' || state === 'delivering') rest(id, io);
    else if (wanted === 'cancel') markCancelled(id, io);
  }
}

/**
 * Milliseconds until a waiting job has its next try. The wall clock may have been set since: a wait is never longer than it was at first, and the store is
 * told when it is cut down to that.
 */
export function waitLeft(id: string, io: EndingIo): number {
  const { retryAt, tries } = io.store.job(id), { retrySeconds } = io.settings();
  const now = Date.parse(io.clock()), most = backOffMs(Math.max(0, tries - 1), retrySeconds);
  const left = retryAt === null ? 0 : Date.parse(retryAt) - now;
  if (left > most) {
    io.store.update(id, { retryAt: new Date(now + most).toISOString() });
    announce(io, id);
  }
  return Math.max(0, Math.min(left, most));
}
