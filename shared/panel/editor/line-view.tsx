// What stands in the way of working: no daemon, no pairing, no line. With what helps.
import { useState, useSyncExternalStore, type FormEvent, type ReactNode } from 'react';
import { errorFrom } from '../../errors.ts';
import { Command, Failure } from '../failure.tsx';
import { Icon, type IconName } from '../icon.tsx';
import { useErrors } from '../language.tsx';
import type { Connection, LineState } from '../link.ts';
import { Button, Field } from '../parts.tsx';
import { useAction } from '../use-call.ts';
import css from './panel.module.css';
import { useSessionState } from './session-view.tsx';
import { useEditorStrings } from './words.ts';

export const useLine = (connection: Connection): LineState => useSyncExternalStore((listener) => connection.subscribe(listener), () => connection.state());

/** Nothing while the line is open. */
export function LineView({ connection }: { readonly connection: Connection }) {
  const line = useLine(connection), { line: words } = useEditorStrings();
  switch (line.kind) {
    case 'open': return null;
    case 'searching': case 'connecting': return <p className={css.banner} role="status"><span className={css.spinner} aria-hidden="true" />{words[line.kind]}</p>;
    case 'waiting': return <div className={css.banner} role="status"><Icon name="warn" size={16} /><span className={css.grow}>{words.waiting}</span><Button onClick={() => connection.retry()}>{words.now}</Button></div>;
    case 'absent': return <Absent connection={connection} line={line} />;
    case 'unpaired': return <Unpaired connection={connection} line={line} />;
    case 'refused': return <Notice icon="warn" title={words.refused} line={line}><div><Button icon="retry" onClick={() => connection.retry()}>{words.now}</Button></div></Notice>;
  }
}

function Notice({ icon, title, line, children }: { readonly icon: IconName; readonly title: string; readonly line: LineState; readonly children: ReactNode }) {
  return (
    <section className={css.notice} aria-label={title}>
      <h2><Icon name={icon} size={20} />{title}</h2>
      {line.error && <Failure error={errorFrom(line.error)} />}
      {children}
    </section>
  );
}

function Absent({ connection, line }: { readonly connection: Connection; readonly line: LineState }) {
  const { line: words } = useEditorStrings(), { host } = useSessionState(), action = useAction(), sayError = useErrors();
  // The title says that it does not run, and below is how it is started: only the reason is news.
  const gone = line.error?.code === 'daemon-gone' && !action.failure ? sayError(errorFrom(line.error)) : null;
  const starts = host === null || host.capabilities.startsDaemon !== 'none';
  return (
    <Notice icon="stop" title={words.absent} line={action.failure || gone ? { ...line, error: null } : line}>
      <p className="muted">{words.absentWhy}</p>
      {gone && <p className="muted small" lang={gone.foreign ? 'en' : undefined}>{gone.why}</p>}
      {action.failure && <Failure error={action.failure} />}
      {starts ? <Button look="primary" icon="play" disabled={action.busy} onClick={() => action.run(() => connection.startDaemon())}>{action.busy ? words.starting : words.start}</Button> : <><p>{words.noStart}</p><Command text={words.startCommand} /></>}
      <Button look="quiet" icon="retry" onClick={() => connection.retry()}>{words.now}</Button>
    </Notice>
  );
}

function Unpaired({ connection, line }: { readonly connection: Connection; readonly line: LineState }) {
  const { line: words } = useEditorStrings(), action = useAction(), [code, setCode] = useState('');
  const digits = code.replace(/\D/g, ''), whole = digits.length === 6;
  const pair = (event: FormEvent): void => {
    event.preventDefault();
    if (whole) action.run(() => connection.pair(digits));
  };
  return (
    <Notice icon="keys" title={words.unpaired} line={action.failure ? { ...line, error: null } : line}>
      <p className="muted">{words.unpairedWhy}</p>
      <Command text={words.pairCommand} />
      <form className={css.pair} onSubmit={pair}>
        <Field label={words.code} wrong={code !== '' && /[^\d\s]/.test(code) ? words.codeWrong : null}>
          {(ids) => <input {...ids} type="text" inputMode="numeric" autoComplete="one-time-code" maxLength={7} className={css.code} placeholder="000 000" value={code} onChange={(event) => setCode(event.target.value)} />}
        </Field>
        <Button type="submit" look="primary" disabled={!whole || action.busy}>{action.busy ? words.pairing : words.pair}</Button>
      </form>
      {action.failure && <Failure error={action.failure} />}
    </Notice>
  );
}
