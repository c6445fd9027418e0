// What Premiere tells of clips, media and sequences, alike through both of its interfaces: times are ticks as strings, so that no float ever holds one.

/** Premiere's own account of the media behind a clip. */
export type MediaFacts = {
  node: string; name: string; /** Empty where there is no file. */ path: string;
  offline: boolean; sequence: boolean; multicam: boolean; merged: boolean;
  /** Columns of the project panel as Premiere writes them: `00:00:10:05` or ticks, `25.00 fps`, `1920 x 1080 (1.0)`; empty where there is none. */
  duration: string; timebase: string; video: string; sound: string;
  /** Null where the version does not tell. `field` −1 is unknown, 0 progressive, 1 upper, 2 lower first; `alpha` 0 is none. */
  footage: { rate: number; par: number; field: number; alpha: number; ignoresAlpha: boolean; pulldown?: boolean } | null;
  swappable: boolean;
};
export type ItemFacts = {
  node: string; name: string; kind: 'video' | 'audio'; /** From 0 upwards. */ track: number; trackName: string; locked: boolean | null;
  start: string; end: string; in: string; out: string;
  /** Source seconds in one second; null where it is not told. */ speed: number | null; reversed: boolean | null; /** Whether its speed has keys. */ ramped?: boolean;
  disabled: boolean; adjustment: boolean; graphic: boolean; effects: number | null; linkedSound: boolean | null;
  media: MediaFacts | null;
};
export type SequenceFacts = {
  id: string; name: string; /** Ticks of a frame. */ timebase: string; zero: string; display: number; width: number; height: number;
  player: string; in: string; out: string; end: string;
};
export type ContextFacts = { project: { id: string; name: string; path: string } | null; sequence: SequenceFacts | null };
/** One clip by all that is known of it; the fewest words that are unlike any other's. */
export type ItemWords = { sequence: string; kind: 'video' | 'audio'; track: number; node: string; start: string };
