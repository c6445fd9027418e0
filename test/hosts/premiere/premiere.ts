// A simulated Premiere Pro: one project with its undo stack, its events and its faults. The UXP and the CEP face are laid over it.
import { noFaults, type Faults } from './faults.ts';
import * as edits from './edits.ts';
import { itemOf, newId, newItem, newSequence, newState, newTimelineItem, rootId, sequenceOf, spotOf, ticksPerSecond, tracksOf, type Item, type MediaFacts, type State, type TimelineItem, type TimelineSequence } from './state.ts';

/** What happened, in no face's words. */
export type PremiereEvent =
  | { readonly kind: 'selection' | 'sequence-activated' | 'project-activated' | 'project-changed' }
  | { readonly kind: 'track-changed'; readonly track: number }
  | { readonly kind: 'item-added'; readonly item: string }
  | { readonly kind: 'extend-reached' | 'import-complete' }
  | { readonly kind: 'render-progress' | 'render-complete' | 'render-error' | 'render-queued' };

export type ExportAsked = { readonly sequence: TimelineSequence; readonly path: string; readonly preset: string; readonly in: bigint; readonly out: bigint };
export type PremiereOptions = {
  readonly version: string;
  /** What a file holds; null for what is no media. */ readonly look: (path: string) => MediaFacts | null;
  /** Writes the file of an export; false fails it. */ readonly exportFile?: (asked: ExportAsked) => Promise<boolean>;
  readonly exists?: (path: string) => boolean;
  /** Reads a file before it is looked at, where that takes time. */ readonly meet?: (path: string) => Promise<void>;
};

export type Premiere = ReturnType<typeof createPremiere>;

