// The style that is taken when nobody names one: what the footage was found to be, by the presets' own word on what they are for.
import type { Content } from '../../shared/analysis.ts';
import type { Wish } from '../../shared/preset.ts';
import type { PresetLibrary } from './presets.ts';

export type StyleChoice = { readonly wish: Wish; readonly notices: readonly string[] };

const kinds: Readonly<Record<Content['kind'], string>> = { film: 'film', animation: 'animation', tape: 'a recording from tape', camera: 'camera video', screen: 'screen content' };

/** The wish with a style, where the analysis is sure of one. Whoever names a style, a preset or a config file has chosen. */
export function chooseStyle(wish: Wish, content: Content, { presets }: PresetLibrary): StyleChoice {
  if (wish.style !== undefined || wish.preset !== undefined || wish.config !== undefined) return { wish, notices: [] };
  const found = Object.entries(presets).find(([, preset]) => preset.kind === 'style' && preset.footage.includes(content.kind));
  if (content.doubt !== null) return { wish, notices: [`No style is chosen, because the kind of footage is not clear. ${content.doubt} Name one with --style if you know.`] };
  if (!found) return { wish, notices: [] };
  const [name, { title }] = found, why = content.evidence.slice(0, 2).map(({ says }) => says.replace(/\.$/, '')).join('; ');
  return {
    wish: { ...wish, style: name },
    notices: [`This looks like ${kinds[content.kind]} (${Math.round(content.probabilities[content.kind] * 100)} % sure), so the style "${title}" is used.${why ? ` ${why}.` : ''} Choose another with --style, or none with --style plain.`],
  };
}
