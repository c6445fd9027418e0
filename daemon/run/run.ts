// Makes the pending segments of a plan: open → pump → close. One call is one worker's share of a job.
import { setTimeout as sleep } from 'node:timers/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import { ownerOf } from './checkpoint.ts';
import { unlessAborted } from './flow.ts';
import { openLine, type Line, type OpenProcess } from './line.ts';
import { smallerTiles } from './revision.ts';
import type { Unit } from './segment-writer.ts';

export type VideoRun = {
  readonly plan: Plan; readonly index: FrameIndex;
  /** First frame of every shot but the first, index frames, ascending. */
  readonly cuts: Uint32Array;
  /** Ids of the segments to make. */
  readonly pending: readonly number[];
  /** The attempt's folder on the destination's volume; it exists and nobody else writes to it. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Aborted when the run is to end after the segment that it has in hand. */
  readonly drain?: AbortSignal;
  onBegin?(unit: string): void;
  /** A segment that counts: its file is complete, checked, hashed and renamed. */
  onUnit(unit: Unit): void;
  /** Result frames encoded by this call; starts again at the last finished segment when a revision repeats one. */
  onProgress?(frames: number): void;
  /** The plan by which the run goes on, with the reason. */
  onRevision?(plan: Plan, why: string): void;
  readonly openProcess?: OpenProcess;
};

/** `plan` is the last revision; `concealed` what the units say, together. */
export type VideoResult = { readonly plan: Plan; readonly concealed: readonly number[] };

/** How long a cancelled run waits for what it has in hand, ms; the answer must come within 200. */
const graceMs = 100;

/**
 * Runs until every pending segment is finished, or the one in hand when it is drained. Out of memory, it goes on with smaller tiles from the segment on that did not fit.
 * @throws FrameWrightError `cancelled` within 200 ms of the signal, `step-failed`, `verify-failed`, `out-of-memory`, `disk-full`, `input-…`, `internal`.
 */
export async function runVideo(run: VideoRun): Promise<VideoResult> {
  const ownerAlive = ownerOf(process), finished = new Map<number, Unit>();
  let { plan } = run;
  for (;;) {
    let line: Line | null = null;
    try {
      line = await open(run, plan, ownerAlive, finished);
      await pump(line, run, finished);
      return { plan, concealed: [...finished.values()].flatMap(({ concealed }) => concealed) };
    } catch (thrown) {
      if (run.signal.aborted) throw new FrameWrightError('cancelled', { job: '' }, { cause: thrown });
      const revision = smallerTiles(plan, thrown);
      if (!revision) throw thrown;
      plan = revision.plan;
      run.onRevision?.(plan, revision.why);
    } finally {
      if (line) await close(line, run.signal);
    }
  }
}

async function open(run: VideoRun, plan: Plan, ownerAlive: () => boolean, finished: ReadonlyMap<number, Unit>): Promise<Line> {
  const segments = plan.segments.filter(({ id }) => run.pending.includes(id) && !finished.has(id));
  let frames = plan.segments.filter(({ id }) => finished.has(id)).reduce((sum, { count }) => sum + count, 0);
  const opening = openLine({ ...run, plan, segments, ownerAlive, onBegin: (unit) => run.onBegin?.(unit), onFrame: () => run.onProgress?.(++frames) }, run.signal);
  return unlessAborted(opening, run.signal, (line) => line.close());
}

async function pump(line: Line, run: VideoRun, finished: Map<number, Unit>): Promise<void> {
  const pumping = (async () => {
    for await (const { segment, ...unit } of line.units) {
      finished.set(segment, unit);
      run.onUnit(unit);
      if (run.drain?.aborted) return;
    }
  })();
  await unlessAborted(pumping, run.signal);
}

async function close(line: Line, signal: AbortSignal): Promise<void> {
  const closing = line.close();
  if (!signal.aborted) return closing;
  closing.catch(() => {}); // The answer is `cancelled`, whatever a slow part says later.
  await Promise.race([closing, sleep(graceMs)]);
}