export function createPremiere(options: PremiereOptions) {
  let state = newState();
  const faults: Faults = noFaults(), undone: { label: string; before: State }[] = [], listeners = new Set<(event: PremiereEvent) => void>(), calls: string[] = [];
  const emit = (event: PremiereEvent): void => { for (const listener of [...listeners]) listener(event); };

  /** Changes the project; `label` null is no undo step. What changed on tracks is told. */
  function edit<Result>(label: string | null, change: (state: State) => Result): Result {
    const before = structuredClone(state);
    let result: Result;
    try {
      result = change(state);
    } catch (error) {
      state = before;
      throw error;
    }
    if (label !== null) undone.push({ label, before });
    tell(before);
    return result;
  }
  function tell(before: State): void {
    const words = (sequence: TimelineSequence | undefined): Map<number, string> => new Map((sequence ? tracksOf(sequence) : []).map((track) => [track.id, JSON.stringify(track.items, plain)]));
    for (const sequence of state.sequences) {
      const old = words(before.sequences.find(({ id }) => id === sequence.id));
      for (const [id, now] of words(sequence)) if (old.get(id) !== now) emit({ kind: 'track-changed', track: id });
    }
    for (const { id } of state.items) if (!before.items.some((one) => one.id === id)) emit({ kind: 'item-added', item: id });
  }

  /** Imports as Premiere does: the answer may come before the item. */
  async function importFiles(paths: readonly string[], bin: string): Promise<boolean> {
    if (faults.importRefused) return false;
    if (options.meet) await Promise.all(paths.map(options.meet));
    const found = paths.map((path) => ({ path, media: options.look(path) }));
    if (found.some(({ media }) => media === null)) return false;
    const add = (): void => {
      edit(null, (now) => { for (const { path, media } of found) now.items.push(newItem({ kind: 'clip', name: path.split(/[\\/]/).pop()!, parent: bin, path, media })); });
      emit({ kind: 'import-complete' });
    };
    if (faults.importLateMs === 0) add();
    else if (faults.importLateMs !== null) setTimeout(add, faults.importLateMs);
    return true;
  }

  async function exportSequence(id: string, path: string, preset: string, full: boolean): Promise<boolean> {
    const sequence = sequenceOf(state, id);
    const end = tracksOf(sequence).flatMap(({ items }) => items.map((one) => one.end)).reduce((a, b) => (a > b ? a : b), 0n);
    emit({ kind: 'render-queued' });
    emit({ kind: 'render-progress' });
    const done = await (options.exportFile?.({ sequence, path, preset, in: full ? 0n : sequence.in ?? 0n, out: full ? end : sequence.out ?? end }) ?? Promise.resolve(false));
    emit({ kind: done ? 'render-complete' : 'render-error' });
    return done;
  }

  return {
    version: options.version, faults, calls, edit, emit, importFiles, exportSequence,
    state: (): State => state,
    undoLabels: (): string[] => undone.map(({ label }) => label),
    undo(): void {
      const last = undone.pop();
      if (!last) return;
      const before = state;
      state = last.before;
      tell(before);
    },
    on(listener: (event: PremiereEvent) => void): () => void {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    look: options.look, meet: options.meet ?? (async () => undefined),
    exists: options.exists ?? (() => true),

    // What a user does, for tests.
    /** The active sequence, with its item in the project. `rate` as `[30000n, 1001n]`. */
    addSequence(name: string, rate: readonly [bigint, bigint], given: Partial<TimelineSequence> = {}, tracks = { video: 3, audio: 3 }): TimelineSequence {
      const sequence = newSequence({ name, ticksPerFrame: ticksPerSecond * rate[1] / rate[0], ...given }, tracks);
      edit(null, (now) => {
        now.sequences.push(sequence);
        now.items.push(newItem({ kind: 'sequence', name, sequence: sequence.id }));
        now.active = sequence.id;
      });
      emit({ kind: 'sequence-activated' });
      return sequenceOf(state, sequence.id);
    },
    addMedia(path: string, given: Partial<Item> = {}): Item {
      const item = newItem({ kind: 'clip', name: path.split(/[\\/]/).pop()!, path, media: options.look(path), ...given });
      edit(null, (now) => { now.items.push(item); });
      return itemOf(state, item.id);
    },
    /** A clip at whole frames of the sequence, showing its media from `from` on. */
    addClip(sequence: TimelineSequence, item: Item, at: { readonly track: number; readonly start: number; readonly frames: number; readonly from?: number }, given: Partial<TimelineItem> = {}): TimelineItem {
      const one = sequence.ticksPerFrame, start = BigInt(at.start) * one, end = start + BigInt(at.frames) * one, from = BigInt(at.from ?? 0) * one;
      const link = item.media?.picture && item.media.sound ? newId('link') : null;
      const clip = newTimelineItem({ item: item.id, name: item.name, start, end, in: from, out: from + (end - start), link, ...given });
      edit(null, (now) => {
        const there = sequenceOf(now, sequence.id);
        there[item.media && !item.media.picture ? 'audio' : 'video'][at.track]!.items.push(clip);
        if (link) there.audio[at.track]!.items.push({ ...structuredClone(clip), id: newId('clip'), components: [] });
      });
      return spotOf(state, clip.id)!.clip;
    },
    select(...ids: readonly string[]): void {
      for (const sequence of state.sequences) for (const track of tracksOf(sequence)) for (const clip of track.items) clip.selected = ids.includes(clip.id);
      emit({ kind: 'selection' });
    },
    /** The user trims with the mouse: the end of the media is told. */
    drag(id: string, edge: 'start' | 'end', to: bigint): void {
      if (edit('Trim', (now) => edits.trim(now, id, edge, to)).atEnd) emit({ kind: 'extend-reached' });
    },
    /** Closes the project and opens it again: undo is gone, notes and items stay. */
    reopen(): void {
      state = structuredClone(state);
      undone.length = 0;
      emit({ kind: 'project-activated' });
    },
    activeSequence: (): TimelineSequence => sequenceOf(state, state.active!),
    bin: (name: string): Item | null => state.items.find((one) => one.kind === 'bin' && one.name === name) ?? null,
    inBin: (id: string): Item[] => state.items.filter((one) => one.parent === id),
    rootId,
  };
}

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** A timeline as lines to compare: `V1 [0,50) a.mov from 10`, in frames. */
export function timelineOf(premiere: Premiere, sequence = premiere.activeSequence()): string[] {
  const now = sequenceOf(premiere.state(), sequence.id), frame = now.ticksPerFrame;
  const count = (ticks: bigint): string => (ticks % frame === 0n ? String(ticks / frame) : `${Number(ticks * 1000n / frame) / 1000}`);
  return (['video', 'audio'] as const).flatMap((kind) => now[kind].flatMap((track, at) => track.items.map((clip) =>
    `${kind === 'video' ? 'V' : 'A'}${at + 1} [${count(clip.start)},${count(clip.end)}) ${itemOf(premiere.state(), clip.item).name} from ${count(clip.in)}${clip.enabled ? '' : ' off'}`)));
}
