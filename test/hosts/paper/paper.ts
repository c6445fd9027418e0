// The reference host: a whole editor in memory, which tests lead by the hand.
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Appearance, Capabilities, Host, HostClip, HostContext, HostEvent, HostInfo, Placed } from '../../../shared/panel/host.ts';
import { unitsOf } from '../../../shared/panel/instant.ts';
import { placeOn } from './placing.ts';
import { gapsAround, hostClip, hostContext, timeOf, type PaperClip, type PaperSequence, type PaperSheet, type Units } from './timeline.ts';

export type { PaperClip } from './timeline.ts';
type Calls = Exclude<keyof Host, 'subscribe'>;
export type PaperSetup = {
  readonly clips?: readonly PaperClip[]; readonly tracks?: number; readonly sequence?: Partial<PaperSequence>; readonly units?: Units;
  readonly capabilities?: Partial<Capabilities>; readonly project?: HostContext['project']; readonly locale?: string; readonly appearance?: Appearance;
};
/** The hands at the editor: everything here is what a user does, or what goes wrong. */
export type PaperEditor = {
  select(...ids: readonly string[]): void;
  move(id: string, by: number, track?: number): void;
  remove(id: string): void;
  change(id: string, to: Partial<PaperClip>): void;
  lock(track: number, locked?: boolean): void;
  playhead(frame: number): void;
  marks(markIn: number | null, markOut: number | null): void;
  /** `told` false: the event of it is still on its way. */ openProject(project: HostContext['project'], notes?: string | null, told?: boolean): void;
  undo(): void;
  send(event: HostEvent): void;
  /** The next call of that name rejects, after it was done where `after` says so. */ fail(name: Calls, error: FrameWrightError, after?: boolean): void;
  /** Calls of that name wait until the returned function is called. */ hold(name: Calls): () => void;
  clip(id: string): PaperClip | null;
  sheet(): PaperSheet; notes(): string | null; setNotes(text: string | null): void;
  readonly calls: readonly { readonly name: Calls; readonly args: readonly unknown[] }[];
  revealed(): string | null;
};
export type Paper = { readonly host: Host; readonly editor: PaperEditor };

export const paperCapabilities: Capabilities = {
  selection: 'event', selects: true, clipIds: 'stable', speed: 'told', places: ['track-above', 'replace', 'append', 'prepend', 'take', 'bin'], undo: 'one-step', trims: true, makesTracks: true,
  placesPictureAlone: false, swaps: 'none', tellsExtendReached: true, notes: 'project', renders: true, startsDaemon: 'none', dragType: null, hasMenu: true,
};
const paperSequence: PaperSequence = { id: 'seq-1', name: 'Cut 1', rate: '25', dropFrame: false, width: 1920, height: 1080, playhead: 0, markIn: null, markOut: null };

