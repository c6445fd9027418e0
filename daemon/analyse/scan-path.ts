// Which scanning explains a stretch of frames best: a Viterbi search over progressive, interlaced in either order and every phase of every pulldown, so that
// single frames that look wrong break nothing, frames without movement inherit what is around them, and a change is put where it costs least: at a cut.
import type { FrameFacts } from './look.ts';
import type { Pause } from './pause.ts';
import { phases, pulldowns, sightOf, type Order, type Phase, type Sight, type ToldCadence } from './pulldown.ts';

/** One scanning. `phase` is null for all but telecined video (index frame `n` has place `n mod cycle`), `order` for progressive. */
export type Scanning = { readonly scan: 'progressive' | 'interlaced' | 'telecined'; readonly order: Order | null; readonly phase: Phase | null };
/** Frames `[first, first + count)` explained by one scanning. */
export type Stay = { readonly first: number; readonly count: number; readonly scanning: Scanning };
/** What the search reads of a frame. */
export type Weave = Pick<FrameFacts, 'frame' | 'lean' | 'proof' | 'repeats' | 'combed'>;

/** How a direction errs: degrees of its deviation; what is paid for a wider choice, so that the narrower one wins where both fit; and the most that one frame costs, so that none decides alone. Prices are in nats. */
type Errs = { readonly off: number; readonly wider: number; readonly most: number };
/**
 * Measured on clips made of five films in nine ways (progressive, held, interlaced, telecined by four patterns), lossless, coded by x264 (CRF 23) and MPEG-2 (quantisers 5
 * and 14), and with noise of deviation 11: nine in ten directions of film lie within 15°. Those of interlaced video scatter about theirs, as movement is never quite even.
 */
const film: Errs = { off: 20, wider: 0, most: 4 }, halfSeen: Errs = { off: 20, wider: 0.9, most: 4 }, fieldsApart: Errs = { off: 30, wider: 0.4, most: 2.5 };
/**
 * A pulldown that begins anew costs as much as three frames that are wrong, another scanning as six; less at a cut, where film was edited, and in the gap between two spans of
 * a glance. A file in which now one field and now the other comes first is rarer still, also at a cut, and so is one whose flags name the wrong one: where a thing rises or falls by
 * a line per field, either order fits, and these decide.
 */
const CHANGE = { phase: 12, scanning: 24 } as const, CHANGE_AT_CUT = 4, OTHER_ORDER = 24, NOT_FLAGGED = 6;
/** What it costs on top to begin a pulldown, and a rare one. */
const PULLDOWN = 2, RARE = 6;
/** A field that stands still while the other moves, where none should; visible combing in a frame that should be whole. */
const REPEAT = 1.5, COMBED = 1.5;

/** What a frame may be, and the places of a scanning's cycle that are of that kind. */
type Kind = { readonly sight: Sight; readonly order: Order; readonly woven: boolean; /** The direction in degrees, and the other end where it is open. */ readonly to: number; readonly from: number };
/** `family` is a number that states share which differ in nothing but the phase. */
type State = { readonly scanning: Scanning; readonly places: readonly number[]; readonly enter: number; readonly family: number };

const { kinds, states } = makeStates();
const families = states.reduce<Scanning[]>((found, { scanning, family }) => { found[family] ??= scanning; return found; }, []);
/** Price of going from one family to another within a shot, and at a cut. */
const changes = [false, true].map((atCut) => families.map((from, i) => Float64Array.from(families, (to, j) => {
  const turns = from.order !== null && to.order !== null && from.order !== to.order ? OTHER_ORDER : 0;
  return turns + (atCut ? CHANGE_AT_CUT : i === j ? CHANGE.phase : CHANGE.scanning);
})));

function makeStates(): { readonly kinds: readonly Kind[]; readonly states: readonly State[] } {
  const found: Kind[] = [];
  const kindOf = (kind: Pick<Kind, 'sight' | 'order' | 'woven'>): number => {
    const { second, first, open } = kind.sight, whole = { ...kind, to: degrees(first, second), from: degrees(open ? 0 : first, second) };
    const at = found.findIndex((one) => JSON.stringify(one) === JSON.stringify(whole));
    return at < 0 ? found.push(whole) - 1 : at;
  };
  const whole = sightOf({ first: 1, second: 1, firstBefore: 0, secondBefore: 0 }), fields = { ...sightOf({ first: 2, second: 3, firstBefore: 0, secondBefore: 1 }), open: false };
  const orders = ['tff', 'bff'] as const;
  return {
    states: [
      { scanning: { scan: 'progressive', order: null, phase: null }, places: [kindOf({ sight: whole, order: 'tff', woven: false })], enter: 0, family: 0 },
      ...orders.map((order, i): State => ({ scanning: { scan: 'interlaced', order, phase: null }, places: [kindOf({ sight: fields, order, woven: true })], enter: 0, family: 1 + i })),
      ...orders.flatMap((order, i) => phases.map((phase): State => ({
        scanning: { scan: 'telecined', order, phase }, enter: phase.rare ? RARE : PULLDOWN, family: 3 + 2 * pulldowns.findIndex(({ name }) => name === phase.name) + i,
        places: phase.sights.map((sight, place) => kindOf({ sight, order, woven: phase.matches[place] === 'p' })),
      }))),
    ],
    kinds: found,
  };
}

/** How a scanning was come to: from frame `first` on it is this one, before that whatever `before` says. */
type Path = { readonly first: number; readonly scanning: Scanning; readonly before: Path | null };

