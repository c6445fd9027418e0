// The conductor: what happens in the editor, what the daemon tells and what the user asks for, as one state that the pages draw.
import { createClient, type Client } from '../../client.ts';
import { FrameWrightError, toFrameWrightError } from '../../errors.ts';
import type { Command, HostEvent } from '../host.ts';
import type { PanelLink } from '../link.ts';
import { createBringing } from './bringing.ts';
import { byPreset } from './by-preset.ts';
import { extending, managing, restoring, type Parts } from './deeds.ts';
import { createFollowing, type Following } from './following.ts';
import { createLooks } from './looks.ts';
import { viewOf, type Model } from './model.ts';
import { createNotes, type Notes } from './notes.ts';
import { whenFree, type Room } from './room.ts';
import { createSending } from './sending.ts';
import { usualSettings } from './settings.ts';
import type { Session, SessionState } from './state.ts';
import { createStore, createTurns } from './store.ts';

export type SessionOptions = {
  readonly link: PanelLink; /** By default one over the link's transport. */ readonly client?: Client;
  /** What the undo step and the placed clip are called, in the language of the moment. */ readonly label: (clip: string) => string;
  readonly now?: () => string; readonly newId?: () => string;
  /** Calls back after so many milliseconds, or never where the returned function was called first. */ readonly after?: Room['after'];
};

export function createSession(options: SessionOptions): Session {
  const { link, client = createClient(link.transport) } = options, { host } = link;
  const store = createStore<Model>(emptyModel(link)), after = options.after ?? timer;
  const bare = { host, client, store, writing: createTurns(), after, label: options.label, now: options.now ?? (() => new Date().toISOString()), newId: options.newId ?? randomId };
  const notes = createNotes(bare), room: Room = { ...bare, save: notes.save };
  const looks = createLooks(room), bringing = createBringing(room), following = createFollowing(room, looks);
  const sending = createSending(room, looks, ({ entry, waits }) => { if (!waits) whenFree(room, entry.id, () => void bringing.place(entry.id)); });
  const parts: Parts = { room, looks, sending, bringing, following };
  const deeds = { ...restoring(parts), ...extending(parts), ...managing(parts) };
  const opening = new Set<(command: Command) => void>(), running = createRunning(parts, notes, link);
  const command = (asked: Command): void => void obey(parts, deeds, opening, asked);
  return {
    ...deeds, client, host, command,
    state: viewing(store), subscribe: store.subscribe,
    choose(change) {
      store.change((model) => ({ ...model, settings: { ...model.settings, ...change } }));
      room.save(settingsMs);
    },
    // A menu that the editor does not show is no failure of anything that the user asked for.
    setMenu(items) { host.setMenu(items).catch((error: unknown) => store.change((model) => ({ ...model, hostFailure: toFrameWrightError(error) }))); },
    refresh: running.refresh,
    onCommand(listener) {
      opening.add(listener);
      return () => { opening.delete(listener); };
    },
    start: () => running.start(command),
  };
}

/** A hand on a slider changes settings often. */
const settingsMs = 1500;

/** 32 hexadecimal digits; older browsers have no randomUUID. */
const randomId = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const timer: Room['after'] = (work, ms) => {
  const handle = setTimeout(work, ms);
  return () => clearTimeout(handle);
};

const emptyModel = ({ connection }: PanelLink): Model => ({
  host: null, hostFailure: null, line: connection.state(), context: { project: null, sequence: null }, scope: null, faces: [], looks: new Map(), works: [],
  settings: usualSettings, last: null, aside: null, notes: 'loading', notesFailure: null, reached: null, hold: null,
});

/** The same object as long as nothing changed, as those who draw it expect. */
function viewing({ state }: { state(): Model }): () => SessionState {
  let seen: Model | null = null, view: SessionState;
  return () => {
    if (seen !== state()) view = viewOf(seen = state());
    return view;
  };
}

