// What a simulated Premiere Pro holds: project, bins, items, sequences, tracks. Plain data, so that an undo step is a copy. Times are ticks.
export const ticksPerSecond = 254_016_000_000n;

/** What Premiere would find in a file. `start` is its timecode. */
export type MediaFacts = {
  readonly start: bigint; readonly duration: bigint; /** Frames per second; null for sound. */ readonly rate: number | null;
  readonly size: { readonly width: number; readonly height: number } | null; readonly picture: boolean; readonly sound: boolean; readonly alpha: boolean;
};
/** Zero and null stand for what the file says. `fields` 0: as the file, 1: progressive, 2: upper first, 3: lower first. */
export type Reading = { rate: number; pixelAspect: number; fields: number; removePulldown: boolean };

export type Item = {
  readonly id: string; readonly kind: 'root' | 'bin' | 'clip' | 'sequence'; name: string; parent: string | null; label: number;
  path: string | null; offline: boolean; media: MediaFacts | null; multicam: boolean; merged: boolean; /** Of `sequence`. */ sequence: string | null;
  in: bigint | null; out: bigint | null; reading: Reading; scaleToFrame: boolean;
  /** A matte or title that Premiere itself makes, an adjustment layer: without a file. */ synthetic: boolean;
};

export type Param = { readonly name: string; value: number | boolean | readonly [number, number]; varying: boolean };
export type Component = { readonly match: string; readonly name: string; readonly params: Param[] };

/** `speed` 2 shows two seconds of media in one. `link` is shared by picture and sound that belong together. */
export type TimelineItem = {
  readonly id: string; item: string; name: string; start: bigint; end: bigint; in: bigint; out: bigint; speed: number; reversed: boolean;
  enabled: boolean; selected: boolean; adjustment: boolean; match: string; link: string | null; components: Component[]; scaledToFrame: boolean;
  /** The fault of moving over a clip of the same source: it is there and nobody lists it. */ invisible: boolean;
};
export type Track = { readonly id: number; name: string; locked: boolean; items: TimelineItem[] };
export type TimelineMarker = { readonly id: string; name: string; comments: string; start: bigint; duration: bigint; type: string };
export type TimelineSequence = {
  readonly id: string; name: string; ticksPerFrame: bigint; dropFrame: boolean; size: { width: number; height: number }; zero: bigint;
  in: bigint | null; out: bigint | null; playhead: bigint; video: Track[]; audio: Track[]; properties: Record<string, string>; markers: TimelineMarker[];
};

export type State = {
  readonly id: string; name: string; path: string; items: Item[]; sequences: TimelineSequence[]; active: string | null; properties: Record<string, string>;
};

let made = 0;
/** A new name within this process. */
export const newId = (kind: string): string => `${kind}-${++made}`;

export const rootId = 'root';
export const plainReading: Reading = { rate: 0, pixelAspect: 0, fields: 0, removePulldown: false };
export const newItem = (given: Partial<Item> & Pick<Item, 'kind' | 'name'>): Item => ({
  id: newId('item'), parent: rootId, label: 0, path: null, offline: false, media: null, multicam: false, merged: false, sequence: null, in: null, out: null, reading: { ...plainReading }, scaleToFrame: false, synthetic: false, ...given,
});
export const newState = (): State => ({ id: newId('project'), name: 'film.prproj', path: '/projects/film.prproj', items: [newItem({ kind: 'root', name: 'film.prproj', id: rootId, parent: null })], sequences: [], active: null, properties: {} });
export const newTrack = (name: string): Track => ({ id: ++made, name, locked: false, items: [] });
export const newSequence = (given: Partial<TimelineSequence> & Pick<TimelineSequence, 'name' | 'ticksPerFrame'>, tracks = { video: 3, audio: 3 }): TimelineSequence => ({
  id: newId('sequence'), dropFrame: false, size: { width: 1920, height: 1080 }, zero: 0n, in: null, out: null, playhead: 0n, properties: {}, markers: [],
  video: Array.from({ length: tracks.video }, (_, at) => newTrack(`Video ${at + 1}`)), audio: Array.from({ length: tracks.audio }, (_, at) => newTrack(`Audio ${at + 1}`)), ...given,
});

/** What every picture on a timeline carries, in Premiere's order. */
export const intrinsic = (): Component[] => [
  { match: 'AE.ADBE Opacity', name: 'Opacity', params: [{ name: 'Opacity', value: 100, varying: false }, { name: 'Blend Mode', value: 0, varying: false }] },
  { match: 'AE.ADBE Motion', name: 'Motion', params: [
    { name: 'Position', value: [0.5, 0.5], varying: false }, { name: 'Scale', value: 100, varying: false }, { name: 'Scale Width', value: 100, varying: false }, { name: '', value: true, varying: false },
    { name: 'Rotation', value: 0, varying: false }, { name: 'Anchor Point', value: [0.5, 0.5], varying: false },
  ] },
];
export const newTimelineItem = (given: Partial<TimelineItem> & Pick<TimelineItem, 'item' | 'name' | 'start' | 'end' | 'in' | 'out'>): TimelineItem => ({
  id: newId('clip'), speed: 1, reversed: false, enabled: true, selected: false, adjustment: false, match: '', link: null, components: intrinsic(), scaledToFrame: false, invisible: false, ...given,
});

export const itemOf = (state: State, id: string): Item => found(state.items.find((one) => one.id === id), `item ${id}`);
export const sequenceOf = (state: State, id: string): TimelineSequence => found(state.sequences.find((one) => one.id === id), `sequence ${id}`);
export const tracksOf = (sequence: TimelineSequence): Track[] => [...sequence.video, ...sequence.audio];
export type Spot = { readonly sequence: TimelineSequence; readonly track: Track; readonly index: number; readonly kind: 'video' | 'audio'; readonly clip: TimelineItem };
/** Where a clip lies; null when it is gone. */
export function spotOf(state: State, id: string): Spot | null {
  for (const sequence of state.sequences) {
    for (const kind of ['video', 'audio'] as const) {
      for (const [index, track] of sequence[kind].entries()) {
        const clip = track.items.find((one) => one.id === id);
        if (clip) return { sequence, track, index, kind, clip };
      }
    }
  }
  return null;
}
function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`Invalid object: there is no ${what}`);
  return value;
}
