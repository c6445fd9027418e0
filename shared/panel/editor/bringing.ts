// Results on their way back into the editor, and out of it again. The clip is looked for before anything is written: the user kept editing meanwhile.
import { FrameWrightError } from '../../errors.ts';
import type { HostClip, HostInfo, Placed, Placement, PlaceMode, PlaceNotice } from '../host.ts';
import { compareTimes, instant, sameTime, type Instant, type Span } from '../instant.ts';
import type { Entry } from './ledger.ts';
import { scopeOf } from './notes.ts';
import { askedOf } from './orders.ts';
import { placementOf } from './placements.ts';
import { portionNow } from './portion.ts';
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
  const { host, scope, faces } = room.store.state();
  if (!host || entry.output === null) return;
  // A card has followed its clip since; what it saw last is the better trace where clips have no names.
  const traced = faces.find((face) => face.entry === entry.id)?.clip ?? entry.clip;
  const found = mode === 'bin' ? null : await room.host.find(traced), now = found && covers(entry, found) ? found : null;
  const isOut = found !== null && now === null && Boolean(entry.portion), placement = placementFor(room, host, { ...entry, output: entry.output }, now, isOut ? 'bin' : mode);
  // Where the user has opened another project meanwhile, the result waits for this one.
  if (scopeOf(await room.host.context(), host) !== scope || room.store.state().scope !== scope) return;
  const placed = await room.host.place({ ...placement, clip: placement.clip && (now ?? entry.clip) });
  kept(room, entry.id, withNotices(placed, [...(isOut ? [changed] : []), ...movedNotices(entry.clip, now, placed)]), found);
}

const changed: PlaceNotice = { code: 'clip-changed', reason: null };

function placementFor(room: Room, { capabilities: { swaps } }: HostInfo, entry: Entry & { readonly output: string }, now: HostClip | null, mode: PlaceMode): Placement {
  const portion = entry.portion && now ? portionNow(entry.clip, entry.portion, now) : entry.portion, { context } = room.store.state();
  const placement = placementOf({
    path: entry.output, clip: orderedClip({ clip: now ?? entry.clip, rendered: entry.rendered, portion }), mode, extension: entry.extension, asked: askedOf(orderedClip(entry), entry.mode, swaps, entry.extension),
    result: entry.result, sequenceRate: context.sequence?.rate ?? entry.clip.rate ?? '25', scale: entry.settings.scale, label: room.label(entry.clip.name),
  });
  return portion ? { ...placement, before: negated(portion.head), after: negated(portion.tail) } : placement;
}

/** Whether the result covers the clip as it is now, or all that is left of its portion. */
const covers = ({ clip, portion }: Entry, now: HostClip): boolean => (portion ? portionNow(clip, portion, now) !== null : fits(clip, now));
const negated = ({ at, rate }: Instant): Instant => instant(-BigInt(at), rate);

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