export function createPaper(setup: PaperSetup = {}): Paper {
  const units = setup.units ?? 'ticks', listeners = new Set<(event: HostEvent) => void>();
  let sequence: PaperSequence = { ...paperSequence, ...setup.sequence }, selected: readonly string[] = [], notes: string | null = null, revealed: string | null = null, ids = 0;
  let project = setup.project === undefined ? { id: 'project-1', name: 'Paper', path: '/projects/Paper.prproj' } : setup.project;
  let sheet: PaperSheet = { tracks: Array.from({ length: setup.tracks ?? 2 }, (_, i) => ({ name: `V${i + 1}`, locked: false })), clips: setup.clips ?? [], bin: [] };
  const past: PaperSheet[] = [], calls: { name: Calls; args: readonly unknown[] }[] = [];
  const faults = new Map<Calls, { readonly error: FrameWrightError; readonly after: boolean }>(), held = new Map<Calls, Promise<void>>();
  const info: HostInfo = { id: 'paper', name: 'Paper', version: '1.0', engine: 'Node', platform: 'unknown', capabilities: { ...paperCapabilities, ...setup.capabilities }, appearance: setup.appearance ?? { theme: 'dark', background: null, scale: 1 }, locale: setup.locale ?? 'en-GB' };
  const send = (event: HostEvent): void => { for (const listener of [...listeners]) listener(event); };
  const tell = (clip: PaperClip): HostClip => hostClip(clip, sheet, sequence, units);
  const context = (): HostContext => (project ? hostContext(project, sequence, sheet, units) : { project: null, sequence: null });
  const chosen = (): HostClip[] => sheet.clips.filter(({ id }) => selected.includes(id)).sort((a, b) => a.from - b.from).map(tell);
  const write = (next: PaperSheet): void => { past.push(sheet); sheet = next; };
  const one = (id: string): PaperClip => {
    const clip = sheet.clips.find((each) => each.id === id);
    if (!clip) throw new FrameWrightError('clip-gone', { name: id });
    return clip;
  };
  const change = (id: string, to: Partial<PaperClip>): void => {
    one(id);
    write({ ...sheet, clips: sheet.clips.map((clip) => (clip.id === id ? { ...clip, ...to } : clip)) });
    send({ kind: 'selection', clips: chosen() });
  };
  const work: { readonly [Name in Calls]: (...args: Parameters<Host[Name]>) => Awaited<ReturnType<Host[Name]>> } = {
    describe: () => info, selection: chosen, context,
    surroundings: (clip) => {
      const { before, after } = gapsAround(sheet, one(clip.key));
      return { gapBefore: timeOf(before, sequence.rate, units), gapAfter: after === null ? null : timeOf(after, sequence.rate, units) };
    },
    find: (clip) => { const found = sheet.clips.find(({ id }) => id === clip.key); return found ? tell(found) : null; },
    place: (placement) => {
      const { sheet: next, placed } = placeOn({ sheet, sequence, units, makesTracks: info.capabilities.makesTracks, newId: () => `paper-${++ids}` }, placement);
      write(next);
      return placed;
    },
    revert: (placed, original) => write(reverted(sheet, placed, original)),
    relink: ({ item }, path) => write({ ...sheet, bin: sheet.bin.map((each) => (each.id === item ? { ...each, path } : each)) }),
    reveal: (key) => { sequence = { ...sequence, playhead: one(key).from }; revealed = key; },
    trim: (clip, edge, to) => {
      const now = one(clip.key), at = unitsOf(to, sequence.rate), end = now.from + now.frames;
      write({ ...sheet, clips: sheet.clips.map((each) => (each.id === now.id ? edge === 'end' ? { ...each, frames: at - each.from } : { ...each, from: at, frames: end - at, sourceFrom: (each.sourceFrom ?? 0) + at - each.from } : each)) });
      return tell(one(clip.key));
    },
    render: (clip, folder) => `${folder}/${one(clip.key).name ?? clip.key} export.mov`,
    readNotes: () => notes, writeNotes: (text) => { notes = text; }, open: () => undefined, setMenu: () => undefined,
    check: () => [{ id: 'api', state: 'good', detail: 'Paper 1.0' }],
  };
  const call = async (name: Calls, args: readonly unknown[]): Promise<unknown> => {
    calls.push({ name, args });
    await held.get(name);
    const fault = faults.get(name);
    faults.delete(name);
    if (fault && !fault.after) throw fault.error;
    const value: unknown = (work[name] as (...given: readonly unknown[]) => unknown)(...args);
    if (fault) throw fault.error;
    // Plain data is all that crosses to an editor's script.
    return value === undefined ? undefined : JSON.parse(JSON.stringify(value)) as unknown;
  };
  const names = Object.keys(work) as Calls[];
  const host = {
    ...Object.fromEntries(names.map((name) => [name, (...args: readonly unknown[]) => call(name, args)])),
    subscribe(listener: (event: HostEvent) => void) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  } as unknown as Host;
  const editor: PaperEditor = {
    select(...wanted) { selected = wanted; send({ kind: 'selection', clips: chosen() }); },
    move: (id, by, track) => change(id, { from: one(id).from + by, ...(track === undefined ? {} : { track }) }),
    remove(id) { write({ ...sheet, clips: sheet.clips.filter((clip) => clip.id !== id) }); selected = selected.filter((each) => each !== id); send({ kind: 'selection', clips: chosen() }); },
    change, send, calls,
    lock(track, locked = true) { sheet = { ...sheet, tracks: sheet.tracks.map((each, i) => (i === track ? { ...each, locked } : each)) }; },
    playhead(frame) { sequence = { ...sequence, playhead: frame }; send({ kind: 'context', context: context() }); },
    marks(markIn, markOut) { sequence = { ...sequence, markIn, markOut }; send({ kind: 'context', context: context() }); },
    openProject(next, text = null, told = true) { project = next; notes = text; if (told) send({ kind: 'context', context: context() }); },
    undo() { sheet = past.pop() ?? sheet; },
    fail(name, error, after = false) { faults.set(name, { error, after }); },
    hold(name) {
      let release!: () => void;
      held.set(name, new Promise((resolve) => { release = resolve; }));
      return () => { held.delete(name); release(); };
    },
    clip: (id) => sheet.clips.find((clip) => clip.id === id) ?? null,
    sheet: () => sheet, notes: () => notes, setNotes(text) { notes = text; }, revealed: () => revealed,
  };
  return { host, editor };
}

/** The placement taken back: a clip of its own goes; a take or a replacement gives the original back. */
function reverted(sheet: PaperSheet, placed: Placed, original: HostClip): PaperSheet {
  if (placed.mode === 'take' || placed.mode === 'swap') return { ...sheet, clips: sheet.clips.map((clip) => (clip.id === placed.key ? { ...clip, path: clip.takes?.[0] ?? clip.path, take: 0 } : clip)) };
  const result = sheet.clips.find(({ id }) => id === placed.key), clips = sheet.clips.filter(({ id }) => id !== placed.key);
  if (placed.mode !== 'replace' || !result) return { ...sheet, clips };
  return { ...sheet, clips: [...clips, { id: original.key, name: original.name, path: original.path, track: result.track, from: result.from, frames: result.frames, rate: original.rate ?? undefined }] };
}