export type Search = {
  /** Frames at which shots begin. */
  readonly cuts: ReadonlySet<number>;
  /** Leaves only that pulldown to choose from, or none. */
  readonly told?: ToldCadence | undefined;
  /** The order that container or frames name; null where they name none. */
  readonly flagged: Order | null;
  readonly pause: Pause;
};

/** Frames between two pauses: about 20 ms. */
const BREATH = 2048;

/**
 * The cheapest explanation of `stretches` of consecutive frames, in order; between stretches lie gaps, through which a pulldown goes on. The first frame of a stretch
 * says little, as nothing was there to compare it with.
 */
export async function explain(stretches: readonly (readonly Weave[])[], { cuts, told, flagged, pause }: Search): Promise<Stay[]> {
  const weaves = stretches.flat();
  if (weaves.length === 0) return [];
  const starts = new Set(stretches.map((stretch) => stretch[0]!.frame));
  const open = states.filter((state) => isOpen(state, told)).map((state) => (flagged && state.scanning.order && state.scanning.order !== flagged ? { ...state, enter: state.enter + NOT_FLAGGED } : state));
  const costs = Float64Array.from(open, ({ enter }) => enter), paths = open.map(({ scanning }): Path => ({ first: weaves[0]!.frame, scanning, before: null }));
  for (const [i, weave] of weaves.entries()) {
    if (i % BREATH === BREATH - 1) await pause();
    goOn(open, costs, paths, weave, cuts.has(weave.frame) || starts.has(weave.frame));
  }
  return staysOf(paths[leastOf(costs)]!, weaves.at(-1)!.frame + 1);
}

/** Goes on by one frame: `costs` and `paths` become those of being in each state at this frame. */
function goOn(open: readonly State[], costs: Float64Array, paths: Path[], weave: Weave, atCut: boolean): void {
  const ways = waysInto(open, costs, paths, changes[atCut ? 1 : 0]!);
  const combing = kinds.map((kind) => combingPrice(kind, weave)), prices = kinds.map((kind, i) => combing[i]! + comparisonPrice(kind, weave));
  for (let state = 0; state < open.length; state++) {
    const { places, enter, scanning, family } = open[state]!, kind = places[weave.frame % places.length]!, way = ways[family]!;
    const stay = costs[state]! + prices[kind]!;
    // Against the last frame of another scanning there is nothing to compare, only what the frame shows itself.
    const come = way.cost + enter + combing[kind]!;
    costs[state] = Math.min(stay, come);
    if (come < stay) paths[state] = { first: weave.frame, scanning, before: way.before };
  }
}

type Way = { cost: number; before: Path };

/** The cheapest way into each family. */
function waysInto(open: readonly State[], costs: Float64Array, paths: readonly Path[], prices: readonly Float64Array[]): Way[] {
  const cheapest = new Int32Array(families.length).fill(-1);
  open.forEach(({ family }, state) => { if (cheapest[family]! < 0 || costs[state]! < costs[cheapest[family]!]!) cheapest[family] = state; });
  return families.map((_, into) => {
    let cost = Infinity, best = 0;
    for (let from = 0; from < cheapest.length; from++) {
      const state = cheapest[from]!, price = state < 0 ? Infinity : costs[state]! + prices[from]![into]!;
      if (price < cost) { cost = price; best = state; }
    }
    return { cost, before: paths[best]! };
  });
}

function leastOf(costs: Float64Array): number {
  let least = 0;
  for (let i = 1; i < costs.length; i++) if (costs[i]! < costs[least]!) least = i;
  return least;
}

const isOpen = ({ scanning: { phase } }: State, told: ToldCadence | undefined): boolean => told === undefined || (told === 'off' ? phase === null : phase?.id === told);

/** Of a frame that shows again what the one before did, combing proves nothing more. */
const combingPrice = ({ woven }: Kind, { combed, proof }: Weave): number => (combed && !woven ? COMBED * proof : 0);

function comparisonPrice({ sight, order, woven, to, from }: Kind, { lean, proof, repeats }: Weave): number {
  if (sight.first === 0 && sight.second === 0) return (proof * film.most) / 2;
  const { off, wider, most } = sight.open ? halfSeen : sight.second === 0 && woven ? fieldsApart : film;
  const degreesOff = distance(order === 'tff' ? lean : 90 - lean, from, to);
  const [top, bottom] = order === 'tff' ? [sight.first, sight.second] : [sight.second, sight.first];
  const unexpected = (repeats === 't' && top !== 0) || (repeats === 'b' && bottom !== 0);
  return proof * Math.min(most, (degreesOff / off) ** 2 / 2 + wider) + (unexpected ? REPEAT : 0);
}

/** Degrees from a direction to the nearest one between two others. */
function distance(lean: number, from: number, to: number): number {
  const off = turn(lean, to), near = turn(lean, from);
  return near + off <= turn(from, to) + 0.01 ? 0 : Math.min(off, near);
}

/** Direction of a sight: `second` points to 0°, `first` to 90°; -180 to 180 degrees. */
export function degrees(up: number, along: number): number {
  return (Math.atan2(up, along) * 180) / Math.PI;
}

function turn(a: number, b: number): number {
  const off = Math.abs(a - b) % 360;
  return Math.min(off, 360 - off);
}

function staysOf(last: Path, end: number): Stay[] {
  const stays: Stay[] = [];
  for (let path: Path | null = last, to = end; path; to = path.first, path = path.before) stays.unshift({ first: path.first, count: to - path.first, scanning: path.scanning });
  return stays;
}
