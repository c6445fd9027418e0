// From the cheapest explanation of the frames to runs: what woven lines and combing do not bear out is taken back, and pictures that lost a field to an edit are set apart.
import type { ScanRun } from '../../shared/analysis.ts';
import type { FrameFacts } from './look.ts';
import { cadenceAt, type Order, type ToldCadence } from './pulldown.ts';
import { explain, type Scanning, type Stay } from './scan-path.ts';

export type ScanFacts = Pick<FrameFacts, 'frame' | 'fields' | 'repeats' | 'flags' | 'combed' | 'lean' | 'proof' | 'asked'>;
/** A run with the name of its pulldown and the frames of it that were measured. */
export type Scanned = ScanRun & { readonly pulldown: string | null; readonly measured: number };

/** Share of the frames of a run that must be visibly combed for it to be woven of two moments; flags that say so stand in for that. */
const COMBED_FRAMES = 0.01;
/** Cycles of a pulldown that prove it without visible combing or flags, as where movement is faint. */
const CYCLES = 4;
/** Whole frames are left in interlaced video where they are fewer than this share of all: a shot that hardly moved. */
const FEW_WHOLE = 0.05;

/** Runs over stretches of consecutive frames; gaps between stretches belong to the run before. `said`: the container calls it interlaced; `told`: the user names the pulldown. */
export function findRuns(stretches: readonly (readonly ScanFacts[])[], cuts: readonly number[], said: boolean, told?: ToldCadence): Scanned[] {
  const facts = stretches.flat(), at = new Map(facts.map((of, i) => [of.frame, i]));
  const within = ({ first, count }: Pick<Stay, 'first' | 'count'>): readonly ScanFacts[] => facts.slice(at.get(first), at.get(first + count) ?? facts.length);
  const borne = explain(stretches, new Set(cuts), told).map((stay) => ({ ...stay, scanning: bornOut(stay.scanning, within(stay), said || (told !== undefined && stay.scanning.phase?.id === told)) }));
  return joinAlike(takeIn(borne).flatMap((stay) => asRuns(stay, within(stay).length)));
}

const whole: Scanning = { scan: 'progressive', order: null, phase: null };

/** The scanning, or whole frames where nothing but the comparison of lines speaks for fields: graphics can look woven without showing any combing. */
function bornOut(scanning: Scanning, facts: readonly ScanFacts[], said: boolean): Scanning {
  if (scanning.scan === 'progressive') return scanning;
  const combed = facts.filter((of) => of.combed).length, flagged = facts.filter((of) => of.flags !== '-').length;
  if (combed >= Math.max(1, COMBED_FRAMES * facts.length) || said || flagged > 0.1 * facts.length) return scanning;
  return scanning.phase && facts.length >= CYCLES * scanning.phase.cycle ? scanning : whole;
}

/** Few whole frames among interlaced ones count as interlaced, in the order of their neighbour. */
function takeIn(stays: readonly Stay[]): Stay[] {
  const frames = (test: (stay: Stay) => boolean): number => stays.reduce((sum, stay) => sum + (test(stay) ? stay.count : 0), 0);
  const progressive = frames(({ scanning }) => scanning.scan === 'progressive'), interlaced = frames(({ scanning }) => scanning.scan === 'interlaced');
  if (progressive === 0 || progressive > FEW_WHOLE * (progressive + interlaced)) return [...stays];
  return stays.map((stay, i) => {
    const near = [stays[i - 1], stays[i + 1]].find((other) => other?.scanning.scan === 'interlaced');
    return stay.scanning.scan === 'progressive' && near ? { ...stay, scanning: near.scanning } : stay;
  });
}

/** A stay as runs: where a pulldown begins with a picture whose other field lies before it, that picture is a single field. */
function asRuns({ first, count, scanning: { scan, order, phase } }: Stay, measured: number): Scanned[] {
  if (!phase) return [{ first, count, scan, order, cadence: null, pulldown: null, measured }];
  const orphans = phase.matches[first % phase.cycle] === 'p' ? 1 : 0, rest = count - orphans;
  const film: Scanned[] = rest > 0 ? [{ first: first + orphans, count: rest, scan: 'telecined', order, cadence: cadenceAt(phase, (first + orphans) % phase.cycle), pulldown: phase.name, measured: measured - orphans }] : [];
  return orphans ? [singleField(first, order), ...film] : film;
}

const singleField = (first: number, order: Order | null): Scanned => ({ first, count: 1, scan: 'interlaced', order, cadence: null, pulldown: null, measured: 1 });

function joinAlike(runs: readonly Scanned[]): Scanned[] {
  return runs.reduce<Scanned[]>((joined, run) => {
    const last = joined.at(-1);
    if (last && last.scan === run.scan && last.order === run.order && !last.cadence && !run.cadence) joined.splice(-1, 1, { ...last, count: run.first + run.count - last.first, measured: last.measured + run.measured });
    else joined.push(run);
    return joined;
  }, []);
}
