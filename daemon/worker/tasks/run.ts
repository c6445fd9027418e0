// The units of a plan: tracks of sound and segments of picture.
import { mkdir } from 'node:fs/promises';
import type { AnyPlan } from '../../../shared/plan.ts';
import { runAudioUnit } from '../../run/audio.ts';
import { runVideo } from '../../run/run.ts';
import type { Unit } from '../../run/segment-writer.ts';
import type { TaskFunction, UnitFile } from '../contract.ts';
import { cutsOf, indexOf } from './tables.ts';

/** Progress is told this often; a message for every frame would cost more than small frames do. */
const tellEveryMs = 400;

/** Makes the units that are still to do: sound first, since it is quick and its failures are better known early. */
export const runTask: TaskFunction<'run'> = async ({ plan, segments, audio, folder }, { home, signal, drain, emit }) => {
  await mkdir(folder, { recursive: true });
  const index = plan.source === null ? null : await indexOf(plan, home);
  const unit = { onBegin: (name: string) => emit({ kind: 'begin', unit: name }), onUnit: (made: Unit) => emit({ kind: 'unit', unit: asFile(made) }) };
  for (const stream of audio) {
    if (drain?.aborted) return null;
    const tell = seldom((done: number) => emit({ kind: 'audio', unit: `audio-${stream}`, fraction: Math.min(1, done / soundSeconds(plan)) }));
    await runAudioUnit({ plan, index, stream, folder, signal, ...unit, onProgress: tell });
  }
  if (index !== null && plan.source !== null && segments.length > 0 && !drain?.aborted) {
    await runVideo({
      plan, index, cuts: await cutsOf(plan, home), pending: segments, folder, signal, drain, ...unit,
      onProgress: seldom((done: number) => emit({ kind: 'frames', done })), onRevision: (revised, why) => emit({ kind: 'revision', plan: revised, why }),
    });
  }
  return null;
};

const asFile = ({ unit, path, sha256, bytes, seconds, concealed, quality }: Unit): UnitFile => ({ unit, file: path, sha256, bytes, seconds, concealed, quality });

/** Seconds of sound in the result. */
function soundSeconds(plan: AnyPlan): number {
  const { clip, media, map } = plan;
  return Math.max(0.001, plan.source === null ? (clip.out - clip.in) * map.timeBase.num / map.timeBase.den : media.durationSeconds * (clip.out - clip.in) / Math.max(1, plan.media.video.shape.frames));
}

/** The first call and then no more than ten a second. */
function seldom(tell: (done: number) => void): (done: number) => void {
  let last = -Infinity;
  return (done) => {
    const now = performance.now();
    if (now - last < tellEveryMs) return;
    last = now;
    tell(done);
  };
}
