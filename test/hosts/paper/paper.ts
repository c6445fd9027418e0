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

/** All that changes while the editor runs. */
type Desk = {
  sheet: PaperSheet; sequence: PaperSequence; project: HostContext['project']; selected: readonly string[]; notes: string | null; revealed: string | null;
  readonly past: PaperSheet[]; readonly units: Units; readonly info: HostInfo; newId(): string;
};

export function createPaper(setup: PaperSetup = {}): Paper {
  const listeners = new Set<(event: HostEvent) => void>();
  let ids = 0;
  const desk: Desk = {
    sheet: { tracks: Array.from({ length: setup.tracks ?? 2 }, (_, i) => ({ name: `V${i + 1}`, locked: false })), clips: setup.clips ?? [], bin: [] }, sequence: { ...paperSequence, ...setup.sequence },
    project: setup.project === undefined ? { id: 'project-1', name: 'Paper', path: '/projects/Paper.prproj' } : setup.project, selected: [], notes: null, revealed: null, past: [], units: setup.units ?? 'ticks', newId: () => `paper-${++ids}`,
    info: { id: 'paper', name: 'Paper', version: '1.0', engine: 'Node', platform: 'unknown', capabilities: { ...paperCapabilities, ...setup.capabilities }, appearance: setup.appearance ?? { theme: 'dark', background: null, scale: 1 }, locale: setup.locale ?? 'en-GB' },
  };
  const { call, faults } = calling(workOf(desk));
  const send = (event: HostEvent): void => { for (const listener of [...listeners]) listener(event); };
  const host = {
    ...Object.fromEntries((Object.keys(workOf(desk)) as Calls[]).map((name) => [name, (...args: readonly unknown[]) => call(name, args)])),
    subscribe(listener: (event: HostEvent) => void) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  } as unknown as Host;
  return { host, editor: { ...handsOf(desk, send), ...faults, send } };
}

const tell = (desk: Desk, clip: PaperClip): HostClip => hostClip(clip, desk.sheet, desk.sequence, desk.units);
const contextOf = ({ project, sequence, sheet, units }: Desk): HostContext => (project ? hostContext(project, sequence, sheet, units) : { project: null, sequence: null });
const chosen = (desk: Desk): HostClip[] => desk.sheet.clips.filter(({ id }) => desk.selected.includes(id)).sort((a, b) => a.from - b.from).map((clip) => tell(desk, clip));
const write = (desk: Desk, next: PaperSheet): void => { desk.past.push(desk.sheet); desk.sheet = next; };
function one({ sheet }: Desk, id: string): PaperClip {
  const clip = sheet.clips.find((each) => each.id === id);
  if (!clip) throw new FrameWrightError('clip-gone', { name: id });
  return clip;
}
const changeClip = (desk: Desk, id: string, to: Partial<PaperClip>): void => write(desk, { ...desk.sheet, clips: desk.sheet.clips.map((clip) => (clip.id === id ? { ...clip, ...to } : clip)) });

type Work = { readonly [Name in Calls]: (...args: Parameters<Host[Name]>) => Awaited<ReturnType<Host[Name]>> };
/** What each call of the host does. */
const workOf = (desk: Desk): Work => ({
  describe: () => desk.info, selection: () => chosen(desk), context: () => contextOf(desk),
  surroundings: (clip) => {
    const { before, after } = gapsAround(desk.sheet, one(desk, clip.key)), time = (frames: number) => timeOf(frames, desk.sequence.rate, desk.units);
    return { gapBefore: time(before), gapAfter: after === null ? null : time(after) };
  },
  find: (clip) => { const found = desk.sheet.clips.find(({ id }) => id === clip.key); return found ? tell(desk, found) : null; },
  place: (placement) => {
    const { sheet, placed } = placeOn({ ...desk, makesTracks: desk.info.capabilities.makesTracks }, placement);
    write(desk, sheet);
    return placed;
  },
  revert: (placed, original) => write(desk, reverted(desk.sheet, placed, original)),
  relink: ({ item }, path) => write(desk, { ...desk.sheet, bin: desk.sheet.bin.map((each) => (each.id === item ? { ...each, path } : each)) }),
  reveal: (key) => { desk.sequence = { ...desk.sequence, playhead: one(desk, key).from }; desk.revealed = key; },
  trim: (clip, edge, to) => {
    const { id, from, frames, sourceFrom } = one(desk, clip.key), at = unitsOf(to, desk.sequence.rate);
    changeClip(desk, id, edge === 'end' ? { frames: at - from } : { from: at, frames: from + frames - at, sourceFrom: (sourceFrom ?? 0) + at - from });
    return tell(desk, one(desk, id));
  },
  render: (clip, folder) => `${folder}/${one(desk, clip.key).name ?? clip.key} export.mov`,
  readNotes: () => desk.notes, writeNotes: (text) => { desk.notes = text; }, open: () => undefined, setMenu: () => undefined,
  check: () => [{ id: 'api', state: 'good', detail: 'Paper 1.0' }],
});

