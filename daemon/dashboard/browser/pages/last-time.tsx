// The choices of last time, for one press.
import { habitOf, sameHabit, type Form, type Habit } from '../../../../shared/panel/form.ts';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { Button } from '../../../../shared/panel/parts.tsx';
import type { ResponseOf } from '../../../../shared/operations.ts';
import { prefer, usePreferences } from '../preferences.ts';
import css from './clip.module.css';

type Presets = ResponseOf<'presets'>;

export const rememberHabit = (form: Form): void => prefer({ last: habitOf(form) });

/** Nothing where there was no last time, or where it was chosen already. Names that are no longer known are left out. */
export function LastTime({ form, onForm, presets }: { readonly form: Form; readonly onForm: (form: Form) => void; readonly presets: Presets }) {
  const { clip } = useStrings(), { last } = usePreferences();
  const habit = last && known(last, presets);
  if (!habit || sameHabit(habit, form)) return null;
  return <div className={css.last}><Button icon="retry" onClick={() => onForm({ ...form, ...habit })}>{clip.last}</Button><span className="muted small">{words(habit, presets, clip).join(', ')}</span></div>;
}

function known(habit: Habit, presets: Presets): Habit | null {
  const has = (kind: Presets[number]['kind'], name: string | null): boolean => presets.some((one) => one.kind === kind && one.name === name);
  if (!has('quality', habit.quality)) return null;
  return { ...habit, style: has('style', habit.style) ? habit.style : null, delivery: has('delivery', habit.delivery) ? habit.delivery : null };
}

function words({ quality, style, scale, delivery }: Habit, presets: Presets, { scaleSame }: { readonly scaleSame: string }): string[] {
  const title = (kind: Presets[number]['kind'], name: string | null): string | undefined => presets.find((one) => one.kind === kind && one.name === name)?.title;
  return [title('quality', quality), title('style', style), scale === '1' ? scaleSame : scale ?? undefined, title('delivery', delivery)].filter((one) => one !== undefined);
}
