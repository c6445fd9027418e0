// A clip: what it is, what shall be done to it, how that will look, and the button that does it.
import { useMemo, useState } from 'react';
import type { Analysed } from '../../../../shared/analysis.ts';
import type { AnyPlan } from '../../../../shared/plan.ts';
import { AnalysisView, MediaFacts } from '../../../../shared/panel/analysis-view.tsx';
import { useClient } from '../../../../shared/panel/client.tsx';
import { PresetChoices, RangeChoice, ResultChoices, StepChoices } from '../../../../shared/panel/clip-settings.tsx';
import { ClipViewer } from '../../../../shared/panel/clip-viewer.tsx';
import { Failure } from '../../../../shared/panel/failure.tsx';
import { interpretationOf, usualForm, wishOf, type Form } from '../../../../shared/panel/form.ts';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { fileName, folderName } from '../../../../shared/panel/naming.ts';
import { Empty, Section, Skeleton } from '../../../../shared/panel/parts.tsx';
import { PlanView } from '../../../../shared/panel/plan-view.tsx';
import { useCall, type Answer } from '../../../../shared/panel/use-call.ts';
import { usePresets, useStages } from '../../../../shared/panel/use-offers.ts';
import { WishControls } from '../../../../shared/panel/wish-controls.tsx';
import type { ResponseOf } from '../../../../shared/operations.ts';
import css from './clip.module.css';
import { LastTime, rememberHabit } from './last-time.tsx';
import { RestoreBar } from './restore-bar.tsx';

/** What was chosen for clips of this session, by path: coming back finds it again. */
const chosen = new Map<string, Form>();
/** A plan is made when the hand has left the controls alone, ms. */
const planMs = 300;

type Planned = { readonly plan: AnyPlan; readonly sections: ResponseOf<'explain'> };

export function ClipPage({ path }: { readonly path: string }) {
  const client = useClient(), { clip } = useStrings();
  const [form, setForm] = useState<Form>(() => chosen.get(path) ?? usualForm);
  const better = interpretationOf(form);
  const analysed = useCall(() => client.analyze({ path, ...(better ? { interpretation: better } : {}) }), [path, JSON.stringify(better)], planMs);
  const onForm = (next: Form): void => {
    chosen.set(path, next);
    setForm(next);
  };
  return (
    <div className={css.page}>
      <header className={css.head}><h1>{fileName(path)}</h1><p className="muted small">{folderName(path)}</p></header>
      {analysed.failure && <Failure error={analysed.failure} context={{ path }} onAgain={analysed.again} />}
      {!analysed.value && !analysed.failure && <div className={css.waiting}><p role="status">{clip.analysing}</p><div className={css.stage} /><Skeleton lines={5} /></div>}
      {analysed.value && <Workbench found={analysed.value} path={path} form={form} onForm={onForm} />}
    </div>
  );
}

function Workbench({ found, path, form, onForm }: { readonly found: Analysed; readonly path: string; readonly form: Form; readonly onForm: (form: Form) => void }) {
  const client = useClient(), { clip } = useStrings();
  const stages = useStages(), presets = usePresets();
  const schema = useCall(() => client.wishSchema({}), []), hardware = useCall(() => client.hardware({}), []);
  const wish = useMemo(() => wishOf(form), [form]);
  const planned: Answer<Planned> = useCall(async () => {
    const plan = await client.plan({ path, wish });
    return { plan, sections: await client.explain({ plan }) };
  }, [path, wish], planMs);
  const plan = planned.value?.plan ?? null, { media } = found;
  const shared = { form, onForm, stages: stages.value ?? [], presets: presets.value ?? [] };
  return (
    <div className={css.bench}>
      <div className={css.middle}>
        {media.video ? <ClipViewer {...shared} media={media} plan={plan} /> : <Empty icon="sound" title={clip.noPicture} />}
        <div className={css.below}>
          <Section title={clip.found} className={css.card}><AnalysisView found={found} /></Section>
          <Section title={clip.analysis} className={css.card}><MediaFacts media={media} /></Section>
        </div>
        <Section title={clip.plan} className={css.card} aside={planned.loading ? <span className="muted small" role="status">{clip.planning}</span> : null}>
          {planned.failure ? <Failure error={planned.failure} context={{ path }} onAgain={planned.again} /> : planned.value ? <PlanView sections={planned.value.sections} /> : <Skeleton />}
        </Section>
      </div>
      <aside className={css.inspector} aria-label={clip.settings}>
        <div className={css.controls}>
          {stages.failure && <Failure error={stages.failure} onAgain={stages.again} />}
          {presets.failure && <Failure error={presets.failure} onAgain={presets.again} />}
          {presets.value && <LastTime form={form} onForm={onForm} presets={presets.value} />}
          <PresetChoices {...shared} /><ResultChoices {...shared} />
          {media.video && <Section title={clip.range}><RangeChoice form={form} onForm={onForm} frames={media.video.shape.frames} rate={media.video.rate.nominal} /></Section>}
          <StepChoices {...shared} plan={plan} />
          {schema.failure && <Failure error={schema.failure} onAgain={schema.again} />}
          {schema.value && <WishControls form={form} onForm={onForm} schema={schema.value} devices={['auto', ...hardware.value?.devices.map(({ id }) => id) ?? []]} />}
        </div>
        <RestoreBar path={path} wish={wish} plan={plan} refused={planned.failure} onAdded={() => rememberHabit(form)} />
      </aside>
    </div>
  );
}
