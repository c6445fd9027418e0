// Errors as the language of the page tells them: what happened, why, and the commands that mend it.
import { useState } from 'react';
import { fill, type FrameWrightError } from '../errors.ts';
import { shellArgument } from '../words.ts';
import { copyText } from './copy.ts';
import { Icon } from './icon.tsx';
import { useErrors, useStrings } from './language.tsx';
import { Button, IconButton } from './parts.tsx';
import css from './failure.module.css';

/** What the page knows and the error's maker may not. */
export type FailureContext = { readonly path?: string; readonly job?: string };

export function Failure({ error, context = {}, onAgain }: { readonly error: FrameWrightError; readonly context?: FailureContext; readonly onAgain?: () => void }) {
  const { common } = useStrings(), said = useErrors()(error);
  const commands = mendingCommands(error, context);
  return (
    <div className={css.failure} role="alert">
      <Icon name="warn" size={20} />
      <div className={css.words}>
        <p className={css.what}>{said.what}</p>
        <p lang={said.foreign ? 'en' : undefined}>{said.why}</p>
        {commands.length > 0 && (
          <details>
            <summary>{common.mend}</summary>
            <ul className={css.commands}>{commands.map((command) => <li key={command}><Command text={command} /></li>)}</ul>
          </details>
        )}
        {onAgain && <Button icon="retry" onClick={onAgain}>{common.retry}</Button>}
      </div>
    </div>
  );
}

/** With every placeholder filled; a command that still lacks a value is left out. */
export function mendingCommands(error: FrameWrightError, { path, job }: FailureContext): string[] {
  const source = path ?? (typeof error.values.path === 'string' ? error.values.path : null);
  const ending = source === null ? '' : /\.[^./\\]+$/.exec(source)?.[0] ?? '';
  const windows = source !== null && /^[A-Za-z]:\\/.test(source);
  const known = {
    ...(source === null ? {} : { pathArgument: shellArgument(source, windows), other: shellArgument(`${source.slice(0, source.length - ending.length)}.restored-2${ending}`, windows) }),
    ...(job === undefined ? {} : { job }), ...error.values,
  };
  return error.row.mend.map((command) => fill(command, known)).filter((command) => !/\{\w+\}/.test(command));
}

/** A command line that can be copied. */
export function Command({ text }: { readonly text: string }) {
  const { common } = useStrings();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void copyText(text).then(setCopied);
  };
  return (
    <span className={css.command}>
      <code>{text}</code>
      <IconButton icon={copied ? 'good' : 'file'} label={copied ? common.copied : `${common.copy}: ${text}`} onClick={copy} />
    </span>
  );
}
