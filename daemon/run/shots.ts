// Where filters and windows live: a span is a piece of one segment inside which frames may see each other.
import type { ScanRun } from '../../shared/analysis.ts';
import type { Segment } from '../../shared/plan.ts';

/**
 * Index frames. `[from, to)` become result frames; `[readFrom, readTo)` are run, the rest being neighbours that are thrown away;
 * all of them lie in one shot and, where stretches are worked on differently, in one `run`. `last` marks the segment's last span.
 */
export type Span = { readonly segment: Segment; readonly from: number; readonly to: number; readonly readFrom: number; readonly readTo: number; readonly last: boolean; readonly run: ScanRun | null };

/** How far steps look around a frame, in frames of their input; `before` includes what a recursive filter needs to settle. */
export type Reach = { readonly before: number; readonly after: number };

/**
 * The spans of a segment. With a reach of 0 shots do not matter and the whole segment is one span. Otherwise it is cut at every cut, and where a
 * segment begins or ends inside a shot, neighbours are read: the plan's `warm` frames before it and the reach after it, never beyond the shot or the clip.
 * It is always cut where one of `runs` ends, which counts as a cut for all but a cadence whose first or last picture has a field in the frame beyond.
 */
export function spansOf(segment: Segment, cuts: Uint32Array, clip: { readonly in: number; readonly out: number }, reach: Reach, runs: readonly ScanRun[] = []): Span[] {
  const borders = runs.map(({ first }) => first), blind = reach.before === 0 && reach.after === 0;
  const all = Uint32Array.from(new Set([...(blind ? [] : cuts), ...borders])).sort();
  const inside = [...all].filter((cut) => cut > segment.from && cut < segment.to);
  const starts = [segment.from, ...inside], ends = [...inside, segment.to];
  const { start, end } = shotAround(segment, all, clip);
  return starts.map((from, i) => {
    const to = ends[i]!, run = runs.find(({ first, count }) => from >= first && from < first + count) ?? null;
    const readFrom = i === 0 ? Math.max(start, from - (blind ? 0 : segment.warm)) : from;
    const readTo = i === starts.length - 1 ? Math.min(end, to + reach.after) : to;
    return {
      segment, from, to, run, last: i === starts.length - 1,
      readFrom: readFrom > 0 && matchAt(run, readFrom) === 'p' && !cuts.includes(readFrom) ? readFrom - 1 : readFrom,
      readTo: readTo < clip.out && matchAt(run, readTo - 1) === 'n' && !cuts.includes(readTo) ? readTo + 1 : readTo,
    };
  });
}

/** Where a cadence finds the second field of frame `n`. */
const matchAt = (run: ScanRun | null, n: number): string | undefined => run?.cadence?.matches[(n - run.first) % run.cadence.cycle];

/** First frame of the shot in which the segment begins, and the end of the shot in which it ends, within the clip. */
function shotAround(segment: Segment, cuts: Uint32Array, clip: { readonly in: number; readonly out: number }): { readonly start: number; readonly end: number } {
  const before = cuts.findLast((cut) => cut <= segment.from) ?? clip.in;
  const after = cuts.find((cut) => cut >= segment.to) ?? clip.out;
  return { start: Math.max(clip.in, before), end: Math.min(clip.out, after) };
}
