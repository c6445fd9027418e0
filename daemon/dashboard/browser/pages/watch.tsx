// Watch folders: what is put into them is restored.
import { useState } from 'react';
import type { ResponseOf } from '../../../../shared/operations.ts';
import type { Watch } from '../../../../shared/watch.ts';
import { useClient, useJobs } from '../../../../shared/panel/client.tsx';
import { PresetChoices, ResultChoices } from '../../../../shared/panel/clip-settings.tsx';
import { Failure } from '../../../../shared/panel/failure.tsx';
import { FileBrowser } from '../../../../shared/panel/file-browser.tsx';
import { usualForm, wishOf } from '../../../../shared/panel/form.ts';
import rows from '../../../../shared/panel/job-row.module.css';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { readField, type FieldSchema } from '../../../../shared/panel/schema.ts';
import { Badge, Button, classes, Dialog, Empty, Field, Skeleton } from '../../../../shared/panel/parts.tsx';
import { useAction, useCall } from '../../../../shared/panel/use-call.ts';
import { usePresets } from '../../../../shared/panel/use-offers.ts';
import { hrefOf } from '../route.ts';
import { LastTime, rememberHabit } from './last-time.tsx';
import css from './page.module.css';

type Presets = ResponseOf<'presets'>;
/** How long a file must rest, as the daemon takes it. */
const seconds: FieldSchema = { key: 'settleSeconds', kind: 'number', least: 0.1, most: 3600, whole: false, title: '', unit: 's', says: '', words: [], usual: 5 };
/** Counts are asked for again when jobs change, at most this often, ms. */
const restMs = 2000;

export function WatchPage() {
  const client = useClient(), { watch: words } = useStrings();
  const { jobs } = useJobs();
  const { value, failure, again } = useCall(() => client.watches({}), [[...jobs.values()].map(({ id, state }) => `${id} ${state}`).join()], restMs);
  const presets = usePresets();
  const [adding, setAdding] = useState(false);
  return (
    <div className={css.page}>
      <div className={css.head}><h1>{words.title}</h1><Button look="primary" icon="folder" onClick={() => setAdding(true)}>{words.add}</Button></div>
      <p className="muted">{words.why}</p>
      {failure && <Failure error={failure} onAgain={again} />}
      {!value && !failure && <Skeleton />}
      {value?.length === 0 && <Empty icon="watch" title={words.none}><p className="muted">{words.noneMore}</p></Empty>}
      {value && value.length > 0 && <ul className={rows.list}>{value.map((one) => <WatchRow key={one.id} watch={one} presets={presets.value ?? []} onChange={again} />)}</ul>}
      {adding && <AddDialog onClose={() => setAdding(false)} onAdded={again} />}
    </div>
  );
}

function WatchRow({ watch, presets, onChange }: { readonly watch: Watch; readonly presets: Presets; readonly onChange: () => void }) {
  const client = useClient(), { watch: words } = useStrings(), action = useAction();
  const trouble = watch.trouble !== null;
  return (
    <li className={rows.row}>
      <div className={rows.main}>
        <div className={rows.head}><span className={rows.name}>{watch.folder}</span><Badge tone={trouble ? 'warn' : 'good'} icon={trouble ? 'warn' : 'watch'}>{trouble ? words.trouble : words.watching}</Badge></div>
        {trouble && <p className={rows.error}>{watch.trouble}</p>}
        <p className={rows.what}>{[...chosen(watch, presets), words.goTo(watch.output)].join(' · ')}</p>
        <p className={classes(rows.facts, 'numbers')}><span>{words.taken(watch.taken)}</span><span>{words.done(watch.done)}</span>{watch.failed > 0 && <a className={rows.error} href={hrefOf({ page: 'queue', batch: null })}>{words.failed(watch.failed)}</a>}</p>
        {action.failure && <Failure error={action.failure} onAgain={onChange} />}
      </div>
      <div className={rows.side}><Button look="quiet" icon="remove" aria-label={`${words.remove}: ${watch.folder}`} disabled={action.busy} onClick={() => action.run(() => client.unwatch({ watch: watch.id }).then(onChange))}>{words.remove}</Button></div>
    </li>
  );
}

/** What was chosen for its files, as people read it. */
function chosen({ wish }: Watch, presets: Presets): string[] {
  const title = (kind: Presets[number]['kind'], name: string | null | undefined): string | null => (name ? presets.find((one) => one.kind === kind && one.name === name)?.title ?? name : null);
  return [title('quality', wish.quality), title('style', wish.style), wish.scale ?? null, title('delivery', wish.delivery)].filter((one) => one !== null);
}

function AddDialog({ onClose, onAdded }: { readonly onClose: () => void; readonly onAdded: () => void }) {
  const client = useClient(), { watch: words, common, open } = useStrings(), action = useAction();
  const presets = usePresets();
  const [folder, setFolder] = useState(''), [output, setOutput] = useState(''), [browsing, setBrowsing] = useState(false), [form, setForm] = useState(usualForm), [waiting, setWaiting] = useState('5');
  const settle = readField(seconds, waiting) as number | null;
  const add = (): void => action.run(async () => {
    await client.watch({ folder: folder.trim(), wish: wishOf(form), output: output.trim() || null, settleSeconds: settle ?? 5 });
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
      <Field label={words.settle} hint={words.settleHint} wrong={settle === null ? '0.1 – 3600' : null}>{(ids) => <input {...ids} type="text" inputMode="decimal" value={waiting} onChange={(event) => setWaiting(event.target.value)} />}</Field>
      {action.failure && <Failure error={action.failure} context={{ path: folder }} />}
      <Button look="primary" disabled={action.busy || folder.trim() === '' || settle === null} onClick={add}>{words.add}</Button>
    </Dialog>
  );
}
