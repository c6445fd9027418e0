// Stretches of a video that were scanned in different ways, and what the planned steps make of each.
import type { Analysis, ScanRun } from '../../shared/analysis.ts';
import type { FieldOrder, StreamShape } from '../../shared/media.ts';
import { ratio, type Rational } from '../../shared/time.ts';
import type { Step } from '../../shared/plan.ts';
import type { Clip } from './clip.ts';
import { framesOf } from './map.ts';

export type Scan = {
  /** Runs that lie in the clip, whole; empty where all of it is scanned alike and no cadence is known. */
  readonly runs: readonly ScanRun[];
  /** What the clip's frames are taken for together: interlaced if only a few of them are. Null where the runs do not say. */
  readonly fieldOrder: FieldOrder | null;
};

/** How the clip is scanned, by the analysis. */
export function scanWithin({ interlacing }: Analysis, clip: Clip): Scan {
  const runs = interlacing.runs.filter(({ first, count }) => first < clip.out && first + count > clip.in);
  const fieldOrder = runs.length === 0 ? null : (mostOf(runs, clip) ?? 'progressive');
  const alike = runs.every(({ scan, order }) => scan === runs[0]!.scan && order === runs[0]!.order);
  return { runs: alike && runs[0]?.scan !== 'telecined' ? [] : runs, fieldOrder };
}

/** The field order of most frames that have one. */
function mostOf(runs: readonly ScanRun[], clip: Clip): 'tff' | 'bff' | null {
  const sum = (order: 'tff' | 'bff'): number => runs.reduce((frames, run) => frames + (run.order === order ? framesWithin(run, clip) : 0), 0);
  const [top, bottom] = [sum('tff'), sum('bff')];
  return top === 0 && bottom === 0 ? null : top >= bottom ? 'tff' : 'bff';
}

/** Frames of a run that lie in the clip. */
export const framesWithin = ({ first, count }: Pick<ScanRun, 'first' | 'count'>, clip: Clip): number => Math.max(0, Math.min(first + count, clip.out) - Math.max(first, clip.in));

/** Frames of the clip that were scanned so. */
export const framesScanned = (runs: readonly ScanRun[], scan: ScanRun['scan'], clip: Clip): number => runs.reduce((sum, run) => sum + (run.scan === scan ? framesWithin(run, clip) : 0), 0);

/** Whether a step works on a stretch that was scanned so; null is a video of one kind. */
export const worksOn = (step: Pick<Step, 'scan'>, scan: ScanRun['scan'] | null): boolean => step.scan === null || step.scan === scan;

/** Runs as they count when nothing undoes their cadence: woven of two moments. */
export const withoutCadence = (runs: readonly ScanRun[]): ScanRun[] => runs.map((run) => (run.scan === 'telecined' ? { ...run, scan: 'interlaced', cadence: null } : run));

/**
 * Count, rate and field order after a step that works on some stretches. The rate is that of most frames, and the highest where fields become frames.
 * The stream stays interlaced while one stretch is.
 */
export function shapeAfter(step: Step, runs: readonly ScanRun[], before: readonly Step[], clip: Clip): Pick<StreamShape, 'frames' | 'rate' | 'fieldOrder'> {
  if (step.scan === null) return step.output;
  const { input } = step, steps = [...before, step];
  const stretches = stretchesOf(clip, runs, steps);
  const frames = stretches.reduce((sum, stretch) => sum + framesOf(stretch.cadence ? { kind: 'cadence', ...stretch.cadence } : { kind: stretch.map === 'fields' ? 'fields' : 'source' }, stretch.to - stretch.from), 0);
  const left = runs.some(({ scan }) => scan !== 'progressive' && !steps.some((one) => one.scan === scan));
  return { frames, rate: rateAfter(step, stretches, before[0]?.input ?? input), fieldOrder: left ? input.fieldOrder : 'progressive' };
}

