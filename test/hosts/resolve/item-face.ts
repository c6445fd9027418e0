// Clips on a timeline and in the media pool, as scripts see them.
import type { MediaPoolItem, TakeInfo, TimelineItem } from '../../../plugin-resolve/resolve-api.ts';
import type { Faces } from './faces.ts';
import { isSince, type File, type Item, type Media, type Sequence, type Studio } from './model.ts';

export const mediaFace = (studio: Studio, faces: Faces, media: Media): MediaPoolItem => {
  const take = (path: string, file: File | undefined): boolean => {
    if (file) Object.assign(media, { path, file });
    return file !== undefined;
  };
  const replace = (path: string): boolean | Promise<boolean> => {
    const file = studio.files.get(path);
    return file || !studio.read ? take(path, file) : studio.read(path).then((read) => take(path, read));
  };
  return faces.wrap<MediaPoolItem>('MediaPoolItem', media, {
    GetName: () => media.name, GetUniqueId: () => media.id, GetClipProperty: (name) => propertiesOf(media)[name] ?? '', ReplaceClip: replace,
    ReplaceClipPreserveSubClip: isSince(studio.version, '20.1') ? replace : undefined,
  });
};

function propertiesOf({ path, file }: Media): Record<string, string> {
  return {
    'File Path': path, FPS: file.rate, Frames: String(file.frames), Resolution: `${file.width}x${file.height}`, 'Start TC': '00:00:00:00', Type: file.type ?? (file.sound ? 'Video + Audio' : 'Video'),
    'Alpha mode': file.alpha ?? 'None', 'Field Dominance': file.field ?? 'Auto', 'Data Level': file.levels ?? 'Auto', 'Proxy Media Path': '',
  };
}

/** Frames of the media that a clip shows, at its own rate. */
const spanOf = (item: Item, sequence: Sequence): number => {
  const timelineRate = Number.parseFloat(sequence.settings.get('timelineFrameRate')!);
  return Math.round(item.duration * (Math.abs(item.speed) / 100) * (Number.parseFloat(item.media?.file.rate ?? String(timelineRate)) / timelineRate));
};
function sourceFrames(item: Item, sequence: Sequence, studio: Studio): { readonly start: number; readonly end: number } {
  const last = item.from + spanOf(item, sequence) - 1, past = studio.quirks.sourceEnd === 'exclusive' ? 1 : 0;
  return item.speed < 0 ? { start: last, end: item.from - past } : { start: item.from, end: last + past };
}

export const itemFace = (studio: Studio, faces: Faces, sequence: Sequence, item: Item): TimelineItem => faces.wrap<TimelineItem>('TimelineItem', item, {
  GetName: () => item.name, GetUniqueId: () => item.id, GetStart: () => item.start, GetEnd: () => item.start + item.duration, GetDuration: () => item.duration,
  GetSourceStartFrame: () => sourceFrames(item, sequence, studio).start, GetSourceEndFrame: () => sourceFrames(item, sequence, studio).end,
  GetLeftOffset: () => item.from, GetRightOffset: () => (item.media?.file.frames ?? 0) - item.from - spanOf(item, sequence),
  GetMediaPoolItem: () => item.media && mediaFace(studio, faces, item.media),
  GetTrackTypeAndIndex: isSince(studio.version, '20.1') ? () => [item.kind, sequence.tracks[item.kind as 'video'].findIndex(({ items }) => items.includes(item)) + 1] as const : undefined,
  GetLinkedItems: () => item.linked.map((other) => itemFace(studio, faces, sequence, other)),
  GetProperty: (name) => item.properties.get(name) ?? defaults[name] ?? null,
  SetProperty: (name, value) => item.properties.set(name, value) !== undefined,
  GetClipColor: () => item.colour, SetClipColor: (colour) => { item.colour = colour; return true; },
  GetClipEnabled: () => item.enabled, SetClipEnabled: (enabled) => { item.enabled = enabled; return true; },
  GetFusionCompCount: () => item.compositions,
  GetNodeGraph: isSince(studio.version, '20.1') ? () => faces.wrap('Graph', item, { GetNumNodes: () => 1, GetToolsInNode: () => item.tools }) : undefined,
  GetSpeed: isSince(studio.version, '21.1') ? () => ({ Percentage: item.speed }) : undefined,
  GetType: isSince(studio.version, '21.1') ? () => item.media?.file.type ?? 'Clip' : undefined,
  ...takesOf(studio, faces, item),
});

const defaults: Readonly<Record<string, number | boolean>> = { Scaling: 0, ZoomX: 1, ZoomY: 1, Pan: 0, Tilt: 0, RotationAngle: 0, Opacity: 100, FlipX: false, FlipY: false };

type Taking = Pick<TimelineItem, 'GetTakesCount' | 'AddTake' | 'GetSelectedTakeIndex' | 'GetTakeByIndex' | 'SelectTakeByIndex' | 'DeleteTakeByIndex' | 'FinalizeTake'>;
function takesOf(studio: Studio, faces: Faces, item: Item): Taking {
  const show = (index: number): void => {
    const { media, from } = item.takes[index - 1]!;
    Object.assign(item, { take: index, media, from });
  };
  return {
    GetTakesCount: () => item.takes.length,
    AddTake: (face, from = 0, end) => {
      const media = faces.unwrap<Media>(face), past = studio.quirks.endFrame === 'exclusive' ? 0 : 1;
      if (item.takes.length === 0 && item.media) item.takes.push({ media: item.media, from: item.from, frames: item.duration });
      item.takes.push({ media, from, frames: (end ?? media.file.frames - past) + past - from });
      if (item.take === 0) item.take = 1;
      return true;
    },
    GetSelectedTakeIndex: () => item.take,
    GetTakeByIndex: (index): TakeInfo | null => {
      const take = item.takes[index - 1];
      return take ? { startFrame: take.from, endFrame: take.from + take.frames - (studio.quirks.endFrame === 'exclusive' ? 0 : 1), mediaPoolItem: mediaFace(studio, faces, take.media) } : null;
    },
    SelectTakeByIndex: (index) => { if (item.takes[index - 1]) show(index); return item.take === index; },
    DeleteTakeByIndex: (index) => {
      const there = item.takes.length >= index && index !== item.take;
      if (there) item.takes.splice(index - 1, 1);
      if (item.takes.length === 1) Object.assign(item, { takes: [], take: 0 });
      return there;
    },
    // Measured: false while no take is selected.
    FinalizeTake: () => { const selected = item.take > 0; Object.assign(item, { takes: [], take: 0 }); return selected; },
  };
}
