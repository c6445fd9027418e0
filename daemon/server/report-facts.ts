// What a source was and what became of it, row by row, as people read it.
import type { Media, SoundMedia, StreamShape } from '../../shared/media.ts';
import type { AnyPlan, Plan, SoundPlan } from '../../shared/plan.ts';
import type { Report } from '../../shared/report.ts';
import { formatRatio, secondsOf, toNumber } from '../../shared/time.ts';
import { bitRate, bytes, duration } from '../../shared/words.ts';
import { pixelWords, sizeWords } from '../plan/words.ts';

type Facts = Report['facts'];
/** Bytes; `after` null where there is no result. */
type Sizes = { readonly before: number; readonly after: number | null };

/** Rows that say something on either side. */
export function factsOf(plan: AnyPlan, sizes: Sizes): Facts {
  const rows = plan.source === null ? soundRows(plan) : pictureRows(plan), seconds = plan.source === null ? soundSeconds(plan) : pictureSeconds(plan);
  return [
    ...rows, row('Duration', duration(plan.media.durationSeconds), duration(seconds)),
    row('Sound', plan.media.audio.map(trackWords).join('; '), tracksAfter(plan)),
    row('Subtitles', plan.media.subtitles.map(({ codec, language }) => words(codec, language)).join('; '), becoming(plan, 'subtitle')),
    row('File size', bytes(sizes.before), sizes.after === null ? '' : bytes(sizes.after)),
    row('Bit rate', plan.media.bitRate === null ? '' : bitRate(plan.media.bitRate), sizes.after === null || seconds <= 0 || isPictures(plan) ? '' : bitRate(sizes.after * 8 / seconds)),
  ].filter(({ before, after }) => before !== '' || after !== '');
}

const row = (name: string, before: string, after: string): Facts[number] => ({ name, before, after });
const words = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join(', ');
const isPictures = (plan: AnyPlan): boolean => plan.delivery.pictures !== null;

function pictureRows({ media, source, result, delivery, map }: Plan): Facts {
  const { video } = media, rate = (value: { num: number; den: number }): string => `${Number(toNumber(value).toFixed(3))} fps`;
  return [
    row('Container', media.container, delivery.container),
    row('Picture codec', words(video.codec, video.profile), words(delivery.video.codec, delivery.video.profile)),
    row('Size', sizeWords(source), sizeWords(result)),
    row('Pixel shape', formatRatio(source.sar), formatRatio(result.sar)),
    row('Pixels', pixelWords(source.pixel), pixelWords(result.pixel)),
    row('Colour', colourWords(source), colourWords(result)),
    row('Scan', scanWords[source.fieldOrder], scanWords[result.fieldOrder]),
    row('Frame rate', `${rate(video.rate.average)}${video.rate.constant ? '' : ', variable'}`, `${rate(map.constantRate ?? result.rate)}${map.even || map.constantRate ? '' : ', variable'}`),
    row('Frames', String(video.shape.frames), String(map.frames)),
  ];
}

const scanWords: Readonly<Record<StreamShape['fieldOrder'], string>> = { progressive: 'progressive', tff: 'interlaced, top field first', bff: 'interlaced, bottom field first', unknown: 'unknown' };
const colourWords = ({ colour: { primaries, transfer, matrix, range } }: StreamShape): string => (primaries === transfer && transfer === matrix ? `${matrix}, ${range} range` : `${primaries} primaries, ${transfer} transfer, ${matrix} matrix, ${range} range`);

const soundRows = ({ media, delivery }: SoundPlan): Facts => [row('Container', media.container, delivery.container)];

const pictureSeconds = ({ map }: Plan): number => secondsOf(map.end, map.timeBase);
const soundSeconds = ({ clip, map }: SoundPlan): number => secondsOf(clip.out - clip.in, map.timeBase);

const trackWords = ({ codec, sampleRate, layout, language }: (Media | SoundMedia)['audio'][number]): string => words(codec, `${sampleRate} Hz`, layout, language);

function tracksAfter({ streams, media }: AnyPlan): string {
  return streams.filter(({ type, action }) => type === 'audio' && action !== 'drop').map(({ index, encoder, becomes }) => {
    const track = media.audio.find((one) => one.index === index);
    return encoder ? words(encoder.codec, `${encoder.sampleRate} Hz`, encoder.layout, track?.language ?? null) : track ? trackWords({ ...track, codec: becomes }) : becomes;
  }).join('; ');
}

const becoming = ({ streams, media }: AnyPlan, type: 'subtitle'): string => streams.filter((stream) => stream.type === type && stream.action !== 'drop')
  .map(({ index, becomes }) => words(becomes, media.subtitles.find((one) => one.index === index)?.language ?? null)).join('; ');
