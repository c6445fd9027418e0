// Which frames of a segment are measured against their source: few, spread evenly, two by two.
import type { FrameIndex } from '../../shared/media.ts';
import type { FrameMap, Segment } from '../../shared/plan.ts';
import { originOf, type Origin } from '../plan/map.ts';

/** A result frame and what it was made of. */
export type Shown = Origin & { readonly r: number };
/** Two result frames that follow each other and show neighbouring moments of one shot; `second` null where a place has none. */
export type Pair = { readonly first: Shown; readonly second: Shown | null };

/** One pair for so many result frames, and so many pairs at the most in one segment. */
const framesPerPair = 96, mostPairs = 16;
/** So far ahead lies the next frame that shows something else; beyond, the rate repeats frames so often that a pair says nothing. */
const mostRepeats = 16;

/**
 * The pairs of a segment, in order, without overlap. The segment is parted evenly, and in each part the first two frames from its middle on are taken, or else from
 * its beginning on, that come from different index frames, from the same field of these, and from one shot.
 */
export function pairsOf({ first, count }: Segment, map: FrameMap, index: FrameIndex, cuts: Uint32Array): Pair[] {
  const parts = Math.min(mostPairs, Math.ceil(count / framesPerPair)), start = (part: number): number => first + Math.floor((count * part) / parts);
  const shown = (r: number): Shown => ({ r, ...originOf(map, index, r) });
  const pairIn = (from: number, to: number, end: number): Pair | null => {
    for (let r = from; r < to; r++) {
      const one = shown(r), other = nextOf(one, end, shown);
      if (other && !isCut(cuts, one.frame, other.frame)) return { first: one, second: other };
    }
    return null;
  };
  return Array.from({ length: parts }, (_, part) => {
    const from = start(part), end = start(part + 1), middle = from + Math.floor((end - from) / 2);
    return pairIn(middle, end, end) ?? pairIn(from, middle, end) ?? { first: shown(middle), second: null };
  });
}

/** The next frame of another moment that shows the same field, before `end`. */
function nextOf(one: Shown, end: number, shown: (r: number) => Shown): Shown | null {
  for (let r = one.r + 1; r < Math.min(end, one.r + 1 + mostRepeats); r++) {
    const other = shown(r);
    if (other.frame !== one.frame && other.field === one.field) return other;
  }
  return null;
}

const isCut = (cuts: Uint32Array, before: number, after: number): boolean => cuts.some((cut) => cut > before && cut <= after);
