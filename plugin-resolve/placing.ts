// Results on the timeline: the clip is found again, the result is laid where it belongs now, and what came of it is read back.
import type { HostClip, Placed, PlaceMode, Placement, PlaceNotice } from '../shared/panel/host.ts';
import { instant, lengthOf, rationalOf, unitsOf } from '../shared/panel/instant.ts';
import { multiply, parseRatio, ratio, toNumber } from '../shared/time.ts';
import { addLane, freeAbove, lay, withTimeline, type Laid, type Laying, type Learned } from './appending.ts';
import { importResult } from './bin.ts';
import { readClip, type IsThere } from './clips.ts';
import { objectOf, textOf } from './calls.ts';
import { findItem, gapsAround, keyOf, keyText, type Found, type Lane } from './items.ts';
import { keepLook, resultColour } from './looks.ts';
import { note, writeRecord, type Placing, type Writing } from './record.ts';
import { replaceClip } from './replacing.ts';
import type { MediaPoolItem } from './resolve-api.ts';
import type { Api } from './sequence.ts';
import { addTake, swapMedia } from './taking.ts';

export type Placer = { readonly api: Api; readonly isThere: IsThere; readonly learned: Learned; /** Timelines of which a copy was made before something of them was replaced. */ readonly copied: Set<string> };

/** @throws FrameWrightError what Resolve answers; the result lies in the bin then, or not even there. */
export async function placeResult(placer: Placer, placement: Placement): Promise<Placed> {
  const { api } = placer, media = await importResult(api, placement.path), { clip } = placement;
  if (placement.mode === 'bin' || !clip) return inBin(api, media, []);
  const found = await findItem(api, clip.key);
  if (!found) return inBin(api, media, [note('clip-gone')]);
  return withTimeline(api, found.sequence, async () => {
    const placing = await prepare(placer, placement, clip, found, media);
    const writing = placing.problem ? { done: null, notices: [...placing.notices, placing.problem] } : await writers[placement.mode](placing);
    return writing.done ? { ...writing.done, notices: writing.notices } : inBin(api, media, writing.notices);
  });
}

const writers: Readonly<Record<Exclude<PlaceMode, 'bin'>, (placing: Placing) => Promise<Writing>>> & { readonly bin: (placing: Placing) => Promise<Writing> } = {
  'track-above': placeAbove, append: placeBeside, prepend: placeBeside, take: addTake, swap: swapMedia, replace: replaceClip,
  bin: async ({ notices }) => ({ done: null, notices }),
};

async function inBin(api: Api, media: MediaPoolItem, notices: readonly PlaceNotice[]): Promise<Placed> {
  return { mode: 'bin', item: await writeRecord(api, { mode: 'bin' }, media, null), key: null, sequence: null, track: null, place: null, notices };
}

/** The clip as it is now, and which frames of the result cover which of the timeline. */
async function prepare(placer: Placer, placement: Placement, clip: HostClip, found: Found, media: MediaPoolItem): Promise<Placing> {
  const now = await readClip(placer.api, found, placer.isThere), { sequence } = found;
  const moved = found.start - sequence.start !== unitsOf(clip.place.in, sequence.rate) || now.track.index !== clip.track.index;
  const sound = await placer.api.ask(media, 'GetClipProperty', 'Type');
  const notices = [...(moved ? [note('clip-moved')] : []), ...(found.lane.kind === 'video' && /\+\s*audio/i.test(textOf(sound) ?? '') ? [note('sound-left-out')] : [])];
  const base = { placer, placement, clip, now, found, media, notices };
  const trim = trimOf(clip, now), length = unitsOf(lengthOf(clip.place), sequence.rate), end = trim === null ? null : found.start - trim + length;
  if (trim === null || end === null) return { ...base, laying: wholeResult(base, found.start), problem: note('clip-changed', 'What it shows now cannot be compared with what was sent.') };
  const { mode } = placement, before = unitsOf(placement.before, sequence.rate), after = unitsOf(placement.after, sequence.rate);
  if (mode === 'append' || mode === 'prepend') {
    const seam = mode === 'append' ? found.end === end : trim === 0;
    const laying = { ...wholeResult(base, mode === 'append' ? found.end : found.start - before), length: mode === 'append' ? after : before };
    return { ...base, laying, problem: seam ? null : note('clip-changed', 'The edge that it was made for has been trimmed since.') };
  }
  const outside = mode === 'track-above' || mode === 'replace', first = found.start - (outside ? before : 0), last = found.end + (outside ? after : 0);
  const record = found.start - trim - before, laying = cutTo({ ...wholeResult(base, record), length: before + length + after }, first, last, sequence.rate);
  const changed = found.end - found.start !== length || trim !== 0;
  return { ...base, notices: changed ? [...notices, note('clip-changed')] : notices, laying, problem: laying.length > 0 ? null : note('clip-changed', 'Nothing of what was sent is on screen any more.') };
}

