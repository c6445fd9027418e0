// DaVinci Resolve as the panel's host: one call after the other, everything that was written read back.
import type { Appearance, Capabilities, Host, HostEvent, HostInfo } from '../shared/panel/host.ts';
import { instant, type Instant } from '../shared/panel/instant.ts';
import { FrameWrightError } from '../shared/errors.ts';
import { cannot, createCalls, failed, has, textOf } from './calls.ts';
import { readClip, type IsThere } from './clips.ts';
import { checkResolve } from './checking.ts';
import { allItems, findItem, gapsAround, type Found } from './items.ts';
import { readNotes, writeNotes } from './notes.ts';
import { placeResult, type Placer } from './placing.ts';
import { renderClip } from './rendering.ts';
import type { Resolve, WorkflowIntegration } from './resolve-api.ts';
import { relinkPlacement, revertPlacement } from './reverting.ts';
import { selectedItems } from './selection.ts';
import { currentSequence, needProject, readContext, type Api } from './sequence.ts';
import { formatTimecode } from './timecode.ts';
import { watchTimeline } from './watching.ts';

export type ResolveOptions = {
  readonly resolve: Resolve; /** Tells of renders. */ readonly module: Pick<WorkflowIntegration, 'RegisterCallback'>;
  readonly platform: HostInfo['platform']; readonly locale: string; /** Whether programs can be run from here. */ readonly startsDaemon: boolean;
  readonly isThere: IsThere; readonly join: (folder: string, name: string) => string; readonly open: Host['open']; readonly setMenu: Host['setMenu'];
  /** Until the next look at the timeline, ms; null while nobody can see the panel. */ readonly pace: () => number | null;
  readonly timeoutMs?: number; readonly renderPollMs?: number;
};
/** `tell` passes on what others ask of the panel. */
export type ResolveHost = { readonly host: Host; tell(event: HostEvent): void; close(): void };

/** Longer than any call was measured to take on a busy Resolve, ms. */
const usualTimeoutMs = 15_000;
/** Resolve has one look. */
const appearance: Appearance = { theme: 'dark', background: '#28282e', scale: 1 };

export function createResolveHost(options: ResolveOptions): ResolveHost {
  const { resolve, isThere } = options, api: Api = { ...createCalls({ timeoutMs: options.timeoutMs ?? usualTimeoutMs }), resolve };
  const placer: Placer = { api, isThere, learned: { endFrame: 'exclusive' }, copied: new Set() }, listeners = new Set<(event: HostEvent) => void>();
  const tell = (event: HostEvent): void => { for (const listener of listeners) listener(event); };
  const watch = watchTimeline({ api, isThere, tell, pace: () => (listeners.size > 0 ? options.pace() : null) });
  void options.module.RegisterCallback('RenderStart', () => watch.rendering(true));
  void options.module.RegisterCallback('RenderStop', () => watch.rendering(false));
  /** What was written may have changed what is selected. */
  const write = <Value>(work: () => Promise<Value>): Promise<Value> => api.inTurn(work).finally(watch.again);
  const needItem = async (key: string, name: string): Promise<Found> => {
    const found = await findItem(api, key);
    if (!found) throw new FrameWrightError('clip-gone', { name });
    return found;
  };
  const host: Host = {
    describe: () => api.inTurn(() => describe(api, options)), context: () => api.inTurn(() => readContext(api)), check: () => write(() => checkResolve(api, placer.learned)),
    selection: () => api.inTurn(async () => readAll(api, await selectedItems(api), isThere)),
    surroundings: (clip) => api.inTurn(async () => {
      const found = await needItem(clip.key, clip.name), { before, after } = await gapsAround(api, found), { rate } = found.sequence;
      return { gapBefore: instant(before, rate), gapAfter: after === null ? null : instant(after, rate) };
    }),
    find: (clip) => api.inTurn(async () => {
      const found = await findItem(api, clip.key);
      return found && readClip(api, found, isThere);
    }),
    place: (placement) => write(() => placeResult(placer, placement)), revert: (placed) => write(() => revertPlacement(placer, placed)), relink: (placed, path) => write(() => relinkPlacement(placer, placed, path)),
    reveal: (key) => api.inTurn(async () => reveal(api, await needItem(key, ''))),
    trim: (_clip, _edge, _to: Instant) => Promise.reject(cannot('trim', 'Its scripting has no way to move an edge; drag it on the timeline.')),
    render: async (clip, folder) => renderClip(api, await api.inTurn(() => needItem(clip.key, clip.name)), folder, { isThere, join: options.join, newName: `framewright-${Date.now().toString(36)}`, pollMs: options.renderPollMs ?? 1000 }),
    readNotes: () => api.inTurn(() => readNotes(api)), writeNotes: (text) => api.inTurn(() => writeNotes(api, text)),
    open: options.open, setMenu: options.setMenu,
    subscribe(listener) {
      listeners.add(listener);
      watch.again();
      return () => { listeners.delete(listener); };
    },
  };
  return { host, tell, close: watch.close };
}

async function readAll(api: Api, items: readonly Found[], isThere: IsThere): ReturnType<Host['selection']> {
  const clips = [];
  for (const found of items) clips.push(await readClip(api, found, isThere));
  return clips;
}

async function reveal(api: Api, { sequence, start }: Found): Promise<void> {
  const project = await needProject(api), open = await currentSequence(api);
  if (open?.id !== sequence.id && await api.ask(project, 'SetCurrentTimeline', sequence.timeline) !== true) throw failed('SetCurrentTimeline', 'The clip\'s timeline cannot be opened.');
  const timecode = formatTimecode(start, sequence.rate, sequence.dropFrame);
  if (await api.ask(sequence.timeline, 'SetCurrentTimecode', timecode) !== true) throw failed('SetCurrentTimecode', `The playhead did not go to ${timecode}; open the edit page.`);
}

async function describe(api: Api, { platform, locale, startsDaemon }: ResolveOptions): Promise<HostInfo> {
  const version = textOf(await api.ask(api.resolve, 'GetVersionString')) ?? '';
  return {
    id: 'resolve', name: textOf(await api.ask(api.resolve, 'GetProductName')) ?? 'DaVinci Resolve', version, engine: 'Workflow Integration', platform, locale, appearance,
    capabilities: await capabilitiesOf(api, version, startsDaemon),
  };
}

/** By what is there; where nothing is open to look at, by the version. */
async function capabilitiesOf(api: Api, version: string, startsDaemon: boolean): Promise<Capabilities> {
  const sequence = await currentSequence(api), item = sequence && (await allItems(api, sequence, 'video'))[0]?.item;
  const tellsSelection = sequence ? has(sequence.timeline, 'GetSelectedClips') : isSince(version, [21, 0, 4]), tellsSpeed = item ? has(item, 'GetSpeed') : isSince(version, [21, 1, 0]);
  return {
    selection: tellsSelection ? 'poll' : 'playhead', selects: false, clipIds: 'stable', speed: tellsSpeed ? 'told' : 'inferred',
    places: ['track-above', 'take', 'append', 'prepend', 'replace', 'swap', 'bin'], undo: 'none', trims: false, makesTracks: true, placesPictureAlone: true, swaps: 'every-use',
    tellsExtendReached: false, notes: 'project', renders: true, startsDaemon: startsDaemon ? 'spawn' : 'none', dragType: null, hasMenu: true,
  };
}

function isSince(version: string, than: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of than.entries()) if ((parts[index] ?? 0) !== least) return (parts[index] ?? 0) > least;
  return true;
}
