// The words of the interface, given to every component below. A language is one file of the shape of `english.ts`.
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { FrameWrightError } from '../errors.ts';
import type { EditorStrings } from './english-editor.ts';
import { english, type Strings } from './english.ts';
import { isForeign, ownErrors, phraseFor, sayError, type ErrorSentences, type ErrorWords } from './error-words.ts';
import { loadBook, type Book } from './languages.ts';
import { ownNames, type Names } from './names.ts';

const Words = createContext<Strings>(english);
const EditorWords = createContext<EditorStrings | null>(null);
const NameWords = createContext<Names>(ownNames);
const FailureWords = createContext<ErrorWords>(ownErrors);
export const useStrings = (): Strings => useContext(Words);
export const useNames = (): Names => useContext(NameWords);
/** Errors as the page's language says them; `foreign` where the reason is English in a page that is not. */
export function useErrors(): (error: FrameWrightError) => ErrorSentences & { readonly foreign: boolean } {
  const words = useContext(FailureWords), { units } = useStrings();
  return (error) => ({ ...sayError(error, words, units), foreign: isForeign(error, words) });
}
/** A text of the daemon or of an editor in the page's language, where that has words for it. */
export function usePhrase(): (text: string) => string {
  const { phrases } = useContext(FailureWords);
  return (text) => phraseFor('why', text, phrases) ?? text;
}
/** Null in English, whose words the panel brings along. */
export const useEditorBook = (): EditorStrings | null => useContext(EditorWords);

/** `book` null is English. */
export function Language({ book, children }: { readonly book: Book | null; readonly children: ReactNode }) {
  const { code } = book?.strings ?? english;
  useEffect(() => { document.documentElement.lang = code; }, [code]);
  return (
    <Words.Provider value={book?.strings ?? english}>
      <EditorWords.Provider value={book?.editor ?? null}>
        <NameWords.Provider value={book?.names ?? ownNames}><FailureWords.Provider value={book?.errors ?? ownErrors}>{children}</FailureWords.Provider></NameWords.Provider>
      </EditorWords.Provider>
    </Words.Provider>
  );
}

/** The words of a language of the list as soon as they are there; null, which is English, before that. */
export function useBook(code: string): Book | null {
  const [book, setBook] = useState<Book | null>(null);
  useEffect(() => {
    let wanted = true;
    if (code === 'en') setBook(null);
    // A part of the page that cannot be fetched leaves the words that are there; the line's state tells that the daemon is gone.
    else loadBook(code).then((loaded) => { if (wanted) setBook(loaded); }, () => undefined);
    return () => { wanted = false; };
  }, [code]);
  return book;
}
