// Commands of Premiere's menu Window > UXP Plugins > FrameWright. Their ids in the manifest are these names.
import type { Command } from '../../shared/panel/host.ts';

/** Id of the panel in the manifest. */
export const panelId = 'framewright.panel';
export const commandNames = ['restore', 'same-as-last', 'extend', 'preview', 'place', 'self-check'] as const satisfies readonly Command['name'][];
/** `default` is English; others by Premiere's languages. */
export const commandLabels: Readonly<Record<(typeof commandNames)[number], { readonly default: string; readonly de: string }>> = {
  restore: { default: 'Restore Selected Clips', de: 'Ausgewählte Clips restaurieren' }, 'same-as-last': { default: 'Restore as Last Time', de: 'Restaurieren wie zuletzt' },
  extend: { default: 'Extend Selected Clip…', de: 'Ausgewählten Clip verlängern…' }, preview: { default: 'Preview Selected Clip', de: 'Vorschau des ausgewählten Clips' },
  place: { default: 'Place Finished Results', de: 'Fertige Ergebnisse einsetzen' }, 'self-check': { default: 'Check FrameWright', de: 'FrameWright prüfen' },
};
