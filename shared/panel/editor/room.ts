// What the parts of a session share: the editor, the daemon, the model, and time and chance as they were given.
import type { Client } from '../../client.ts';
import { toFrameWrightError, type FrameWrightError } from '../../errors.ts';
import type { Host } from '../host.ts';
import { withFace, withWork, type Face, type Model } from './model.ts';
import type { Store, Turns } from './store.ts';
import type { Work } from './state.ts';

export type Room = {
  readonly host: Host; readonly client: Client; readonly store: Store<Model>;
  /** Writes of the editor's sequence, one after the other. */ readonly writing: Turns;
  readonly now: () => string; readonly newId: () => string;
  /** What the undo step and the placed clip are called. */ readonly label: (clip: string) => string;
  /** Calls back after so many milliseconds, or never where the returned function was called first. */ readonly after: (work: () => void, ms: number) => () => void;
  /** Writes the notes soon. */ save(ms?: number): void;
};

export const changeWork = ({ store }: Room, id: string, change: (work: Work) => Work): void => store.change((model) => withWork(model, id, change));
export const changeEntry = (room: Room, id: string, entry: Partial<Work['entry']>): void => {
  changeWork(room, id, (work) => ({ ...work, entry: { ...work.entry, ...entry } }));
  room.save();
};
export const changeFace = ({ store }: Room, id: string, change: Partial<Face>): void => store.change((model) => withFace(model, id, change));
export const workOf = ({ store }: Room, id: string): Work | null => store.state().works.find(({ entry }) => entry.id === id) ?? null;
export const faceOf = ({ store }: Room, id: string): Face | null => store.state().faces.find((face) => face.id === id) ?? null;

/** Does something to an order and shows that; its failure is kept in the model, and the order as it was. */
export async function doing(room: Room, id: string, busy: NonNullable<Work['busy']>, act: (work: Work) => Promise<void>): Promise<void> {
  const work = workOf(room, id);
  if (!work || work.busy !== null) return;
  changeWork(room, id, (one) => ({ ...one, busy, failure: null }));
  const failure = await failureOf(() => act(work));
  changeWork(room, id, (one) => ({ ...one, busy: null, failure }));
}

/** At once, or when what is being done to the order is done. */
export function whenFree(room: Room, id: string, act: () => void): void {
  if (workOf(room, id)?.busy === null) return act();
  const stop = room.store.subscribe(() => {
    if (workOf(room, id)?.busy) return;
    stop();
    act();
  });
}

/** Does something to a card's clip in the same way. */
export async function doingTo(room: Room, id: string, busy: NonNullable<Face['busy']>, act: (face: Face) => Promise<void>): Promise<void> {
  const face = faceOf(room, id);
  if (!face || face.busy !== null) return;
  changeFace(room, id, { busy, failure: null });
  const failure = await failureOf(() => act(face));
  changeFace(room, id, { busy: null, failure });
}

async function failureOf(act: () => Promise<void>): Promise<FrameWrightError | null> {
  try {
    await act();
    return null;
  } catch (error) { return toFrameWrightError(error); }
}
