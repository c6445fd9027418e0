// Black bars: how much of the picture is picture in every frame that was measured, film-wide and scene by scene. Nothing that ever shows anything counts as a bar.
import type { Analysis } from '../../shared/analysis.ts';
import type { Rect } from '../../shared/media.ts';
import type { FrameFacts } from './look.ts';

/** Bars thinner than this many pixels are blanking or ringing, not a format; and fewer lit frames than this prove nothing. */
const THINNEST = 4, FEWEST = 3;
/** Share of the lit frames in which the picture must begin right behind the bar, all along it: a dark sky or a moon at night does not. */
const STRAIGHT = 0.1;
/** Codecs and scalers blur a bar's edge by so many pixels. */
const BLURRED = 2;
const MOST_SCENES = 64;

type Edges = Pick<FrameFacts, 'blackLeft' | 'blackTop' | 'blackRight' | 'blackBottom' | 'straight'>;
type Size = { readonly width: number; readonly height: number };
const sides = [['blackLeft', 1], ['blackTop', 2], ['blackRight', 4], ['blackBottom', 8]] as const;

/** The picture inside the bars of all these frames, which cuts nothing off any of them; null without bars, or where too little is lit to tell. */
export function findBars(facts: readonly Edges[], { width, height }: Size): Analysis['bars'] {
  const lit = facts.filter((of) => of.blackLeft >= 0);
  if (lit.length < FEWEST) return null;
  const [left, top, right, bottom] = sides.map(([side, bit]) => {
    const thin = lit.reduce((least, of) => Math.min(least, of[side]), Infinity);
    const behind = lit.filter((of) => of[side] <= thin + BLURRED && (of.straight & bit) !== 0).length;
    return thin >= THINNEST && behind >= Math.max(1, STRAIGHT * lit.length) ? thin : 0;
  }) as [number, number, number, number];
  return left + top + right + bottom === 0 ? null : { left, top, width: width - left - right, height: height - top - bottom };
}

/** Stretches of shots with equal bars, in order; a shot too dark to tell goes with the one before. Empty where no shot has any. */
export function barsByScene(facts: readonly FrameFacts[], cuts: readonly number[], size: Size): Analysis['barScenes'] {
  if (facts.length === 0) return [];
  const first = facts[0]!.frame, starts = [first, ...cuts], whole: Rect = { left: 0, top: 0, ...size };
  const scenes: { first: number; count: number; picture: Rect; known: boolean }[] = [];
  starts.forEach((start, i) => {
    const frames = facts.slice(start - first, (starts[i + 1] ?? first + facts.length) - first), bars = findBars(frames, size);
    const known = bars !== null || frames.some((of) => of.blackLeft >= 0 && of.straight === 15), last = scenes.at(-1);
    if (last && (!known || !last.known || alike(last.picture, bars ?? whole))) Object.assign(last, { count: last.count + frames.length, ...(known && !last.known ? { picture: bars ?? whole, known } : {}) });
    else scenes.push({ first: start, count: frames.length, picture: bars ?? whole, known });
  });
  if (scenes.every(({ picture }) => alike(picture, whole))) return [];
  const kept = new Set([...scenes].sort((a, b) => b.count - a.count).slice(0, MOST_SCENES));
  return scenes.filter((scene) => kept.has(scene)).map(({ known: _known, ...scene }) => scene);
}

const alike = (a: Rect, b: Rect): boolean => (['left', 'top', 'width', 'height'] as const).every((side) => Math.abs(a[side] - b[side]) <= BLURRED);
