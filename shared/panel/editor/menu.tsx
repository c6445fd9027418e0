// Our own context menu, because editors let nobody into theirs.
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { Icon, type IconName } from '../icon.tsx';
import { classes } from '../parts.tsx';
import css from './menu.module.css';

export type MenuEntry = { readonly id: string; readonly label: string; readonly icon?: IconName; readonly disabled?: boolean; readonly danger?: boolean; /** Set apart from what stands before it. */ readonly apart?: boolean; readonly act: () => void };
/** Where a menu opens: a point of the window, CSS pixels. */
export type Spot = { readonly x: number; readonly y: number };

/** Of a press of the menu key or Shift+F10 on an element, or of its right click. */
export function spotOf(event: MouseEvent<HTMLElement> | KeyboardEvent<HTMLElement>): Spot {
  if ('clientX' in event && (event.clientX !== 0 || event.clientY !== 0)) return { x: event.clientX, y: event.clientY };
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  return { x: left + 12, y: bottom - 4 };
}
export const isMenuKey = (event: KeyboardEvent): boolean => event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);

/** Distance that is kept from the window's edges, CSS pixels. */
const margin = 6;

/** Takes the focus, and gives it back when it closes: after a choice, Escape, Tab, or a press beside it. */
export function Menu({ entries, label, at, onClose }: { readonly entries: readonly MenuEntry[]; readonly label: string; readonly at: Spot; readonly onClose: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  const items = (): HTMLButtonElement[] => [...list.current?.querySelectorAll<HTMLButtonElement>('[role=menuitem]:not(:disabled)') ?? []];
  useLayoutEffect(() => {
    const { width, height } = list.current!.getBoundingClientRect(), { style } = list.current!;
    style.left = `${Math.max(margin, Math.min(at.x, innerWidth - width - margin))}px`;
    style.top = `${Math.max(margin, Math.min(at.y, innerHeight - height - margin))}px`;
  }, [at]);
  const giveBack = useFocusWithin(() => items()[0], onClose, list);
  const move = (to: number): void => { const all = items(); all[(to + all.length) % all.length]?.focus(); };
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = items(), now = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key.length === 1) [...all.slice(now + 1), ...all].find((item) => item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    if (to !== undefined || event.key === 'Escape' || event.key === 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={list} role="menu" aria-label={label} className={css.menu} onKeyDown={onKeyDown} onContextMenu={(event) => event.preventDefault()}>
      {entries.map(({ id, label: says, icon, disabled, danger, apart, act }) => (
        <button key={id} type="button" role="menuitem" tabIndex={-1} disabled={disabled} className={classes(css.item, danger && css.danger, apart && css.apart)} onClick={() => { giveBack(); onClose(); act(); }}>
          <span className={css.icon}>{icon && <Icon name={icon} size={16} />}</span>{says}
        </button>
      ))}
    </div>
  );
}

/** Focus goes to `first` and back to where it was; a press outside closes. What is returned gives the focus back at once, before what was chosen takes it elsewhere. */
function useFocusWithin(first: () => HTMLElement | undefined, onClose: () => void, inside: { readonly current: HTMLElement | null }): () => void {
  const close = useRef(onClose), before = useRef<Element | null>(null);
  const giveBack = (): void => { if (before.current instanceof HTMLElement) before.current.focus(); };
  close.current = onClose;
  useEffect(() => {
    before.current = document.activeElement;
    first()?.focus();
    const press = (event: Event): void => { if (!inside.current?.contains(event.target as Node)) close.current(); };
    const leave = (): void => close.current();
    addEventListener('pointerdown', press, true);
    addEventListener('blur', leave);
    addEventListener('resize', leave);
    return () => {
      removeEventListener('pointerdown', press, true);
      removeEventListener('blur', leave);
      removeEventListener('resize', leave);
      if (document.activeElement === document.body) giveBack();
    };
  }, []);
  return giveBack;
}
