// What this browser remembers of its user: appearance, language, whether single keys do something, what was chosen last. Nothing of it is secret.
import { useSyncExternalStore } from 'react';
import type { Habit } from '../../../shared/panel/form.ts';

export type Preferences = { readonly theme: 'system' | 'light' | 'dark'; readonly keys: boolean; /** Null follows the browser. */ readonly language: string | null; /** Null before the first restoration. */ readonly last: Habit | null };
const kept = 'framewright.preferences';
const usual: Preferences = { theme: 'system', keys: true, language: null, last: null };

const listeners = new Set<() => void>();
let current: Preferences = read();

function read(): Preferences {
  try {
    return { ...usual, ...JSON.parse(localStorage.getItem(kept) ?? '{}') as Partial<Preferences> };
  } catch {
    // Storage may be switched off, or hold something else: the usual will do.
    return usual;
  }
}

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try { localStorage.setItem(kept, JSON.stringify(current)); } catch { /* They last as long as the page, then. */ }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}
export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, () => current);

/** Keeps the page in the chosen appearance; the system's own may change while the page is open. */
export function followTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const show = (): void => { document.documentElement.dataset.theme = current.theme === 'system' ? (dark.matches ? 'dark' : 'light') : current.theme; };
  dark.addEventListener('change', show);
  listeners.add(show);
  show();
}
