// What the host script answers and is asked, word for word. Both sides are checked against it.
import type { ContextFacts, ItemFacts, ItemWords, MediaFacts } from '../facts/facts.ts';

/** `items`: node, start and end of each clip. */
export type TrackFacts = { name: string; locked: boolean | null; items: { node: string; start: string; end: string; media: string }[] };
export type MotionValue = number | boolean | number[];
export type CheckFacts = { id: string; good: boolean; detail: string };

/** The calls of the host script: what each is asked and answers. */
export type Calls = {
  hello: { asks: {}; answers: { script: string; version: string; system: string; locale: string; missing: string[]; makesTracks: boolean; swaps: boolean } };
  context: { asks: {}; answers: ContextFacts };
  selection: { asks: {}; answers: ItemFacts[] };
  /** A few words that change when selection, playhead or sequence do. */
  glance: { asks: {}; answers: { sequence: string; player: string; selection: string } };
  tracks: { asks: { sequence: string; kind: 'video' | 'audio' }; answers: TrackFacts[] };
  /** Clips of a sequence that have this node or show this media; null when the sequence is gone. */
  search: { asks: { sequence: string; node: string; media: string }; answers: ItemFacts[] | null };
  bin: { asks: {}; answers: string };
  /** What lies in the bin. */
  results: { asks: {}; answers: { node: string; path: string }[] };
  import: { asks: { path: string }; answers: boolean };
  media: { asks: { node: string }; answers: MediaFacts | null };
  /** Overwrites a track with a media from its own `in` to `out`, or all of it where these are null. */
  overwrite: { asks: { sequence: string; kind: 'video' | 'audio'; track: number; media: string; at: string; in: string | null; out: string | null }; answers: boolean };
  remove: { asks: ItemWords; answers: boolean };
  /** Edges that are not null are moved. */
  edges: { asks: ItemWords & { newStart: string | null; newEnd: string | null }; answers: { start: string; end: string } | null };
  /** How many there are afterwards. */
  addTrack: { asks: { sequence: string; kind: 'video' | 'audio' }; answers: number };
  paint: { asks: ItemWords & { name: string; colour: number }; answers: boolean };
  /** Values of a clip's motion in the order of Premiere's parameters; null when it is animated. */
  motion: { asks: ItemWords; answers: MotionValue[] | null };
  /** Lays them onto another clip, scales times `factor`; whether they were there when read back. */
  layMotion: { asks: ItemWords & { values: MotionValue[]; factor: number }; answers: boolean };
  changePath: { asks: { media: string; path: string }; answers: string };
  subclip: { asks: { media: string; name: string; in: string; out: string }; answers: string };
  reveal: { asks: ItemWords; answers: boolean };
  /** `path` has no ending: that is the preset's. */
  render: { asks: { sequence: string; in: string; out: string; preset: string; path: string }; answers: { path: string; message: string } };
  /** Of every sequence that holds some. */
  readNotes: { asks: {}; answers: { text: string }[] };
  writeNotes: { asks: { text: string }; answers: boolean };
  listen: { asks: {}; answers: string[] };
  check: { asks: {}; answers: CheckFacts[] };
};
export type CallName = keyof Calls;
export type Asks<Name extends CallName> = Calls[Name]['asks'];
export type Answers<Name extends CallName> = Calls[Name]['answers'];
/** The table that the host script holds. */
export type Script = { [Name in CallName]: (asked: Calls[Name]['asks']) => Calls[Name]['answers'] };
/** What a call comes back as, in JSON. */
export type Answer = { ok: true; value: unknown } | { ok: false; code: 'gone' | 'cannot' | 'failed'; why: string };
