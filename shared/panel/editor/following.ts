// Cards follow the selection of the editor, and clips that moved.
import type { HostClip } from '../host.ts';
import { isKept, newFace, type Face, type Model } from './model.ts';
import type { Looks } from './looks.ts';
import { changeFace, doingTo, faceOf, type Room } from './room.ts';

export type Following = {
  /** The selection as the editor tells it. */ select(clips: readonly HostClip[]): void;
  /** Asks the editor for it. @throws FrameWrightError what the editor says. */ refresh(): Promise<void>;
  /** Cards for orders that are under way. */ showWorks(): void;
};

/** Around more clips than these nothing is looked at: nobody extends so many at once. */
const mostSurrounded = 8;

export function createFollowing(room: Room, looks: Looks): Following {
  const { host, store, newId } = room;
  const select = (clips: readonly HostClip[]): void => {
    const before = new Map(store.state().faces.map((face) => [face.id, face.clip]));
    store.change((model) => ({ ...selected(model, clips, newId), reached: null }));
    const fresh = store.state().faces.filter(({ id }) => !before.has(id)), chosen = store.state().faces.filter((face) => face.selected);
    for (const face of chosen) if (face.thumbnail === null || !beginsAlike(face.clip, before.get(face.id))) looks.show(face);
    if (chosen.length <= mostSurrounded) for (const face of chosen) void surround(room, face);
    if (fresh.length > 0) for (const face of store.state().faces) if (!face.selected && face.entry !== null) void trace(room, face);
  };
  return {
    select,
    async refresh() { select(await host.selection()); },
    showWorks() {
      store.change((model) => ({ ...model, faces: withWorks(model, newId) }));
      for (const face of store.state().faces) if (face.thumbnail === null) looks.show(face);
    },
  };
}

const beginsAlike = (now: HostClip, then: HostClip | undefined): boolean => now.path === then?.path && JSON.stringify(now.source?.in) === JSON.stringify(then.source?.in);

/** Cards keep their place: first what is selected, as the editor lists it, then what is under way. */
function selected(model: Model, clips: readonly HostClip[], newId: () => string): Model {
  const known = new Map(model.faces.map((face) => [face.clip.key, face]));
  const chosen = clips.map((clip): Face => {
    const face = known.get(clip.key) ?? newFace(newId(), clip, newestEntry(model.works, clip));
    // What lay around it stands until the editor has answered anew: nothing on the card jumps.
    return { ...face, clip, selected: true, present: true, surroundings: clips.length > mostSurrounded ? null : face.surroundings, failure: face.selected ? face.failure : null };
  });
  const rest = model.faces.filter((face) => !chosen.some(({ id }) => id === face.id)).map((face) => ({ ...face, selected: false, surroundings: null }));
  return { ...model, faces: [...chosen, ...rest.filter((face) => isKept(face, model.works))] };
}

const newestEntry = (works: Model['works'], clip: HostClip): string | null => [...works].reverse().find(({ entry }) => entry.clip.key === clip.key)?.entry.id ?? null;

function withWorks({ faces, works }: Model, newId: () => string): Face[] {
  const shown = faces.map((face) => ({ ...face, entry: face.entry ?? newestEntry(works, face.clip) }));
  const under = works.filter(({ entry }) => entry.state === 'sent' || entry.state === 'ready');
  return under.reduce((all, { entry }) => (all.some((face) => face.entry === entry.id || face.clip.key === entry.clip.key) ? all : [...all, newFace(newId(), entry.clip, entry.id)]), shown);
}

/** What lies around a clip is an offer; a host that cannot say it now is asked again with the next selection or when an edge is moved. */
async function surround(room: Room, { id, clip }: Face): Promise<void> {
  try {
    const surroundings = await room.host.surroundings(clip);
    if (faceOf(room, id)?.selected === true) changeFace(room, id, { surroundings });
  } catch { changeFace(room, id, { surroundings: null }); }
}

/** Where clips have no lasting names, one that moved looks like another: the card goes on with it. */
const trace = (room: Room, { id }: Face): Promise<void> => doingTo(room, id, 'finding', async ({ clip }) => {
  const found = await room.host.find(clip);
  if (found === null) return changeFace(room, id, { present: false });
  room.store.change((model) => {
    const twin = model.faces.find((face) => face.id !== id && face.clip.key === found.key && face.entry === null);
    const faces = model.faces.filter((face) => face !== twin).map((face) => (face.id === id ? { ...face, clip: found, present: true, selected: face.selected || twin !== undefined } : face));
    return { ...model, faces };
  });
});
