// What a tab shows that has no way in: where a fresh link comes from.
import type { FrameWrightError } from '../../../shared/errors.ts';
import { Icon } from '../../../shared/panel/icon.tsx';
import { useErrors, useStrings } from '../../../shared/panel/language.tsx';
import { Command } from '../../../shared/panel/failure.tsx';
import css from './app.module.css';
import { Spoken } from './spoken.tsx';

type Props = { readonly why: FrameWrightError | null };
export const Refused = (props: Props) => <Spoken><Outside {...props} /></Spoken>;

function Outside({ why }: Props) {
  const { connection } = useStrings(), said = useErrors(), sentences = why && said(why);
  return (
    <main className={css.refused}>
      <Icon name="keys" size={36} />
      <h1>{connection.refusedTitle}</h1>
      {sentences && <p role="alert">{sentences.what} <span lang={sentences.foreign ? 'en' : undefined}>{sentences.why}</span></p>}
      <p className="muted">{connection.refused}</p>
      <Command text={connection.command} />
    </main>
  );
}
