// What the result cannot keep of its source, or keeps elsewhere or otherwise: sentences for before the start.
import type { Media } from '../../shared/media.ts';
import type { StreamPlan } from '../../shared/plan.ts';
import { containerTraits } from '../media/containers.ts';
import { carriesUserData } from '../media/user-data.ts';
import type { Container } from './deliveries.ts';
import { filmTags } from './outcome.ts';

export type LossFacts = { readonly media: Media; readonly container: Container; /** The result's codec, by FFmpeg's name. */ readonly codec: string; readonly streams: readonly StreamPlan[] };

export const lossNotices = (facts: LossFacts): string[] => [...streamLosses(facts), ...containerLosses(facts), ...tagLosses(facts), ...pictureLosses(facts)];

const words = { drop: 'cannot be kept', sidecar: 'goes into a file of its own', convert: 'is converted' } as const;

function streamLosses({ streams, media }: LossFacts): string[] {
  const changed = streams.flatMap(({ action, type, index, becomes, why }) => (action in words ? [`The ${type} stream ${index} ${words[action as keyof typeof words]}${action === 'drop' ? '' : ` (${becomes})`}. ${why ?? ''}`.trim()] : []));
  const lossy = streams.flatMap(({ type, index, becomes, encoder, steps, why }) => (type === 'audio' && encoder?.bitRate && steps.length === 0 ? [`The audio stream ${index} is encoded anew as ${becomes}. ${why ?? ''}`.trim()] : []));
  const codes = [...new Set(media.data.flatMap(({ metadata }) => metadata['timecode'] ?? []))];
  return [...changed, ...lossy, ...(codes.length > 1 ? [`The source has timecode tracks that begin at ${codes.join(' and ')}; the result has one, which goes on from ${media.video.timecode ?? codes[0]}.`] : [])];
}

function containerLosses({ media, container }: LossFacts): string[] {
  const traits = containerTraits[container], { name, chapterLimit: limit } = traits;
  return [
    ...(media.chapters.length > limit ? [`${name} holds ${limit || 'no'} chapters; ${limit ? `the last ${media.chapters.length - limit}` : `all ${media.chapters.length}`} are left out. Matroska (--container mkv) holds all.`] : []),
    ...(media.video.rotation && !traits.rotation ? [`${name} cannot say that the picture is turned by ${media.video.rotation} degrees; players will show it unturned. MP4, MOV and MKV can.`] : []),
  ];
}

function tagLosses({ media, container }: LossFacts): string[] {
  const tags = Object.keys(filmTags(media.metadata)), { name, tags: holds } = containerTraits[container];
  return tags.length > 0 && !holds ? [`${name} holds no free tags; ${tags.join(', ')} stay in the source.`] : [];
}

function pictureLosses({ media, codec }: LossFacts): string[] {
  const { hdr, closedCaptions } = media.video;
  return [
    ...(hdr.dynamic.length ? [`Dynamic HDR metadata (${hdr.dynamic.join(', ')}) describes the old pictures frame by frame and is left out; the HDR10 or HLG base remains.`] : []),
    ...(closedCaptions && !carriesUserData(codec) ? [`${codec} has no place for the closed captions inside the picture; they go into files for captioning tools beside the result: captions.scc (line 21) and, at broadcast rates, captions.mcc (all).`] : []),
  ];
}
