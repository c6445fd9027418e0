// Premiere's interface as CEP tells it: colours, letter size, language, versions.
import type { Appearance } from '../../shared/panel/host.ts';
import type { Engine } from './engine.ts';

type Environment = {
  readonly appUILocale?: string; readonly appVersion?: string;
  readonly appSkinInfo?: { readonly baseFontSize?: number; readonly panelBackgroundColor?: { readonly color?: { readonly red: number; readonly green: number; readonly blue: number } } };
};
export const environmentOf = (engine: Pick<Engine, 'getHostEnvironment'>): Environment => JSON.parse(engine.getHostEnvironment()) as Environment;

/** Letters of Premiere's interface at 100 %, points. */
const usualFont = 12;

export function appearanceOf(engine: Pick<Engine, 'getHostEnvironment'>): Appearance {
  const { appSkinInfo: skin } = environmentOf(engine), colour = skin?.panelBackgroundColor?.color, size = skin?.baseFontSize ?? usualFont;
  const scale = Math.min(3, Math.max(0.75, size / usualFont));
  if (!colour) return { theme: 'dark', background: null, scale };
  const [red, green, blue] = [colour.red, colour.green, colour.blue].map(Math.round) as [number, number, number];
  return { theme: 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? 'dark' : 'light', background: `rgb(${red}, ${green}, ${blue})`, scale };
}
/** `CEP 12`. */
export const engineName = (engine: Pick<Engine, 'getCurrentApiVersion'>): string => {
  const version = engine.getCurrentApiVersion?.();
  return version ? `CEP ${(JSON.parse(version) as { readonly major: number }).major}` : 'CEP';
};
/** `de_DE` as BCP 47. */
export const localeOf = (engine: Pick<Engine, 'getHostEnvironment'>): string => (environmentOf(engine).appUILocale ?? 'en_US').replace('_', '-');
