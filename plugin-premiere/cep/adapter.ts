// Premiere Pro 24.0 to 25.5 as the panel knows it: the host contract over the script that runs inside Premiere.
import type { Capabilities, Host, HostInfo } from '../../shared/panel/host.ts';
import { createTurns } from '../../shared/panel/editor/store.ts';
import { commandOf } from '../../shared/panel/menu.ts';
import { appearanceOf, engineName, localeOf } from './appearance.ts';
import { readClip, readContext, readSelection } from '../facts/clip.ts';
import type { Desk } from './desk.ts';
import { folderOf, type Engine } from './engine.ts';
import { checkHost } from './checking.ts';
import { findItem, gapsAround } from './finding.ts';
import { createHearing } from './hearing.ts';
import { realClock, type Clock } from './importing.ts';
import { contextMenu, flyoutMenu } from './menu.ts';
import { readNotes, writeNotes } from './notes.ts';
import { open } from './opening.ts';
import { placeResult } from './placing.ts';
import { findPreset, renderClip } from './rendering.ts';
import { presentItem, relink, reveal, revert, trim } from './reverting.ts';
import { createScript, hostName } from './script.ts';

export type CepOptions = {
  readonly engine: Engine; readonly desk: Desk; readonly hasProgram: boolean;
  readonly clock?: Clock; readonly patienceMs?: number; readonly glanceMs?: number;
};
export const dragType = 'com.adobe.cep.dnd.file.0';

export function createCepHost({ engine, desk, hasProgram, clock = realClock, patienceMs, glanceMs }: CepOptions): Host {
  const script = createScript((code, answer) => engine.evalScript(code, answer), { path: `${folderOf(engine, 'extension')}/jsx/host.jsx`, patienceMs });
  const hearing = createHearing(engine, script, glanceMs), finding = findPreset(desk, folderOf(engine, 'hostApplication')), writing = createTurns();
  return {
    async describe() {
      const hello = await script.ask('hello', {}), preset = await finding;
      return {
        id: 'premiere', name: hostName, version: hello.version, engine: engineName(engine), platform: platformOf(hello.system), appearance: appearanceOf(engine), locale: localeOf(engine),
        capabilities: capabilitiesOf({ makesTracks: hello.makesTracks, swaps: hello.swaps, renders: preset !== null, starts: hasProgram }),
      } satisfies HostInfo;
    },
    async selection() {
      const { sequence } = await script.ask('context', {});
      return sequence ? readSelection(await script.ask('selection', {}), sequence.id) : [];
    },
    context: async () => readContext(await script.ask('context', {})),
    async surroundings(clip) {
      const now = await presentItem(script, clip.key, clip.name), tracks = await script.ask('tracks', { sequence: clip.sequence, kind: now.kind });
      return gapsAround(tracks[now.track] ?? { items: [] }, readClip(now, clip.sequence));
    },
    async find(clip) {
      const found = await findItem(script, clip.key);
      return found && readClip(found, clip.sequence);
    },
    place: (placement) => writing(() => placeResult({ script, clock }, placement)),
    revert: (placed, original) => writing(() => revert(script, placed, original)),
    relink: (placed, path) => writing(() => relink(script, placed, path, clock)),
    reveal: (key) => reveal(script, key),
    trim: (clip, edge, to) => writing(() => trim(script, clip, edge, to)),
    render: async (clip, folder) => renderClip(script, desk, await finding, clip, folder),
    readNotes: () => readNotes(script), writeNotes: (text) => writeNotes(script, text),
    open: (what) => open(desk, what),
    async setMenu(items) {
      engine.invokeSync('setPanelFlyoutMenu', flyoutMenu(items));
      engine.invokeAsync('setContextMenuByJSON', contextMenu(items), (id) => {
        const command = commandOf(id);
        if (command) hearing.tell({ kind: 'command', command });
      });
    },
    check: async () => checkHost({ script, preset: await finding, hasNode: desk.platform !== 'unknown', hasProgram }),
    subscribe: hearing.subscribe,
  };
}

const platformOf = (system: string): HostInfo['platform'] => (/windows/i.test(system) ? 'windows' : /mac/i.test(system) ? 'macos' : 'unknown');

type Found = { readonly makesTracks: boolean; readonly swaps: boolean; readonly renders: boolean; readonly starts: boolean };
const capabilitiesOf = ({ makesTracks, swaps, renders, starts }: Found): Capabilities => ({
  selection: 'event', selects: true, clipIds: 'weak', speed: 'told', places: ['track-above', 'replace', 'append', 'prepend', ...(swaps ? ['swap' as const] : []), 'bin'], undo: 'each-call',
  trims: true, makesTracks, placesPictureAlone: false, swaps: swaps ? 'every-use' : 'none', tellsExtendReached: false, notes: 'project', renders, startsDaemon: starts ? 'spawn' : 'none', dragType, hasMenu: true,
});
