// Where every result frame comes from and when it is shown. The map is run-length coded; the index holds the times.
import type { FrameIndex } from '../../shared/media.ts';
import type { FrameMap, MapRun } from '../../shared/plan.ts';
import { ratio, secondsOf, type Rational } from '../../shared/time.ts';

/** A result frame's origin: an index frame, and which of its fields when fields become frames. */
export type Origin = { readonly frame: number; readonly field: 'both' | 'first' | 'second' };

/**
 * The map of index frames `[in, out)`. `timeBase` is the source's; with `fields` each frame gives two and ticks are half as long, so that the
 * second field falls exactly between. `epoch`, in source ticks, is what becomes time 0.
 */
export function buildMap(clip: { readonly in: number; readonly out: number }, timeBase: Rational, epoch: number, kind: MapRun['kind']): FrameMap {
  const count = (clip.out - clip.in) * perFrame(kind);
  const runs = count === 0 ? [] : [{ kind, first: clip.in, count }];
  return { timeBase: kind === 'fields' ? ratio(BigInt(timeBase.num), BigInt(timeBase.den) * 2n) : timeBase, epoch, frames: count, runs };
}

/** Where result frame `r` comes from. @throws RangeError outside `[0, map.frames)`. */
export function originOf(map: FrameMap, r: number): Origin {
  const { run, offset } = runAt(map, r);
  if (run.kind === 'source') return { frame: run.first + offset, field: 'both' };
  return { frame: run.first + Math.floor(offset / 2), field: offset % 2 === 0 ? 'first' : 'second' };
}

/** Presentation time of result frame `r` in ticks of `map.timeBase`. @throws RangeError outside `[0, map.frames)`. */
export function resultPts(map: FrameMap, index: FrameIndex, r: number): number {
  const { frame, field } = originOf(map, r);
  const shift = ticksPerSourceTick(map);
  const pts = (index.pts[frame]! - map.epoch) * shift;
  return field === 'second' ? pts + Math.floor((sourceDuration(index, frame) * shift) / 2) : pts;
}

/** How long result frame `r` is shown, ticks of `map.timeBase`: up to the next frame, at the end as long as the index says. */
export function resultDuration(map: FrameMap, index: FrameIndex, r: number): number {
  const { frame, field } = originOf(map, r);
  const whole = sourceDuration(index, frame) * ticksPerSourceTick(map);
  if (field === 'both') return whole;
  return field === 'first' ? Math.floor(whole / 2) : whole - Math.floor(whole / 2);
}

/** Result frames that index frames `[from, to)` become: `[first, first + count)`. */
export function resultSpan(map: FrameMap, from: number, to: number): { readonly first: number; readonly count: number } {
  let first = 0;
  for (const run of map.runs) {
    const factor = perFrame(run.kind), frames = run.count / factor;
    if (from < run.first + frames) return { first: first + (from - run.first) * factor, count: (to - from) * factor };
    first += run.count;
  }
  return { first: map.frames, count: 0 };
}

/** A negative start of up to so many seconds is an audio decoder's run-in, which players leave out. */
const runInSeconds = 0.1;

/**
 * What becomes time 0, in ticks of the video: the earliest start of the picture and the kept sound, so that tracks keep their offsets. A range that
 * begins later than the clip begins with its first frame.
 */
export function epochOf(video: { readonly timeBase: Rational; readonly firstPts: number; readonly cut: boolean }, audio: readonly { readonly startPts: number | null; readonly timeBase: Rational }[]): number {
  if (video.cut) return video.firstPts;
  const starts = audio.flatMap(({ startPts, timeBase }) => {
    if (startPts === null) return [];
    const seconds = secondsOf(startPts, timeBase);
    return [seconds < 0 && seconds >= -runInSeconds ? 0 : Math.floor((seconds * video.timeBase.den) / video.timeBase.num)];
  });
  return Math.min(video.firstPts, ...starts);
}

/** Result frames per index frame of a run. */
const perFrame = (kind: MapRun['kind']): number => (kind === 'fields' ? 2 : 1);

/** Field doubling halves the ticks of the whole result. */
const ticksPerSourceTick = (map: FrameMap): number => (map.runs.some((run) => run.kind === 'fields') ? 2 : 1);

/** Ticks from this frame to the next in the index; the last one's own duration. Never below 0. */
function sourceDuration(index: FrameIndex, frame: number): number {
  const next = frame + 1 < index.frames ? index.pts[frame + 1]! - index.pts[frame]! : index.duration[frame]!;
  return Math.max(0, next);
}

function runAt(map: FrameMap, r: number): { readonly run: MapRun; readonly offset: number } {
  let offset = r;
  for (const run of map.runs) {
    if (offset >= 0 && offset < run.count) return { run, offset };
    offset -= run.count;
  }
  throw new RangeError(`Result frame ${r} lies outside the map's ${map.frames} frames.`);
}
