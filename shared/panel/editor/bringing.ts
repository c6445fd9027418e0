// Results on their way back into the editor, and out of it again. The clip is looked for before anything is written: the user kept editing meanwhile.
import { FrameWrightError } from '../../errors.ts';
import type { HostClip, Placed, PlaceMode, PlaceNotice } from '../host.ts';
import { compareTimes, sameTime, type Span } from '../instant.ts';
import { scopeOf } from './notes.ts';
import { askedOf } from './orders.ts';
import { placementOf } from './placements.ts';
import { changeEntry, changeFace, changeWork, doing, type Room } from './room.ts';
import { orderedClip } from './sending.ts';
import type { Work } from './state.ts';

export type Bringing = {
  place(work: string, mode?: PlaceMode): Promise<void>;
  revert(work: string): Promise<void>;
  relink(work: string, path: string): Promise<void>;
};

export const createBringing = (room: Room): Bringing => ({
  place: (id, mode) => doing(room, id, 'placing', (work) => room.writing(() => place(room, work, mode ?? work.entry.mode))),
  revert: (id) => doing(room, id, 'reverting', ({ entry }) => room.writing(async () => {
    if (entry.placed === null) return;
    await room.host.revert(entry.placed, entry.clip);
    changeEntry(room, id, { state: 'reverted' });
  })),
  relink: (id, path) => doing(room, id, 'relinking', ({ entry }) => room.writing(async () => {
    if (entry.placed !== null) await room.host.relink(entry.placed, path);
    changeEntry(room, id, { output: path });
  })),
});

async function place(room: Room, { entry }: Work, mode: PlaceMode): Promise<void> {
  const { host, context, scope, faces } = room.store.state();
  if (!host || entry.output === null) return;
  // A card has followed its clip since; what it saw last is the better trace where clips have no names.
  const traced = faces.find((face) => face.entry === entry.id)?.clip ?? entry.clip;
  const found = mode === 'bin' ? null : await room.host.find(traced), now = found && fits(entry.clip, found) ? found : null;
  const ordered = orderedClip({ clip: now ?? entry.clip, rendered: entry.rendered });
  const asked = askedOf(orderedClip(entry), entry.mode, host.capabilities.swaps, entry.extension);
  const sequenceRate = context.sequence?.rate ?? entry.clip.rate ?? '25';
  const placement = placementOf({ path: entry.output, clip: ordered, mode, extension: entry.extension, asked, result: entry.result, sequenceRate, scale: entry.settings.scale, label: room.label(entry.clip.name) });
  // Where the user has opened another project meanwhile, the result waits for this one.
  if (scopeOf(await room.host.context(), host) !== scope || room.store.state().scope !== scope) return;
  const placed = await room.host.place({ ...placement, clip: placement.clip && (now ?? entry.clip) });
  kept(room, entry.id, withNotices(placed, movedNotices(entry.clip, now, placed)), found);
}

/** The clip as it is now where the result still covers it: moved, or trimmed within what was sent. */
function fits(sent: HostClip, now: HostClip): boolean {
  if (sent.source === null || now.source === null) return sameLength(sent.place, now.place);
  return compareTimes(now.source.in, sent.source.in) >= 0 && compareTimes(now.source.out, sent.source.out) <= 0;
}
const sameLength = (a: Span, b: Span): boolean => BigInt(a.out.at) - BigInt(a.in.at) === BigInt(b.out.at) - BigInt(b.in.at) && a.in.rate === b.in.rate;

/** The host compares with what it was given, which may be where the clip lies now. */
const movedNotices = (sent: HostClip, now: HostClip | null, { notices }: Placed): PlaceNotice[] =>
  (now && !sameTime(sent.place.in, now.place.in) && !notices.some(({ code }) => code === 'clip-moved') ? [{ code: 'clip-moved', reason: null }] : []);
const withNotices = (placed: Placed, more: readonly PlaceNotice[]): Placed => ({ ...placed, notices: [...more, ...placed.notices] });

function kept(room: Room, id: string, placed: Placed, found: HostClip | null): void {
  changeEntry(room, id, { placed, state: placed.mode === 'bin' ? 'binned' : 'placed' });
  changeWork(room, id, (work) => ({ ...work, waits: false }));
  const face = room.store.state().faces.find(({ entry }) => entry === id);
  if (face) changeFace(room, face.id, found ? { clip: found } : { present: !placed.notices.some(({ code }) => code === 'clip-gone') });
}

/** @throws FrameWrightError `clip-gone`. */
export async function foundClip({ host }: Room, clip: HostClip): Promise<HostClip> {
  const found = await host.find(clip);
  if (!found) throw new FrameWrightError('clip-gone', { name: clip.name });
  return found;
}
