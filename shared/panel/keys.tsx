// Single-key shortcuts: each part of a page names its own while it is shown, and `?` lists them all.
import { createContext, useContext, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { useStrings } from './language.tsx';
import { Dialog } from './parts.tsx';
import css from './keys.module.css';

/** By the key as `KeyboardEvent.key` names it; `Shift+` before an arrow. `says` is listed; without it the key has a listed twin. */
export type Shortcuts = Readonly<Record<string, { readonly says: string; readonly act: () => void }>>;
type Group = { readonly title: string; readonly shortcuts: Shortcuts };
type Registry = { readonly groups: () => readonly Group[]; add(group: Group): () => void; subscribe(listener: () => void): () => void };

const Registered = createContext<Registry | null>(null);

function createRegistry(): Registry {
  let groups: readonly Group[] = [];
  const listeners = new Set<() => void>();
  const set = (next: readonly Group[]): void => {
    groups = next;
    for (const listener of listeners) listener();
  };
  return {
    groups: () => groups,
    add(group) {
      set([...groups, group]);
      return () => set(groups.filter((one) => one !== group));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}

/** Keys that belong to whoever has the focus: typing, choosing, and arrows on sliders. */
const typing = 'input:not([type=checkbox]):not([type=radio]):not([type=button]), select, textarea, [contenteditable]';

function isFree(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest(typing) || (event.key.startsWith('Arrow') && at?.closest('input'))) return false;
  // Over a page with an open dialog only those keys work that belong to what the dialog shows.
  const dialog = document.querySelector('dialog[open]');
  return !dialog || dialog.querySelector('[data-keys]') !== null;
}

const nameOf = (event: KeyboardEvent): string => (event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key.length === 1 ? event.key.toLowerCase() : event.key);

/** Listens for all that is inside. While `on` is false single keys do nothing, as WCAG 2.1.4 asks for. */
export function Keys({ on, children }: { readonly on: boolean; readonly children: ReactNode }) {
  const registry = useMemo(createRegistry, []);
  useEffect(() => {
    if (!on) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (!isFree(event)) return;
      const group = [...registry.groups()].reverse().find(({ shortcuts }) => shortcuts[nameOf(event)]);
      if (!group) return;
      event.preventDefault();
      group.shortcuts[nameOf(event)]!.act();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [on, registry]);
  return <Registered.Provider value={registry}>{children}</Registered.Provider>;
}

export function useKeys(title: string, shortcuts: Shortcuts): void {
  const registry = useContext(Registered);
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const names = Object.keys(shortcuts).join(' ');
  useEffect(() => registry?.add({
    title,
    shortcuts: Object.fromEntries(Object.entries(latest.current).map(([key, { says }]) => [key, { says, act: () => latest.current[key]?.act() }])),
  }), [registry, title, names]);
}

/** A key as it is printed on it; arrows are drawn, because not every font has them. */
function Key({ name }: { readonly name: string }) {
  const arrow = ({ ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const)[name.replace('Shift+', '') as 'ArrowLeft'];
  if (!arrow) return <kbd>{name.toUpperCase()}</kbd>;
  return <kbd>{name.startsWith('Shift+') && 'Shift '}<Icon name={arrow} size={14} /><span className="visually-hidden">{name.replace(/.*Arrow/, '')}</span></kbd>;
}

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { shortcuts } = useStrings();
  const registry = useContext(Registered)!;
  const groups = useSyncExternalStore(registry.subscribe, registry.groups);
  return (
    <Dialog title={shortcuts.title} onClose={onClose}>
      {groups.map(({ title, shortcuts: keys }) => (
        <section key={title}>
          <h3 className={css.group}>{title}</h3>
          <dl className={css.keys}>
            {Object.entries(keys).map(([key, { says }]) => <div key={key}><dt><Key name={key} /></dt><dd>{says}</dd></div>)}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
