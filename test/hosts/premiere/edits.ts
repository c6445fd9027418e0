// What Premiere does to a timeline. Every function changes the state it is given; false says that nothing happened, which Premiere itself does not say.
import { newId, newTimelineItem, newTrack, spotOf, tracksOf, type Item, type State, type TimelineItem, type TimelineSequence, type Track } from './state.ts';

const frames = (ticks: bigint, sequence: TimelineSequence): bigint => (ticks + sequence.ticksPerFrame / 2n) / sequence.ticksPerFrame * sequence.ticksPerFrame;
const partOf = (item: Item): { readonly in: bigint; readonly out: bigint } => ({ in: item.in ?? 0n, out: item.out ?? item.media!.duration });
/** Ticks that an item takes on a sequence: whole frames of the sequence. */
export const lengthOn = (item: Item, sequence: TimelineSequence): bigint => frames(partOf(item).out - partOf(item).in, sequence);

type Where = { readonly at: bigint; readonly video: number; readonly audio: number };

/** Lays an item over whatever is there, with its sound. A track that is missing or locked takes nothing. */
export function overwrite(sequence: TimelineSequence, item: Item, { at, video, audio }: Where, shorter = 0n): boolean {
  const link = item.media?.picture && item.media.sound ? newId('link') : null;
  const placed = [item.media?.picture ? place(sequence.video[video]) : false, item.media?.sound ? place(sequence.audio[audio]) : false];
  return placed.includes(true);

  function place(track: Track | undefined): boolean {
    if (!track || track.locked) return false;
    const end = at + lengthOn(item, sequence) - shorter;
    clear(track, at, end);
    lay(track, piece(item, at, end, link, track === sequence.video[video]));
    return true;
  }
}

const piece = (item: Item, start: bigint, end: bigint, link: string | null, picture: boolean): TimelineItem =>
  newTimelineItem({ item: item.id, name: item.name, start, end, in: partOf(item).in, out: partOf(item).in + end - start, link, scaledToFrame: item.scaleToFrame, ...(picture ? {} : { components: [] }) });
function lay(track: Track, clip: TimelineItem): void {
  track.items = [...track.items, clip].sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** Moves apart what lies there. A track index of the number of tracks or more makes one. `onlyThere`: other tracks stay. */
export function insert(sequence: TimelineSequence, item: Item, { at, video, audio }: Where, onlyThere: boolean): boolean {
  if (item.media?.picture && video >= sequence.video.length) sequence.video.push(newTrack(`Video ${sequence.video.length + 1}`));
  if (item.media?.sound && audio >= sequence.audio.length) sequence.audio.push(newTrack(`Audio ${sequence.audio.length + 1}`));
  const place = { at, video: Math.min(video, sequence.video.length - 1), audio: Math.min(audio, sequence.audio.length - 1) };
  const targets = [...(item.media?.picture ? [sequence.video[place.video]!] : []), ...(item.media?.sound ? [sequence.audio[place.audio]!] : [])];
  for (const track of onlyThere ? targets : tracksOf(sequence)) {
    if (track.locked) continue;
    split(track, at);
    for (const clip of track.items) if (clip.start >= at) shift(clip, lengthOn(item, sequence));
  }
  return overwrite(sequence, item, place);
}

const shift = (clip: TimelineItem, by: bigint): void => {
  clip.start += by;
  clip.end += by;
};

/** Frees a span of a track: what reaches into it is trimmed, what contains it becomes two. */
export function clear(track: Track, from: bigint, to: bigint): void {
  split(track, from);
  split(track, to);
  track.items = track.items.filter((clip) => clip.start < from || clip.end > to);
}

export function split(track: Track, at: bigint): void {
  const clip = track.items.find((one) => one.start < at && one.end > at);
  if (!clip) return;
  const rest: TimelineItem = { ...structuredClone(clip), id: newId('clip'), start: at, in: clip.in + scaled(at - clip.start, clip.speed) };
  clip.out = rest.in;
  clip.end = at;
  lay(track, rest);
}
const scaled = (ticks: bigint, speed: number): bigint => ticks * BigInt(Math.round(speed * 1e6)) / 1_000_000n;

/** Takes clips out of the timeline; `ripple` closes the gaps on their own tracks. */
export function remove(state: State, ids: readonly string[], ripple: boolean): void {
  for (const id of ids) {
    const spot = spotOf(state, id);
    if (!spot || spot.track.locked) continue;
    spot.track.items = spot.track.items.filter((one) => one.id !== id);
    if (ripple) for (const one of spot.track.items) if (one.start >= spot.clip.end) shift(one, spot.clip.start - spot.clip.end);
  }
}

/** Moves a clip along its track, over what lies there. `hides`: the fault that a clip moved over another of its source is never seen again. */
export function move(state: State, id: string, by: bigint, hides: boolean): void {
  const spot = spotOf(state, id);
  if (!spot || spot.track.locked) return;
  const { clip, track } = spot, [start, end] = [clip.start + by, clip.end + by];
  const over = track.items.some((one) => one !== clip && one.item === clip.item && one.start < end && one.end > start);
  track.items = track.items.filter((one) => one !== clip);
  clear(track, start, end);
  shift(clip, by);
  lay(track, clip);
  clip.invisible ||= hides && over;
}

/** Trims an edge to a time of the sequence; neighbours and the end of the media stop it. `atEnd` says that the media did. */
export function trim(state: State, id: string, edge: 'start' | 'end', to: bigint): { readonly atEnd: boolean } {
  const spot = spotOf(state, id);
  if (!spot || spot.track.locked) return { atEnd: false };
  const { clip, track } = spot, media = state.items.find((one) => one.id === clip.item)?.media;
  const others = track.items.filter((one) => one !== clip);
  if (edge === 'end') {
    const wall = others.filter((one) => one.start >= clip.end).map((one) => one.start).sort(by)[0];
    const last = media ? clip.start + unscaled(media.duration - clip.in, clip.speed) : to;
    const end = least([to, last, ...(wall === undefined ? [] : [wall])]);
    clip.out = clip.in + scaled(end - clip.start, clip.speed);
    clip.end = end;
    return { atEnd: last < to && end === last };
  }
  const wall = others.filter((one) => one.end <= clip.start).map((one) => one.end).sort(by).pop() ?? 0n;
  const first = clip.start - unscaled(clip.in, clip.speed);
  const start = most([to, first, wall]);
  clip.in += scaled(start - clip.start, clip.speed);
  clip.start = start;
  return { atEnd: first > to && start === first };
}
const unscaled = (ticks: bigint, speed: number): bigint => ticks * 1_000_000n / BigInt(Math.round(speed * 1e6));
const by = (a: bigint, b: bigint): number => (a < b ? -1 : 1);
const least = (all: readonly bigint[]): bigint => all.reduce((a, b) => (a < b ? a : b));
const most = (all: readonly bigint[]): bigint => all.reduce((a, b) => (a > b ? a : b));
