// What a person should know before a film becomes pictures, or a photo is restored.
import type { Media, StreamShape, Turn } from '../../shared/media.ts';
import type { Step, StreamPlan } from '../../shared/plan.ts';
import { factsCarried } from '../media/picture-facts-write.ts';
import { isUpright, turnWords } from '../media/turn.ts';
import type { ChosenDelivery } from './delivery.ts';
import { filmTags, hasTracksBeside } from './outcome.ts';
import { keptTurn } from './turn.ts';

export type PictureFacts = { readonly media: Media; readonly chosen: ChosenDelivery; readonly streams: readonly StreamPlan[]; readonly result: StreamShape; readonly steps: readonly Pick<Step, 'title' | 'method' | 'window' | 'warmup'>[] };

/** Sentences; none where neither source nor result are pictures. */
export function pictureNotices({ media, chosen, streams, result, steps }: PictureFacts): string[] {
  const { delivery } = chosen;
  const alone = media.still ? steps.filter(({ window, warmup }) => window.before + window.after + warmup > 0).map(({ title, method }) => `${title} by ${method} compares neighbouring pictures; one picture has none, so only what it does within the picture is left.`) : [];
  if (!delivery.pictures) return alone;
  const { ending, premultiplied } = delivery.pictures;
  const beside = hasTracksBeside(streams), homeless = beside ? [] : [...(media.chapters.length ? ['Chapters'] : []), ...(Object.keys(filmTags(media.metadata)).length ? ['tags'] : [])];
  return [
    ...alone,
    ...(media.still ? [] : ['Every picture is a file of its own, in a folder that appears when all of them are there; when each is shown is listed in a file beside it (.timecodes.txt).']),
    ...(beside ? ['Sound and everything else beside the picture goes into a Matroska file beside the pictures (.streams.mka).'] : []),
    ...(homeless.length ? [`${homeless.join(' and ').replace(/^./, (letter) => letter.toUpperCase())} stay in the source: nothing else goes beside the pictures that could hold them.`] : []),
    ...(ending === 'exr' ? [result.colour.transfer === 'linear' ? 'The values are linear, as the source says.' : `The values are as they are displayed (transfer ${result.colour.transfer}), not linear light; tell your compositor.`] : []),
    ...(premultiplied && result.pixel.alpha ? ['Colour is multiplied by transparency (premultiplied), as OpenEXR wants it.'] : []),
    ...(delivery.rateControl.kind === 'qscale' || ending === 'webp' ? [`${delivery.title} is lossy: the picture is encoded anew at high quality. The delivery png loses nothing.`] : []),
    ...factNotices(media, ending, keptTurn(media, chosen)),
  ];
}

const names = { icc: 'colour profile', exif: 'Exif data', xmp: 'XMP data' } as const;

function factNotices({ picture }: Media, ending: string, turn: Turn): string[] {
  if (!picture) return [];
  const there = (['icc', 'exif', 'xmp'] as const).filter((kind) => picture[kind]), carried = factsCarried(ending), lost = there.filter((kind) => !carried.includes(kind));
  return [
    ...(lost.length ? [`${lost.map((kind) => names[kind]).join(' and ')} cannot be written into .${ending} here and stay${lost.length === 1 ? 's' : ''} in the source.`.replace(/^./, (letter) => letter.toUpperCase())] : []),
    ...(isUpright(turn) ? [] : [`The picture is stored as in the source, to be shown ${turnWords(turn)}, and its orientation tag is kept.`]),
    ...(there.includes('exif') && carried.includes('exif') ? ['The small preview inside the Exif data shows the old picture and is left out.'] : []),
  ];
}
