// What is laid side by side: qualities, kinds of footage, or the methods of one step.
import type { FrameWrightError } from '../errors.ts';
import type { ResponseOf } from '../operations.ts';
import type { AnyPlan } from '../plan.ts';
import { useClient } from './client.tsx';
import { withStage, wishOf, type Form } from './form.ts';
import type { StageInfo } from './stage-controls.tsx';
import { useCall } from './use-call.ts';

export type CompareBy = { readonly kind: 'quality' } | { readonly kind: 'style' } | { readonly kind: 'method'; readonly stage: string };
export type Choice = { readonly title: string; readonly form: Form };
type Presets = ResponseOf<'presets'>;

/** Wishes that one comparison takes. */
const most = 8;

/** From the quickest to the most careful; what else there is follows. */
const careOrder = ['fast', 'balanced', 'best'];
export const byCare = (a: { readonly name: string }, b: { readonly name: string }): number => (careOrder.indexOf(a.name) + 1 || 99) - (careOrder.indexOf(b.name) + 1 || 99);

export function wishesOf(by: CompareBy, form: Form, presets: Presets, stages: readonly StageInfo[]): Choice[] {
  const all = by.kind === 'quality' ? presets.filter(({ kind }) => kind === 'quality').sort(byCare).map(({ name, title }) => ({ title, form: { ...form, quality: name } }))
    : by.kind === 'style' ? presets.filter(({ kind }) => kind === 'style').map(({ name, title }) => ({ title, form: { ...form, style: name } }))
      : methodsOf(stages, by.stage).map(([method, title]) => ({ title, form: withStage(form, by.stage, { method }) }));
  return all.slice(0, most);
}

const methodsOf = (stages: readonly StageInfo[], id: string): [string, string][] => {
  const stage = stages.find((one) => one.id === id);
  return (stage?.methods ?? []).map((method) => [method, stage?.methodTitles[method] ?? method]);
};

/** What there is to compare for this clip: methods only of steps that the plan takes. */
export function choicesOf(presets: Presets, stages: readonly StageInfo[], plan: AnyPlan | null): { readonly by: CompareBy; readonly stage: string }[] {
  const used = new Set(plan?.steps.map(({ stage }) => stage));
  const methods = stages.filter(({ id, methods: known }) => used.has(id) && known.length > 1).map(({ id, title }) => ({ by: { kind: 'method' as const, stage: id }, stage: title }));
  return [...(presets.length ? [{ by: { kind: 'quality' as const }, stage: '' }, { by: { kind: 'style' as const }, stage: '' }] : []), ...methods];
}

export type Compared = { readonly value: ResponseOf<'compare'> | null; readonly exact: boolean; readonly loading: boolean; readonly failure: FrameWrightError | null };
type Asked = { readonly path: string; readonly frame: number; readonly size: number | null; readonly draftSize: number; readonly wishes: readonly Choice[] };

/** A draft first, then the real thing when nothing has changed for a moment. */
export function useComparison(asked: Asked | null): Compared {
  const client = useClient();
  const key = asked === null ? '' : JSON.stringify(asked);
  const ask = (draft: boolean) => async () => ({ key, value: await client.compare({ path: asked!.path, frame: asked!.frame, draft, size: draft ? asked!.draftSize : asked!.size, replaces: 'compare', wishes: asked!.wishes.map(({ title, form }) => ({ title, wish: wishOf({ ...form, in: null, out: null }) })) }) });
  const draft = useCall(asked ? ask(true) : null, [key], 150);
  const drafted = draft.value?.key === key;
  const exact = useCall(asked && drafted ? ask(false) : null, [key, drafted], 600);
  const done = exact.value?.key === key;
  return { value: (done ? exact.value : draft.value)?.value ?? null, exact: done, loading: asked !== null && !done && !(drafted && exact.failure), failure: draft.failure ?? exact.failure };
}
