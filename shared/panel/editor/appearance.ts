// The panel in the colours and the scale of the editor around it.
import type { Appearance } from '../host.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** Of `#rgb`, `#rrggbb` and `rgb(…)`; null for anything else. */
export function readColour(css: string): Colour | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(css.trim())?.[1];
  if (hex) {
    const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) as unknown as Colour;
  }
  const parts = /^rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})/.exec(css.trim());
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : null;
}

/** Relative luminance, 0 to 1 (WCAG 2.1). */
export function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)) as unknown as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const mix = (from: Colour, to: Colour, share: number): string => `rgb(${from.map((value, i) => Math.round(value + (to[i]! - value) * share)).join(', ')})`;
const white: Colour = [255, 255, 255], black: Colour = [0, 0, 0];
/** The ground that our own greys may stand on: on any other, text would be hard to read. Luminances. */
const darkest = 0.35, brightest = 0.045;

/** What a root element needs to look as the editor does: greys around its background, where that leaves text readable, else our own. */
export function tokensFor({ theme, background }: Pick<Appearance, 'theme' | 'background'>): Readonly<Record<string, string>> {
  const ground = background === null ? null : readColour(background);
  if (!ground) return {};
  const light = luminance(ground);
  if (theme === 'dark') return light > brightest ? {} : { '--ground': mix(ground, white, 0), '--surface': mix(ground, white, 0.04), '--raised': mix(ground, white, 0.09), '--sunken': mix(ground, black, 0.35), '--line': mix(ground, white, 0.16) };
  return light < darkest ? {} : { '--ground': mix(ground, white, 0.45), '--surface': mix(ground, white, 0.8), '--raised': mix(ground, white, 0.95), '--sunken': mix(ground, white, 0.3), '--line': mix(ground, black, 0.12) };
}

const own = ['--ground', '--surface', '--raised', '--sunken', '--line'];

/** Sets theme, greys and the size of letters, on which every distance of the panel depends. */
export function showAppearance(root: HTMLElement, appearance: Appearance): void {
  root.dataset.theme = appearance.theme;
  root.style.fontSize = appearance.scale === 1 ? '' : `${Math.round(appearance.scale * 100)}%`;
  const tokens = tokensFor(appearance);
  for (const name of own) {
    if (tokens[name] === undefined) root.style.removeProperty(name);
    else root.style.setProperty(name, tokens[name]);
  }
}
