// What a timeline is, whatever file it came in. All times are exact seconds; a timecode is its count of frames at the exact rate, so an hour of 23.976 is 3603.6 s.
import { add, divide, equal, fraction, multiply, one, round, sum, toFloat, zero, type Fraction } from './fraction.ts';

/** Where a clip's pictures come from. `available` is what there is of it, in the media's own time; null where the file does not say. */
export type Media =
  | { readonly kind: 'file'; /** As written: absolute, or relative to the timeline's folder. */ readonly path: string; readonly available: Span | null }
  | { readonly kind: 'pictures'; /** Numbered, `shot_%04d.png`. */ readonly path: string; /** Number that `available.start` stands for. */ readonly first: number; readonly rate: Fraction; readonly available: Span | null }
  /** No file is named; `names` are those under which it may be found, the likeliest first. */
  | { readonly kind: 'missing'; readonly names: readonly string[] }
  /** Made by the editor: bars, titles, colours. */
  | { readonly kind: 'generator'; readonly name: string };
export type Span = { readonly start: Fraction; readonly duration: Fraction };

/** Seconds of media that pass in a second of the timeline: negative backwards, 0 for a still; null where it changes. */
export type Speed = Fraction | null;

/** `at` is seconds of the media after the clip's first picture. */
export type Marker = { readonly name: string; readonly at: Fraction; readonly duration: Fraction };

export type Clip = {
  readonly kind: 'clip'; /** Its place in the document, counted from 0 over all tracks. */ readonly id: number;
  readonly name: string; readonly enabled: boolean; /** On the timeline. */ readonly duration: Fraction;
  /** Time of the first picture that is shown, in the media's own time. */ readonly source: Fraction;
  readonly speed: Speed; readonly media: Media; readonly markers: readonly Marker[];
};
export type Gap = { readonly kind: 'gap'; readonly duration: Fraction };
/** It lies over the cut between its neighbours: `before` of the one that goes, `after` of the one that comes. */
export type Transition = { readonly kind: 'transition'; readonly name: string; readonly before: Fraction; readonly after: Fraction };
/** What is no clip of one media: a compound, a title. `why` says so as people read it. */
export type Other = { readonly kind: 'other'; readonly name: string; readonly duration: Fraction; readonly why: string };
export type Item = Clip | Gap | Transition | Other;

export type Track = { readonly kind: 'video' | 'audio'; readonly name: string; readonly items: readonly Item[] };
export type Timeline = {
  readonly name: string; readonly rate: Fraction; /** Timecode of its first frame. */ readonly start: Fraction; /** Whether that count drops numbers. */ readonly drop: boolean;
  readonly size: { readonly width: number; readonly height: number } | null; readonly tracks: readonly Track[];
};

/** Other media in place of a clip's own. */
export type Link = {
  /** Absolute. */ readonly path: string; /** Of the file. */ readonly name: string; /** Which result it is, counted from 1: two clips of one result have the same. */ readonly number: number;
  /** Of the whole file, in its own time. */ readonly available: Span; /** Time of the clip's first picture in it. */ readonly source: Fraction;
  readonly rate: Fraction; readonly width: number; readonly height: number; readonly sound: { readonly channels: number; readonly rate: number; readonly tracks: number } | null;
};

/** A file that was read. `rewrite` gives it again with some clips' media replaced, by id; everything else, also what is not understood, stays as it came. */
export type Document = { readonly timelines: readonly Timeline[]; rewrite(links: ReadonlyMap<number, Link>): string };

/** What an item takes of its track. */
export const lengthOf = (item: Item): Fraction => (item.kind === 'transition' ? zero : item.duration);
export const lengthOfTrack = ({ items }: Track): Fraction => sum(items.map(lengthOf));
export const clipsOf = ({ tracks }: Pick<Timeline, 'tracks'>): Clip[] => tracks.flatMap(({ items }) => items.filter((item) => item.kind === 'clip'));
export const endOf = ({ start, duration }: Span): Fraction => add(start, duration);
export const isPlain = (speed: Speed): boolean => speed !== null && equal(speed, one);

/** Frames in a second as timecode counts them: 30 for 29.97. */
export const countOf = (rate: Fraction): number => Math.max(1, Math.round(toFloat(rate)));
/** Counts of 29.97 and its multiples drop numbers unless something else is said. */
export const dropsUsually = (rate: Fraction): boolean => rate.den === 1001n && countOf(rate) % 30 === 0;
export const framesAt = (time: Fraction, rate: Fraction): number => round(multiply(time, rate));
export const secondsAt = (frames: number, rate: Fraction): Fraction => divide(fraction(frames), rate);