async function obey({ room, following }: Parts, deeds: Pick<Session, 'restore' | 'sameAsLast' | 'placeAll'>, opening: ReadonlySet<(command: Command) => void>, command: Command): Promise<void> {
  const { store } = room;
  try {
    if (command.name === 'restore' || command.name === 'same-as-last') await demandSelected(room, following, command);
    const settings = command.preset === null ? store.state().settings : byPreset(store.state().settings, command.preset, await room.client.presets({}));
    if (command.name === 'restore') await deeds.restore(undefined, settings, command.id);
    else if (command.name === 'same-as-last') await deeds.sameAsLast(undefined, command.id);
    else if (command.name === 'place') await deeds.placeAll();
    else for (const listener of opening) listener(command);
  } catch (error) { store.change((model) => ({ ...model, hostFailure: toFrameWrightError(error) })); }
}

/** Whoever presses a key sees no button that is grey. @throws FrameWrightError `nothing-selected`, what the editor says. */
async function demandSelected({ store }: Room, following: Following, { name }: Command): Promise<void> {
  store.change((model) => ({ ...model, hostFailure: null }));
  await following.refresh();
  const { faces, last } = store.state();
  if (!faces.some(({ selected }) => selected)) throw new FrameWrightError('nothing-selected', { what: 'no clip is selected', why: 'Select one on the timeline, and ask again.' });
  if (name === 'same-as-last' && last === null) throw new FrameWrightError('nothing-selected', { what: 'there is no last time', why: 'Nothing was sent from this project yet: restore a clip once as the panel is set.' });
}

type Running = { start(command: (command: Command) => void): () => void; refresh(): Promise<void> };

function createRunning({ room, looks, sending, following }: Parts, notes: Notes, { connection }: PanelLink): Running {
  const { host, client, store } = room;
  const failed = (error: unknown): void => store.change((model) => ({ ...model, hostFailure: toFrameWrightError(error) }));
  // Where the daemon is away, this is asked for again with the next line.
  const resync = (): void => { if (store.state().line.kind === 'open') sending.resync().catch((error: unknown) => { if (toFrameWrightError(error).code !== 'daemon-gone') failed(error); }); };
  const opened = async (): Promise<void> => {
    if (!await notes.open()) return;
    following.showWorks();
    resync();
  };
  const refresh = async (): Promise<void> => {
    try {
      const info = await host.describe(), context = await host.context();
      store.change((model) => ({ ...model, host: info, hostFailure: null, context }));
      await opened();
      await following.refresh();
    } catch (error) { failed(error); }
  };
  const hear = (event: HostEvent, command: (command: Command) => void): void => {
    switch (event.kind) {
      case 'selection': return following.select(event.clips);
      case 'context': store.change((model) => ({ ...model, context: event.context })); return void opened();
      case 'appearance': return store.change((model) => ({ ...model, host: model.host && { ...model.host, appearance: event.appearance } }));
      // The line to the daemon tells it, so that work makes way.
      case 'activity': return;
      case 'extend-reached': return store.change((model) => reached(model, event.edge));
      case 'command': return command(event.command);
    }
  };
  const lineChanged = (): void => {
    const before = store.state().line.kind, line = connection.state();
    store.change((model) => ({ ...model, line }));
    if (line.kind !== 'open' || before === 'open') return;
    looks.again();
    resync();
    askHold();
  };
  // Whether the queue stands still is told by events; this is for those that came before.
  const askHold = (): void => { client.describe({}).then(({ hold }) => store.change((model) => ({ ...model, hold })), () => { /* The line tells of it. */ }); };
  return {
    refresh,
    start(command) {
      const ends = [
        host.subscribe((event) => hear(event, command)), connection.subscribe(lineChanged),
        client.onEvent((event) => {
          sending.hear(event);
          if (event.kind === 'lost') { resync(); askHold(); }
          if (event.kind === 'hold') store.change((model) => ({ ...model, hold: event.why }));
        }),
      ];
      void refresh();
      if (connection.state().kind === 'open') askHold();
      return () => {
        for (const end of ends) end();
        void notes.flush();
      };
    },
  };
}

/** The edge belongs to the one clip that the user is trimming. */
function reached(model: Model, edge: 'start' | 'end'): Model {
  const [face, ...others] = model.faces.filter(({ selected }) => selected);
  return face && others.length === 0 ? { ...model, reached: { card: face.id, edge } } : model;
}
