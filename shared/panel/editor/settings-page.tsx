// What clips of this project are restored with, and the panel's own choices.
import { Icon } from '../icon.tsx';
import { useStrings } from '../language.tsx';
import { languages } from '../languages.ts';
import { Field, Section, Switch } from '../parts.tsx';
import type { Choices } from './kept-choices.ts';
import { sameSettings } from './settings.ts';
import { AdvancedChoices, HandlesChoice, LastChoice, RestorationChoices } from './settings-parts.tsx';
import { useSession, useSessionState, useView } from './session-view.tsx';
import css from './settings.module.css';
import { useEditorStrings } from './words.ts';

export function SettingsPage() {
  const session = useSession(), { settings, last, host, context, notes, line } = useSessionState(), { choices, decide } = useView(), words = useEditorStrings();
  const note = words.notes[notes];
  return (
    <div className={css.page}>
      <Section title={words.settings.title} aside={context.project && notes === 'kept' ? <span className={css.kept}>{words.settings.project(context.project.name)}</span> : null}>
        {last && !sameSettings(last, settings) && <LastChoice onTake={() => session.choose(last)} />}
        {note && notes !== 'loading' && <p className={css.note}><Icon name="info" size={14} />{note}</p>}
        <RestorationChoices settings={settings} onChange={session.choose} capabilities={host?.capabilities ?? null} />
        <HandlesChoice settings={settings} onChange={session.choose} />
        {line.kind === 'open' && <AdvancedChoices settings={settings} onChange={session.choose} />}
      </Section>
      {decide && <PanelChoices choices={choices} decide={decide} />}
    </div>
  );
}

function PanelChoices({ choices: { language, keys }, decide }: { readonly choices: Choices; readonly decide: (change: Partial<Choices>) => void }) {
  const { settings: words } = useEditorStrings(), { settings: own } = useStrings();
  return (
    <Section title={words.panel}>
      <Field label={words.language}>
        {(ids) => <select {...ids} value={language ?? ''} onChange={(event) => decide({ language: event.target.value || null })}><option value="">{words.languageAuto}</option>{languages.map(({ code, name }) => <option key={code} value={code} lang={code}>{name}</option>)}</select>}
      </Field>
      {own.daemonEnglish && <p className="muted small">{own.daemonEnglish}</p>}
      <Switch label={own.keys} why={own.keysWhy} checked={keys} onChange={(on) => decide({ keys: on })} />
    </Section>
  );
}
