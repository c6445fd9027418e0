// The project's notes: read when a project is opened, written soon after something changed, and never over what is not understood.
import { toFrameWrightError } from '../../errors.ts';
import type { HostContext, HostInfo } from '../host.ts';
import { emptyLedger, isEnded, largestLedger, readLedger, writeLedger, type Entry, type Ledger } from './ledger.ts';
import { ledgerOf, newWork, type Model } from './model.ts';
import type { Room } from './room.ts';
import { createTurns } from './store.ts';
import type { NotesState } from './state.ts';

export type Notes = {
  /** Reads the notes of what is open now, where they are not those at hand; resolves with whether others are at hand now. */ open(): Promise<boolean>;
  save(ms?: number): void;
  /** Writes now what waits to be written. */ flush(): Promise<void>;
};

const soonMs = 300;
/** Only here may be written: what was there is understood, or kept aside. */
const writable: readonly NotesState[] = ['kept', 'damaged', 'full', 'failed'];

/** Names what the notes belong to; null while nothing is open. */
export const scopeOf = ({ project, sequence }: HostContext, { capabilities }: HostInfo): string | null =>
  (project === null ? capabilities.notes === 'browser' ? 'browser' : null : capabilities.notes === 'sequence' ? `${project.id}/${sequence?.id ?? ''}` : project.id);

export function createNotes(room: Omit<Room, 'save'>): Notes {
  const { host, store, after } = room, turns = createTurns();
  const unwritten = createUnwritten(store);
  let cancel: (() => void) | null = null, read = false;
  const open = async (): Promise<boolean> => {
    const { host: info, context, scope } = store.state();
    const next = info && scopeOf(context, info);
    if (!info || (read && next === scope)) return false;
    // What the last project still wanted written is not this one's.
    cancel?.();
    cancel = null;
    if (next !== scope) unwritten.leave();
    read = true;
    // Where the notes of this project could not be read before, what was sent since stays.
    store.change((model) => (next === scope && model.notes === 'failed' ? { ...model, notes: 'loading', notesFailure: null } : emptied(model, next)));
    if (next === null || info.capabilities.notes === 'none') return true;
    try {
      const text = await host.readNotes();
      if (store.state().scope !== next) return true;
      store.change((model) => filled(model, text));
      if (unwritten.arrive(next)) save();
    } catch (error) {
      read = false;
      store.change((model) => ({ ...model, notes: 'failed', notesFailure: toFrameWrightError(error) }));
    }
    return true;
  };
  const write = (): Promise<void> => turns(async () => {
    const { notes, scope, host: info } = store.state();
    if (!info || scope === null || !read || !writable.includes(notes)) return;
    const text = writeLedger(ledgerOf(store.state()));
    if (text === null) return store.change((model) => ({ ...model, notes: 'full' }));
    try {
      // The user may have opened another project a moment ago.
      if (scopeOf(await host.context(), info) !== scope) return;
      unwritten.mark(false);
      await host.writeNotes(text);
      store.change((model) => ({ ...model, notes: model.aside === null ? 'kept' : 'damaged', notesFailure: null }));
    } catch (error) {
      unwritten.mark(true);
      store.change((model) => ({ ...model, notes: 'failed', notesFailure: toFrameWrightError(error) }));
    }
  });
  const save = (ms = soonMs): void => {
    unwritten.mark(true);
    cancel?.();
    cancel = after(() => { cancel = null; void write(); }, ms);
  };
  return {
    open, save,
    async flush() {
      if (cancel === null) return;
      cancel();
      cancel = null;
      await write();
    },
  };
}

/** What could not be written before the user opened another project waits until that one is open again. */
function createUnwritten(store: Room['store']) {
  const ledgers = new Map<string, Ledger>();
  let changed = false;
  return {
    mark(isChanged: boolean): void { changed = isChanged; },
    leave(): void {
      const model = store.state();
      if (changed && model.scope !== null && model.notes !== 'newer' && model.notes !== 'unkept') ledgers.set(model.scope, ledgerOf(model));
      changed = false;
    },
    /** Whether there was something. */
    arrive(scope: string): boolean {
      const ledger = ledgers.get(scope);
      if (ledger) store.change((model) => withUnwritten(model, ledger));
      return ledgers.delete(scope);
    },
  };
}

const emptied = (model: Model, scope: string | null): Model => ({
  ...model, scope, works: [], settings: emptyLedger.settings, last: null, aside: null, notesFailure: null, reached: null, faces: model.faces.filter(({ selected }) => selected).map((face) => ({ ...face, entry: null })),
  notes: scope === null || model.host?.capabilities.notes === 'none' ? 'unkept' : 'loading',
});

/** What was sent while the notes were on their way comes behind what they tell. */
function withLedger(model: Model, { settings, last, entries, aside }: Ledger): Model {
  const known = new Set(entries.map(({ id }) => id)), since = model.works.filter(({ entry }) => !known.has(entry.id));
  return { ...model, settings, last: since.length === 0 ? last : model.last, aside, works: [...entries.map(unsent).map((entry) => newWork(entry, !isEnded(entry.state))), ...since] };
}

/** A project may come from anybody: an order in it that no daemon has answered waits for its user's word. */
const unsent = (entry: Entry): Entry => (entry.state === 'sent' && entry.job === null ? { ...entry, state: 'failed', error: { code: 'order-unanswered', values: { name: entry.clip.name } } } : entry);

/** Orders as they were when their project was left; choices stay those of the project's notes. */
function withUnwritten(model: Model, { entries, last }: Ledger): Model {
  const newer = new Map(entries.map((entry) => [entry.id, newWork(entry, !isEnded(entry.state))])), known = model.works.map((work) => newer.get(work.entry.id) ?? work);
  return { ...model, last: last ?? model.last, works: [...known, ...[...newer.values()].filter(({ entry }) => !known.some((work) => work.entry.id === entry.id))] };
}

function filled(model: Model, text: string | null): Model {
  const found = readLedger(text);
  if (found.kind === 'good') return { ...withLedger(model, found.ledger), notes: found.ledger.aside === null ? 'kept' : 'damaged' };
  if (found.kind === 'newer') return { ...model, notes: 'newer' };
  // Too long to be kept beside new notes, it stays where it is and nothing is written.
  return text!.length > largestLedger / 4 ? { ...model, notes: 'newer' } : { ...model, notes: 'damaged', aside: text };
}
