// What a tab shows that has no way in: where a fresh link comes from.
import type { FrameWrightError } from '../../../shared/errors.ts';
import { Icon } from '../../../shared/panel/icon.tsx';
import { useStrings } from '../../../shared/panel/language.tsx';
import { Command } from '../../../shared/panel/failure.tsx';
import css from './app.module.css';

export function Refused({ why }: { readonly why: FrameWrightError | null }) {
  const { connection } = useStrings();
  return (
    <main className={css.refused}>
      <Icon name="keys" size={36} />
      <h1>{connection.refusedTitle}</h1>
      {why && <p role="alert">{why.message}</p>}
      <p className="muted">{connection.refused}</p>
      <Command text={connection.command} />
    </main>
  );
}
