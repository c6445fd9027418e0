// An editor on paper: one sequence of one project, a bin, notes and an undo stack. All times inside are frames of the sequence, so that they can be read off.
import { convert, instant, rationalOf, rateOf, type Instant, type Span } from '../../../shared/panel/instant.ts';
import type { HostClip, HostContext } from '../../../shared/panel/host.ts';
import { multiply } from '../../../shared/time.ts';

/** A clip as it is laid out: `from` and `frames` of the sequence, `sourceFrom` and `mediaFrames` of its own media. The rest as the host tells it. */
export type PaperClip = Partial<Omit<HostClip, 'key' | 'track' | 'place' | 'source' | 'sequence' | 'mediaLength' | 'rate'>> & {
  readonly id: string; readonly track?: number; readonly from: number; readonly frames: number; readonly rate?: string;
  /** Null: the host does not tell what of its media it shows. */ readonly sourceFrom?: number | null; readonly mediaFrames?: number | null;
  /** Which of its takes is shown; the first is the original. */ readonly takes?: readonly string[]; readonly take?: number;
};
export type PaperTrack = { readonly name: string; readonly locked: boolean };
export type PaperSheet = { readonly tracks: readonly PaperTrack[]; readonly clips: readonly PaperClip[]; readonly bin: readonly { readonly id: string; readonly path: string }[] };
export type PaperSequence = { readonly id: string; readonly name: string; readonly rate: string; readonly dropFrame: boolean; readonly width: number; readonly height: number; readonly playhead: number; readonly markIn: number | null; readonly markOut: number | null };

/** How times are told: `ticks` as Premiere does, `frames` of sequence and media as Resolve does. */
export type Units = 'ticks' | 'frames';
const ticks = '254016000000';

export const unitOf = (rate: string, units: Units): string => (units === 'ticks' ? ticks : rate);
export const timeOf = (frames: number, rate: string, units: Units): Instant => convert(instant(frames, rate), unitOf(rate, units));

/** The clip as a host tells it. */
export function hostClip(clip: PaperClip, sheet: PaperSheet, sequence: PaperSequence, units: Units): HostClip {
  const { id, track = 0, from, frames, sourceFrom = 0, mediaFrames = 1000, takes: _takes, take: _take, ...told } = clip;
  const rate = clip.rate ?? sequence.rate;
  return {
    key: id, name: clip.name ?? id, kind: 'media', path: `/footage/${id}.mov`, offline: false, enabled: true, speed: { kind: 'constant', ratio: '1' }, reversed: false, effects: 0, interpretation: {}, hasAlpha: false, hasLinkedSound: false,
    size: { width: 1920, height: 1080 }, ...told, rate, sequence: sequence.id,
    track: { index: track, name: sheet.tracks[track]?.name ?? '', locked: sheet.tracks[track]?.locked ?? null },
    place: { in: timeOf(from, sequence.rate, units), out: timeOf(from + frames, sequence.rate, units) },
    source: sourceFrom === null ? null : sourceSpan(clip, sourceFrom, sequence, units),
    mediaLength: mediaFrames === null ? null : timeOf(mediaFrames, rate, units),
  };
}

function sourceSpan(clip: PaperClip, sourceFrom: number, sequence: PaperSequence, units: Units): Span {
  const rate = clip.rate ?? sequence.rate, speed = clip.speed?.kind === 'constant' ? rationalOf(clip.speed.ratio) : { num: 1, den: 1 };
  const unit = unitOf(rate, units), from = convert(instant(sourceFrom, rate), unit);
  // Frames of the sequence pass at this rate in the media's own time.
  const paced = multiply(rationalOf(sequence.rate), { num: speed.den, den: speed.num });
  const length = convert(instant(clip.frames, rateOf(paced)), unit);
  return { in: from, out: instant(BigInt(from.at) + BigInt(length.at), unit) };
}

export function hostContext(project: NonNullable<HostContext['project']>, sequence: PaperSequence, sheet: PaperSheet, units: Units): HostContext {
  const at = (frames: number | null): Instant | null => (frames === null ? null : timeOf(frames, sequence.rate, units));
  const end = Math.max(0, ...sheet.clips.map(({ from, frames }) => from + frames));
  return { project, sequence: {
    id: sequence.id, name: sequence.name, rate: sequence.rate, dropFrame: sequence.dropFrame, startsAt: at(0)!, size: { width: sequence.width, height: sequence.height },
    playhead: at(sequence.playhead), marks: { in: at(sequence.markIn), out: at(sequence.markOut) }, end: at(end)!,
  } };
}

/** What lies on a track between two frames, apart from one clip. */
export const within = (sheet: PaperSheet, track: number, from: number, to: number, but: string | null = null): readonly PaperClip[] =>
  sheet.clips.filter((clip) => (clip.track ?? 0) === track && clip.id !== but && clip.from < to && from < clip.from + clip.frames);

/** Frames free before a clip and after it; null when nothing follows. */
export function gapsAround(sheet: PaperSheet, clip: PaperClip): { readonly before: number; readonly after: number | null } {
  const others = sheet.clips.filter((one) => one.id !== clip.id && (one.track ?? 0) === (clip.track ?? 0)), end = clip.from + clip.frames;
  const earlier = others.filter((one) => one.from + one.frames <= clip.from).map((one) => one.from + one.frames);
  const later = others.filter((one) => one.from >= end).map((one) => one.from);
  return { before: clip.from - Math.max(0, ...earlier), after: later.length === 0 ? null : Math.min(...later) - end };
}
