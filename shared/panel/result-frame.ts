// Which frame of the source a frame of the result shows, for looking at both side by side. Exact but for constant rates, which need the index of times.
import type { FrameMap, MapRun } from '../plan.ts';

/** An index frame. `frame` of the result is taken to its nearest end where it lies outside the map. */
export function sourceFrameOf(map: FrameMap, frame: number): number {
  const total = map.runs.reduce((sum, { count }) => sum + count, 0);
  // At a constant rate frames of the runs are repeated or left out evenly, as far as their times are even.
  let left = map.constantRate === null ? frame : Math.floor(((frame + 0.5) * total) / map.frames);
  left = Math.min(Math.max(0, left), Math.max(0, total - 1));
  for (const run of map.runs) {
    if (left < run.count) return withinRun(run, left);
    left -= run.count;
  }
  return 0;
}

function withinRun(run: MapRun, offset: number): number {
  if (run.kind === 'source') return run.first + offset;
  if (run.kind === 'fields') return run.first + Math.floor(offset / 2);
  const nth = Math.floor(offset / run.keep.length);
  return run.first + nth * run.cycle + (run.keep[offset % run.keep.length] ?? 0);
}