/** Calls that take a moment, fail when told to, and carry plain data alone, as calls to an editor's script do. */
function calling(work: Work): { readonly call: (name: Calls, args: readonly unknown[]) => Promise<unknown>; readonly faults: Pick<PaperEditor, 'fail' | 'hold' | 'calls'> } {
  const calls: { name: Calls; args: readonly unknown[] }[] = [];
  const faults = new Map<Calls, { readonly error: FrameWrightError; readonly after: boolean }>(), held = new Map<Calls, Promise<void>>();
  return {
    async call(name, args) {
      calls.push({ name, args });
      await held.get(name);
      const fault = faults.get(name);
      faults.delete(name);
      if (fault && !fault.after) throw fault.error;
      const value: unknown = (work[name] as (...given: readonly unknown[]) => unknown)(...args);
      if (fault) throw fault.error;
      return value === undefined ? undefined : JSON.parse(JSON.stringify(value)) as unknown;
    },
    faults: {
      calls,
      fail(name, error, after = false) { faults.set(name, { error, after }); },
      hold(name) {
        let release!: () => void;
        held.set(name, new Promise((resolve) => { release = resolve; }));
        return () => { held.delete(name); release(); };
      },
    },
  };
}

/** What a user does. */
function handsOf(desk: Desk, send: (event: HostEvent) => void): Omit<PaperEditor, 'fail' | 'hold' | 'calls' | 'send'> {
  const selected = (): void => send({ kind: 'selection', clips: chosen(desk) }), around = (): void => send({ kind: 'context', context: contextOf(desk) });
  const change: PaperEditor['change'] = (id, to) => { changeClip(desk, one(desk, id).id, to); selected(); };
  return {
    change,
    select(...wanted) { desk.selected = wanted; selected(); },
    move: (id, by, track) => change(id, { from: one(desk, id).from + by, ...(track === undefined ? {} : { track }) }),
    remove(id) {
      write(desk, { ...desk.sheet, clips: desk.sheet.clips.filter((clip) => clip.id !== id) });
      desk.selected = desk.selected.filter((each) => each !== id);
      selected();
    },
    lock(track, locked = true) { desk.sheet = { ...desk.sheet, tracks: desk.sheet.tracks.map((each, i) => (i === track ? { ...each, locked } : each)) }; },
    playhead(frame) { desk.sequence = { ...desk.sequence, playhead: frame }; around(); },
    marks(markIn, markOut) { desk.sequence = { ...desk.sequence, markIn, markOut }; around(); },
    openProject(next, text = null, told = true) { desk.project = next; desk.notes = text; if (told) around(); },
    undo() { desk.sheet = desk.past.pop() ?? desk.sheet; },
    clip: (id) => desk.sheet.clips.find((clip) => clip.id === id) ?? null,
    sheet: () => desk.sheet, notes: () => desk.notes, setNotes(text) { desk.notes = text; }, revealed: () => desk.revealed,
  };
}

/** The placement taken back: a clip of its own goes; a take or a replacement gives the original back. */
function reverted(sheet: PaperSheet, placed: Placed, original: HostClip): PaperSheet {
  if (placed.mode === 'take' || placed.mode === 'swap') return { ...sheet, clips: sheet.clips.map((clip) => (clip.id === placed.key ? { ...clip, path: clip.takes?.[0] ?? clip.path, take: 0 } : clip)) };
  const result = sheet.clips.find(({ id }) => id === placed.key), clips = sheet.clips.filter(({ id }) => id !== placed.key);
  if (placed.mode !== 'replace' || !result) return { ...sheet, clips };
  return { ...sheet, clips: [...clips, { id: original.key, name: original.name, path: original.path, track: result.track, from: result.from, frames: result.frames, rate: original.rate ?? undefined }] };
}
