// The panel's flyout menu as UXP holds it.
import type { MenuItem } from '../../shared/panel/host.ts';

export type UxpItem = { readonly id: string; readonly label: string; readonly enabled: boolean; readonly checked: boolean; readonly submenu?: readonly UxpItem[] };
export type UxpItems = { readonly size: number; insertAt(index: number, item: UxpItem): void; removeAt(index: number): void };

export const uxpItem = ({ id, label, enabled = true, checked = false, items }: MenuItem): UxpItem => ({ id, label, enabled, checked, ...(items ? { submenu: items.map(uxpItem) } : {}) });

/** Replaces what is there: an index below the size replaces, one at it adds. */
export function fillMenu(menu: UxpItems, items: readonly MenuItem[]): void {
  while (menu.size > items.length) menu.removeAt(menu.size - 1);
  items.forEach((item, index) => menu.insertAt(index, uxpItem(item)));
}
