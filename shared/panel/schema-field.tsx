// A control for one field of a JSON schema: what can be chosen is shown, what is typed takes effect as soon as it can be read.
import { useId, useState } from 'react';
import { useStrings } from './language.tsx';
import { Field, Switch } from './parts.tsx';
import { readField, withValues, writeField, type FieldSchema, type Value, type Values } from './schema.ts';
import css from './stage-controls.module.css';

/** Names and help of fields and names of options where a language has them; the schema's own are taken for all others. */
export type FieldWords = {
  readonly titles: Readonly<Record<string, string>>; readonly helps: Readonly<Record<string, string>>; readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Values that are worth offering while something is typed. */ readonly suggested: Readonly<Record<string, readonly string[]>>;
  /** What nothing chosen means; null for the usual words. */ readonly open: string | null;
};
export const noWords: FieldWords = { titles: {}, helps: {}, options: {}, suggested: {}, open: null };

type Props = { readonly field: FieldSchema; readonly value: Value | undefined; readonly onChange: (value: Value | undefined) => void; readonly words?: FieldWords };

/** `denoiseRate` and `block-size` as words. */
const spelt = (key: string): string => key.replace(/[-_]/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, (first) => first.toUpperCase());
function titleOf({ key, title, unit }: FieldSchema, { titles }: FieldWords): string {
  const name = titles[key] ?? (title || spelt(key));
  return unit ? `${name} (${unit})` : name;
}

export function SchemaField({ field: bare, value, onChange, words = noWords }: Props) {
  const field = { ...bare, says: words.helps[bare.key] ?? bare.says }, title = titleOf(field, words), props = { field, value, onChange, words };
  switch (field.kind) {
    case 'switch': return <Switch label={title} why={field.says} checked={Boolean(value ?? field.usual)} onChange={(on) => onChange(on === field.usual ? undefined : on)} />;
    case 'choice': return <Choice {...props} title={title} options={field.options} />;
    case 'group': return <Group field={field} fields={field.fields} title={title} value={value as Values | undefined} onChange={onChange} words={words} />;
    case 'variants': return <Variants {...props} field={field} title={title} />;
    default: return field.words.length > 0 && field.kind !== 'number' ? <Choice {...props} title={title} options={field.words} /> : <Typed {...props} title={title} />;
  }
}

function Choice({ field, value, onChange, words = noWords, title, options }: Props & { readonly title: string; readonly options: readonly string[] }) {
  const { clip } = useStrings();
  const usual = String(field.usual), names = words.options[field.key] ?? {};
  return (
    <Field label={title} hint={field.says}>
      {(ids) => (
        <select {...ids} value={String(value ?? usual)} onChange={(event) => onChange(event.target.value === usual ? undefined : event.target.value)}>
          {usual === '' && <option value="">{words.open ?? clip.leftOpen}</option>}
          {options.map((option) => <option key={option} value={option}>{names[option] ?? option}</option>)}
        </select>
      )}
    </Field>
  );
}

/** A wrong word stays where it was typed, with the range that is allowed. */
function Typed({ field, value, onChange, words = noWords, title }: Props & { readonly title: string }) {
  const [typed, setTyped] = useState<string | null>(null), list = useId();
  const suggested = [...field.words, ...words.suggested[field.key] ?? []];
  const wrong = typed !== null && typed.trim() !== '' && readField(field, typed) === null;
  const range = field.kind === 'number' && Number.isFinite(field.least) && field.most < 1e9 ? [`${field.least} – ${field.most}`, ...field.words].join(', ') : '';
  const change = (text: string): void => {
    setTyped(text);
    const read = text.trim() === '' ? undefined : readField(field, text);
    if (read !== null) onChange(read === field.usual ? undefined : read);
  };
  return (
    <Field label={title} hint={field.says} wrong={wrong ? range || field.says : null}>
      {(ids) => (
        <>
          <input {...ids} type="text" spellCheck={false} autoComplete="off" inputMode={field.kind === 'number' && field.words.length === 0 && field.most < 1e9 ? 'decimal' : 'text'} list={suggested.length > 0 ? list : undefined} placeholder={String(field.usual)}
            value={typed ?? writeField(value)} onChange={(event) => change(event.target.value)} onBlur={() => { if (!wrong) setTyped(null); }} />
          {suggested.length > 0 && <datalist id={list}>{suggested.map((one) => <option key={one} value={one} />)}</datalist>}
        </>
      )}
    </Field>
  );
}

type GroupProps = { readonly field: FieldSchema; readonly fields: readonly FieldSchema[]; readonly title: string; readonly value: Values | undefined; readonly onChange: (value: Value | undefined) => void; readonly words: FieldWords };

/** Several fields under one name; nothing is said while none of them is set. */
function Group({ field, fields, title, value, onChange, words }: GroupProps) {
  return (
    <fieldset className={css.group}>
      <legend>{title}</legend>
      {field.says && <p className={css.why}>{field.says}</p>}
      <Fields fields={fields} values={value ?? {}} words={words} onChange={(next) => onChange(Object.keys(next).length === 0 ? undefined : next)} />
    </fieldset>
  );
}

function Fields({ fields, values, words, onChange }: { readonly fields: readonly FieldSchema[]; readonly values: Values; readonly words: FieldWords; readonly onChange: (values: Values) => void }) {
  return <div className={css.pair}>{fields.map((one) => <SchemaField key={one.key} field={one} value={values[one.key]} words={words} onChange={(value) => onChange(withValues(values, { [one.key]: value }))} />)}</div>;
}

/** A form is taken over when all of its fields are there, because half a rectangle is none. */
function Variants({ field, value, onChange, words = noWords, title }: Props & { readonly field: Extract<FieldSchema, { kind: 'variants' }>; readonly title: string }) {
  const { clip } = useStrings();
  const [draft, setDraft] = useState<Values | null>(null);
  const names = words.options[field.key] ?? {}, values = draft ?? (typeof value === 'object' ? value as Values : null);
  const formOf = (of: Values): number => field.forms.findIndex((fields) => fields.some(({ key }) => key in of));
  const [opened, setOpened] = useState(values === null ? -1 : formOf(values));
  const shown = opened >= 0 ? `form ${opened}` : String(value ?? field.usual);
  const choose = (next: string): void => {
    const form = next.startsWith('form ') ? Number(next.slice(5)) : -1;
    setOpened(form);
    setDraft(null);
    onChange(form >= 0 || next === field.usual || next === '' ? undefined : next);
  };
  const fill = (next: Values): void => {
    setDraft(next);
    onChange(field.forms[opened]!.every(({ key }) => next[key] !== undefined) ? next : undefined);
  };
  return (
    <>
      <Field label={title} hint={field.says}>
        {(ids) => (
          <select {...ids} value={shown} onChange={(event) => choose(event.target.value)}>
            {field.usual === '' && <option value="">{clip.leftOpen}</option>}
            {field.options.map((option) => <option key={option} value={option}>{names[option] ?? option}</option>)}
            {field.forms.map((fields, i) => <option key={i} value={`form ${i}`}>{names[fields.map(({ key }) => key).join()] ?? fields.map((one) => titleOf(one, words)).join(', ')}</option>)}
          </select>
        )}
      </Field>
      {opened >= 0 && <Fields fields={field.forms[opened]!} values={values ?? {}} words={words} onChange={fill} />}
    </>
  );
}
