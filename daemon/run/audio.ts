// One whole audio track as a unit of work.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex } from '../../shared/media.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import { runAudio } from '../media/audio.ts';
import { anySpanOf, secondsOfSpan } from '../media/mux-range.ts';
import { commit, ownerOf } from './checkpoint.ts';
import type { Unit } from './segment-writer.ts';

export type AudioRun = {
  readonly plan: AnyPlan; /** Null for a sound file. */ readonly index: FrameIndex | null;
  /** Index of the track in the source. */
  readonly stream: number;
  /** The attempt's folder, which exists. */
  readonly folder: string; readonly signal: AbortSignal;
  onBegin?(unit: string): void;
  onUnit(unit: Unit): void;
  /** Seconds of sound that are done. */
  onProgress?(seconds: number): void;
};

/** Restores and encodes one track over the whole clip. @throws FrameWrightError as `runAudio`; `worker-died`. */
export async function runAudioUnit(run: AudioRun): Promise<void> {
  const { plan, index, folder, signal } = run, began = performance.now(), ownerAlive = ownerOf(process);
  const stream = plan.media.audio.find((track) => track.index === run.stream), streamPlan = plan.streams.find((track) => track.index === run.stream);
  if (!stream || !streamPlan) throw new FrameWrightError('internal', { what: `the plan has no audio track ${run.stream}.`, why: 'A unit was asked for that does not exist.' });
  const unit = `audio-${run.stream}`, temporary = join(folder, `${unit}.part`);
  run.onBegin?.(unit);
  try {
    const written = await runAudio({ source: plan.media, stream, plan: streamPlan, ...secondsOfSpan(anySpanOf(plan, index)), into: temporary, signal, onProgress: (seconds) => run.onProgress?.(seconds) });
    const finished = await commit(temporary, join(folder, `${unit}.packets`), written, ownerAlive);
    run.onUnit({ ...finished, unit, concealed: written.damaged, seconds: (performance.now() - began) / 1000 });
  } catch (thrown) {
    if (ownerAlive()) await rm(temporary, { force: true });
    throw thrown;
  }
}
