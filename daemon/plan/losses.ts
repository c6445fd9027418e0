// What the result cannot keep of its source, or keeps elsewhere or otherwise: sentences for before the start.
import type { Media, StreamShape } from '../../shared/media.ts';
import type { Plan, StreamPlan } from '../../shared/plan.ts';
import { containerTraits } from '../media/containers.ts';
import { hasShapeOf } from '../media/immersive.ts';
import { heldLanguage } from '../media/languages.ts';
import { carriesDynamicHdr, carriesUserData } from '../media/user-data.ts';
import type { Container } from './deliveries.ts';
import { filmTags } from './outcome.ts';

export type LossFacts = { readonly media: Media; readonly container: Container; readonly delivery: { readonly video: { readonly codec: string }; readonly checkpoint: Plan['delivery']['checkpoint'] }; readonly streams: readonly StreamPlan[]; readonly source: StreamShape; readonly result: StreamShape };

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
    ...(traits.chapters === 'chpl' && media.chapters.some(({ language }) => language !== 'und') ? [`${name} holds the names of chapters and where they begin, not their language.`] : []),
  ];
}

function tagLosses({ media, container, streams }: LossFacts): string[] {
  const tags = Object.keys(filmTags(media.metadata)), { name, tags: holds, marks, trackTags, languages: holdsLanguages } = containerTraits[container];
  const inside = [...media.audio, ...media.subtitles, media.video].filter(({ index }) => streams.some((each) => each.index === index && insideActions.has(each.action)));
  const unmarked = inside.flatMap(({ index, disposition }) => { const lost = disposition.filter((mark) => !marks.includes(mark) && mark !== 'default'); return lost.length ? [`${index} (${lost.join(', ').replaceAll('_', ' ')})`] : []; });
  const unspoken = holdsLanguages ? inside.flatMap(({ index, language }) => (language !== heldLanguage(container, language) ? [`${index} (${language})`] : [])) : [];
  const untagged = trackTags ? [] : inside.flatMap(({ index, metadata }) => { const lost = Object.keys(filmTags(metadata)).filter((key) => !keptOfTracks.test(key)); return lost.length ? [`${index} (${lost.join(', ')})`] : []; });
  return [
    ...(tags.length > 0 && !holds ? [`${name} holds no free tags; ${tags.join(', ')} stay in the source.`] : []),
    ...(unmarked.length ? [`${name} does not keep what tracks are marked as: ${unmarked.join('; ')}.`] : []),
    ...(unspoken.length ? [`${name} knows languages by their codes and tags (eng, de-CH) and not as the source says them: ${unspoken.join('; ')}.`] : []),
    ...(untagged.length ? [`${name} keeps the language and title of a track and no other tags: ${untagged.join('; ')}.`] : []),
  ];
}
const insideActions: ReadonlySet<StreamPlan['action']> = new Set(['restore', 'copy', 'convert', 'encode']);
/** What every container keeps of a track, or what tells only of the old file. */
const keptOfTracks = /^(language|title|name|creation_time|rotate|source_id|id3v2_priv.*)$/i;

function pictureLosses({ media, delivery, container, source, result }: LossFacts): string[] {
  const { hdr, closedCaptions, immersive } = media.video, traits = containerTraits[container];
  const { codec } = delivery.video, layout = immersive.map(({ kind }) => kind).join(' and ');
  return [
    ...(hdr.dynamic.includes('dolby-vision') ? ['Dolby Vision metadata describes the old pictures in a way that only its own tools may write; it is left out, and the HDR10 or HLG base remains.'] : []),
    ...(hdr.dynamic.includes('hdr10+') && !carriesDynamicHdr({ delivery, result }) ? [`HDR10+ metadata, which says how bright each picture is, is left out: only hevc and av1 that are still PQ and have no fixed size carry it here; the HDR10 base remains.`] : []),
    ...(hdr.dynamic.includes('hdr10+') && carriesDynamicHdr({ delivery, result }) ? ['HDR10+ metadata goes with every picture as the source has it; it was measured before the picture was restored.'] : []),
    ...(layout && !traits.immersive ? [`${traits.name} is written without what the source says of ${layout} pictures; Matroska (--container mkv) keeps it.`] : []),
    ...(layout && traits.immersive && !hasShapeOf(source, result) ? [`What the source says of ${layout} pictures is left out, since the picture is cut or put into another frame.`] : []),
    ...(closedCaptions && !carriesUserData(codec) ? [`${codec} has no place for the closed captions inside the picture; they go into files for captioning tools beside the result: captions.scc (line 21) and, at broadcast rates, captions.mcc (all).`] : []),
  ];
}
