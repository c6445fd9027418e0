// Text subtitles, packet by packet: whatever they were, a cue is its time and its text, and that is written anew. No codec is involved.

import { isBlank, joinLines, sampleDescription, subtitleReaders, timedText, writeMarkup, type Line } from './subtitle-text.ts';

/** A cue as a packet holds it. Times in ticks; a duration of 0 means "until the next". */
export type Cue = { readonly pts: number; readonly duration: number; readonly data: Buffer };
export type TextCodec = 'subrip' | 'mov_text';

export type SubtitleConverter = {
  /** What the new stream's header holds; null when nothing. */
  readonly extradata: Buffer | null;
  /** Cues in order of time; gives what is ready. */
  push(cue: Cue): Cue[];
  flush(): Cue[];
};

/** Whether packets of this codec hold text that can be read here. */
export const isTextSubtitle = (codec: string): boolean => Object.hasOwn(subtitleReaders, codec);

/** A converter from one text codec to another; bold, italic and underline are kept, positions, fonts and effects are not. */
export function convertSubtitles(from: string, to: TextCodec): SubtitleConverter {
  const read = subtitleReaders[from];
  if (!read) throw new RangeError(`${from} holds no text`);
  return to === 'subrip' ? plainConverter(read) : sequentialConverter(read);
}

/** SubRip: one packet for each cue that says something. */
const plainConverter = (read: (data: Buffer) => Line): SubtitleConverter => ({
  extradata: null, flush: () => [],
  push: (cue) => {
    const line = read(cue.data);
    return isBlank(line) ? [] : [{ ...cue, data: Buffer.from(writeMarkup(line)) }];
  },
});

/**
 * Timed text in ISO files (3GPP TS 26.245) is a sequence without gaps or overlaps: gaps become empty samples, cues that overlap are shown together
 * for as long as they do.
 */
function sequentialConverter(read: (data: Buffer) => Line): SubtitleConverter {
  let active: { line: Line; until: number }[] = [], at = 0;
  const emit = (until: number): Cue[] => {
    const cues: Cue[] = [];
    while (at < until) {
      const next = Math.min(until, ...active.map((each) => each.until));
      cues.push({ pts: at, duration: next - at, data: timedText(joinLines(active.map((each) => each.line))) });
      at = next;
      active = active.filter((each) => each.until > at);
    }
    return cues;
  };
  return {
    extradata: sampleDescription,
    push: (cue) => {
      const line = read(cue.data);
      const before = emit(cue.pts);
      // Whatever comes next ends a cue that has no end of its own.
      active = active.filter((each) => each.until !== Infinity);
      if (!isBlank(line)) active.push({ line, until: cue.duration > 0 ? cue.pts + cue.duration : Infinity });
      return before;
    },
    flush: () => {
      const last = Math.max(at, ...active.map((each) => (each.until === Infinity ? at + openEnd : each.until)));
      return emit(last);
    },
  };
}

/** Ticks (milliseconds here) for which a last cue without an end is shown. */
const openEnd = 5000;
