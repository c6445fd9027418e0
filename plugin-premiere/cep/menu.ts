// Premiere's own menus of the panel: the flyout menu behind its tab, and the one of a right click beside the cards.
import type { MenuItem } from '../../shared/panel/host.ts';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
/** A menu as CEP takes it for the flyout: XML. */
export const flyoutMenu = (items: readonly MenuItem[]): string => `<Menu>${items.map(flyoutItem).join('')}</Menu>`;
const flyoutItem = ({ id, label, enabled = true, checked = false, items }: MenuItem): string => (items
  ? `<MenuItem Label="${escaped(label)}">${items.map(flyoutItem).join('')}</MenuItem>`
  : `<MenuItem Id="${escaped(id)}" Label="${escaped(label)}" Enabled="${enabled}" Checked="${checked}"/>`);

type ContextItem = { readonly id: string; readonly label: string; readonly enabled: boolean; readonly checkable: boolean; readonly checked: boolean; readonly menu?: readonly ContextItem[] };
const contextItem = ({ id, label, enabled = true, checked, items }: MenuItem): ContextItem => ({ id, label, enabled, checkable: checked !== undefined, checked: checked ?? false, ...(items ? { menu: items.map(contextItem) } : {}) });
/** The same for a right click: JSON. */
export const contextMenu = (items: readonly MenuItem[]): string => JSON.stringify({ menu: items.map(contextItem) });
