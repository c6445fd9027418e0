// How a job stops: failed, to be tried again, at rest, cancelled. What ended it is written down with everything that a person needs.
import { dirname, join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyEvent } from '../../shared/events.ts';
import type { Settings } from '../../shared/settings.ts';
import { bytes } from '../../shared/words.ts';
import { catalogued, isStoreFull } from '../worker/failure.ts';
import type { JobRecord } from './job-rows.ts';
import { freeBytes, quote } from './preflight.ts';
import { summaryOf } from './summary.ts';
import type { Store } from './store.ts';

export type EndingIo = {
  readonly store: Store; readonly home: string;
  readonly emit: (event: AnyEvent) => void;
  /** The wall clock as ISO 8601. */
  readonly clock: () => string;
  readonly settings: () => Pick<Settings, 'retries' | 'retrySeconds' | 'historyDays'>;
};
/** `error` is what the job failed with, null when it did not; `written` is false when the store took nothing any more. */
export type Ending = { readonly error: FrameWrightError | null; readonly written: boolean };

/** Tells listeners how a job now stands. */
export function announce({ store, emit }: Pick<EndingIo, 'store' | 'emit'>, id: string): void {
  const job = store.job(id);
  emit({ kind: 'state', job: id, state: job.state, error: job.error });
  emit({ kind: 'job', job: id, summary: summaryOf(job) });
}

/** Writes down a failure. Where the store takes nothing more, which often is that very failure, listeners are told all the same. */
export async function fail(id: string, io: EndingIo, thrown: unknown): Promise<Ending> {
  let error = catalogued(thrown);
  try {
    const job = io.store.job(id);
    error = await complete(error, job, io);
    const delay = await retryDelay(error, job, io);
    if (error.code === 'internal' && thrown instanceof Error) io.store.log(id, io.clock(), String(thrown.cause ?? thrown.stack));
    if (delay === null) io.store.transition(id, 'failed', { error: error.toData(), finishedAt: io.clock(), wanted: null });
    else if (job.wanted === 'pause') io.store.transition(id, 'paused', { error: error.toData(), wanted: null });
    else io.store.transition(id, 'waiting', { error: error.toData(), tries: job.tries + 1, retryAt: new Date(Date.parse(io.clock()) + delay).toISOString() });
    announce(io, id);
    return { error, written: true };
  } catch {
    io.emit({ kind: 'state', job: id, state: 'failed', error: error.toData() });
    return { error, written: false };
  }
}

/** Writes down that a job was stopped on purpose: it is where its user wants it, or waits for its next turn. */
export function rest(id: string, io: EndingIo): void {
  const { wanted } = io.store.job(id);
  if (wanted === 'cancel') return markCancelled(id, io);
  io.store.transition(id, wanted === 'pause' ? 'paused' : 'planned', { wanted: null });
  announce(io, id);
}

export function markCancelled(id: string, io: EndingIo): void {
  io.store.transition(id, 'cancelled', { error: { code: 'cancelled', values: { job: id } }, finishedAt: io.clock(), wanted: null, retryAt: null });
  announce(io, id);
}

/** The worker knows what failed; the job's own names and numbers are known here. */
async function complete(error: FrameWrightError, job: JobRecord, { store, home }: EndingIo): Promise<FrameWrightError> {
  const inStore = isStoreFull(error), folder = inStore ? home : dirname(job.output), plan = store.plan(job.id);
  const needed = inStore || !plan ? 'A few more bytes' : bytes(plan.resources.diskBytes);
  const disk: Record<string, string> = error.code === 'disk-full' ? { path: folder, needed, free: await freeBytes(folder).then(bytes, () => 'an unknown amount') } : {};
  const known = { path: job.source, other: quote(join(dirname(job.output), `${job.id}.${job.output.split('.').at(-1)}`)) };
  return new FrameWrightError(error.code, { ...known, ...error.values, ...disk, job: job.id, pathArgument: quote(job.source) }, { cause: error.cause });
}

/** No wait is longer, milliseconds: a day. */
const longestWaitMs = 24 * 3600 * 1000;

/** The wait before try `tries` + 2, milliseconds. */
export const backOffMs = (tries: number, retrySeconds: number): number => Math.min(longestWaitMs, 1000 * retrySeconds * 2 ** tries);

/** What fails while computing mostly fails again in the same place: one more try tells. */
const computed = new Set(['step-failed', 'verify-failed']);

/** Milliseconds until a failed job is tried again by itself; null when it is not. */
async function retryDelay(error: FrameWrightError, { id, tries, output }: JobRecord, { store, settings }: EndingIo): Promise<number | null> {
  const { retries, retrySeconds } = settings();
  if (error.row.retryable !== true || tries >= (computed.has(error.code) ? Math.min(1, retries) : retries)) return null;
  if (error.code === 'disk-full' && !await hasRoom(id, dirname(output), store, error)) return null;
  return backOffMs(tries, retrySeconds);
}

/** A full disk stays full until somebody makes room, unless another job was about to. */
async function hasRoom(id: string, folder: string, store: Store, error: FrameWrightError): Promise<boolean> {
  const plan = store.plan(id);
  return !isStoreFull(error) && plan !== null && await freeBytes(folder).catch(() => 0) > plan.resources.diskBytes - store.unitsDone(id).bytes;
}
