// A preset by its name, as menus and script entries give it.
import type { ResponseOf } from '../../operations.ts';
import { FrameWrightError } from '../../errors.ts';
import type { EditorSettings } from './settings.ts';

/** The settings with that quality, style, delivery or whole preset. @throws FrameWrightError `bad-value` when there is none of that name. */
export function byPreset(settings: EditorSettings, name: string, presets: ResponseOf<'presets'>): EditorSettings {
  const found = presets.find((preset) => preset.name === name), { form } = settings;
  if (!found) throw new FrameWrightError('bad-value', { key: 'preset', value: name, why: 'There is no preset of that name.' });
  const { preset: _, ...more } = form.more;
  switch (found.kind) {
    case 'quality': return { ...settings, form: { ...form, more, quality: name } };
    case 'style': return { ...settings, form: { ...form, more, style: name } };
    case 'delivery': return { ...settings, form: { ...form, delivery: name } };
    case 'preset': return { ...settings, form: { ...form, more: { ...form.more, preset: name } } };
  }
}
