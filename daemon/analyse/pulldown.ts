// How film is shown as video: pulldown patterns, and what each of their frames must show when it is compared with the frame before.
import type { Cadence } from '../../shared/analysis.ts';
import type { Interpretation } from '../../shared/preset.ts';

export type ToldCadence = NonNullable<Interpretation['cadence']>;

/** `id` is how a user names it. */
type Pulldown = { readonly pattern: string; readonly name: string; readonly id: Exclude<ToldCadence, 'off'> | null; readonly rare: boolean };

/**
 * Fields that each film frame in turn is shown for, as FFmpeg's telecine filter takes them, and the names that people use. `rare` ones need
 * more proof. `22` is film whose frames begin with the second field; beginning with the first it is progressive video.
 */
export const pulldowns: readonly Pulldown[] = [
  { pattern: '23', name: '3:2', id: '3:2', rare: false }, { pattern: '2332', name: '2:3:3:2 (advanced)', id: '2:3:3:2', rare: false }, { pattern: '22', name: '2:2 (fields shifted by one)', id: '2:2', rare: false },
  { pattern: '222222222223', name: '24 to 25 (Euro)', id: '24:25', rare: false }, { pattern: '32222', name: '27.5 to 30', id: null, rare: true }, { pattern: '33', name: '3:3', id: null, rare: true },
];

export type Order = 'tff' | 'bff';

/**
 * What a frame shows against the one before, as a direction. `second` is about the field that comes second: 1 where the frame's own fits its first field, -1 where
 * that of the frame before does, 0 where both are the same picture or equally far. `first` likewise is about the field that comes first against the frame's second field.
 * A range stands where more or less of it may show, as when a drawing is held.
 */
export type Sight = { readonly second: number; readonly first: number; /** `first` may lie anywhere between 0 and its value. */ readonly open: boolean };

/** One way to begin a pulldown: which picture every field of the cycle shows. `name` is for people. */
export type Phase = { readonly name: string; readonly id: Pulldown['id']; readonly rare: boolean; /** Index frames. */ readonly cycle: number; readonly sights: readonly Sight[]; readonly matches: string; readonly drop: readonly number[] };

/** How far a comparison leans to the nearer of two other pictures: measured on telecined film, 0.6 to 0.8 where it is clean, and more against the rest where coding washed the combing out. */
const NEITHER = 2.75;

/** All ways to begin each pulldown, without those that give whole frames throughout. Field `f` of the cycle is field `f mod 2` (first, second) of frame `f / 2`. */
export const phases: readonly Phase[] = pulldowns.flatMap(({ pattern, name, id, rare }) => {
  const period = shortest(pattern), fields = [...period].reduce((sum, digit) => sum + Number(digit), 0);
  return Array.from({ length: fields }, (_, offset) => phaseOf(period, fields, offset, { name, id, rare })).filter(({ matches }) => matches.includes('p'));
});

/** `22` repeats every film frame, `2332` every four. */
function shortest(pattern: string): string {
  return pattern.replaceAll(pattern[0]!, '') === '' ? pattern[0]! : pattern;
}

function phaseOf(period: string, fields: number, offset: number, named: Pick<Phase, 'name' | 'id' | 'rare'>): Phase {
  const shown = [...period].flatMap((digit, picture) => Array<number>(Number(digit)).fill(picture));
  /** Picture of field `f`, counted on from cycle to cycle. */
  const picture = (f: number): number => { const at = f + offset; return shown[at - fields * Math.floor(at / fields)]! + period.length * Math.floor(at / fields); };
  const cycle = fields % 2 ? fields : fields / 2, places = [...Array(cycle).keys()];
  return {
    ...named, cycle,
    sights: places.map((k) => sightOf({ first: picture(2 * k), second: picture(2 * k + 1), firstBefore: picture(2 * k - 2), secondBefore: picture(2 * k - 1) })),
    matches: places.map((k) => (picture(2 * k + 1) === picture(2 * k) ? 'c' : 'p')).join(''),
    drop: places.filter((k) => picture(2 * k) === picture(2 * k - 2)),
  };
}

type Moments = { readonly first: number; readonly second: number; readonly firstBefore: number; readonly secondBefore: number };

/** What is seen where the fields show these moments or pictures. */
export function sightOf({ first, second, firstBefore, secondBefore }: Moments): Sight {
  return { second: nearer(second, secondBefore, first), first: nearer(first, firstBefore, second), open: first !== second && firstBefore !== second };
}

/** 1 when `own` is the reference and `before` is not, -1 the other way round; where neither is, `NEITHER` towards the nearer one. */
function nearer(own: number, before: number, reference: number): number {
  if (own === before) return 0;
  if (own === reference) return 1;
  if (before === reference) return -1;
  return NEITHER * Math.sign(Math.abs(before - reference) - Math.abs(own - reference));
}

/** A phase as the cadence of a run that begins at its place `place`. */
export function cadenceAt({ cycle, matches, drop }: Phase, place: number): Cadence {
  return { cycle, matches: matches.slice(place) + matches.slice(0, place), drop: drop.map((at) => (at - place + cycle) % cycle).sort((a, b) => a - b) };
}
