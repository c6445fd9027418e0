// Progressive, interlaced (and which field first) or film shown as video: decided from what the lines show; what container and frames claim is only reported.
import type { Analysis, Interlacing, ScanRun } from '../../shared/analysis.ts';
import type { FieldOrder } from '../../shared/media.ts';
import type { Pause } from './pause.ts';
import type { ToldCadence } from './pulldown.ts';
import { findRuns, flaggedOrder, type ScanFacts, type Scanned } from './scan-runs.ts';

export type Fields = {
  readonly depth: Analysis['depth'];
  /** Runs of consecutive frames with gaps between them. */
  readonly stretches: readonly (readonly ScanFacts[])[];
  readonly cuts: readonly number[]; readonly container: FieldOrder;
  /** Frames of the whole file. */
  readonly frames: number;
  /** The pulldown that the user names. */
  readonly told?: ToldCadence | undefined;
  readonly pause: Pause;
};

/** A file is called by one kind of scanning when so much of it is of that kind. */
const NEARLY_ALL = 0.95;
/** More runs are no scenes but footage that cannot be told apart; also what a plan can hold. */
const MOST_RUNS = 400;

/** The verdict with its runs and what was seen. */
export async function judgeFields({ depth, stretches, cuts, container, frames, told, pause }: Fields): Promise<Interlacing> {
  const facts = stretches.flat();
  const found = await findRuns({ stretches, cuts: new Set(cuts), container, told, pause });
  const tooMany = depth === 'survey' && found.length > MOST_RUNS;
  const verdict = facts.length === 0 ? 'unknown' : tooMany ? 'mixed' : (flagsAlone(facts) ?? verdictOf(found));
  return {
    verdict, confidence: round(confidenceOf(facts)), combed: round(facts.filter((of) => of.combed).length / Math.max(1, facts.length)), container,
    evidence: [...(told ? [{ from: 'interpretation', says: told === 'off' ? 'You said that no film was shown as video here.' : `You said that film was shown as video by ${told} pulldown; only its phase was looked for.` }] : []), ...witnesses(facts, container), ...sayRuns(found, facts.length), ...(tooMany ? [{ from: 'stretches', says: `The scanning changes ${found.length} times, more often than scenes do; all of it is handled as interlaced.` }] : []), ...sayLie(verdict, container, facts)],
    runs: tooMany ? [] : runsFor(depth, verdict, found, frames),
  };
}

/** The order that the flags name, where frames are combed and nothing else tells which field came first: copies of one woven frame. */
function flagsAlone(facts: readonly ScanFacts[]): 'tff' | 'bff' | null {
  const silent = facts.every(({ fields, proof }) => fields === 'u' && proof === 0);
  return silent && facts.filter(({ combed }) => combed).length > 0.5 * facts.length ? flaggedOrder(facts) : null;
}

/**
 * What is known of the scanning after every frame of a range was seen. A range of fewer frames than the first look saw all over the file tells less than that look, whose
 * verdict then stays where it is one for the whole file: a few frames can look like anything.
 */
export function settleScanning(first: Pick<Analysis, 'interlacing' | 'measuredFrames'>, all: Pick<Analysis, 'interlacing' | 'measuredFrames'>): Interlacing {
  const { verdict } = first.interlacing;
  if (all.measuredFrames >= first.measuredFrames || !(verdict === 'progressive' || verdict === 'tff' || verdict === 'bff')) return all.interlacing;
  if (verdict === all.interlacing.verdict) return all.interlacing;
  const says = `The ${all.measuredFrames} frames of the range alone tell less than the ${first.measuredFrames} that were looked at all over the file, so their verdict stays.`;
  return { ...first.interlacing, combed: all.interlacing.combed, evidence: [...first.interlacing.evidence, { from: 'range', says }] };
}

/** A run that is one frame of one field, where film was edited as video. */
const isSingleField = ({ scan, count }: Scanned): boolean => scan === 'interlaced' && count === 1;

function verdictOf(found: readonly Scanned[]): Interlacing['verdict'] {
  const runs = found.filter((run) => !isSingleField(run)), all = sum(runs);
  const kinds = { progressive: 'progressive', interlaced: null, telecined: 'telecine' } as const;
  const names = runs.map((run) => kinds[run.scan] ?? run.order!);
  const nearly = names.find((name) => sum(runs.filter((_, i) => names[i] === name)) >= NEARLY_ALL * all);
  return nearly ?? (all === 0 ? (found[0]?.order ?? 'unknown') : 'mixed');
}

const sum = (runs: readonly Scanned[]): number => runs.reduce((frames, run) => frames + run.measured, 0);

/** A survey knows every run; a glance only which cadence it met, and continues the longest one over the whole file. */
function runsFor(depth: Analysis['depth'], verdict: Interlacing['verdict'], found: readonly Scanned[], frames: number): ScanRun[] {
  if (depth === 'survey') return found.length === 1 && found[0]!.scan !== 'telecined' ? [] : found.map(({ pulldown: _, measured: __, ...run }) => run);
  const film = found.filter((run) => run.cadence).sort((a, b) => b.count - a.count)[0];
  return verdict === 'telecine' && film ? [continued(film, frames)] : [];
}

