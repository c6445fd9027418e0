// Settings of this page and of the daemon, and how a panel is let in.
import { useState } from 'react';
import type { Settings } from '../../../../shared/settings.ts';
import { useClient } from '../../../../shared/panel/client.tsx';
import { Failure } from '../../../../shared/panel/failure.tsx';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { languages } from '../../../../shared/panel/languages.ts';
import { momentName } from '../../../../shared/panel/naming.ts';
import { Button, Field, Section, Segmented, Skeleton, Switch } from '../../../../shared/panel/parts.tsx';
import { useAction, useCall } from '../../../../shared/panel/use-call.ts';
import { prefer, usePreferences } from '../preferences.ts';
import css from './page.module.css';
import own from './settings.module.css';

const themes = ['system', 'light', 'dark'] as const;

export function SettingsPage() {
  const { settings: words, app } = useStrings();
  const { theme, keys, language } = usePreferences();
  return (
    <div className={css.page}>
      <h1>{words.title}</h1>
      <Section title={words.page} className={css.card}>
        <div className={own.choice}><span>{app.theme}</span><Segmented label={app.theme} value={theme} options={themes.map((value) => ({ value, title: app.themes[value] }))} onChange={(value) => prefer({ theme: value })} /></div>
        <Field label={words.language}>{(ids) => <select {...ids} value={language ?? ''} onChange={(event) => prefer({ language: event.target.value || null })}><option value="">{words.languageAuto}</option>{languages.map(({ code, name }) => <option key={code} value={code} lang={code}>{name}</option>)}</select>}</Field>
        {words.daemonEnglish && <p className="muted small">{words.daemonEnglish}</p>}
        <Switch label={words.keys} why={words.keysWhy} checked={keys} onChange={(on) => prefer({ keys: on })} />
      </Section>
      <DaemonSettings />
      <Pairing />
      <About />
    </div>
  );
}

type NumberKey = { [Key in keyof Settings]: Settings[Key] extends number | null ? Key : never }[keyof Settings];
type SwitchKey = { [Key in keyof Settings]: Settings[Key] extends boolean ? Key : never }[keyof Settings];
const switches: readonly SwitchKey[] = ['keepAwake', 'pauseWhilePlaying', 'pauseWhileRendering', 'networkPaths'];
/** `unit`: how many of the setting's own units one of those that people type is. */
const numbers: readonly { readonly key: NumberKey; readonly unit: number; readonly name: 'minutes' | 'gigabytes' | 'seconds' | 'days' | null; readonly empty: boolean }[] = [
  { key: 'idleMinutes', unit: 1, name: 'minutes', empty: false }, { key: 'previewBytes', unit: 1e9, name: 'gigabytes', empty: false },
  { key: 'retries', unit: 1, name: null, empty: false }, { key: 'retrySeconds', unit: 1, name: 'seconds', empty: false }, { key: 'historyDays', unit: 1, name: 'days', empty: true },
];

function DaemonSettings() {
  const client = useClient(), { settings: words, common } = useStrings(), action = useAction();
  const known = useCall(() => client.settings({}), []);
  const [changed, setChanged] = useState<Settings | null>(null);
  const now = changed ?? known.value;
  const change = (patch: Partial<Settings>): void => action.run(async () => setChanged(await client.changeSettings(patch)));
  return (
    <Section title={words.daemon} className={css.card} aside={<span className="muted small" role="status">{changed && !action.busy && !action.failure ? common.saved : ''}</span>}>
      {known.failure && <Failure error={known.failure} onAgain={known.again} />}
      {action.failure && <Failure error={action.failure} />}
      {!now && !known.failure && <Skeleton lines={5} />}
      {now && switches.map((key) => <Switch key={key} label={words.names[key]} checked={now[key]} onChange={(on) => change({ [key]: on })} />)}
      {now && <div className={own.numbers}>{numbers.map((one) => <NumberSetting key={one.key} label={words.names[one.key]} unit={one.unit} name={one.name} empty={one.empty} value={now[one.key]} onChange={(value) => change({ [one.key]: value })} />)}<KeySetting value={now.globalKey} onChange={(globalKey) => change({ globalKey })} /></div>}
    </Section>
  );
}

