// What is measured while a job runs: how like its source each segment's picture is, how restful, how much of it is clipped. Definitions are in docs/quality.md.
import type { SegmentQuality } from '../../shared/events.ts';
import type { FrameIndex } from '../../shared/media.ts';
import type { Plan, Segment } from '../../shared/plan.ts';
import { newlyClipped, similarityOf, unrestOf, type Luma } from '../kernels/likeness.ts';
import type { Frame } from '../media/frame.ts';
import { linesOf, openReaders, type Lines } from './luma.ts';
import { pairsOf, type Pair, type Shown } from './pairs.ts';

/** The numbers of one segment, which is result frames `[from, to)`. */
export type Measured = Omit<SegmentQuality, 'kind' | 'job' | 'segment'>;

export type Meter = {
  /** Looks at index frame `n` as it comes from the decoder, if it is to be measured. Leaves the frame to the caller; so does `result`. */
  source(n: number, frame: Frame): Promise<void>;
  /** Looks at result frame `r` as it goes to the encoder. */
  result(segment: Segment, r: number, frame: Frame): Promise<void>;
  /** The numbers of a segment whose frames have all come. */
  measured(segment: Segment): Measured;
  close(): void;
};

/** Unrest that takes all consistency away, 8-bit code values: a sixteenth of the range. */
export const worstUnrest = 16;
/** Of the values looked at so many must lie in blocks that stand still, or nothing can be said of them. */
const leastStill = 0.01;

type Looked = { readonly source: Luma; readonly result: Luma };
type Sums = { similarity: number; alike: number; clipped: number; values: number; excess: number; still: number; all: number };

/** A meter for these segments; graphs are opened when first needed. */
export function openMeter({ plan, index, cuts, segments }: { readonly plan: Plan; readonly index: FrameIndex; readonly cuts: Uint32Array; readonly segments: readonly Segment[] }): Meter {
  const readers = openReaders(plan), pairs = new Map(segments.map((segment) => [segment.id, pairsOf(segment, plan.map, index, cuts)])), uses = countUses(plan, [...pairs.values()].flat());
  const sources = new Map<string, { readonly luma: Luma; left: number }>(), before = new Map<number, Looked>(), sums = new Map<number, Sums>();
  const sourceOf = (shown: Shown): Luma => {
    const key = `${shown.frame} ${linesOf(plan, shown)}`, kept = sources.get(key)!;
    if (--kept.left === 0) sources.delete(key);
    return kept.luma;
  };
  return {
    async source(n, frame) {
      for (const [lines, left] of uses.get(n) ?? []) sources.set(`${n} ${lines}`, { luma: await readers.source.read(frame, lines), left });
    },
    async result(segment, r, frame) {
      const pair = pairs.get(segment.id)!.find(({ first, second }) => first.r === r || second?.r === r);
      if (!pair) return;
      const shown = pair.first.r === r ? pair.first : pair.second!, looked = { source: sourceOf(shown), result: await readers.result.read(frame, linesOf(plan, shown)) };
      const sum = sums.get(segment.id) ?? { similarity: 0, alike: 0, clipped: 0, values: 0, excess: 0, still: 0, all: 0 };
      sums.set(segment.id, sum);
      addFrame(sum, looked);
      if (shown === pair.second) addPair(sum, before.get(segment.id)!, looked);
      if (shown === pair.first && pair.second) before.set(segment.id, looked);
      else before.delete(segment.id);
    },
    measured({ id, first, count }) {
      return { from: first, to: first + count, ...numbersOf(sums.get(id)!) };
    },
    close() {
      readers.source.close();
      readers.result.close();
    },
  };
}

/** How often each index frame is compared, by the lines that are. */
function countUses(plan: Plan, pairs: readonly Pair[]): ReadonlyMap<number, ReadonlyMap<Lines, number>> {
  const uses = new Map<number, Map<Lines, number>>();
  for (const shown of pairs.flatMap(({ first, second }) => (second ? [first, second] : [first]))) {
    const of = uses.get(shown.frame) ?? new Map<Lines, number>(), lines = linesOf(plan, shown);
    uses.set(shown.frame, of.set(lines, (of.get(lines) ?? 0) + 1));
  }
  return uses;
}

function addFrame(sum: Sums, { source, result }: Looked): void {
  const similarity = similarityOf(source, result);
  if (similarity !== null) {
    sum.similarity += similarity;
    sum.alike += 1;
  }
  sum.clipped += newlyClipped(source, result);
  sum.values += result.plane.data.length;
}

function addPair(sum: Sums, one: Looked, other: Looked): void {
  const { excess, still, all } = unrestOf([one.source, other.source], [one.result, other.result]);
  sum.excess += excess;
  sum.still += still;
  sum.all += all;
}

function numbersOf({ similarity, alike, clipped, values, excess, still, all }: Sums): Pick<Measured, 'consistency' | 'similarity' | 'clipped'> {
  return {
    consistency: still > 0 && still >= leastStill * all ? share(1 - excess / still / worstUnrest) : null,
    similarity: alike === 0 ? null : share(similarity / alike), clipped: share(clipped / values),
  };
}

/** 0 to 1 with five decimals: what lies behind them differs from processor to processor. */
const share = (value: number): number => Number(Math.min(1, Math.max(0, value)).toFixed(5));
