// From the cheapest explanation of the frames to runs: what woven lines and combing do not bear out is taken back, and pictures that lost a field to an edit are set apart.
import type { ScanRun } from '../../shared/analysis.ts';
import type { FieldOrder } from '../../shared/media.ts';
import type { FrameFacts } from './look.ts';
import { cadenceAt, type Order } from './pulldown.ts';
import { explain, type Scanning, type Search, type Stay } from './scan-path.ts';

export type ScanFacts = Pick<FrameFacts, 'frame' | 'fields' | 'repeats' | 'flags' | 'combed' | 'lean' | 'proof' | 'asked'>;
/** A run with the name of its pulldown and the frames of it that were measured. */
export type Scanned = ScanRun & { readonly pulldown: string | null; readonly measured: number };

/** Share of the frames of a run that must be visibly combed for it to be woven of two moments; flags that say so stand in for that. */
const COMBED_FRAMES = 0.01;
/** Share of the frames that must be flagged interlaced for the flags to say something. */
const FLAGGED = 0.1;
/** Cycles of a pulldown that prove it without visible combing or flags, as where movement is faint. */
const CYCLES = 4;
/** Whole frames are left in interlaced video where they are fewer than this share of all: a shot that hardly moved. */
const FEW_WHOLE = 0.05;

export type Footage = Omit<Search, 'flagged'> & {
  /** Consecutive frames, with gaps between stretches; a gap belongs to the run before. */
  readonly stretches: readonly (readonly ScanFacts[])[];
  /** What the container calls it. */
  readonly container: FieldOrder;
};

/** The runs, in order. */
export async function findRuns({ stretches, container, ...search }: Footage): Promise<Scanned[]> {
  const facts = stretches.flat(), { cuts, told } = search, said = container === 'tff' || container === 'bff' ? container : null;
  const within = ({ first, count }: Pick<Stay, 'first' | 'count'>): readonly ScanFacts[] => facts.slice(placeOf(facts, first), placeOf(facts, first + count));
  const borne = (await explain(stretches, { ...search, flagged: flaggedOrder(facts) ?? said })).map((stay) => ({ ...stay, scanning: bornOut(stay.scanning, within(stay), said !== null || (told !== undefined && stay.scanning.phase?.id === told)) }));
  return joinAlike(takeIn(borne, { cuts, doubtful: (stay) => isDoubtful(within(stay)) }).flatMap((stay) => severed(stay, within(stay), cuts)).flatMap((stay) => asRuns(stay, within(stay).length)));
}

/** Where frame `frame` or the next one after it lies in `facts`. */
function placeOf(facts: readonly Pick<ScanFacts, 'frame'>[], frame: number): number {
  let low = 0, high = facts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (facts[middle]!.frame < frame) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The order that most of the flagged frames name, if a tenth of all are flagged. */
export function flaggedOrder(facts: readonly Pick<ScanFacts, 'flags'>[]): Order | null {
  const top = facts.filter(({ flags }) => flags === 't').length, bottom = facts.filter(({ flags }) => flags === 'b').length;
  return top + bottom <= FLAGGED * facts.length ? null : top >= bottom ? 'tff' : 'bff';
}

const whole: Scanning = { scan: 'progressive', order: null, phase: null };

/** The scanning, or whole frames where nothing but the comparison of lines speaks for fields: graphics can look woven without showing any combing. */
function bornOut(scanning: Scanning, facts: readonly ScanFacts[], said: boolean): Scanning {
  if (scanning.scan === 'progressive') return scanning;
  const combed = facts.filter((of) => of.combed).length, flagged = facts.filter((of) => of.flags !== '-').length;
  if (combed >= Math.max(1, COMBED_FRAMES * facts.length) || said || flagged > FLAGGED * facts.length) return scanning;
  return scanning.phase && facts.length >= CYCLES * scanning.phase.cycle ? scanning : whole;
}

type Around = { readonly cuts: ReadonlySet<number>; /** Whether whole frames may be none. */ doubtful(stay: Stay): boolean };

/**
 * Whole frames count as interlaced, in the order of their neighbour, where they are few, and where they are doubtful and interlaced ones follow or come before within the
 * shot: cameras do not change in the middle of one, but what rises or falls by a line per field looks whole.
 */
function takeIn(stays: readonly Stay[], { cuts, doubtful }: Around): Stay[] {
  const frames = (test: (stay: Stay) => boolean): number => stays.reduce((sum, stay) => sum + (test(stay) ? stay.count : 0), 0);
  const progressive = frames(({ scanning }) => scanning.scan === 'progressive'), interlaced = frames(({ scanning }) => scanning.scan === 'interlaced');
  const areFew = progressive <= FEW_WHOLE * (progressive + interlaced);
  return stays.map((stay, i) => {
    if (stay.scanning.scan !== 'progressive') return stay;
    const [before, after] = [stays[i - 1], stays[i + 1]].map((other) => (other?.scanning.scan === 'interlaced' ? other : undefined));
    const inShot = (before && !cuts.has(stay.first)) || (after && !cuts.has(after.first)), near = before ?? after;
    return near && (areFew || (inShot && doubtful(stay))) ? { ...stay, scanning: near.scanning } : stay;
  });
}

/** Nine in ten frames of film lie within so many degrees of 45; of things that rise by a line per field (testsrc2 at 50 fields of 96 lines) half do. */
const WHOLE = { degrees: 15, strays: 0.3 } as const;

/** Whether frames that were taken for whole are flagged interlaced and do not look it clearly. */
function isDoubtful(facts: readonly ScanFacts[]): boolean {
  const shown = facts.filter(({ proof }) => proof >= 0.5), strays = shown.filter(({ lean }) => Math.abs(lean - 45) > WHOLE.degrees).length;
  return flaggedOrder(facts) !== null && strays > WHOLE.strays * shown.length;
}

/** A field before that fits does so from 110° on, whole frames lie at 45°; between them, and with this proof, the lines say that the frame's own field fits. */
const OWN_FIELD = { degrees: 80, proof: 0.5 } as const;

/** A pulldown that goes on in step across an edit, cut where a picture's other field lies before the edit and so is another picture's. */
function severed(stay: Stay, facts: readonly ScanFacts[], cuts: ReadonlySet<number>): Stay[] {
  const { phase, order } = stay.scanning;
  if (phase === null) return [stay];
  const edits = facts.filter(({ frame, lean, proof }) => cuts.has(frame) && frame > stay.first && phase.matches[frame % phase.cycle] === 'p'
    && proof >= OWN_FIELD.proof && Math.abs(order === 'tff' ? lean : 90 - lean) < OWN_FIELD.degrees).map(({ frame }) => frame);
  return [stay.first, ...edits].map((first, i) => ({ ...stay, first, count: (edits[i] ?? stay.first + stay.count) - first }));
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
