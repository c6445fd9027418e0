// Watch folders: what is put into them is restored.
import { useState } from 'react';
import type { Watch } from '../../../../shared/watch.ts';
import { useClient, useJobs } from '../../../../shared/panel/client.tsx';
import { PresetChoices, ResultChoices } from '../../../../shared/panel/clip-settings.tsx';
import { Failure } from '../../../../shared/panel/failure.tsx';
import { FileBrowser } from '../../../../shared/panel/file-browser.tsx';
import { usualForm, wishOf } from '../../../../shared/panel/form.ts';
import rows from '../../../../shared/panel/job-row.module.css';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { Badge, Button, Dialog, Empty, Field, Skeleton } from '../../../../shared/panel/parts.tsx';
import { useAction, useCall } from '../../../../shared/panel/use-call.ts';
import { LastTime, rememberHabit } from './last-time.tsx';
import css from './page.module.css';

/** Counts are asked for again when jobs change, at most this often, ms. */
const restMs = 2000;

export function WatchPage() {
  const client = useClient(), { watch: words } = useStrings();
  const { jobs } = useJobs();
  const { value, failure, again } = useCall(() => client.watches({}), [[...jobs.values()].map(({ id, state }) => `${id} ${state}`).join()], restMs);
  const [adding, setAdding] = useState(false);
  const watches = value, refused = failure;
  return (
    <div className={css.page}>
      <div className={css.head}><h1>{words.title}</h1><Button look="primary" icon="folder" onClick={() => setAdding(true)}>{words.add}</Button></div>
      <p className="muted">{words.why}</p>
      {refused && <Failure error={refused} onAgain={again} />}
      {!watches && !refused && <Skeleton />}
      {watches?.length === 0 && <Empty icon="watch" title={words.none} />}
      {watches && watches.length > 0 && <ul className={rows.list}>{watches.map((one) => <WatchRow key={one.id} watch={one} onChange={again} />)}</ul>}
      {adding && <AddDialog onClose={() => setAdding(false)} onAdded={again} />}
    </div>
  );
}

function WatchRow({ watch, onChange }: { readonly watch: Watch; readonly onChange: () => void }) {
  const client = useClient(), { watch: words } = useStrings(), action = useAction();
  return (
    <li className={rows.row}>
      <div className={rows.main}>
        <div className={rows.head}><span className={rows.name}>{watch.folder}</span><Badge tone={watch.trouble === null ? 'good' : 'warn'}>{watch.trouble === null ? words.watching : words.trouble}</Badge></div>
        {watch.trouble !== null && <p className={rows.error}>{watch.trouble}</p>}
        <p className={rows.facts}>{words.counts(watch.taken, watch.done, watch.failed)}</p>
        {action.failure && <Failure error={action.failure} onAgain={onChange} />}
      </div>
      <div className={rows.side}><Button look="danger" icon="remove" aria-label={`${words.remove}: ${watch.folder}`} disabled={action.busy} onClick={() => action.run(() => client.unwatch({ watch: watch.id }).then(onChange))}>{words.remove}</Button></div>
    </li>
  );
}

function AddDialog({ onClose, onAdded }: { readonly onClose: () => void; readonly onAdded: () => void }) {
  const client = useClient(), { watch: words, common, open } = useStrings(), action = useAction();
  const presets = useCall(() => client.presets({}), []);
  const [folder, setFolder] = useState(''), [output, setOutput] = useState(''), [browsing, setBrowsing] = useState(false), [form, setForm] = useState(usualForm);
  const add = (): void => action.run(async () => {
    await client.watch({ folder: folder.trim(), wish: wishOf(form), output: output.trim() || null });
    onAdded();
    rememberHabit(form);
    onClose();
  });
  const pick = { title: open.use, act: (path: string) => { setFolder(path); setBrowsing(false); } };
  return (
    <Dialog title={words.add} onClose={onClose} wide={browsing}>
      <div className={css.pick}>
        <Field label={words.folder}>{(ids) => <input {...ids} type="text" spellCheck={false} value={folder} onChange={(event) => setFolder(event.target.value)} />}</Field>
        <Button aria-expanded={browsing} onClick={() => setBrowsing(!browsing)}>{common.choose}</Button>
      </div>
      {browsing && <FileBrowser start={null} onFile={null} onFolder={pick} />}
      <Field label={words.output} hint={words.outputHint}>{(ids) => <input {...ids} type="text" spellCheck={false} value={output} onChange={(event) => setOutput(event.target.value)} />}</Field>
      {presets.value ? <><LastTime form={form} onForm={setForm} presets={presets.value} /><PresetChoices form={form} onForm={setForm} presets={presets.value} /><ResultChoices form={form} onForm={setForm} presets={presets.value} /></> : presets.failure ? <Failure error={presets.failure} onAgain={presets.again} /> : <Skeleton />}
      {action.failure && <Failure error={action.failure} context={{ path: folder }} />}
      <Button look="primary" disabled={action.busy || folder.trim() === ''} onClick={add}>{words.add}</Button>
    </Dialog>
  );
}
