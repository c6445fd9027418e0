// Windows over the panel: a clip before and after, a result beside its source, choices for one clip, where a result went.
import { useMemo, useState } from 'react';
import type { Media } from '../../media.ts';
import { useClient } from '../client.tsx';
import { ClipViewer } from '../clip-viewer.tsx';
import { Failure } from '../failure.tsx';
import { usualForm, wishOf, type Form } from '../form.ts';
import { useStrings } from '../language.tsx';
import type { HostClip } from '../host.ts';
import { unitsOf } from '../instant.ts';
import { Button, Dialog, Field, Skeleton } from '../parts.tsx';
import { ResultViewer } from '../result-viewer.tsx';
import { useCall } from '../use-call.ts';
import { useCatalogue } from './catalogue.ts';
import css from './panel.module.css';
import type { EditorSettings } from './settings.ts';
import { RestorationChoices, AdvancedChoices } from './settings-parts.tsx';
import { useSession, useSessionState, useView } from './session-view.tsx';
import type { Card, Work } from './state.ts';
import { canRestore } from './work-words.ts';
import { useEditorStrings } from './words.ts';

export function OpenDialogs() {
  const { dialog, show } = useView(), { cards, works } = useSessionState();
  if (!dialog) return null;
  const close = (): void => show(null);
  const card = 'card' in dialog ? cards.find(({ id }) => id === dialog.card) : undefined, work = 'work' in dialog ? works.find(({ entry }) => entry.id === dialog.work) : undefined;
  if (card && dialog.kind === 'preview') return <PreviewDialog card={card} onClose={close} />;
  if (card && dialog.kind === 'with') return <ChoicesDialog name={card.clip.name} card={card} onClose={close} />;
  if (work && dialog.kind === 'compare') return <CompareDialog work={work} onClose={close} />;
  if (work && dialog.kind === 'again') return <ChoicesDialog name={work.entry.clip.name} work={work} onClose={close} />;
  if (work && dialog.kind === 'relink') return <RelinkDialog work={work} onClose={close} />;
  return null;
}

function PreviewDialog({ card, onClose }: { readonly card: Card; readonly onClose: () => void }) {
  const { preview } = useEditorStrings(), { clip, look } = card;
  if (!look.media?.video || clip.path === null) return null;
  return <Dialog title={preview.title(clip.name)} onClose={onClose} wide><PreviewBody card={card} media={look.media as Media} onClose={onClose} /></Dialog>;
}

function PreviewBody({ card, media, onClose }: { readonly card: Card; readonly media: Media; readonly onClose: () => void }) {
  const client = useClient(), session = useSession(), { settings } = useSessionState(), { preview } = useEditorStrings(), { presets, stages } = useCatalogue();
  const { path } = media, range = useMemo(() => framesOf(card.clip, media), []);
  const [form, setForm] = useState<Form>({ ...settings.form, ...range });
  const wish = useMemo(() => wishOf({ ...form, in: null, out: null }), [form]);
  const plan = useCall(() => client.plan({ path, wish }), [path, wish], 300);
  const restore = (): void => { void session.restore([card.id], { form: { ...form, in: null, out: null } }); onClose(); };
  if (presets.failure || stages.failure) return <Failure error={(presets.failure ?? stages.failure)!} onAgain={presets.again} />;
  if (!presets.value || !stages.value) return <Skeleton lines={5} />;
  return (
    <>
      {plan.failure && <Failure error={plan.failure} context={{ path }} />}
      <ClipViewer media={media} form={form} onForm={setForm} plan={plan.value} stages={stages.value} presets={presets.value} first={Math.floor(((range.in ?? 0) + (range.out ?? media.video.shape.frames)) / 2)} />
      <div className={css.dialogEnd}><Button look="primary" disabled={!canRestore(card)} onClick={restore}>{preview.use}</Button></div>
    </>
  );
}

/** Frames of the media that the clip shows, for the marks of the position bar; all of it where the host does not tell. */
function framesOf({ source }: HostClip, { video: { rate, shape } }: Media): Pick<Form, 'in' | 'out'> {
  if (!source) return { in: null, out: null };
  const unit = `${rate.nominal.num}/${rate.nominal.den}`, within = (frame: number): number => Math.min(shape.frames, Math.max(0, frame));
  return { in: within(unitsOf(source.in, unit)) || null, out: within(unitsOf(source.out, unit)) };
}

function CompareDialog({ work, onClose }: { readonly work: Work; readonly onClose: () => void }) {
  const client = useClient(), { preview } = useEditorStrings(), { job: id, clip } = work.entry;
  const detail = useCall(id === null ? null : () => client.job({ job: id }), [id]), plan = detail.value?.plans[detail.value.plans.length - 1];
  return (
    <Dialog title={preview.compareTitle(clip.name)} onClose={onClose} wide>
      {detail.failure && <Failure error={detail.failure} onAgain={detail.again} />}
      {!detail.value && !detail.failure && <Skeleton lines={5} />}
      {detail.value && plan && plan.source && <ResultViewer job={detail.value} plan={plan} />}
    </Dialog>
  );
}

/** Other choices for one clip, or for one that was restored already; those of the project stay as they are. */
function ChoicesDialog({ name, card, work, onClose }: { readonly name: string; readonly card?: Card; readonly work?: Work; readonly onClose: () => void }) {
  const session = useSession(), state = useSessionState(), { preview } = useEditorStrings(), { common } = useStrings();
  const [settings, setSettings] = useState<EditorSettings>(work?.entry.settings ?? state.settings);
  const change = (next: Partial<EditorSettings>): void => setSettings((old) => ({ ...old, ...next }));
  const restore = (): void => {
    if (card) void session.restore([card.id], settings);
    else if (work) void session.again(work.entry.id, settings);
    onClose();
  };
  return (
    <Dialog title={preview.withTitle(name)} onClose={onClose}>
      <RestorationChoices settings={settings} onChange={change} capabilities={state.host?.capabilities ?? null} />
      {state.line.kind === 'open' && <AdvancedChoices settings={settings} onChange={change} />}
      <div className={css.dialogEnd}><Button onClick={() => setSettings({ ...settings, form: usualForm })}>{preview.usual}</Button><span className={css.grow} /><Button onClick={onClose}>{common.cancel}</Button><Button look="primary" onClick={restore}>{preview.use}</Button></div>
    </Dialog>
  );
}

function RelinkDialog({ work, onClose }: { readonly work: Work; readonly onClose: () => void }) {
  const session = useSession(), { results } = useEditorStrings(), { common } = useStrings();
  const [path, setPath] = useState(work.entry.output ?? '');
  const take = (): void => { void session.relink(work.entry.id, path.trim()); onClose(); };
  return (
    <Dialog title={results.relinkTitle} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); if (path.trim()) take(); }}>
        <Field label={results.relinkPath} hint={work.entry.clip.name}>{(ids) => <input {...ids} type="text" spellCheck={false} value={path} onChange={(event) => setPath(event.target.value)} />}</Field>
        <div className={css.dialogEnd}><Button onClick={onClose}>{common.cancel}</Button><Button type="submit" look="primary" disabled={!path.trim()}>{results.relink}</Button></div>
      </form>
    </Dialog>
  );
}
