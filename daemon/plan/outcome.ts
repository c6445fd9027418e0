// Everything of the delivery beside the encoder: muxer, chapters, timecode, tags, and what the container cannot keep.
import type { Media } from '../../shared/media.ts';
import type { DeliveryPlan, FrameMap, StreamPlan } from '../../shared/plan.ts';
import type { Interpretation, Wish } from '../../shared/preset.ts';
import { toNumber, type Rational } from '../../shared/time.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { containerTraits } from '../media/containers.ts';
import type { Clip } from './clip.ts';
import type { Container } from './deliveries.ts';
import type { ChosenDelivery } from './delivery.ts';
import type { Encoding } from './encoding.ts';
import { timecodeAfter, timecodeDoubled } from './timecode.ts';

/** Tags that describe the old file rather than the film. */
export const fileTags = /^(major_brand|minor_version|compatible_brands|encoder|encoded_by|timecode|duration|_statistics.*|handler_name|vendor_id|number_of_.*|bps(-.*)?)$/i;

export type OutcomeRequest = {
  readonly media: Media; readonly chosen: ChosenDelivery; readonly encoding: Pick<Encoding, 'video' | 'checkpoint' | 'target'>;
  readonly map: FrameMap; readonly clip: Clip; readonly wish: Pick<Wish, 'interpretation' | 'xmp'>;
};

/** The delivery, complete. @throws FrameWrightError `illegal-delivery` when the container cannot count the source's time. */
export function planDelivery({ media, chosen, encoding, map, clip, wish }: OutcomeRequest): DeliveryPlan {
  const { interpretation: told, xmp } = wish, { video, checkpoint, target } = encoding;
  const traits = containerTraits[chosen.container];
  if (map.timeBase.den > traits.mostTicks) {
    throw new FrameWrightError('illegal-delivery', { codec: chosen.delivery.title, container: chosen.container.toUpperCase(), why: `The source counts time in 1/${map.timeBase.den} s, finer than this container can; Matroska (mkv) can.` });
  }
  if (!traits.timed && !evenlySpaced(media, map)) {
    throw new FrameWrightError('illegal-delivery', { codec: chosen.delivery.title, container: traits.name, why: `${traits.name} counts frames and holds no times, and these are not equally spaced; --fps makes them so, or another container keeps their times.` });
  }
  return {
    name: chosen.name, title: chosen.delivery.title, container: chosen.container, video, checkpoint, target, archive: chosen.delivery.archive, xmp, muxer: traits.muxer, muxerOptions: traits.options,
    timecode: timecodeOf(media, map, clip, told) ?? (traits.timed ? null : '00:00:00:00'), rotation: traits.rotation ? media.video.rotation : 0, chapters: media.chapters.length ? traits.chapters : 'none',
    metadata: traits.tags ? Object.fromEntries(Object.entries(media.metadata).filter(([key]) => !fileTags.test(key))) : {},
  };
}

const evenlySpaced = (media: Media, { runs, constantRate }: FrameMap): boolean => constantRate !== null || (media.video.rate.constant && new Set(runs.map(({ kind }) => kind)).size <= 1);

/** The timecode of the result's first frame; null when the source has none. */
function timecodeOf(media: Media, map: FrameMap, clip: Clip, told: Interpretation): string | null {
  const first = told.startTimecode ?? media.video.timecode;
  if (first === null) return null;
  const moved = timecodeAfter(first, clip.in, countOf(told.rate ?? media.video.rate.nominal));
  return map.runs.some(({ kind }) => kind === 'fields') ? timecodeDoubled(moved) : moved;
}

const countOf = (rate: Rational): number => Math.max(1, Math.round(toNumber(rate)));

/** What the container cannot keep, and what the picture carries that no delivery of ours can. */
export function lossNotices(media: Media, container: Container, streams: readonly StreamPlan[]): string[] {
  const { hdr, closedCaptions } = media.video, traits = containerTraits[container], { name, chapterLimit: limit } = traits;
  const words = { drop: 'cannot be kept', sidecar: 'goes into a file of its own', convert: 'is converted' } as const;
  const changed = streams.flatMap(({ action, type, index, becomes, why }) => (action in words ? [`The ${type} stream ${index} ${words[action as keyof typeof words]}${action === 'drop' ? '' : ` (${becomes})`}. ${why ?? ''}`.trim()] : []));
  const lossy = streams.flatMap(({ type, index, becomes, encoder, steps, why }) => (type === 'audio' && encoder?.bitRate && steps.length === 0 ? [`The audio stream ${index} is encoded anew as ${becomes}. ${why ?? ''}`.trim()] : []));
  return [
    ...changed, ...lossy,
    ...(media.chapters.length > limit ? [`${name} holds ${limit || 'no'} chapters; ${limit ? `the last ${media.chapters.length - limit}` : `all ${media.chapters.length}`} are left out. Matroska (--container mkv) holds all.`] : []),
    ...(media.video.rotation && !traits.rotation ? [`${name} cannot say that the picture is turned by ${media.video.rotation} degrees; players will show it unturned. MP4, MOV and MKV can.`] : []),
    ...(Object.keys(media.metadata).some((key) => !fileTags.test(key)) && !traits.tags ? [`${name} holds no free tags; ${Object.keys(media.metadata).filter((key) => !fileTags.test(key)).join(', ')} stay in the source.`] : []),
    ...(hdr.dynamic.length ? [`Dynamic HDR metadata (${hdr.dynamic.join(', ')}) describes the old pictures frame by frame and is left out; the HDR10 or HLG base remains.`] : []),
    ...(closedCaptions ? ['Closed captions inside the picture data are not kept.'] : []),
  ];
}
