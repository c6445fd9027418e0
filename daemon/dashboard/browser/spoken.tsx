// The language of the tab: the chosen one, else the browser's.
import type { ReactNode } from 'react';
import { Language, useBook } from '../../../shared/panel/language.tsx';
import { languageFor } from '../../../shared/panel/languages.ts';
import { usePreferences } from './preferences.ts';

export function Spoken({ children }: { readonly children: ReactNode }) {
  const { language } = usePreferences();
  return <Language book={useBook(language ?? languageFor(navigator.languages))}>{children}</Language>;
}
