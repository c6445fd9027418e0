// Every language of the interface. Another one is one file like `german.ts` and one line in this list; where that file grows too long it imports its own parts,
// as `german.ts` does, and nothing else knows of them. Beside it, manifests of editors hold the few words that are said before a page is there.
import type { EditorStrings } from './english-editor.ts';
import type { ErrorWords } from './error-words.ts';
import type { Strings } from './english.ts';
import type { Names } from './names.ts';

/** All words: those of every page, those of the panel beside an editor, what presets and steps are called, and what went wrong. */
export type Book = { readonly strings: Strings; readonly editor: EditorStrings; readonly names: Names; readonly errors: ErrorWords };
export type LanguageEntry = { readonly code: string; /** In the language itself. */ readonly name: string; load(): Promise<Book> };

export const languages: readonly LanguageEntry[] = [
  { code: 'en', name: 'English', load: () => import('./english-editor.ts') },
  { code: 'de', name: 'Deutsch', load: () => import('./german.ts') },
];

/** Code of the language for the first wanted one that there is (BCP 47, by its first part); English where there is none. */
export function languageFor(wanted: readonly string[]): string {
  const codes = wanted.map((one) => one.toLowerCase().split(/[-_]/)[0]);
  return codes.find((code) => languages.some((one) => one.code === code)) ?? 'en';
}
/** @throws RangeError when there is no such language. */
export function loadBook(code: string): Promise<Book> {
  const entry = languages.find((one) => one.code === code);
  if (!entry) throw new RangeError(`There is no language "${code}"`);
  return entry.load();
}
