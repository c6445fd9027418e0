// Controls of a stage, drawn from what the stage says of itself: strength first, method and parameters behind "more".
import { useState } from 'react';
import type { ResponseOf } from '../operations.ts';
import type { StageWish } from '../preset.ts';
import { useStrings } from './language.tsx';
import { Badge, Button, Field, Segmented, Switch } from './parts.tsx';
import { fieldsOf, readField, type FieldSchema } from './schema.ts';
import css from './stage-controls.module.css';

export type StageInfo = ResponseOf<'stages'>[number];
type Change = (change: Readonly<Record<string, string | number | boolean | undefined>>) => void;
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
        <Strength title={stage.title} wish={wish} use={use} onChange={onChange} />
        <MoreControls stage={stage} wish={wish} use={use} onChange={onChange} />
        {changed && <div><Button look="quiet" icon="retry" onClick={() => onChange(Object.fromEntries(Object.keys(wish).map((key) => [key, undefined])))}>{clip.reset}</Button></div>}
      </div>
    </details>
  );
}

function Strength({ title, wish, use, onChange }: { readonly title: string; readonly wish: StageWish | undefined; readonly use: StageUse; readonly onChange: Change }) {
  const { clip } = useStrings();
  const strength = wish?.strength;
  const mode = strength === undefined || strength === 'auto' ? 'auto' : strength === 'off' ? 'off' : 'set';
  const choose = (next: 'auto' | 'off' | 'set'): void => onChange({ strength: next === 'auto' ? undefined : next === 'off' ? 'off' : use?.strength ?? 0.5 });
  const options = (['auto', 'off', 'set'] as const).map((value) => ({ value, title: clip.strengths[value] }));
  return (
    <div className={css.strength}>
      <Segmented label={`${clip.strength}: ${title}`} value={mode} options={options} onChange={choose} />
      {typeof strength === 'number' && (
        <div className={css.sliderRow}>
          <input type="range" min={0} max={1} step={0.01} value={strength} aria-label={`${clip.strength}: ${title}`} onChange={(event) => onChange({ strength: Number(event.target.value) })} />
          <output className="numbers">{strength.toFixed(2)}</output>
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
                <option value="">{clip.methodAuto}{use?.method ? ` (${use.method})` : ''}</option>
                {stage.methods.map((method) => <option key={method} value={method}>{method}</option>)}
              </select>
            )}
          </Field>
        )}
        {fields.map((field) => <Parameter key={field.key} field={field} value={wish?.[field.key]} onChange={(value) => onChange({ [field.key]: value })} />)}
      </div>
    </details>
  );
}

/** `denoiseRate` and `block-size` as words. */
const words = (key: string): string => key.replace(/[-_]/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, (first) => first.toUpperCase());

type ParameterProps = { readonly field: FieldSchema; readonly value: string | number | boolean | undefined; readonly onChange: (value: string | number | boolean | undefined) => void };
function Parameter({ field, value, onChange }: ParameterProps) {
  if (field.kind === 'switch') return <Switch label={words(field.key)} why={field.says} checked={Boolean(value ?? field.usual)} onChange={(on) => onChange(on === field.usual ? undefined : on)} />;
  if (field.kind === 'choice') {
    return (
      <Field label={words(field.key)} hint={field.says}>
        {(ids) => <select {...ids} value={String(value ?? field.usual)} onChange={(event) => onChange(event.target.value === field.usual ? undefined : event.target.value)}>{field.options.map((option) => <option key={option} value={option}>{option}</option>)}</select>}
      </Field>
    );
  }
  return <TypedParameter field={field} value={value} onChange={onChange} />;
}

/** Takes effect when it can be read; a wrong word stays where it was typed, with the range that is allowed. */
function TypedParameter({ field, value, onChange }: ParameterProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && typed.trim() !== '' && readField(field, typed) === null;
  const range = field.kind === 'number' && Number.isFinite(field.least) && field.most < 1e9 ? `${field.least} – ${field.most}${field.auto ? ', auto' : ''}` : '';
  const change = (text: string): void => {
    setTyped(text);
    const read = text.trim() === '' ? undefined : readField(field, text);
    if (read !== null) onChange(read === field.usual ? undefined : read);
  };
  return (
    <Field label={words(field.key)} hint={field.says} wrong={wrong ? range || field.says : null}>
      {(ids) => <input {...ids} type="text" inputMode={field.auto ? 'text' : 'decimal'} placeholder={String(field.usual)} value={typed ?? (value === undefined ? '' : String(value))} onChange={(event) => change(event.target.value)} onBlur={() => { if (!wrong) setTyped(null); }} />}
    </Field>
  );
}