function rateAfter(step: Step, stretches: readonly Stretch[], source: StreamShape): Rational {
  if (step.map === 'fields') return ratio(source.rate.num * 2, source.rate.den);
  const thinned = stretches.filter(({ cadence }) => cadence !== null), sum = (some: readonly Stretch[]): number => some.reduce((frames, { from, to }) => frames + to - from, 0);
  const alike = new Set(thinned.map(({ cadence }) => cadence!.keep.length / cadence!.cycle)).size === 1;
  if (step.map !== 'cadence' || !alike || 2 * sum(thinned) <= sum(stretches)) return step.output.rate;
  const { keep, cycle } = thinned[0]!.cadence!;
  return ratio(source.rate.num * keep.length, source.rate.den * cycle);
}

/** Index frames `[from, to)` and what becomes of them; of a cadence the places that are kept, counted from `from`. */
export type Stretch = { readonly from: number; readonly to: number; readonly map: Step['map']; readonly cadence: { readonly cycle: number; readonly keep: readonly number[] } | null };

/** What of a step decides which frames there are and when. */
type Mapping = Pick<Step, 'map' | 'scan'> & Partial<Pick<Step, 'params'>>;

/** The clip as stretches, in order; neighbours that stay as they are, or whose fields all become frames, are one. */
export function stretchesOf(clip: Clip, runs: readonly ScanRun[], steps: readonly Mapping[]): Stretch[] {
  if (runs.length === 0) return clip.out > clip.in ? [{ from: clip.in, to: clip.out, ...unscanned(steps) }] : [];
  const single = runs.filter((run) => framesWithin(run, clip) > 0).map((run) => stretchOf(run, clip, steps));
  return single.reduce<Stretch[]>((joined, next) => {
    const last = joined.at(-1);
    if (last && last.cadence === null && next.cadence === null && last.map === next.map) joined.splice(-1, 1, { ...last, to: next.to });
    else joined.push(next);
    return joined;
  }, []);
}

/** What becomes of a video that is scanned alike: frames, fields, or frames of which each cycle's share its time. */
function unscanned(steps: readonly Mapping[]): Pick<Stretch, 'map' | 'cadence'> {
  const map = mapFor(steps, null), cycle = Number(steps.find((step) => step.map === map)?.params?.['cycle']);
  if (map !== 'even') return { map, cadence: null };
  return { map, cadence: { cycle, keep: Array.from({ length: cycle }, (_, place) => place) } };
}

function stretchOf(run: ScanRun, clip: Clip, steps: readonly Pick<Step, 'map' | 'scan'>[]): Stretch {
  const from = Math.max(run.first, clip.in), to = Math.min(run.first + run.count, clip.out), map = mapFor(steps, run.scan);
  if (map !== 'cadence' || run.cadence === null || run.cadence.drop.length === 0) return { from, to, map: map === 'cadence' ? 'same' : map, cadence: null };
  const { cycle, drop } = run.cadence, ahead = (from - run.first) % cycle;
  const keep = Array.from({ length: cycle }, (_, place) => place).filter((place) => !drop.includes((place + ahead) % cycle));
  return { from, to, map, cadence: { cycle, keep } };
}

/** What all steps together make of a frame. */
function mapFor(steps: readonly Pick<Step, 'map' | 'scan'>[], scan: ScanRun['scan'] | null): Step['map'] {
  return steps.find((step) => step.map !== 'same' && worksOn(step, scan))?.map ?? 'same';
}

/** Cuts, and where a stretch begins that steps treat otherwise than the one before: nothing looks across either. */
export function withBorders(cuts: Uint32Array, runs: readonly ScanRun[], steps: readonly Pick<Step, 'scan'>[]): Uint32Array {
  if (runs.length === 0 || steps.every(({ scan }) => scan === null)) return cuts;
  return Uint32Array.from(new Set([...cuts, ...runs.slice(1).map(({ first }) => first)])).sort();
}

/** Index frames among which a cadence surely shows one, at the most; 1 without cadences. */
export const spreadOf = (runs: readonly ScanRun[]): number => Math.max(1, ...runs.map(({ cadence }) => (cadence ? Math.ceil(cadence.cycle / Math.max(1, cadence.cycle - cadence.drop.length)) : 1)));
