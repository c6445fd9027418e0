// The self-check: what the editor, the line and the daemon say of themselves, as a list and as a report to send along.
import { useState, useSyncExternalStore } from 'react';
import { toFrameWrightError, fill } from '../../errors.ts';
import { copyText } from '../copy.ts';
import { Icon, type IconName } from '../icon.tsx';
import type { Check } from '../host.ts';
import type { Connection, LineKind } from '../link.ts';
import { Button, Section } from '../parts.tsx';
import { useAction } from '../use-call.ts';
import css from './check.module.css';
import { useSession } from './session-view.tsx';
import type { Session } from './state.ts';
import { useEditorStrings } from './words.ts';

const icons: Readonly<Record<Check['state'], IconName>> = { good: 'good', bad: 'warn', unknown: 'info' };

export function CheckPage({ connection }: { readonly connection: Connection }) {
  const session = useSession(), { check: words } = useEditorStrings(), action = useAction();
  const [checks, setChecks] = useState<readonly Check[] | null>(null), [copied, setCopied] = useState(false);
  useSyncExternalStore((listener) => connection.subscribe(listener), () => connection.state());
  const report = checks && reportOf(session, connection, checks), bad = checks?.filter(({ state }) => state === 'bad').length ?? 0;
  const run = (): void => action.run(async () => { setCopied(false); setChecks(await checkAll(session, connection)); });
  return (
    <Section title={words.title}>
      <p className="muted">{words.why}</p>
      <div className={css.buttons}>
        <Button look="primary" icon="check" disabled={action.busy} onClick={run}>{action.busy ? words.running : words.run}</Button>
        {report !== null && <Button icon={copied ? 'good' : 'file'} onClick={() => void copyText(report).then(setCopied)}>{copied ? words.copied : words.copy}</Button>}
      </div>
      <p role="status" className={css.sum}>{checks && (bad > 0 ? words.some(bad) : words.all(checks.length))}</p>
      {checks && <ul className={css.checks}>{worstFirst(checks).map((one, i) => <CheckRow key={`${one.id} ${i}`} check={one} />)}</ul>}
      {report !== null && <details className={css.report}><summary>{words.report}</summary><pre tabIndex={0} aria-label={words.report}>{report}</pre></details>}
    </Section>
  );
}

const worst: readonly Check['state'][] = ['bad', 'unknown', 'good'];
const worstFirst = (checks: readonly Check[]): readonly Check[] => worst.flatMap((state) => checks.filter((one) => one.state === state));

function CheckRow({ check: { id, state, detail } }: { readonly check: Check }) {
  const { check: words } = useEditorStrings();
  const names: Readonly<Record<string, string>> = words.names;
  return <li className={css[state]}><Icon name={icons[state]} size={16} /><div><p><strong>{names[id] ?? id}</strong><span className="visually-hidden">, {words[state]}</span></p><p className={css.detail} lang="en">{detail}</p></div></li>;
}

/** A part that fails is a finding, not the end of the check. */
async function part(id: string, ask: () => Promise<Check | readonly Check[]>): Promise<readonly Check[]> {
  try {
    const found = await ask();
    return Array.isArray(found) ? found as readonly Check[] : [found as Check];
  } catch (error) {
    const failure = toFrameWrightError(error);
    return [{ id, state: 'bad', detail: `${fill(failure.row.what, failure.values)} ${fill(failure.row.why, failure.values)}` }];
  }
}

/** While it is still looked for, nobody knows; everything else wants mending. */
const lineStates: Readonly<Partial<Record<LineKind, Check['state']>>> = { open: 'good', searching: 'unknown', connecting: 'unknown' };

async function checkAll({ host, client }: Session, connection: Connection): Promise<readonly Check[]> {
  const line = connection.state();
  const parts = [
    await part('host', async () => { const { name, version, engine, platform } = await host.describe(); return { id: 'host', state: 'good', detail: `${name} ${version}, ${engine}, ${platform}` }; }),
    await part('line', async () => ({ id: 'line', state: lineStates[line.kind] ?? 'bad', detail: `${line.kind}${line.version ? `, FrameWright ${line.version}` : ''}${line.error ? `, ${line.error.code}` : ''}` })),
    line.kind !== 'open' ? [] : await part('loopback', async () => {
      const before = performance.now(), { version, protocol } = await client.describe({});
      return { id: 'loopback', state: 'good', detail: `FrameWright ${version}, protocol ${protocol}, answered in ${Math.round(performance.now() - before)} ms` };
    }),
    await part('project', async () => {
      const { project, sequence } = await host.context();
      return [
        { id: 'project', state: project ? 'good' : 'unknown', detail: project ? project.name : 'No project is open.' },
        { id: 'sequence', state: sequence ? 'good' : 'unknown', detail: sequence ? `${sequence.name}, ${sequence.rate} fps${sequence.dropFrame ? ', drop-frame' : ''}, ${sequence.size.width}x${sequence.size.height}` : 'No sequence is open.' },
      ] as const;
    }),
    await part('selection', async () => { const clips = await host.selection(); return { id: 'selection', state: 'good', detail: `${clips.length} selected` }; }),
    await part('notes', async () => { const text = await host.readNotes(); return { id: 'notes', state: 'good', detail: text === null ? 'none yet' : `${text.length} characters` }; }),
    await part('api', () => host.check()),
  ];
  return parts.flat();
}

function reportOf(session: Session, connection: Connection, checks: readonly Check[]): string {
  const { host } = session.state(), line = connection.state();
  return [
    'FrameWright panel, self-check', `time: ${new Date().toISOString()}`, `browser: ${navigator.userAgent}`, ...(host ? [`editor: ${host.name} ${host.version} (${host.engine}, ${host.platform}, ${host.locale})`, `capabilities: ${JSON.stringify(host.capabilities)}`] : []), `line: ${line.kind} ${line.version ?? ''}`.trim(),
    ...checks.map(({ id, state, detail }) => `${state.padEnd(7)} ${id}: ${detail}`),
  ].join('\n');
}
