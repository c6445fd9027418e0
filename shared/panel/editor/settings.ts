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

/** How the result of a whole clip goes back: as was chosen, where the host offers it, else as the host usually does. */
export const modeOf = ({ mode }: EditorSettings, places: readonly PlaceMode[]): PlaceMode => {
  const whole: readonly PlaceMode[] = places.filter((one) => one !== 'append' && one !== 'prepend');
  return mode !== null && whole.includes(mode) ? mode : whole[0] ?? 'bin';
};

/** How a clip that was made longer goes back: into the gap, unless a way was chosen that lays all of it somewhere. What lies behind the clip would not make it longer. */
export function extendingModeOf({ mode }: EditorSettings, edge: 'start' | 'end', places: readonly PlaceMode[]): PlaceMode {
  const laid: readonly PlaceMode[] = ['track-above', 'replace', 'bin'], beside = edge === 'end' ? 'append' : 'prepend';
  if (mode !== null && laid.includes(mode) && places.includes(mode)) return mode;
  return places.includes(beside) ? beside : places.find((one) => laid.includes(one)) ?? 'bin';
}

export const sameSettings = (a: EditorSettings, b: EditorSettings): boolean => JSON.stringify(a) === JSON.stringify(b);