function wholeResult({ placement: { shows }, media, found: { lane } }: { readonly placement: Placement; readonly media: MediaPoolItem; readonly found: Found }, record: number): Laying {
  return { media, lane, record, length: 0, from: shows.from, frames: shows.frames, rate: shows.rate };
}

/** What of a laying lies from `first` to before `last`. */
function cutTo(laying: Laying, first: number, last: number, rate: string): Laying {
  const start = Math.max(laying.record, first), end = Math.min(laying.record + laying.length, last);
  const frames = (count: number): number => unitsOf(instant(count, rate), laying.rate);
  const head = frames(start - laying.record), tail = frames(laying.record + laying.length - end);
  return { ...laying, record: start, length: end - start, from: laying.from + head, frames: laying.frames - head - tail };
}

/** Frames of the timeline that were cut off a clip's head since it was sent, negative where some came back; null where that cannot be told. */
function trimOf(then: HostClip, now: HostClip): number | null {
  if (!then.source || !now.source) return unitsOf(lengthOf(then.place), then.place.in.rate) === unitsOf(lengthOf(now.place), then.place.in.rate) && now.path === then.path ? 0 : null;
  if (now.path !== then.path) return null;
  const edge = now.reversed ? 'out' : 'in', sign = now.reversed ? -1 : 1, frames = sign * (unitsOf(now.source[edge], now.source.in.rate) - unitsOf(then.source[edge], now.source.in.rate));
  const speed = now.speed.kind === 'constant' ? parseRatio(now.speed.ratio) : ratio(1, 1);
  return Math.round(frames * toNumber(rationalOf(now.place.in.rate)) / toNumber(multiply(rationalOf(now.source.in.rate), speed)));
}

/** Above the clip on the lowest track that is free for the whole length, else on a new one. */
async function placeAbove(placing: Placing): Promise<Writing> {
  const { placer: { api, learned }, found, laying, now } = placing, { sequence, lane } = found;
  const [free] = await freeAbove(api, sequence, lane, laying.record, laying.record + laying.length);
  const first = free ? await lay(api, sequence, { ...laying, lane: free }, learned) : null;
  const made = first?.found ? null : await addLane(api, sequence, lane.kind);
  const laid = made ? await lay(api, sequence, { ...laying, lane: made }, learned) : first;
  if (made && !laid?.found) await api.ask(sequence.timeline, 'DeleteTrack', made.kind, made.index);
  const below = (now.effects ?? 0) > 0 ? [note('effects-stay-below')] : [];
  const notices = [...placing.notices, ...(laid?.notice ? [laid.notice] : []), ...(made && laid?.found ? [note('track-made')] : made || first ? [] : [note('no-free-track')])];
  return laid?.found ? finish(placing, laid.found, made, [...notices, ...below]) : { done: null, notices };
}

/** On the clip's own track, into a gap that is long enough. */
async function placeBeside(placing: Placing): Promise<Writing> {
  const { placer: { api, learned }, placement: { mode }, found, laying } = placing, gaps = await gapsAround(api, found);
  const room = mode === 'append' ? gaps.after : gaps.before;
  if (room !== null && room < laying.length) return { done: null, notices: [...placing.notices, note('not-placed', `The gap has ${room} frames, ${laying.length} are needed.`)] };
  const laid: Laid = await lay(api, found.sequence, laying, learned), notices = [...placing.notices, ...(laid.notice ? [laid.notice] : [])];
  return laid.found ? finish(placing, laid.found, null, notices) : { done: null, notices };
}

/** Colour and look of the new item, and what was read back of it. */
export async function finish(placing: Placing, laid: Found, made: Lane | null, notices: readonly PlaceNotice[]): Promise<Writing> {
  const { placer: { api }, placement: { mode, scale }, media, found } = placing, { sequence } = found;
  await api.ask(laid.item, 'SetClipColor', resultColour);
  const scaled = laid.lane.kind === 'video' ? await keepLook(api, { original: found, laid, scale, size: placing.now.size, media }) : null;
  const mediaOfClip = objectOf(await api.ask(found.item, 'GetMediaPoolItem')), item = await writeRecord(api, { mode, made, original: mediaOfClip ? keyText(await keyOf(api, found)) : null }, media, laid);
  return {
    done: { mode, item, key: keyText(await keyOf(api, laid)), sequence: sequence.id, track: laid.lane.index - 1, place: { in: instant(laid.start - sequence.start, sequence.rate), out: instant(laid.end - sequence.start, sequence.rate) } },
    notices: [...notices, ...(scaled ? [scaled] : [])],
  };
}
