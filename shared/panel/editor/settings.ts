// What a person has chosen for clips of an editor, and what of it is remembered with the project.
import type { PlaceMode, Placement } from '../host.ts';
import { usualForm, type Form } from '../form.ts';

export type EditorSettings = {
  /** Quality, style, size, delivery, stages and the rest; its in and out points are not used, clips have their own. */
  readonly form: Form;
  /** 0 to 1 for every step that the plan takes and that knows a strength; null as measured. */ readonly strength: number | null;
  /** Null: the host's usual way. */ readonly mode: PlaceMode | null;
  /** Frames of the source that are delivered around a clip as well. */ readonly handles: { readonly before: number; readonly after: number };
  readonly scale: Placement['scale'];
};
export const usualSettings: EditorSettings = { form: usualForm, strength: null, mode: null, handles: { before: 0, after: 0 }, scale: 'keep-look' };

/** The mode in which results go back: what was chosen, where the host offers it, else the host's usual one. */
export const modeOf = ({ mode }: EditorSettings, places: readonly PlaceMode[]): PlaceMode => (mode !== null && places.includes(mode) ? mode : places[0] ?? 'bin');

export const sameSettings = (a: EditorSettings, b: EditorSettings): boolean => JSON.stringify(a) === JSON.stringify(b);
