// A DaVinci Resolve without pictures: project, media pool, timelines in frames. What scripts may do with it stands in the faces beside this file.
import { randomUUID } from 'node:crypto';
import type { Marker, TrackKind } from '../../../plugin-resolve/resolve-api.ts';

export type Version = '18.5' | '20.1' | '21.0.4' | '21.1';
/** What a file is to Resolve. `rate` as Resolve writes it. */
export type File = { readonly frames: number; readonly rate: string; readonly width: number; readonly height: number; readonly type?: string; readonly alpha?: string; readonly field?: string; readonly levels?: string; readonly sound?: boolean };
export type Media = { readonly id: string; name: string; path: string; file: File };
export type Bin = { readonly id: string; readonly name: string; readonly bins: Bin[]; readonly media: Media[] };
export type Take = { readonly media: Media; readonly from: number; readonly frames: number };
export type Item = {
  readonly id: string | null; readonly name: string; media: Media | null; start: number; duration: number; /** First frame of the media shown. */ from: number;
  readonly kind: TrackKind; /** Percent; negative runs backwards. */ speed: number; enabled: boolean; colour: string; linked: Item[]; takes: Take[]; take: number;
  readonly properties: Map<string, string | number | boolean>; compositions: number; tools: readonly string[];
};
export type Track = { name: string; locked: boolean; readonly items: Item[] };
export type Sequence = {
  readonly id: string; readonly name: string; readonly settings: Map<string, string>; readonly start: number; readonly tracks: Record<'video' | 'audio', Track[]>;
  /** Absolute, as everything on it. */ playhead: number; marks: { in: number; out: number } | null; readonly markers: Map<number, Marker>; selected: Item[];
};

/** What real versions were measured to do, and what tests let go wrong. */
export type Quirks = {
  /** What becomes of a clip that is appended onto another one. */ overlap: 'drop' | 'slide';
  endFrame: 'exclusive' | 'inclusive'; sourceEnd: 'exclusive' | 'inclusive';
  /** Ids of items that were just appended. */ nullIds: boolean;
  /** By `Class.Method`: what it does instead of its work. */ readonly faults: Map<string, 'null' | 'silent' | 'text' | 'throws' | 'false'>;
};
export type Studio = {
  readonly version: Version; readonly promises: boolean; readonly quirks: Quirks; readonly projectId: string; page: string; readonly root: Bin; bin: Bin;
  readonly sequences: Sequence[]; current: Sequence | null; readonly renders: Map<string, { readonly folder: string; readonly name: string; state: string }>;
  renderSettings: Record<string, unknown>; renderFormat: { format: string; codec: string };
  /** Files on disk by path; others are looked at by `read`, or cannot be imported. */ readonly files: Map<string, File>; read: ((path: string) => Promise<File>) | null;
  /** Every call that a script made, oldest first. */ readonly calls: string[];
};

export type StudioOptions = { readonly version?: Version; readonly promises?: boolean; readonly quirks?: Partial<Omit<Quirks, 'faults'>> };

export function createStudio({ version = '21.0.4', promises = false, quirks = {} }: StudioOptions = {}): Studio {
  const root: Bin = { id: randomUUID(), name: 'Master', bins: [], media: [] };
  return {
    version, promises, quirks: { overlap: 'drop', endFrame: 'exclusive', sourceEnd: 'exclusive', nullIds: false, ...quirks, faults: new Map() },
    projectId: randomUUID(), page: 'edit', root, bin: root, sequences: [], current: null, read: null, renders: new Map(), renderSettings: {}, renderFormat: { format: 'mp4', codec: 'H264' }, files: new Map(), calls: [],
  };
}

/** Whether this version is `than` or later. */
export function isSince(version: Version, than: Version): boolean {
  const order: readonly Version[] = ['18.5', '20.1', '21.0.4', '21.1'];
  return order.indexOf(version) >= order.indexOf(than);
}

export function addSequence(studio: Studio, options: { readonly name?: string; readonly rate?: string; readonly start?: number; readonly video?: number; readonly width?: number; readonly height?: number } = {}): Sequence {
  const { name = 'Timeline 1', rate = '25', start = 90_000, video = 1, width = 320, height = 240 } = options;
  const sequence: Sequence = {
    id: randomUUID(), name, start, playhead: start, marks: null, markers: new Map(), selected: [],
    settings: new Map([['timelineFrameRate', rate], ['timelineResolutionWidth', String(width)], ['timelineResolutionHeight', String(height)], ['timelineInputResMismatchBehavior', 'scaleToFit']]),
    tracks: { video: Array.from({ length: video }, (_, index) => track(`Video ${index + 1}`)), audio: [track('Audio 1')] },
  };
  studio.sequences.push(sequence);
  studio.current = sequence;
  return sequence;
}
export const track = (name: string): Track => ({ name, locked: false, items: [] });

export function addMedia(studio: Studio, path: string, file: Partial<File> = {}): Media {
  const whole: File = { frames: 100, rate: '25', width: 320, height: 240, ...file };
  studio.files.set(path, whole);
  const media: Media = { id: randomUUID(), name: path.split('/').at(-1)!, path, file: whole };
  studio.root.media.push(media);
  return media;
}

export function makeItem(media: Media | null, place: { readonly start: number; readonly duration: number; readonly from?: number; readonly kind?: TrackKind; readonly id?: string | null; readonly name?: string }): Item {
  const { start, duration, from = 0, kind = 'video', id = randomUUID(), name = media?.name ?? 'Solid Color' } = place;
  return { id, name, media, start, duration, from, kind, speed: 100, enabled: true, colour: '', linked: [], takes: [], take: 0, properties: new Map(), compositions: 0, tools: [] };
}

/** Puts a clip where tests want it; `track` from 1. */
export function layClip(sequence: Sequence, media: Media | null, { track: index = 1, ...place }: Parameters<typeof makeItem>[1] & { readonly track?: number }): Item {
  const item = makeItem(media, place);
  sequence.tracks[item.kind === 'audio' ? 'audio' : 'video'][index - 1]!.items.push(item);
  return item;
}

/** What a track shows, for comparing: `name@start+duration<from`. Ends are left out where nothing was trimmed. */
export const shown = (sequence: Sequence, kind: 'video' | 'audio' = 'video'): string[][] =>
  sequence.tracks[kind].map(({ items }) => items.toSorted((a, b) => a.start - b.start).map((item) => `${item.media?.name ?? item.name}@${item.start - sequence.start}+${item.duration}<${item.from}${item.enabled ? '' : ' off'}`));
/** The picture of every frame of a timeline, as seen from above: `name:frame`, or null where nothing lies. */
export function pictures(sequence: Sequence): (string | null)[] {
  const end = Math.max(sequence.start, ...sequence.tracks.video.flatMap(({ items }) => items.map((item) => item.start + item.duration)));
  return Array.from({ length: end - sequence.start }, (_, offset) => {
    const at = sequence.start + offset;
    const item = sequence.tracks.video.toReversed().flatMap(({ items }) => items).find((one) => one.enabled && at >= one.start && at < one.start + one.duration);
    return item ? `${item.media?.name ?? item.name}:${item.from + at - item.start}` : null;
  });
}
