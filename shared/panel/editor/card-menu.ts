// The context menu of a card and of a result: what can be done to it now.
import type { EditorStrings } from '../english-editor.ts';
import type { MenuEntry } from './menu.tsx';
import { markedPortion } from './portion.ts';
import type { View } from './session-view.tsx';
import type { Card, Session, SessionState, Work } from './state.ts';
import { canCompare, canPlace, canRestore, canRevert, isAtWork } from './work-words.ts';

type Given = { readonly session: Session; readonly state: SessionState; readonly view: View; readonly words: EditorStrings };

export function cardMenu(card: Card, { session, state, view, words: { menu, card: says } }: Given): MenuEntry[] {
  const { id, work } = card, sends = canRestore(card);
  const entries: (MenuEntry | false)[] = [
    { id: 'restore', label: menu.restore, icon: 'play', disabled: !sends, act: () => void session.restore([id]) },
    { id: 'with', label: menu.restoreWith, icon: 'settings', disabled: !sends, act: () => view.show({ kind: 'with', card: id }) },
    state.last !== null && { id: 'last', label: menu.last, icon: 'retry', disabled: !sends, act: () => void session.sameAsLast([id]) },
    hasMarks(state) && { id: 'marked', label: menu.marked, icon: 'in', disabled: !sends || markedPortion(card.clip, state.context) === null || (state.mode !== 'track-above' && state.mode !== 'bin'), act: () => void session.restoreMarked([id]) },
    { id: 'extend', label: menu.extend, icon: 'extend', disabled: card.surroundings === null || !sends, act: () => view.extend(id) },
    { id: 'preview', label: menu.preview, icon: 'watch', disabled: !card.look.media?.video, act: () => view.show({ kind: 'preview', card: id }) },
    work !== null && canCompare(work) && { id: 'compare', label: menu.compare, icon: 'compare', act: () => view.show({ kind: 'compare', work: work.entry.id }) },
    { id: 'reveal', label: menu.reveal, icon: 'film', apart: true, disabled: !card.present, act: () => void session.reveal({ card: id }) },
    work !== null && work.entry.output !== null && { id: 'folder', label: menu.openFolder, icon: 'folder', act: () => void session.openFolder(work.entry.id) },
    work !== null && canPlace(work) && { id: 'place', label: menu.place, icon: 'drop', act: () => void session.place(work.entry.id) },
    work !== null && isAtWork(work) && { id: 'cancel', label: menu.cancel, icon: 'stop', apart: true, danger: true, act: () => void session.cancel(work.entry.id) },
    work !== null && canRevert(work) && { id: 'revert', label: menu.revert, icon: 'undo', apart: true, act: () => void session.revert(work.entry.id) },
    !card.selected && { id: 'dismiss', label: says.dismiss, icon: 'close', apart: true, act: () => session.dismissCard(id) },
  ];
  return entries.filter((one) => one !== false);
}

const hasMarks = ({ context: { sequence } }: SessionState): boolean => sequence !== null && (sequence.marks.in !== null || sequence.marks.out !== null);

export function workMenu(work: Work, { session, view, words: { menu, results } }: Given): MenuEntry[] {
  const { id, output, state } = work.entry;
  const entries: (MenuEntry | false)[] = [
    { id: 'compare', label: menu.compare, icon: 'compare', disabled: !canCompare(work), act: () => view.show({ kind: 'compare', work: id }) },
    { id: 'again', label: menu.again, icon: 'settings', disabled: isAtWork(work), act: () => view.show({ kind: 'again', work: id }) },
    { id: 'place', label: state === 'ready' ? menu.place : menu.placeAgain, icon: 'drop', disabled: !canPlace(work), act: () => void session.place(id) },
    { id: 'bin', label: menu.bin, icon: 'folder', disabled: state !== 'ready' || !canPlace(work), act: () => void session.place(id, 'bin') },
    { id: 'reveal', label: menu.reveal, icon: 'film', apart: true, disabled: state !== 'placed', act: () => void session.reveal({ work: id }) },
    { id: 'folder', label: menu.openFolder, icon: 'folder', disabled: output === null, act: () => void session.openFolder(id) },
    { id: 'relink', label: menu.relink, icon: 'link', disabled: work.entry.placed === null, act: () => view.show({ kind: 'relink', work: id }) },
    isAtWork(work) ? { id: 'cancel', label: menu.cancel, icon: 'stop', apart: true, danger: true, act: () => void session.cancel(id) } : { id: 'revert', label: menu.revert, icon: 'undo', apart: true, disabled: !canRevert(work), act: () => void session.revert(id) },
    !isAtWork(work) && { id: 'forget', label: results.forget, icon: 'remove', act: () => session.forget(id) },
  ];
  return entries.filter((one) => one !== false);
}
