// Timelines as scripts see them.
import { randomUUID } from 'node:crypto';
import { formatTimecode, parseTimecode, readFrameRate } from '../../../plugin-resolve/timecode.ts';
import type { Marker, Timeline, TrackKind } from '../../../plugin-resolve/resolve-api.ts';
import type { Faces } from './faces.ts';
import { itemFace } from './item-face.ts';
import { isSince, track, type Item, type Sequence, type Studio, type Track } from './model.ts';

const lanes = (sequence: Sequence, kind: TrackKind): Track[] => (kind === 'subtitle' ? [] : sequence.tracks[kind]);
const everyItem = (sequence: Sequence): Item[] => [...sequence.tracks.video, ...sequence.tracks.audio].flatMap(({ items }) => items);

export function timelineFace(studio: Studio, faces: Faces, sequence: Sequence): Timeline {
  const clip = (item: Item) => itemFace(studio, faces, sequence, item);
  const { rate, dropFrame } = readFrameRate(sequence.settings.get('timelineFrameRate')!)!;
  const timecode = (frame: number): string => formatTimecode(frame, rate, dropFrame);
  return faces.wrap<Timeline>('Timeline', sequence, {
    GetName: () => sequence.name, GetUniqueId: () => sequence.id, GetSetting: (name) => sequence.settings.get(name) ?? '',
    GetStartFrame: () => sequence.start, GetEndFrame: () => Math.max(sequence.start, ...everyItem(sequence).map(({ start, duration }) => start + duration)),
    GetStartTimecode: () => timecode(sequence.start), GetCurrentTimecode: () => timecode(sequence.playhead),
    SetCurrentTimecode: (text) => { const found = parseTimecode(text, rate); if (found) sequence.playhead = found.frame; return found !== null; },
    GetMarkInOut: isSince(studio.version, '20.1') ? () => (sequence.marks ? { video: { in: sequence.marks.in - sequence.start, out: sequence.marks.out - sequence.start } } : {}) : undefined,
    GetTrackCount: (kind) => lanes(sequence, kind).length, GetTrackName: (kind, index) => lanes(sequence, kind)[index - 1]?.name ?? '', GetIsTrackLocked: (kind, index) => lanes(sequence, kind)[index - 1]?.locked ?? false,
    AddTrack: (kind) => lanes(sequence, kind).push(track(`${kind === 'video' ? 'Video' : 'Audio'} ${lanes(sequence, kind).length + 1}`)) > 0,
    DeleteTrack: (kind, index) => lanes(sequence, kind).splice(index - 1, 1).length > 0,
    GetItemListInTrack: (kind, index) => (lanes(sequence, kind)[index - 1]?.items ?? []).map(clip),
    GetCurrentVideoItem: () => {
      const found = sequence.tracks.video.toReversed().flatMap(({ items }) => items).find((item) => item.enabled && sequence.playhead >= item.start && sequence.playhead < item.start + item.duration);
      return found ? clip(found) : null;
    },
    GetSelectedClips: isSince(studio.version, '21.0.4') ? () => sequence.selected.flatMap((item) => [item, ...item.linked]).map(clip) : undefined,
    DeleteClips: (items) => remove(sequence, items.map((item) => faces.unwrap<Item>(item))),
    SetClipsLinked: (items, linked) => {
      const models = items.map((item) => faces.unwrap<Item>(item));
      for (const item of models) item.linked = linked ? models.filter((other) => other !== item) : [];
      return true;
    },
    DuplicateTimeline: (name) => timelineFace(studio, faces, duplicate(studio, sequence, name)),
    ...markersOf(sequence),
  });
}

/** Nothing of a locked track is removed; linked sound goes with its picture. */
function remove(sequence: Sequence, named: readonly Item[]): boolean {
  const items = named.flatMap((item) => [item, ...item.linked]);
  for (const { items: kept, locked } of [...sequence.tracks.video, ...sequence.tracks.audio]) if (!locked) kept.splice(0, kept.length, ...kept.filter((item) => !items.includes(item)));
  return true;
}

/** The copy becomes the current timeline. */
function duplicate(studio: Studio, sequence: Sequence, name: string): Sequence {
  const copyOf = (tracks: Track[]): Track[] => tracks.map((one) => ({ ...one, items: one.items.map((item) => ({ ...item, id: randomUUID(), properties: new Map(item.properties), takes: [...item.takes] })) }));
  const copy: Sequence = { ...sequence, id: randomUUID(), name, settings: new Map(sequence.settings), markers: new Map(sequence.markers), selected: [], tracks: { video: copyOf(sequence.tracks.video), audio: copyOf(sequence.tracks.audio) } };
  studio.sequences.push(copy);
  studio.current = copy;
  return copy;
}

type Marking = Pick<Timeline, 'GetMarkers' | 'AddMarker' | 'UpdateMarkerCustomData' | 'DeleteMarkerAtFrame'>;
const markersOf = ({ markers }: Sequence): Marking => ({
  GetMarkers: () => Object.fromEntries(markers),
  AddMarker: (frame, color, name, note, duration, customData) => {
    if (markers.has(frame)) return false;
    markers.set(frame, { color, name, note, duration, customData } satisfies Marker);
    return true;
  },
  UpdateMarkerCustomData: (frame, customData) => { const known = markers.get(frame); if (known) markers.set(frame, { ...known, customData }); return known !== undefined; },
  DeleteMarkerAtFrame: (frame) => markers.delete(frame),
});
