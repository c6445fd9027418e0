// The choices for clips of an editor: on the page of settings, and in the dialog that restores one clip otherwise.
import { Failure } from '../failure.tsx';
import { PresetChoices, ResultChoices, StepChoices } from '../clip-settings.tsx';
import { useStrings } from '../language.tsx';
import type { Capabilities, PlaceMode } from '../host.ts';
import { Button, classes, Field, Segmented, Skeleton, Switch } from '../parts.tsx';
import { WishControls } from '../wish-controls.tsx';
import { useCatalogue } from './catalogue.ts';
import css from './settings.module.css';
import { modeOf, type EditorSettings } from './settings.ts';
import { useEditorStrings } from './words.ts';

type Chosen = { readonly settings: EditorSettings; readonly onChange: (change: Partial<EditorSettings>) => void };

export function RestorationChoices({ settings, onChange, capabilities }: Chosen & { readonly capabilities: Capabilities | null }) {
  const { settings: words } = useEditorStrings(), { presets } = useCatalogue();
  const onForm = (form: EditorSettings['form']): void => onChange({ form });
  return (
    <div className={css.choices}>
      {presets.failure && <Failure error={presets.failure} onAgain={presets.again} />}
      {presets.value ? <PresetChoices form={settings.form} onForm={onForm} presets={presets.value} /> : <Skeleton lines={2} />}
      <StrengthChoice settings={settings} onChange={onChange} />
      {presets.value && <ResultChoices form={settings.form} onForm={onForm} presets={presets.value} open={words.deliveryUsual} />}
      {capabilities && <PlaceChoice settings={settings} onChange={onChange} capabilities={capabilities} />}
    </div>
  );
}

function StrengthChoice({ settings: { strength }, onChange }: Chosen) {
  const { clip } = useStrings();
  return (
    <div className={css.group}>
      <span className={css.label}>{clip.strength}</span>
      <Segmented label={clip.strength} value={strength === null ? 'auto' : 'set'} options={[{ value: 'auto', title: clip.strengths.auto }, { value: 'set', title: clip.strengths.set }]} onChange={(value) => onChange({ strength: value === 'auto' ? null : 0.5 })} />
      {strength !== null && <div className={css.slider}><input type="range" min={0} max={1} step={0.05} value={strength} aria-label={clip.strength} onChange={(event) => onChange({ strength: Number(event.target.value) })} /><output className="numbers">{Math.round(strength * 100)} %</output></div>}
    </div>
  );
}

/** Where only what an extension adds can lie; it goes there by itself. */
const beside: readonly PlaceMode[] = ['append', 'prepend'];
/** Ways under which what was laid on the clip stays with it alone. */
const below: readonly PlaceMode[] = ['track-above'];

function PlaceChoice({ settings, onChange, capabilities }: Chosen & { readonly capabilities: Capabilities }) {
  const { settings: words } = useEditorStrings(), mode = modeOf(settings, capabilities.places), offered = capabilities.places.filter((one) => !beside.includes(one));
  return (
    <fieldset className={css.places}>
      <legend className={css.label}>{words.place}</legend>
      {offered.map((one) => (
        <label key={one} className={classes(css.place, one === mode && css.taken)}>
          <input type="radio" name="place" value={one} checked={one === mode} onChange={() => onChange({ mode: one === offered[0] ? null : one })} />
          <span><span className={css.placeName}>{words.places[one]}</span><span className={css.why}>{words.placesWhy[one]}</span></span>
        </label>
      ))}
      {below.includes(mode) && <p className={css.why}>{words.effectsBelow}</p>}
      {mode !== 'bin' && <p className={css.why}>{words.undo[capabilities.undo]}</p>}
      {mode !== 'bin' && <Switch label={words.keepLook} why={words.keepLookWhy} checked={settings.scale === 'keep-look'} onChange={(on) => onChange({ scale: on ? 'keep-look' : 'as-is' })} />}
    </fieldset>
  );
}

export function AdvancedChoices({ settings, onChange }: Chosen) {
  const { settings: words } = useEditorStrings(), { stages, schema, devices } = useCatalogue();
  const onForm = (form: EditorSettings['form']): void => onChange({ form });
  return (
    <details className={css.advanced}>
      <summary>{words.advanced}</summary>
      <div className={css.choices}>
        {stages.failure && <Failure error={stages.failure} onAgain={stages.again} />}
        {stages.value && <StepChoices form={settings.form} onForm={onForm} stages={stages.value} plan={null} />}
        {schema.failure && <Failure error={schema.failure} onAgain={schema.again} />}
        {schema.value && <WishControls form={settings.form} onForm={onForm} schema={withoutOwn(schema.value)} devices={devices.value ?? ['auto']} />}
      </div>
    </details>
  );
}

/** Fields of a wish that the panel sets for each clip by itself. */
const own: readonly string[] = ['handles', 'extend', 'sound', 'pictureNames'];

function withoutOwn(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { properties } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
  return properties ? { ...schema, properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !own.includes(key))) } : schema;
}

export function HandlesChoice({ settings: { handles }, onChange }: Chosen) {
  const { settings: words } = useEditorStrings();
  const read = (text: string): number => Math.min(10_000, Math.max(0, Math.trunc(Number(text)) || 0));
  return <Field label={words.handles} hint={words.handlesWhy}>{(ids) => <input {...ids} type="number" min={0} max={10_000} step={1} value={handles.before} onChange={(event) => { const frames = read(event.target.value); onChange({ handles: { before: frames, after: frames } }); }} />}</Field>;
}

export function LastChoice({ onTake }: { readonly onTake: () => void }) {
  const { settings: words } = useEditorStrings();
  return <div><Button icon="retry" onClick={onTake}>{words.last}</Button></div>;
}
