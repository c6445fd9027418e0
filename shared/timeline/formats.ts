// The files that timelines come in: one list for reading, writing and naming them.
import { FrameWrightError } from '../errors.ts';
import { fraction, type Fraction } from './fraction.ts';
import { readEdl } from './edl.ts';
import { listedTrack, writeEdl } from './edl-write.ts';
import { readFcpxml } from './fcpxml.ts';
import { writeFcpxml } from './fcpxml-write.ts';
import { clipsOf, type Clip, type Document, type Timeline } from './model.ts';
import { readOtio } from './otio.ts';
import { writeOtio } from './otio-write.ts';

export const timelineFormats = ['otio', 'fcpxml', 'edl'] as const;
export type TimelineFormat = (typeof timelineFormats)[number];

/** By the ending of a name, else by how the text begins; null for what is none of them. */
export function formatOf(name: string, text: string): TimelineFormat | null {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  const named = timelineFormats.find((format) => format === ending);
  if (named) return named;
  if (/^\uFEFF?\s*\{/.test(text)) return 'otio';
  if (/^\uFEFF?\s*</.test(text)) return 'fcpxml';
  return /^(?:TITLE\s*:|FCM\s*:|\d{3,6}\s)/im.test(text) ? 'edl' : null;
}

/** Only lists ask for the rate at which they count: they do not say it. */
export const usualRate = fraction(25);

/** `path` names the file in errors. @throws FrameWrightError `timeline-unreadable`. */
export function readTimeline(format: TimelineFormat, text: string, path: string, rate: Fraction = usualRate): Document {
  try {
    return { otio: readOtio, fcpxml: readFcpxml, edl: (list: string) => readEdl(list, rate) }[format](text);
  } catch (error) {
    throw error instanceof FrameWrightError && error.code === 'timeline-unreadable' ? new FrameWrightError(error.code, { ...error.values, path }, { cause: error.cause }) : error;
  }
}

export const writeTimeline = (format: TimelineFormat, timeline: Timeline): string => ({ otio: writeOtio, fcpxml: writeFcpxml, edl: writeEdl })[format](timeline);

/** Clips that a new file of this format cannot hold, and why. */
export function unsayable(format: TimelineFormat, timeline: Timeline): { readonly clip: Clip; readonly why: string }[] {
  const all = clipsOf(timeline), kept = format === 'edl' ? new Set(listedTrack(timeline)?.items.filter((item) => item.kind === 'clip')) : null;
  return all.flatMap((clip) => {
    if (kept && !kept.has(clip)) return [{ clip, why: 'An EDL holds one track of pictures.' }];
    return format === 'fcpxml' && clip.media.kind !== 'file' ? [{ clip, why: 'FCPXML can only point at files; a gap stands for it.' }] : [];
  });
}
