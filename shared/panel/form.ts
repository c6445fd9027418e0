// What a person has chosen for a clip, and the wish that it makes.
import type { StageWish, WishInput } from '../preset.ts';

export type Form = {
  readonly quality: string; readonly style: string | null; readonly scale: string | null; readonly delivery: string | null;
  readonly stages: Readonly<Record<string, StageWish>>;
  /** Half-open, frames of the source; null is its beginning or end. */
  readonly in: number | null; readonly out: number | null;
};
export const usualForm: Form = { quality: 'balanced', style: null, scale: null, delivery: null, stages: {}, in: null, out: null };

/** Only what was chosen is said: presets decide the rest. */
export function wishOf(form: Form): WishInput {
  return {
    quality: form.quality, ...(form.style === null ? {} : { style: form.style }), ...(form.scale === null ? {} : { scale: form.scale }),
    ...(form.delivery === null ? {} : { delivery: form.delivery }), stages: { ...form.stages },
    ...(form.in === null && form.out === null ? {} : { range: { unit: 'frames', in: form.in ?? 0, out: form.out } }),
  };
}

/** The form with one stage's wish changed; what is undefined is taken back, and a stage of which nothing is left is not named. */
export function withStage(form: Form, stage: string, change: Readonly<Record<string, string | number | boolean | undefined>>): Form {
  const wish = Object.fromEntries(Object.entries({ ...form.stages[stage], ...change }).filter(([, value]) => value !== undefined)) as StageWish;
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
