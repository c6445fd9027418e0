// What the delivered file says in words, against what was planned: marks and titles of its tracks, tags of the film. Players play it either way, so this is told and refuses nothing.
import type { AnyMedia } from '../../shared/media.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import { containerTraits } from '../media/containers.ts';
import type { Muxed } from '../media/mux.ts';

/** Sentences for the sidecar; empty when every word is there. `media` is the result as probed. */
export function verifyWords(plan: AnyPlan, { streams }: Pick<Muxed, 'streams'>, media: AnyMedia): string[] {
  const { marks, languages: named } = containerTraits[plan.delivery.container], sources = tracksOf(plan.media), found = tracksOf(media);
  const tracks = streams.flatMap(({ source, result }) => {
    const from = sources.find(({ index }) => index === source), is = found.find(({ index }) => index === result);
    if (!from || !is || !named) return [];
    const wanted = from.disposition.filter((mark) => marks.includes(mark)), lost = wanted.filter((mark) => !is.disposition.includes(mark));
    // MP4 has one word, caption, for captions and for subtitles for the hard of hearing.
    const meant = [...wanted, 'default', ...(wanted.includes('hearing_impaired') ? ['captions'] : [])], added = is.disposition.filter((mark) => marks.includes(mark) && !meant.includes(mark));
    return [
      ...(lost.length ? [`Stream ${result} is not marked as ${lost.join(', ')}, as stream ${source} of the source is.`] : []), ...(added.length ? [`Stream ${result} is marked as ${added.join(', ')}, and stream ${source} of the source is not.`] : []),
      ...((from.title ?? '') === (is.title ?? '') ? [] : [`Stream ${result} is called "${is.title ?? ''}", and stream ${source} of the source "${from.title ?? ''}".`]),
    ];
  });
  return [...tracks, ...tagsOf(plan.delivery.metadata, media.metadata)];
}

const tracksOf = (media: AnyMedia) => [...media.audio, ...media.subtitles];

function tagsOf(planned: Readonly<Record<string, string>>, is: Readonly<Record<string, string>>): string[] {
  const found = new Map(Object.entries(is).map(([key, value]) => [nameOf(key), value]));
  return Object.entries(planned).flatMap(([key, value]) => {
    const held = found.get(nameOf(key));
    return held !== undefined && sameValue(key, value, held) ? [] : [held === undefined ? `The tag ${key} ("${value}") is missing.` : `The tag ${key} is "${held}"; "${value}" was planned.`];
  });
}

/** Matroska writes names in capitals and without spaces. */
const nameOf = (key: string): string => key.toLowerCase().replaceAll(' ', '_');

/** Containers keep the second at which a film was made, not its parts. */
const sameValue = (key: string, a: string, b: string): boolean => a.trim() === b.trim() || (key === 'creation_time' && Math.floor(Date.parse(a) / 1000) === Math.floor(Date.parse(b) / 1000));
