// Presets and steps in the words of a language: the daemon answers in English, and programs read what it answers.
import type { ResponseOf } from '../operations.ts';

/** Presets by kind and name, with a space between; steps by id. */
export type Names = { readonly presets: Readonly<Record<string, { readonly title: string; readonly says: string }>>; readonly stages: Readonly<Record<string, string>> };
/** The daemon's own words. */
export const ownNames: Names = { presets: {}, stages: {} };

export const namePresets = (presets: ResponseOf<'presets'>, names: Names): ResponseOf<'presets'> => presets.map((preset) => {
  const known = names.presets[`${preset.kind} ${preset.name}`];
  return known ? { ...preset, title: known.title, description: known.says } : preset;
});
export const nameStages = (stages: ResponseOf<'stages'>, names: Names): ResponseOf<'stages'> => stages.map((stage) => ({ ...stage, title: names.stages[stage.id] ?? stage.title }));
