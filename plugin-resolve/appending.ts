// Laying a clip onto a track. Resolve slides or drops what does not fit and versions differ in what the last frame is, so everything is read back.
import type { PlaceNotice } from '../shared/panel/host.ts';
import { instant, unitsOf } from '../shared/panel/instant.ts';
import { failed, objectOf, wholeOf } from './calls.ts';
import { itemsIn, lanesOf, type Found, type Lane } from './items.ts';
import type { MediaPoolItem } from './resolve-api.ts';
import { mediaPoolOf, needProject, type Api, type Sequence } from './sequence.ts';

/** What is laid where: `frames` of the media from `from`, at `rate`; on the timeline `length` frames from `record`, which includes the timeline's start. */
export type Laying = { readonly media: MediaPoolItem; readonly lane: Lane; readonly record: number; readonly length: number; readonly from: number; readonly frames: number; readonly rate: string };
export type Laid = { readonly found: Found | null; readonly notice: PlaceNotice | null };
/** What was learned of this Resolve: whether `endFrame` belongs to the clip. */
export type Learned = { endFrame: 'exclusive' | 'inclusive' };

const said = (code: PlaceNotice['code'], reason: string | null = null): PlaceNotice => ({ code, reason });

/** Lies there exactly as asked, or not at all; at mixed rates one frame may be missing at the end, which is said. */
export async function lay(api: Api, sequence: Sequence, laying: Laying, learned: Learned): Promise<Laid> {
  const { lane, record, length, from, frames, rate } = laying;
  if (await isLocked(api, sequence, lane)) return { found: null, notice: said('track-locked') };
  const last = from + frames - (learned.endFrame === 'inclusive' ? 1 : 0);
  const first = await append(api, sequence, laying, last);
  if (!first) return { found: null, notice: said('not-placed', 'Resolve laid nothing onto the track.') };
  const misplaced = await refuseSlid(api, first, record);
  if (misplaced) return misplaced;
  const excess = first.end - first.start - length;
  if (excess === 0) return { found: first, notice: null };
  const mend = Math.sign(excess) * Math.max(1, Math.abs(unitsOf(instant(excess, sequence.rate), rate)));
  await remove(api, [first]);
  const second = await append(api, sequence, laying, last - mend);
  if (second && second.start === record && second.end - second.start === length) {
    if (rate === sequence.rate && excess === 1) learned.endFrame = 'inclusive';
    if (rate === sequence.rate && excess === -1) learned.endFrame = 'exclusive';
    return { found: second, notice: said('length-corrected') };
  }
  const short = second && second.start === record ? length - (second.end - second.start) : null;
  if (short === 1 && rate !== sequence.rate) return { found: second, notice: said('length-corrected', 'Resolve cuts off the last part of a frame where rates differ: one frame is missing at the end.') };
  if (second) await remove(api, [second]);
  return { found: null, notice: said('not-placed', `It became ${first.end - first.start} frames long instead of ${length}.`) };
}

async function refuseSlid(api: Api, found: Found, record: number): Promise<Laid | null> {
  if (found.start === record) return null;
  await remove(api, [found]);
  return { found: null, notice: said('slid-back', `Resolve moved it by ${found.start - record} frames.`) };
}

/** What is new on the track afterwards; null where nothing is. Some new items have no id. */
async function append(api: Api, sequence: Sequence, { media, lane, record, from }: Laying, endFrame: number): Promise<Found | null> {
  const before = await itemsIn(api, sequence, lane);
  await api.ask(await mediaPoolOf(api), 'AppendToTimeline', [{ mediaPoolItem: media, startFrame: from, endFrame, mediaType: lane.kind === 'video' ? 1 : 2, trackIndex: lane.index, recordFrame: record }]);
  return (await itemsIn(api, sequence, lane)).find((one) => !before.some((other) => other.id === one.id && other.start === one.start && other.end === one.end)) ?? null;
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
