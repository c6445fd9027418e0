// What the editor's own menu of the panel offers, where it has one.
import type { ResponseOf } from '../../operations.ts';
import { byCare } from '../comparison.ts';
import type { EditorStrings } from '../english-editor.ts';
import type { MenuItem } from '../host.ts';
import { menuId } from '../menu.ts';
import type { SessionState } from './state.ts';
import { canRestore } from './work-words.ts';

export function hostMenu({ cards, last, overall, settings }: SessionState, presets: ResponseOf<'presets'>, { menu, results, check }: EditorStrings): MenuItem[] {
  const selected = cards.filter((card) => card.selected), sendable = selected.some(canRestore);
  const qualities = presets.filter(({ kind }) => kind === 'quality').sort(byCare);
  const item = (name: Parameters<typeof menuId>[0]['name'], label: string, enabled = true): MenuItem => ({ id: menuId({ name, preset: null }), label, enabled });
  return [
    item('restore', menu.selected(Math.max(1, selected.length)), sendable),
    ...(qualities.length > 0 ? [{ id: 'with', label: menu.restoreWith, enabled: sendable, items: qualities.map(({ name, title }): MenuItem => ({ id: menuId({ name: 'restore', preset: name }), label: title, enabled: sendable, checked: name === settings.form.quality })) }] : []),
    item('same-as-last', menu.last, sendable && last !== null), item('extend', menu.extend, selected.length === 1 && sendable), item('preview', menu.preview, selected.some(({ look }) => look.media?.video)),
    item('place', results.placeAll, overall.ready > 0), item('open', menu.openPanel), item('self-check', check.title),
  ];
}
