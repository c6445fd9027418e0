// The media pool as scripts see it, with what appending was measured to do.
import { randomUUID } from 'node:crypto';
import type { ClipInfo, Folder, MediaPool, MediaPoolItem } from '../../../plugin-resolve/resolve-api.ts';
import type { Faces } from './faces.ts';
import { itemFace, mediaFace } from './item-face.ts';
import { addSequence, makeItem, type Bin, type Item, type Media, type Sequence, type Studio } from './model.ts';
import { timelineFace } from './timeline-face.ts';

const folderFace = (studio: Studio, faces: Faces, bin: Bin): Folder => faces.wrap<Folder>('Folder', bin, {
  GetName: () => bin.name, GetSubFolderList: () => bin.bins.map((one) => folderFace(studio, faces, one)), GetClipList: () => bin.media.map((media) => mediaFace(studio, faces, media)),
});

export const poolFace = (studio: Studio, faces: Faces): MediaPool => faces.wrap<MediaPool>('MediaPool', studio, {
  GetRootFolder: () => folderFace(studio, faces, studio.root), GetCurrentFolder: () => folderFace(studio, faces, studio.bin),
  SetCurrentFolder: (folder) => { studio.bin = faces.unwrap<Bin>(folder); return true; },
  AddSubFolder: (parent, name) => {
    const bin: Bin = { id: randomUUID(), name, bins: [], media: [] };
    faces.unwrap<Bin>(parent).bins.push(bin);
    studio.bin = bin;
    return folderFace(studio, faces, bin);
  },
  ImportMedia: (paths) => {
    const take = (): MediaPoolItem[] => paths.flatMap((path) => importOne(studio, path) ?? []).map((media) => mediaFace(studio, faces, media));
    const { read } = studio, unknown = read ? paths.filter((path) => !studio.files.has(path)) : [];
    return unknown.length === 0 ? take() : Promise.all(unknown.map(async (path) => studio.files.set(path, await read!(path)))).then(take);
  },
  AppendToTimeline: (clips) => {
    const sequence = studio.current;
    if (!sequence || studio.page === 'fairlight') return null;
    return clips.flatMap((clip) => append(studio, faces, sequence, clip)).map((item) => itemFace(studio, faces, sequence, item));
  },
  CreateEmptyTimeline: (name) => {
    const settings = studio.current ?? null;
    return timelineFace(studio, faces, addSequence(studio, { name, rate: settings?.settings.get('timelineFrameRate') ?? '25' }));
  },
  DeleteTimelines: (timelines) => {
    for (const sequence of timelines.map((one) => faces.unwrap<Sequence>(one))) {
      studio.sequences.splice(studio.sequences.indexOf(sequence), 1);
      if (studio.current === sequence) studio.current = studio.sequences[0] ?? null;
    }
    return true;
  },
});

function importOne(studio: Studio, path: string): Media | null {
  const file = studio.files.get(path);
  if (!file) return null;
  const media: Media = { id: randomUUID(), name: path.split('/').at(-1)!, path, file };
  studio.bin.media.push(media);
  return media;
}

/** Both kinds where none is named and the file has sound. */
function append(studio: Studio, faces: Faces, sequence: Sequence, clip: ClipInfo): Item[] {
  const media = faces.unwrap<Media>(clip.mediaPoolItem);
  const kinds = clip.mediaType === 1 ? ['video'] as const : clip.mediaType === 2 ? ['audio'] as const : media.file.sound ? ['video', 'audio'] as const : ['video'] as const;
  const laid = kinds.flatMap((kind) => appendOne(studio, sequence, media, clip, kind));
  for (const item of laid) item.linked = laid.filter((other) => other !== item);
  return laid;
}

function appendOne(studio: Studio, sequence: Sequence, media: Media, clip: ClipInfo, kind: 'video' | 'audio'): Item[] {
  const { overlap, endFrame, nullIds } = studio.quirks, past = endFrame === 'exclusive' ? 0 : 1;
  const track = sequence.tracks[kind][(clip.trackIndex ?? 1) - 1];
  if (!track || track.locked) return [];
  const from = clip.startFrame ?? 0, frames = Math.min((clip.endFrame ?? media.file.frames - past) + past, media.file.frames) - from;
  // Measured: where the rates differ, a part of a frame is cut off.
  const duration = Math.floor(frames * Number.parseFloat(sequence.settings.get('timelineFrameRate')!) / Number.parseFloat(media.file.rate) + 1e-9);
  let start = clip.recordFrame ?? Math.max(sequence.start, ...track.items.map((item) => item.start + item.duration));
  const hit = track.items.filter((item) => item.start < start + duration && item.start + item.duration > start);
  if (hit.length > 0 && overlap === 'drop') return [];
  if (hit.length > 0) start = Math.max(...track.items.map((item) => item.start + item.duration));
  const item = makeItem(media, { start, duration, from, kind, ...(nullIds ? { id: null } : {}) });
  track.items.push(item);
  return [item];
}
