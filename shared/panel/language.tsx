// The words of the interface, given to every component below. A language is one file of the shape of `english.ts`.
import { createContext, useContext, type ReactNode } from 'react';
import { english, type Strings } from './english.ts';

const Words = createContext<Strings>(english);
export const useStrings = (): Strings => useContext(Words);

export function Language({ strings, children }: { readonly strings: Strings; readonly children: ReactNode }) {
  return <Words.Provider value={strings}>{children}</Words.Provider>;
}