type NumberProps = Omit<(typeof numbers)[number], 'key'> & { readonly label: string; readonly value: number | null; readonly onChange: (value: number | null) => void };
function NumberSetting({ label, unit, name, empty, value, onChange }: NumberProps) {
  const { settings: words } = useStrings();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = value === null ? '' : String(Math.round((value / unit) * 100) / 100);
  const take = (): void => {
    const text = (typed ?? shown).trim().replace(',', '.');
    setTyped(null);
    if (text === shown) return;
    if (text === '' && empty) onChange(null);
    else if (Number.isFinite(Number(text)) && text !== '') onChange(unit === 1 ? Number(text) : Math.round(Number(text) * unit));
  };
  return <Field label={label} hint={name === null ? undefined : words[name]}>{(ids) => <input {...ids} type="text" inputMode="decimal" value={typed ?? shown} placeholder={empty ? words.forever : undefined} onChange={(event) => setTyped(event.target.value)} onBlur={take} onKeyDown={(event) => { if (event.key === 'Enter') take(); }} />}</Field>;
}

function KeySetting({ value, onChange }: { readonly value: string | null; readonly onChange: (value: string | null) => void }) {
  const { settings: words } = useStrings();
  const [typed, setTyped] = useState<string | null>(null);
  const take = (): void => {
    const text = (typed ?? value ?? '').replace(/\s/g, '').toLowerCase();
    setTyped(null);
    if (text !== (value ?? '')) onChange(text || null);
  };
  return <Field label={words.names.globalKey} hint={words.keyHint}>{(ids) => <input {...ids} type="text" value={typed ?? value ?? ''} spellCheck={false} autoCapitalize="none" onChange={(event) => setTyped(event.target.value)} onBlur={take} onKeyDown={(event) => { if (event.key === 'Enter') take(); }} />}</Field>;
}

function Pairing() {
  const client = useClient(), { settings: words, code: language } = useStrings(), action = useAction();
  const [shown, setShown] = useState<{ readonly code: string; readonly expiresAt: string } | null>(null);
  return (
    <Section title={words.pairing} className={css.card}>
      <p className="muted">{words.pairingWhy}</p>
      {action.failure && <Failure error={action.failure} />}
      <div aria-live="polite">{shown && <><p className={own.code}>{shown.code.slice(0, 3)} {shown.code.slice(3)}</p><p className="muted small">{words.pairingUntil(momentName(shown.expiresAt, language))}</p></>}</div>
      <div><Button icon="keys" disabled={action.busy} onClick={() => action.run(async () => setShown(await client.pairingCode({})))}>{words.pairingMake}</Button></div>
    </Section>
  );
}

function About() {
  const client = useClient(), { settings: words, code } = useStrings();
  const { value, failure, again } = useCall(() => client.describe({}), []);
  if (failure) return <Failure error={failure} onAgain={again} />;
  if (!value) return <Skeleton />;
  return (
    <Section title={words.about} className={css.card}>
      <dl className={css.pairs}>
        <dt>{words.version}</dt><dd>{value.version}</dd>
        <dt>{words.started}</dt><dd>{momentName(value.startedAt, code)}</dd>
        <dt>{words.home}</dt><dd>{value.home}</dd>
        <dt>{words.token}</dt><dd>{value.tokenPlace}</dd>
        <dt>{words.clients}</dt><dd>{[String(value.clients), ...value.hosts.map(({ host }) => host)].join(', ')}</dd>
        {value.notices.length > 0 && <><dt>{words.notices}</dt><dd>{value.notices.map((notice) => <p key={notice}>{notice}</p>)}</dd></>}
      </dl>
    </Section>
  );
}
