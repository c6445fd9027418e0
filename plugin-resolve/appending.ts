// Laying a clip onto a track. Resolve slides or drops what does not fit and versions differ in what the last frame is, so everything is read back.
import type { PlaceNotice } from '../shared/panel/host.ts';
import { failed, objectOf, wholeOf } from './calls.ts';
import { itemsIn, lanesOf, pathOf, type Found, type Lane } from './items.ts';
import type { MediaPoolItem } from './resolve-api.ts';
import { mediaPoolOf, needProject, type Api, type Sequence } from './sequence.ts';

/** What is laid where: `frames` of the media from `from`, at `rate`; on the timeline `length` frames from `record`, which includes the timeline's start. */
export type Laying = { readonly media: MediaPoolItem; readonly lane: Lane; readonly record: number; readonly length: number; readonly from: number; readonly frames: number; readonly rate: string };
export type Laid = { readonly found: Found | null; readonly notice: PlaceNotice | null };
/** What was learned of this Resolve: whether `endFrame` belongs to the clip. It is only tried first: a file's end may hide the difference. */
export type Learned = { endFrame: 'exclusive' | 'inclusive' };

const said = (code: PlaceNotice['code'], reason: string | null = null): PlaceNotice => ({ code, reason });

/** Lies there exactly as asked, or not at all; at mixed rates one frame may be missing at the end, which is said. */
export async function lay(api: Api, sequence: Sequence, laying: Laying, learned: Learned): Promise<Laid> {
  if (await isLocked(api, sequence, laying.lane)) return { found: null, notice: said('track-locked') };
  const until = laying.from + laying.frames, isMixed = laying.rate !== sequence.rate;
  const ends = isMixed ? [until, until + 1, until - 1] : learned.endFrame === 'exclusive' ? [until, until - 1] : [until - 1, until];
  let problem: PlaceNotice | null = null, short: number | null = null;
  for (const end of ends) {
    const { found, notice, excess } = await tryEnd(api, sequence, laying, end);
    if (found && !isMixed) learned.endFrame = end === until ? 'exclusive' : 'inclusive';
    if (found) return { found, notice: null };
    problem ??= notice;
    if (excess === -1) short ??= end;
  }
  const found = isMixed && short !== null ? await append(api, sequence, laying, short) : null;
  return found ? { found, notice: said('length-corrected', 'Resolve cuts off the last part of a frame where rates differ: one frame is missing at the end.') } : { found: null, notice: problem };
}

/** What came to lie wrongly is removed; `excess` is by how many frames it was too long. */
async function tryEnd(api: Api, sequence: Sequence, laying: Laying, endFrame: number): Promise<Laid & { readonly excess: number | null }> {
  const found = await append(api, sequence, laying, endFrame), { record, length } = laying;
  if (!found) return { found, notice: said('not-placed', 'Resolve laid nothing onto the track.'), excess: null };
  const excess = found.end - found.start - length;
  if (found.start === record && excess === 0) return { found, notice: null, excess };
  await remove(api, [found]);
  if (found.start !== record) return { found: null, notice: said('slid-back', `Resolve moved it by ${found.start - record} frames.`), excess: null };
  return { found: null, notice: said('not-placed', `It became ${found.end - found.start} frames long instead of ${length}.`), excess };
}

/** What is new on the track afterwards and shows this media: the user may be editing. Null where nothing is. Some new items have no id. */
async function append(api: Api, sequence: Sequence, { media, lane, record, from }: Laying, endFrame: number): Promise<Found | null> {
  const before = await itemsIn(api, sequence, lane), path = await api.ask(media, 'GetClipProperty', 'File Path');
  await api.ask(await mediaPoolOf(api), 'AppendToTimeline', [{ mediaPoolItem: media, startFrame: from, endFrame, mediaType: lane.kind === 'video' ? 1 : 2, trackIndex: lane.index, recordFrame: record }]);
  for (const one of await itemsIn(api, sequence, lane)) {
    const isNew = !before.some((other) => other.id === one.id && other.start === one.start && other.end === one.end);
    if (isNew && await pathOf(api, one) === path) return one;
  }
  return null;
}

/** @throws FrameWrightError `host-failed` where something of it is still there afterwards. */
export async function remove(api: Api, items: readonly Found[]): Promise<void> {
  const [first] = items;
  if (!first) return;
  await api.ask(first.sequence.timeline, 'DeleteClips', items.map(({ item }) => item), false);
  for (const { sequence, lane, id, start, end } of items) {
    const left = (await itemsIn(api, sequence, lane)).some((one) => one.id === id && one.start === start && one.end === end);
    if (left) throw failed('DeleteClips', 'The clip is still there; its track may be locked.');
  }
}

export const isLocked = async (api: Api, { timeline }: Sequence, { kind, index }: Lane): Promise<boolean> => await api.ask(timeline, 'GetIsTrackLocked', kind, index) === true;
export async function isFree(api: Api, sequence: Sequence, lane: Lane, start: number, end: number): Promise<boolean> {
  return (await itemsIn(api, sequence, lane)).every((one) => one.end <= start || one.start >= end);
}

/** Unlocked tracks above `lane` on which nothing lies from `start` to before `end`, the lowest first. */
export async function freeAbove(api: Api, sequence: Sequence, lane: Lane, start: number, end: number): Promise<Lane[]> {
  const free: Lane[] = [];
  for (const one of await lanesOf(api, sequence, lane.kind)) if (one.index > lane.index && !await isLocked(api, sequence, one) && await isFree(api, sequence, one, start, end)) free.push(one);
  return free;
}
/** A new track above all others; null where none appeared. */
export async function addLane(api: Api, sequence: Sequence, kind: Lane['kind']): Promise<Lane | null> {
  const before = (await lanesOf(api, sequence, kind)).length;
  await (kind === 'video' ? api.ask(sequence.timeline, 'AddTrack', kind) : api.ask(sequence.timeline, 'AddTrack', kind, { audioType: 'stereo' }));
  const after = (await lanesOf(api, sequence, kind)).length;
  return after > before ? { kind, index: after } : null;
}

/** Pages from which appending works. */
const editing: readonly string[] = ['edit', 'cut', 'color'];

/** Makes a timeline the current one, on a page that can write, for as long as `work` takes. */
export async function withTimeline<Value>(api: Api, { timeline, id }: Sequence, work: () => Promise<Value>): Promise<Value> {
  const project = await needProject(api), open = objectOf(await api.ask(project, 'GetCurrentTimeline')), page = await api.ask(api.resolve, 'GetCurrentPage');
  const isOpen = open !== null && await api.ask(open, 'GetUniqueId') === id, isEditing = editing.includes(page ?? '');
  try {
    if (!isEditing && await api.ask(api.resolve, 'OpenPage', 'edit') !== true) throw failed('OpenPage', 'The edit page cannot be opened.');
    if (!isOpen && await api.ask(project, 'SetCurrentTimeline', timeline) !== true) throw failed('SetCurrentTimeline', 'The clip\'s timeline cannot be opened.');
    return await work();
  } finally {
    if (!isOpen && open) await api.ask(project, 'SetCurrentTimeline', open);
    if (!isEditing && page) await api.ask(api.resolve, 'OpenPage', page);
  }
}

/** Frames of a clip of the media pool; null where they are not told. */
export const framesOf = async (api: Api, media: MediaPoolItem): Promise<number | null> => wholeOf(await api.ask(media, 'GetClipProperty', 'Frames'));
