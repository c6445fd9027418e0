// The session for every part of the panel, and what of the page is open.
import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';
import type { Choices } from './kept-choices.ts';
import type { Session, SessionState } from './state.ts';

export type PageName = 'clips' | 'results' | 'settings' | 'check';
export type OpenDialog =
  | { readonly kind: 'preview' | 'with'; readonly card: string }
  | { readonly kind: 'compare' | 'relink' | 'again'; readonly work: string };
export type View = {
  readonly page: PageName; go(page: PageName): void;
  readonly dialog: OpenDialog | null; show(dialog: OpenDialog | null): void;
  /** Card whose edges are being moved. */ readonly extending: string | null; extend(card: string | null): void;
  readonly choices: Choices; /** Null where the page around has these choices. */ readonly decide: ((change: Partial<Choices>) => void) | null;
  /** Chooses clips where the host has none of its own. */ readonly chooser: ReactNode;
};

const Sessions = createContext<Session | null>(null);
const Views = createContext<View | null>(null);

export function SessionProvider({ session, view, children }: { readonly session: Session; readonly view: View; readonly children: ReactNode }) {
  return <Sessions.Provider value={session}><Views.Provider value={view}>{children}</Views.Provider></Sessions.Provider>;
}

function given<Value>(value: Value | null): Value {
  if (value === null) throw new Error('There is no SessionProvider around this component.');
  return value;
}
export const useSession = (): Session => given(useContext(Sessions));
export const useView = (): View => given(useContext(Views));
export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.state);
}
