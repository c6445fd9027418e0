// The browser as a host: clips are files that were chosen in the page, results lie where the daemon puts them, notes are the browser's.
import { FrameWrightError } from '../../errors.ts';
import type { Capabilities, Host, HostClip, HostEvent, HostInfo, Placed, Placement } from '../host.ts';
import { instant } from '../instant.ts';
import { fileName } from '../naming.ts';

export type BrowserHost = Host & {
  /** The files that are worked on, absolute paths; the ones before go. */ choose(paths: readonly string[]): void;
};
/** What of a browser is needed. */
export type BrowserParts = {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly dark: { readonly matches: boolean; addEventListener(kind: 'change', listener: () => void): void };
  readonly locale: string; readonly platform: HostInfo['platform'];
  /** Opens a web address in a window of its own. */ openLink(address: string): void;
};

const noteKey = 'framewright.panel.notes', name = 'The browser';
const capabilities: Capabilities = {
  selection: 'chosen', selects: false, clipIds: 'stable', speed: 'told', places: ['bin'], undo: 'none', trims: false, makesTracks: false, placesPictureAlone: true, swaps: 'none',
  tellsExtendReached: false, notes: 'browser', renders: false, startsDaemon: 'none', dragType: null, hasMenu: false,
};

const cannot = (what: string): FrameWrightError => new FrameWrightError('host-cannot', { host: name, what, why: 'There is no timeline in a browser.' });

export function createBrowserHost(parts: BrowserParts): BrowserHost {
  const listeners = new Set<(event: HostEvent) => void>();
  let clips: readonly HostClip[] = [];
  const send = (event: HostEvent): void => { for (const listener of [...listeners]) listener(event); };
  const appearance = (): HostInfo['appearance'] => ({ theme: parts.dark.matches ? 'dark' : 'light', background: null, scale: 1 });
  parts.dark.addEventListener('change', () => send({ kind: 'appearance', appearance: appearance() }));
  return {
    choose(paths) {
      clips = [...new Set(paths)].map(fileClip);
      send({ kind: 'selection', clips });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    describe: async () => ({ id: 'browser', name, version: '', engine: '', platform: parts.platform, capabilities, appearance: appearance(), locale: parts.locale }),
    selection: async () => clips, context: async () => ({ project: null, sequence: null }),
    // A file stays the clip that it is, chosen or not.
    find: async (clip) => clip,
    place: async (placement) => binned(placement),
    relink: async () => undefined, setMenu: async () => undefined,
    ...browserNotes(parts.storage), ...timelineless,
    async open({ kind, target }) {
      if (kind === 'folder-of') throw cannot('opening a folder');
      parts.openLink(target);
    },
  };
}

const timelineless: Pick<Host, 'surroundings' | 'revert' | 'reveal' | 'trim' | 'render'> = {
  surroundings: async () => { throw cannot('looking around a clip'); },
  revert: async () => { throw cannot('taking a result back'); },
  reveal: async () => { throw cannot('showing a clip on its timeline'); },
  trim: async () => { throw cannot('moving the edge of a clip'); },
  render: async () => { throw cannot('exporting a clip'); },
};

/** All of a file; what kind it is and how long, the daemon tells. */
function fileClip(path: string): HostClip {
  const nowhere = instant(0, '1');
  return {
    key: path, name: fileName(path), kind: 'media', path, offline: false, enabled: true, track: { index: 0, name: '', locked: null }, sequence: '', place: { in: nowhere, out: nowhere }, source: null, mediaLength: null,
    rate: null, size: null, speed: { kind: 'constant', ratio: '1' }, reversed: false, effects: null, interpretation: {}, hasAlpha: null, hasLinkedSound: null,
  };
}

/** The file is where it is: that is all the bin there is. */
const binned = ({ path, mode }: Placement): Placed =>
  ({ mode: 'bin', item: path, key: null, sequence: null, track: null, place: null, notices: mode === 'bin' ? [] : [{ code: 'not-placed', reason: 'There is no timeline in a browser.' }] });

function browserNotes(storage: BrowserParts['storage']): Pick<Host, 'readNotes' | 'writeNotes' | 'check'> {
  const keeping = <Value>(what: string, act: () => Value): Value => {
    try { return act(); } catch (cause) {
      throw new FrameWrightError('host-failed', { host: name, what, why: 'Its storage for this page is full or switched off.' }, { cause });
    }
  };
  return {
    readNotes: async () => keeping('reading notes', () => storage.getItem(noteKey)),
    writeNotes: async (text) => keeping('keeping notes', () => storage.setItem(noteKey, text)),
    async check() {
      try {
        storage.setItem(`${noteKey}.check`, '1');
        return [{ id: 'notes', state: storage.getItem(`${noteKey}.check`) === '1' ? 'good' : 'bad', detail: 'localStorage' }];
      } catch (error) { return [{ id: 'notes', state: 'bad', detail: `localStorage: ${String(error)}` }]; }
    },
  };
}

/** Of the browser around this page. */
export const thisBrowser = (): BrowserParts => ({
  storage: localStorage, dark: matchMedia('(prefers-color-scheme: dark)'), locale: navigator.language, platform: platformOf(navigator.userAgent),
  openLink: (address) => { window.open(address, '_blank', 'noopener'); },
});

const platformOf = (agent: string): HostInfo['platform'] => (/Windows/.test(agent) ? 'windows' : /Mac OS/.test(agent) ? 'macos' : /Linux|X11/.test(agent) ? 'linux' : 'unknown');