function continued({ first, scan, order, cadence }: Scanned, frames: number): ScanRun {
  const { cycle, matches, drop } = cadence!, place = (cycle - (first % cycle)) % cycle;
  return { first: 0, count: frames, scan, order, cadence: { cycle, matches: matches.slice(place) + matches.slice(0, place), drop: drop.map((at) => (at - place + cycle) % cycle).sort((a, b) => a - b) } };
}

/** How sure: the more frames prove something, the surer; half where nothing moves. */
function confidenceOf(facts: readonly ScanFacts[]): number {
  const proof = facts.reduce((total, of) => total + of.proof, 0);
  return facts.length === 0 ? 0 : 0.5 + 0.5 * Math.min(1, proof / 12);
}

const names: Readonly<Record<FieldOrder, string>> = { progressive: 'progressive', tff: 'interlaced, top field first', bff: 'interlaced, bottom field first', unknown: 'nothing about fields' };

function witnesses(facts: readonly ScanFacts[], container: FieldOrder): Interlacing['evidence'] {
  const count = (test: (of: ScanFacts) => boolean): number => facts.filter(test).length, frames = facts.length;
  const top = count((of) => of.flags === 't'), bottom = count((of) => of.flags === 'b'), asked = count((of) => of.asked);
  const repeated = { top: count((of) => of.repeats === 't'), bottom: count((of) => of.repeats === 'b') };
  return [
    { from: 'container', says: `The container says ${names[container]}.` },
    { from: 'frame flags', says: top + bottom === 0 ? `None of ${frames} frames is flagged interlaced.` : `${top + bottom} of ${frames} frames are flagged interlaced (${top} top, ${bottom} bottom field first).` },
    ...(asked === 0 ? [] : [{ from: 'pulldown flags', says: `${asked} of ${frames} frames ask for a field to be shown once more. Decoded, these frames are whole, and their times are those of the index; nothing needs to be undone.` }]),
    { from: 'field comparison', says: `Lines fit top field first in ${count((of) => of.fields === 't')}, bottom field first in ${count((of) => of.fields === 'b')} and one moment in ${count((of) => of.fields === 'p')} of ${frames} frames; the others show too little movement.` },
    { from: 'combing', says: `${count((of) => of.combed)} of ${frames} frames show visible combing.` },
    ...(repeated.top + repeated.bottom === 0 ? [] : [{ from: 'repeated fields', says: `The top field repeats in ${repeated.top} and the bottom field in ${repeated.bottom} of ${frames} frames.` }]),
  ];
}

function sayRuns(found: readonly Scanned[], measured: number): Interlacing['evidence'] {
  const film = found.filter((run) => run.cadence), pulldowns = [...new Set(film.map((run) => run.pulldown!))];
  const cadences = pulldowns.map((name) => {
    const runs = film.filter((run) => run.pulldown === name), { cycle, drop } = runs[0]!.cadence!, orders = [...new Set(runs.map((run) => (run.order === 'tff' ? 'top' : 'bottom')))];
    return { from: 'cadence', says: `Film shown as video by ${name} pulldown, ${cycle - drop.length} pictures in ${cycle} frames, ${orders.join(' and ')} field first: ${sum(runs)} of ${measured} frames${runs.length > 1 ? `; the cadence breaks ${times(runs.length - 1)}` : ''}.` };
  });
  const single = found.filter(isSingleField).length;
  const kinds = new Set(found.filter((run) => !isSingleField(run)).map((run) => run.scan));
  return [
    ...cadences,
    ...(single === 0 || film.length === 0 ? [] : [{ from: 'cadence', says: `${single} ${single === 1 ? 'picture has' : 'pictures have'} lost one of the two fields to an edit.` }]),
    ...(kinds.size < 2 ? [] : [{ from: 'stretches', says: `${(['progressive', 'interlaced', 'telecined'] as const).flatMap((scan) => (kinds.has(scan) ? [`${sum(found.filter((run) => run.scan === scan))} frames are ${scan}`] : [])).join(', ')}, in ${found.length} stretches.` }]),
  ];
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** One sentence where flags say something else than the lines. */
function sayLie(verdict: Interlacing['verdict'], container: FieldOrder, facts: readonly ScanFacts[]): Interlacing['evidence'] {
  const flagged = facts.filter((of) => of.flags !== '-').length > 0.5 * facts.length || container === 'tff' || container === 'bff';
  const first = container === 'tff' || container === 'bff' ? container : facts.filter((of) => of.flags === 't').length * 2 >= facts.filter((of) => of.flags !== '-').length ? 'tff' : 'bff';
  if (verdict === 'progressive' && flagged) return [{ from: 'verdict', says: 'It is flagged interlaced, but its frames are whole.' }];
  if (verdict !== 'progressive' && verdict !== 'unknown' && !flagged) return [{ from: 'verdict', says: 'It is flagged progressive, but its frames are woven of two moments.' }];
  return (verdict === 'tff' || verdict === 'bff') && verdict !== first ? [{ from: 'verdict', says: `The flags name the wrong field as the first one: it is the ${verdict === 'tff' ? 'top' : 'bottom'} field.` }] : [];
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
