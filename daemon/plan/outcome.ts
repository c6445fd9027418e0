// Everything of the delivery beside the encoder: muxer, chapters, timecode, tags, and what the container cannot keep.
import { basename, extname } from 'node:path';
import type { Media } from '../../shared/media.ts';
import type { DeliveryPlan, FrameMap, StreamPlan } from '../../shared/plan.ts';
import type { Interpretation, Wish } from '../../shared/preset.ts';
import { formatRatio, toNumber, type Rational } from '../../shared/time.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { containerTraits } from '../media/containers.ts';
import { patternOf, patternPath } from '../media/picture-names.ts';
import type { Clip } from './clip.ts';
import type { ChosenDelivery } from './delivery.ts';
import type { Encoding } from './encoding.ts';
import { timecodeAfter, timecodeAtRate } from '../../shared/timecode.ts';
import { keptTurn } from './turn.ts';

/** Tags that describe the old file rather than the film. */
export const fileTags = /^(major_brand|minor_version|compatible_brands|encoder|encoded_by|timecode|duration|_statistics.*|handler_name|vendor_id|number_of_.*|bps(-.*)?)$/i;

export type OutcomeRequest = {
  readonly media: Media; readonly chosen: ChosenDelivery; readonly encoding: Pick<Encoding, 'video' | 'checkpoint' | 'target'>;
  readonly map: FrameMap; readonly clip: Clip; readonly streams: readonly StreamPlan[]; readonly wish: Pick<Wish, 'interpretation' | 'xmp' | 'pictureNames' | 'extend'>;
};

/** The tags that go on with the film. FFmpeg joins a date that stands in two places of a file. */
export const filmTags = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !fileTags.test(key)).map(([key, value]) => [key, key === 'creation_time' ? value.split(';')[0]! : value]));

/** The delivery, complete. @throws FrameWrightError `illegal-delivery` when the container cannot count the source's time. */
export function planDelivery({ media, chosen, encoding, map, clip, streams, wish }: OutcomeRequest): DeliveryPlan {
  const { interpretation: told, xmp, pictureNames: names } = wish, { video, checkpoint, target } = encoding;
  const traits = containerTraits[chosen.container];
  if (map.timeBase.den > traits.mostTicks) {
    throw new FrameWrightError('illegal-delivery', { codec: chosen.delivery.title, container: chosen.container.toUpperCase(), why: `The source counts time in 1/${map.timeBase.den} s, finer than this container can; Matroska (mkv) can.` });
  }
  if (!traits.timed && !map.even) {
    throw new FrameWrightError('illegal-delivery', { codec: chosen.delivery.title, container: traits.name, why: `${traits.name} counts frames and holds no times, and these are not equally spaced; --fps makes them so, or another container keeps their times.` });
  }
  const { rate } = video, rateText = formatRatio(rate);
  if (traits.rates && !traits.rates.includes(rateText)) {
    throw new FrameWrightError('illegal-delivery', { codec: chosen.delivery.title, container: traits.name, why: `${traits.name} knows ${traits.rates.join(', ')} frames per second, and this has ${rateText}; --fps makes it one of these, or another container keeps it.` });
  }
  return {
    name: chosen.name, title: chosen.delivery.title, container: chosen.container, video, checkpoint, target, archive: chosen.delivery.archive, pictures: pictureNames(media, chosen, clip, names), xmp, muxer: traits.muxer, muxerOptions: traits.options,
    timecode: timecodeOf(media, rate, clip, told, wish.extend.before) ?? (traits.timed ? null : '00:00:00:00'), ...keptTurn(media, chosen), chapters: media.chapters.length && (!chosen.delivery.pictures || hasTracksBeside(streams)) ? traits.chapters : 'none',
    metadata: traits.tags ? filmTags(media.metadata) : {},
  };
}

/** Whether there is anything for a Matroska file beside pictures; a file of chapters and tags alone could not be read again. */
export const hasTracksBeside = (streams: readonly Pick<StreamPlan, 'action'>[]): boolean => streams.some(({ action }) => !['restore', 'drop', 'regenerate', 'sidecar'].includes(action));

/** Digits of a picture's number where the source has none of its own: enough for eleven hours. */
const usualDigits = 6;

/** A sequence keeps its names, unless others are asked for, and its numbers; a film's pictures are counted from 1. */
function pictureNames({ path, parts, still }: Media, { delivery: { pictures } }: ChosenDelivery, clip: Clip, asked: string | null): DeliveryPlan['pictures'] {
  if (!pictures) return null;
  const { ending } = pictures;
  if (still) return { ending, pattern: null, first: 0 };
  const numbered = parts?.kind === 'pictures' ? parts : null, names = patternOf(asked ?? (numbered ? path : ''));
  if (names) return { ending, pattern: basename(patternPath({ ...names, after: asked === null ? `.${ending}` : names.after })), first: numbered ? numbered.first + clip.in : 1 };
  return { ending, pattern: `${basename(path, extname(path)).replaceAll(/[%#]/g, '_')}_%0${usualDigits}d.${ending}`, first: 1 };
}

/** The timecode of the result's first frame, `made` frames before the clip's first one, counted at the result's rate; null when the source has none. */
function timecodeOf(media: Media, rate: Rational, clip: Clip, told: Interpretation, made: number): string | null {
  const first = told.startTimecode ?? media.video.timecode;
  if (first === null) return null;
  const count = countOf(told.rate ?? media.video.rate.nominal);
  return timecodeAfter(timecodeAtRate(timecodeAfter(first, clip.in, count), count, countOf(rate)), -made, countOf(rate));
}

const countOf = (rate: Rational): number => Math.max(1, Math.round(toNumber(rate)));
