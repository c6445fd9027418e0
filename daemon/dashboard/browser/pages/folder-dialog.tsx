// Restoring every file of a folder as one batch.
import { useState } from 'react';
import { useClient } from '../../../../shared/panel/client.tsx';
import { PresetChoices, ResultChoices } from '../../../../shared/panel/clip-settings.tsx';
import { Failure } from '../../../../shared/panel/failure.tsx';
import { usualForm, wishOf } from '../../../../shared/panel/form.ts';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { Button, Dialog, Field, Skeleton, Switch } from '../../../../shared/panel/parts.tsx';
import { useAction } from '../../../../shared/panel/use-call.ts';
import { usePresets } from '../../../../shared/panel/use-offers.ts';
import { go } from '../route.ts';
import { LastTime, rememberHabit } from './last-time.tsx';

export function FolderDialog({ folder, onClose }: { readonly folder: string; readonly onClose: () => void }) {
  const client = useClient(), { open } = useStrings(), action = useAction();
  const presets = usePresets();
  const [form, setForm] = useState(usualForm), [recursive, setRecursive] = useState(false), [output, setOutput] = useState('');
  const start = (): void => action.run(async () => {
    const { batch } = await client.submitBatch({ folder, recursive, wish: wishOf(form), output: output.trim() || null, client: 'dashboard' });
    rememberHabit(form);
    onClose();
    go({ page: 'queue', batch: batch.id });
  });
  return (
    <Dialog title={open.wholeTitle} onClose={onClose}>
      <p className="muted">{open.wholeWhy(folder)}</p>
      {presets.value ? <><LastTime form={form} onForm={setForm} presets={presets.value} /><PresetChoices form={form} onForm={setForm} presets={presets.value} /><ResultChoices form={form} onForm={setForm} presets={presets.value} /></> : presets.failure ? <Failure error={presets.failure} onAgain={presets.again} /> : <Skeleton />}
      <Field label={open.output} hint={open.outputHint}>{(ids) => <input {...ids} type="text" spellCheck={false} value={output} onChange={(event) => setOutput(event.target.value)} />}</Field>
      <Switch label={open.recursive} checked={recursive} onChange={setRecursive} />
      {action.failure && <Failure error={action.failure} context={{ path: folder }} />}
      <Button look="primary" disabled={action.busy} onClick={start}>{open.wholeStart}</Button>
    </Dialog>
  );
}
