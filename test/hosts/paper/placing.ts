// Where results go on the paper, by the rules that a real editor has: nothing is written over unasked, and what was done is read back.
import type { Placed, PlaceMode, Placement, PlaceNotice } from '../../../shared/panel/host.ts';
import { unitsOf } from '../../../shared/panel/instant.ts';
import { timeOf, within, type PaperClip, type PaperSequence, type PaperSheet, type Units } from './timeline.ts';

type Room = { readonly sheet: PaperSheet; readonly sequence: PaperSequence; readonly units: Units; readonly makesTracks: boolean; newId(): string };
type Done = { readonly sheet: PaperSheet; readonly placed: Placed };
const notice = (code: PlaceNotice['code'], reason: string | null = null): PlaceNotice => ({ code, reason });

/** The sheet after a placement and what was read back from it. */
export function placeOn(room: Room, placement: Placement): Done {
  const item = room.newId(), binned = { ...room.sheet, bin: [...room.sheet.bin, { id: item, path: placement.path }] };
  const now = placement.clip && room.sheet.clips.find(({ id }) => id === placement.clip!.key);
  if (placement.mode === 'bin') return inBin(binned, item, []);
  if (!now) return inBin(binned, item, [notice('clip-gone')]);
  const moved = unitsOf(placement.clip!.place.in, room.sequence.rate) === now.from ? [] : [notice('clip-moved')];
  return laidOut({ ...room, sheet: binned }, placement, now, item, moved);
}

function laidOut(room: Room, placement: Placement, now: PaperClip, item: string, moved: readonly PlaceNotice[]): Done {
  const { sheet } = room, track = now.track ?? 0, locked = (index: number): boolean => sheet.tracks[index]?.locked ?? false;
  const { from, to } = spanOf(placement, now, room.sequence);
  if (placement.mode === 'take' || placement.mode === 'swap') return taken(room, placement.mode, now, placement.path, item, moved);
  if (placement.mode === 'track-above') {
    const free = sheet.tracks.findIndex((_, index) => index > track && !locked(index) && within(sheet, index, from, to).length === 0);
    if (free >= 0) return put(room, placement, { track: free, from, to }, item, moved);
    if (!room.makesTracks) return inBin(sheet, item, [...moved, notice('no-free-track')]);
    const taller = { ...sheet, tracks: [...sheet.tracks, { name: `V${sheet.tracks.length + 1}`, locked: false }] };
    return put({ ...room, sheet: taller }, placement, { track: sheet.tracks.length, from, to }, item, [...moved, notice('track-made')]);
  }
  if (locked(track)) return inBin(sheet, item, [...moved, notice('track-locked')]);
  const cleared = placement.mode === 'replace' ? { ...sheet, clips: sheet.clips.filter(({ id }) => id !== now.id) } : sheet;
  if (within(cleared, track, from, to).length > 0) return inBin(sheet, item, [...moved, notice('not-placed', 'Another clip lies there.')]);
  return put({ ...room, sheet: cleared }, placement, { track, from, to }, item, moved);
}

/** Frames of the sequence that the placement covers, from where the clip lies now. */
function spanOf({ mode, before, after }: Placement, now: PaperClip, { rate }: PaperSequence): { readonly from: number; readonly to: number } {
  const end = now.from + now.frames, earlier = unitsOf(before, rate), later = unitsOf(after, rate);
  if (mode === 'append') return { from: end, to: end + later };
  if (mode === 'prepend') return { from: now.from - earlier, to: now.from };
  return { from: now.from - earlier, to: end + later };
}

function put({ sheet, sequence, units, newId }: Room, { path, label, mode, shows }: Placement, at: { readonly track: number; readonly from: number; readonly to: number }, item: string, notices: readonly PlaceNotice[]): Done {
  const clip: PaperClip = { id: newId(), name: label, path, track: at.track, from: at.from, frames: at.to - at.from, rate: shows.rate, sourceFrom: shows.from, mediaFrames: shows.from + shows.frames };
  return { sheet: { ...sheet, clips: [...sheet.clips, clip] }, placed: read(mode, item, clip, sequence, units, notices) };
}

function taken({ sheet, sequence, units }: Room, mode: PlaceMode, now: PaperClip, path: string, item: string, notices: readonly PlaceNotice[]): Done {
  const takes = [...(now.takes ?? [now.path ?? `/footage/${now.id}.mov`]), path], next = { ...now, path, takes, take: takes.length - 1 };
  return { sheet: { ...sheet, clips: sheet.clips.map((one) => (one.id === now.id ? next : one)) }, placed: read(mode, item, next, sequence, units, notices) };
}

const read = (mode: PlaceMode, item: string, clip: PaperClip, sequence: PaperSequence, units: Units, notices: readonly PlaceNotice[]): Placed => ({
  mode, item, key: clip.id, sequence: sequence.id, track: clip.track ?? 0,
  place: { in: timeOf(clip.from, sequence.rate, units), out: timeOf(clip.from + clip.frames, sequence.rate, units) }, notices,
});
const inBin = (sheet: PaperSheet, item: string, notices: readonly PlaceNotice[]): Done =>
  ({ sheet, placed: { mode: 'bin', item, key: null, sequence: null, track: null, place: null, notices } });
