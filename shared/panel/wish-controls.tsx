// Everything else that can be asked for: picture, result, how the work is done, and what one knows better than the file.
import { useState } from 'react';
import type { Form } from './form.ts';
import { useStrings } from './language.tsx';
import { Badge, Button, Section } from './parts.tsx';
import { SchemaField, type FieldWords } from './schema-field.tsx';
import { withValues, type Value } from './schema.ts';
import css from './stage-controls.module.css';
import { suggested, wishFields, type WishFields, type WishGroup } from './wish-fields.ts';

type Props = { readonly form: Form; readonly onForm: (form: Form) => void; /** As `wishSchema` answers it. */ readonly schema: Readonly<Record<string, unknown>>; /** Ids. */ readonly devices: readonly string[] };

export function WishControls({ form, onForm, schema, devices }: Props) {
  const { wish } = useStrings();
  const wordsOf = (group: WishGroup): FieldWords => ({ ...wish, suggested: { ...suggested, device: devices }, open: group === 'better' ? wish.asFile : null });
  return (
    <Section title={wish.title}>
      <div>{wishFields(schema).map((one) => <Group key={one.group} {...one} form={form} onForm={onForm} words={wordsOf(one.group)} />)}</div>
    </Section>
  );
}

type GroupProps = Pick<Props, 'form' | 'onForm'> & WishFields[number] & { readonly words: FieldWords };
function Group({ group, fields, form, onForm, words }: GroupProps) {
  const { wish, clip } = useStrings();
  const part = partOf(group), values = form[part];
  const change = (changes: Readonly<Record<string, Value | undefined>>): void => onForm({ ...form, [part]: withValues(values, changes) });
  // Taking everything back forgets what is half typed, too.
  const [resets, setResets] = useState(0);
  const reset = (): void => {
    change(Object.fromEntries(fields.map(({ key }) => [key, undefined])));
    setResets(resets + 1);
  };
  const set = fields.filter(({ key }) => values[key] !== undefined);
  return (
    <details className={css.stage}>
      <summary className={css.summary}><span className={css.title}>{wish.groups[group]}</span>{set.length > 0 && <Badge tone="accent">{clip.changed}</Badge>}</summary>
      <div className={css.body}>
        <p className={css.why}>{wish.groupsWhy[group]}</p>
        <div className={css.columns}>{fields.map((field) => <SchemaField key={`${field.key} ${resets}`} field={field} value={values[field.key]} words={words} onChange={(value) => change({ [field.key]: value })} />)}</div>
        {set.length > 0 && <div><Button look="quiet" icon="retry" onClick={reset}>{clip.reset}</Button></div>}
      </div>
    </details>
  );
}

const partOf = (group: WishGroup): 'more' | 'better' => (group === 'better' ? 'better' : 'more');
