// What a person has chosen for a clip, and the wish that it makes.
import type { Interpretation, StageWish, WishInput } from '../preset.ts';
import { withValues, type Value, type Values } from './schema.ts';

export type Form = {
  readonly quality: string; readonly style: string | null; readonly scale: string | null; readonly delivery: string | null;
  readonly stages: Readonly<Record<string, StageWish>>;
  /** Half-open, frames of the source; null is its beginning or end. */
  readonly in: number | null; readonly out: number | null;
  /** Everything else that a wish has, by its names there; only what was set. */
  readonly more: Values;
  /** What is known better than the file's tags; only what was set. */
  readonly better: Values;
};
export const usualForm: Form = { quality: 'balanced', style: null, scale: null, delivery: null, stages: {}, in: null, out: null, more: {}, better: {} };

/** Only what was chosen is said: presets decide the rest. */
export function wishOf(form: Form): WishInput {
  const interpretation = interpretationOf(form);
  return {
    ...form.more, ...(interpretation ? { interpretation } : {}),
    quality: form.quality, ...(form.style === null ? {} : { style: form.style }), ...(form.scale === null ? {} : { scale: form.scale }),
    ...(form.delivery === null ? {} : { delivery: form.delivery }), stages: { ...form.stages },
    ...(form.in === null && form.out === null ? {} : { range: { unit: 'frames', in: form.in ?? 0, out: form.out } }),
  };
}

/** Null when the file is taken at its word. */
export const interpretationOf = ({ better }: Form): Interpretation | null => (Object.keys(better).length === 0 ? null : better as Interpretation);

/** The form with one stage's wish changed; what is undefined is taken back, and a stage of which nothing is left is not named. */
export function withStage(form: Form, stage: string, change: Readonly<Record<string, Value | undefined>>): Form {
  const wish = withValues((form.stages[stage] ?? {}) as Values, change) as StageWish;
  const { [stage]: _, ...others } = form.stages;
  return { ...form, stages: Object.keys(wish).length === 0 ? others : { ...others, [stage]: wish } };
}

/** In and out moved so that at least one frame is left between them. */
export function withRange(form: Form, change: { readonly in?: number | null; readonly out?: number | null }, frames: number): Form {
  const next = { ...form, ...change };
  const from = next.in ?? 0, to = next.out ?? frames;
  if (from < to) return { ...next, in: from <= 0 ? null : from, out: to >= frames ? null : to };
  return change.in === undefined ? { ...next, in: Math.max(0, to - 1) || null } : { ...next, out: from + 1 >= frames ? null : from + 1 };
}

/** The few choices that hold for one clip as for the next. */
export type Habit = Pick<Form, 'quality' | 'style' | 'scale' | 'delivery'>;
export const habitOf = ({ quality, style, scale, delivery }: Form): Habit => ({ quality, style, scale, delivery });
export const sameHabit = (a: Habit, b: Habit): boolean => a.quality === b.quality && a.style === b.style && a.scale === b.scale && a.delivery === b.delivery;
