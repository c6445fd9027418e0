// Controls of a stage, drawn from what the stage says of itself: strength first, method and parameters behind "more".
import type { ResponseOf } from '../operations.ts';
import type { StageWish } from '../preset.ts';
import { fixed } from '../words.ts';
import { useStrings } from './language.tsx';
import { Badge, Button, Field, Segmented } from './parts.tsx';
import { SchemaField } from './schema-field.tsx';
import { fieldsOf, type Value } from './schema.ts';
import css from './stage-controls.module.css';

export type StageInfo = ResponseOf<'stages'>[number];
type Change = (change: Readonly<Record<string, Value | undefined>>) => void;
/** What the plan does with the stage at the moment; null while there is no plan. */
export type StageUse = { readonly used: boolean; readonly why: string; readonly strength: number | null; readonly method: string | null } | null;

export function StageControls({ stage, wish, use, onChange }: { readonly stage: StageInfo; readonly wish: StageWish | undefined; readonly use: StageUse; readonly onChange: Change }) {
  const { clip } = useStrings();
  const changed = wish !== undefined;
  return (
    <details className={css.stage}>
      <summary className={css.summary}>
        <span className={css.title}>{stage.title}</span>
        {changed ? <Badge tone="accent">{clip.changed}</Badge> : use && (use.used ? <Badge tone="good">{clip.stepUsed}</Badge> : <span className={css.skipped}>{clip.stepSkipped}</span>)}
      </summary>
      <div className={css.body}>
        {use && <p className={css.why}>{use.why}</p>}
        <Strength stage={stage} wish={wish} use={use} onChange={onChange} />
        <MoreControls stage={stage} wish={wish} use={use} onChange={onChange} />
        {changed && <div><Button look="quiet" icon="retry" onClick={() => onChange(Object.fromEntries(Object.keys(wish).map((key) => [key, undefined])))}>{clip.reset}</Button></div>}
      </div>
    </details>
  );
}

function Strength({ stage: { title, takesStrength }, wish, use, onChange }: { readonly stage: StageInfo; readonly wish: StageWish | undefined; readonly use: StageUse; readonly onChange: Change }) {
  const { clip, units } = useStrings();
  const strength = wish?.strength;
  const mode = strength === undefined || strength === 'auto' ? 'auto' : strength === 'off' ? 'off' : 'set';
  const choose = (next: 'auto' | 'off' | 'set'): void => onChange({ strength: next === 'auto' ? undefined : next === 'off' ? 'off' : use?.strength ?? 0.5 });
  const options = (takesStrength ? ['auto', 'off', 'set'] as const : ['auto', 'off'] as const).map((value) => ({ value, title: clip.strengths[value] }));
  return (
    <div className={css.strength}>
      <Segmented label={`${clip.strength}: ${title}`} value={mode} options={options} onChange={choose} />
      {typeof strength === 'number' && (
        <div className={css.sliderRow}>
          <input type="range" min={0} max={1} step={0.01} value={strength} aria-label={`${clip.strength}: ${title}`} onChange={(event) => onChange({ strength: Number(event.target.value) })} />
          <output className="numbers">{fixed(strength, 2, units)}</output>
        </div>
      )}
    </div>
  );
}

function MoreControls({ stage, wish, use, onChange }: { readonly stage: StageInfo; readonly wish: StageWish | undefined; readonly use: StageUse; readonly onChange: Change }) {
  const { clip } = useStrings();
  const fields = fieldsOf(stage.params);
  if (fields.length === 0 && stage.methods.length < 2) return null;
  return (
    <details className={css.more}>
      <summary>{clip.stepMore}</summary>
      <div className={css.fields}>
        {stage.methods.length > 1 && (
          <Field label={clip.method}>
            {(ids) => (
              <select {...ids} value={wish?.method ?? ''} onChange={(event) => onChange({ method: event.target.value || undefined })}>
                <option value="">{clip.methodAuto}{use?.method ? ` (${stage.methodTitles[use.method] ?? use.method})` : ''}</option>
                {stage.methods.map((method) => <option key={method} value={method}>{stage.methodTitles[method] ?? method}</option>)}
              </select>
            )}
          </Field>
        )}
        {fields.map((field) => <SchemaField key={field.key} field={field} value={wish?.[field.key]} onChange={(value) => onChange({ [field.key]: value })} />)}
      </div>
    </details>
  );
}
