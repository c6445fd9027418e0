// Everything that can be chosen for a clip, from the few choices that most people need down to the parameters of a step.
import { useId, useState } from 'react';
import type { ResponseOf } from '../operations.ts';
import type { AnyPlan } from '../plan.ts';
import type { Rational } from '../time.ts';
import { byCare } from './comparison.ts';
import { withRange, withStage, type Form } from './form.ts';
import { useStrings } from './language.tsx';
import { Button, Field, Section, Segmented } from './parts.tsx';
import { StageControls, type StageInfo, type StageUse } from './stage-controls.tsx';
import { formatFrame, parseFrame } from './timecode.ts';
import css from './clip-settings.module.css';

type Presets = ResponseOf<'presets'>;
type Chosen = { readonly form: Form; readonly onForm: (form: Form) => void };

export function PresetChoices({ form, onForm, presets }: Chosen & { readonly presets: Presets }) {
  const { clip } = useStrings();
  const qualities = presets.filter(({ kind }) => kind === 'quality').sort(byCare), styles = presets.filter(({ kind }) => kind === 'style');
  const says = qualities.find(({ name }) => name === form.quality)?.description;
  const styleSays = styles.find(({ name }) => name === form.style)?.description;
  return (
    <div className={css.stack}>
      <div className={css.stack2}>
        <span className={css.label}>{clip.quality}</span>
        <Segmented label={clip.quality} value={form.quality} options={qualities.map(({ name, title, description }) => ({ value: name, title, tip: description }))} onChange={(quality) => onForm({ ...form, quality })} />
        {says && <p className={css.hint}>{says}</p>}
      </div>
      <Field label={clip.style} hint={styleSays}>
        {(ids) => (
          <select {...ids} value={form.style ?? ''} onChange={(event) => onForm({ ...form, style: event.target.value || null })}>
            <option value="">{clip.styleAuto}</option>
            {styles.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
          </select>
        )}
      </Field>
    </div>
  );
}

const usualScales = ['2', '720p', '1080p', '2160p'];
/** A factor, lines or a size, as the planner reads it. */
const readsAsScale = /^(auto|x?\d+(\.\d+)?|\d+p|\d+x\d+)$/;

/** `open`: what nothing chosen means for the delivery, where it is not as it suits. */
export function ResultChoices({ form, onForm, presets, open }: Chosen & { readonly presets: Presets; readonly open?: string }) {
  const { clip } = useStrings();
  const deliveries = presets.filter(({ kind }) => kind === 'delivery');
  return (
    <div className={css.stack}>
      <ScaleChoice form={form} onForm={onForm} />
      <Field label={clip.delivery} hint={deliveries.find(({ name }) => name === form.delivery)?.description}>
        {(ids) => (
          <select {...ids} value={form.delivery ?? ''} onChange={(event) => onForm({ ...form, delivery: event.target.value || null })}>
            <option value="">{open ?? clip.deliveryAuto}</option>
            {deliveries.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
          </select>
        )}
      </Field>
    </div>
  );
}

function ScaleChoice({ form, onForm }: Chosen) {
  const { clip } = useStrings();
  const [typed, setTyped] = useState<string | null>(form.scale !== null && form.scale !== '1' && !usualScales.includes(form.scale) ? form.scale : null);
  const list = useId();
  const names: Readonly<Record<string, string>> = { '2': '2 ×', '720p': '720p', '1080p': '1080p', '2160p': '2160p (4K)' };
  const choose = (value: string): void => {
    setTyped(value === 'other' ? '' : null);
    if (value !== 'other') onForm({ ...form, scale: value || null });
  };
  const wrong = typed !== null && typed !== '' && !readsAsScale.test(typed.trim()) ? clip.scaleHint : null;
  return (
    <>
      <Field label={clip.scale}>
        {(ids) => (
          <select {...ids} value={typed !== null ? 'other' : form.scale ?? ''} onChange={(event) => choose(event.target.value)}>
            <option value="">{clip.scaleAuto}</option><option value="1">{clip.scaleSame}</option>
            {usualScales.map((value) => <option key={value} value={value}>{names[value]}</option>)}
            <option value="other">{clip.scaleCustom}</option>
          </select>
        )}
      </Field>
      {typed !== null && (
        <Field label={clip.scaleCustom} hint={clip.scaleHint} wrong={wrong}>
          {(ids) => <input {...ids} type="text" list={list} value={typed} onChange={(event) => { setTyped(event.target.value); if (readsAsScale.test(event.target.value.trim())) onForm({ ...form, scale: event.target.value.trim() }); }} />}
        </Field>
      )}
    </>
  );
}

export function RangeChoice({ form, onForm, frames, rate }: Chosen & { readonly frames: number; readonly rate: Rational }) {
  const { clip, common } = useStrings();
  const all = form.in === null && form.out === null;
  const from = form.in ?? 0, to = form.out ?? frames;
  return (
    <div className={css.stack}>
      <div className={css.pair}>
        <PointInput label={clip.rangeIn} frame={from} rate={rate} most={frames - 1} onFrame={(frame) => onForm(withRange(form, { in: frame }, frames))} />
        <PointInput label={clip.rangeOut} frame={to} rate={rate} most={frames} onFrame={(frame) => onForm(withRange(form, { out: frame }, frames))} />
      </div>
      <p className={css.hint}>{all ? clip.all : common.frames(to - from)}{all ? `, ${common.frames(frames)}` : ''}</p>
      {!all && <div><Button look="quiet" onClick={() => onForm({ ...form, in: null, out: null })}>{clip.clearRange}</Button></div>}
    </div>
  );
}

function PointInput({ label, frame, rate, most, onFrame }: { readonly label: string; readonly frame: number; readonly rate: Rational; readonly most: number; readonly onFrame: (frame: number) => void }) {
  const { clip } = useStrings();
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? frame : parseFrame(typed, rate);
  const wrong = read === null || read > most;
  const take = (): void => {
    if (typed !== null && !wrong) onFrame(read);
    if (!wrong) setTyped(null);
  };
  return (
    <Field label={label} wrong={wrong ? clip.rangeWrong : null}>
      {(ids) => <input {...ids} type="text" className="numbers" value={typed ?? formatFrame(frame, rate)} onChange={(event) => setTyped(event.target.value)} onBlur={take} onKeyDown={(event) => { if (event.key === 'Enter') take(); if (event.key === 'Escape') setTyped(null); }} />}
    </Field>
  );
}

export function StepChoices({ form, onForm, stages, plan }: Chosen & { readonly stages: readonly StageInfo[]; readonly plan: AnyPlan | null }) {
  const { clip } = useStrings();
  return (
    <Section title={clip.steps}>
      <div>{stages.map((stage) => <StageControls key={stage.id} stage={stage} wish={form.stages[stage.id]} use={stageUse(plan, stage.id)} onChange={(change) => onForm(withStage(form, stage.id, change))} />)}</div>
    </Section>
  );
}

/** What a plan does with a stage; null where it says nothing of it. */
export function stageUse(plan: AnyPlan | null, stage: string): StageUse {
  const step = plan?.steps.find((one) => one.stage === stage);
  if (step) return { used: true, why: step.why, strength: step.strength, method: step.method };
  const sound = plan?.streams.flatMap(({ steps }) => steps).find((one) => one.stage === stage);
  if (sound) return { used: true, why: sound.why, strength: null, method: sound.method };
  const skipped = plan?.skipped.find((one) => one.stage === stage);
  return skipped ? { used: false, why: skipped.why, strength: null, method: null } : null;
}
