// Premiere Pro 25.6 and later as the panel knows it: the host contract over the UXP API.
import type { premierepro } from '@adobe/premierepro';
import type { Appearance, Capabilities, Host, HostInfo, MenuItem } from '../../shared/panel/host.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { createTurns } from '../../shared/panel/editor/store.ts';
import { relink, revert } from './back.ts';
import { checkHost, type Around } from './checking.ts';
import { cannot, createEditor, failed, hostName, wordsOf } from './editor.ts';
import { reveal, trim } from './edit.ts';
import { context, find, selection, surroundings } from './find.ts';
import { createHearing, type Hearing } from './hearing.ts';
import { readNotes, writeNotes } from './notes.ts';
import { place } from './place.ts';
import { render } from './render.ts';
import { takesPictureAlone } from './sound.ts';

export type UxpOptions = Around & {
  readonly api: premierepro; readonly platform: HostInfo['platform']; readonly locale: string; readonly appearance: () => Appearance;
  /** Opens outside the editor; an empty answer means that it was opened. */ readonly openPath: (path: string) => Promise<string>; readonly openLink: (url: string) => Promise<string>;
  readonly setMenu: (items: readonly MenuItem[]) => void; /** Between two glances at the playhead, ms. */ readonly everyMs?: number;
};

export function createUxpHost(options: UxpOptions): { readonly host: Host; readonly hearing: Hearing } {
  const editor = createEditor(options.api), hearing = createHearing(editor, options), writing = createTurns(), exporting = createTurns();
  const host: Host = {
    describe: async () => ({
      id: 'premiere', name: hostName, version: editor.version, engine: options.engine, platform: options.platform, locale: options.locale, appearance: options.appearance(), capabilities: capabilitiesOf(editor.version),
    }),
    selection: () => selection(editor), context: () => context(editor),
    async surroundings(clip) {
      const found = await find(editor, clip.key);
      if (!found) throw new FrameWrightError('clip-gone', { name: clip.name });
      return surroundings(editor, found);
    },
    find: async (clip) => (await find(editor, clip.key))?.now ?? null,
    place: (placement) => writing(() => place(editor, placement)), revert: (placed, original) => writing(() => revert(editor, placed, original)), relink: (placed, path) => writing(() => relink(editor, placed, path)),
    trim: (clip, edge, to) => writing(() => trim(editor, clip, edge, to)), reveal: (key) => reveal(editor, key),
    // Each sets the marks of its sequence, and sets them back.
    render: (clip, folder) => exporting(() => render(editor, clip, folder)),
    readNotes: () => readNotes(editor), writeNotes: (text) => writeNotes(editor, text),
    open: (what) => open(options, what), setMenu: async (items) => options.setMenu(items), check: () => checkHost(editor, options), subscribe: hearing.subscribe,
  };
  return { host, hearing };
}

const capabilitiesOf = (version: string): Capabilities => ({
  selection: 'event', selects: true, clipIds: 'none', speed: 'told', places: ['track-above', 'replace', 'append', 'prepend', 'swap', 'bin'], undo: 'one-step', trims: true, makesTracks: true,
  placesPictureAlone: takesPictureAlone(version), swaps: 'every-use', tellsExtendReached: true, notes: 'project', renders: true, startsDaemon: 'link', dragType: null, hasMenu: true,
});

type What = Parameters<Host['open']>[0];
/** @throws FrameWrightError `host-cannot` for other addresses and paths; `host-failed` when the user or the system refused. */
async function open({ openPath, openLink }: UxpOptions, { kind, target }: What): Promise<void> {
  const known = kind === 'link' ? /^https?:\/\/[^\s"<>]+$/.test(target) : /^(?:\/|[A-Za-z]:[\\/]|\\\\)[^"\x00-\x1f]*$/.test(target);
  if (!known) throw cannot(`opening ${target}`, 'Only web addresses and absolute paths are opened.');
  const said = await (kind === 'link' ? openLink(target) : openPath(target.replace(/[\\/][^\\/]*$/, '') || '/')).catch((error: unknown) => wordsOf(error));
  if (said) throw failed(`open ${target}`, said);
}
