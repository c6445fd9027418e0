// Which kind of file a sound file becomes, and how its tracks are encoded where they must be.
import { FrameWrightError } from '../../shared/errors.ts';
import type { AudioStream, SoundMedia } from '../../shared/media.ts';
import type { AudioEncoder } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';
import { named } from './presets.ts';
import type { SoundDelivery, SoundFormat, SoundLibrary } from './sound-deliveries.ts';
import { isLossless } from './streams.ts';

/** A track, and whether anything is done to it or it is cut, so that it is encoded anew. */
export type SoundTrack = { readonly stream: AudioStream; readonly acted: boolean };
export type ChosenSound = { readonly name: string; readonly delivery: SoundDelivery; readonly notices: readonly string[] };

/**
 * The delivery that was asked for by name or by the ending of the result, otherwise the source's own kind, and where that cannot be written, FLAC or Matroska.
 * @throws FrameWrightError `unknown-name`, `illegal-delivery`.
 */
export function chooseSound(media: SoundMedia, tracks: readonly SoundTrack[], wish: Pick<Wish, 'delivery' | 'container'>, library: SoundLibrary): ChosenSound {
  const asked = wish.delivery ?? Object.keys(library).find((name) => library[name]!.container === wish.container) ?? null;
  if (asked !== null) return demanded(asked, tracks, wish, library);
  if (wish.container !== null) throw new FrameWrightError('illegal-delivery', { codec: 'Sound alone', container: wish.container.toUpperCase(), why: `Files of sound are written as ${Object.keys(library).join(', ')}.` });
  const own = Object.keys(library).find((name) => library[name]!.from.includes(media.container));
  const name = [own, ...others].find((one) => one !== undefined && whyNot(named('delivery for sound', library, one), tracks, one === own ? 'encoded' : 'kept') === null) ?? 'mka';
  const delivery = demanded(name, tracks, { container: null }, library).delivery;
  const why = own !== undefined && name !== own ? whyNot(library[own]!, tracks, 'encoded')! : `Files of this kind (${media.container}) are not written here`;
  return { name, delivery, notices: delivery.from[0] === media.container ? [] : [`${why}, so the result is ${delivery.title}.`] };
}

/** What stands in where the own kind cannot be written, in this order. */
const others = ['flac', 'wav', 'mka'];

function demanded(name: string, tracks: readonly SoundTrack[], wish: Pick<Wish, 'container'>, library: SoundLibrary): ChosenSound {
  const delivery = named('delivery for sound', library, name);
  const illegal = (why: string): FrameWrightError => new FrameWrightError('illegal-delivery', { codec: delivery.title, container: (wish.container ?? delivery.container).toUpperCase(), why });
  if (wish.container !== null && wish.container !== delivery.container) throw illegal(`It is written as .${delivery.container}.`);
  const why = whyNot(delivery, tracks, 'any');
  if (why !== null) throw illegal(`${why}.`);
  return { name, delivery, notices: [] };
}

/**
 * Why these tracks cannot go there; null when they can. Unless `any` loss is accepted, lossless sound must stay whole; with `kept`, what nothing is done to must not even be
 * encoded anew.
 */
function whyNot(delivery: SoundDelivery, tracks: readonly SoundTrack[], accepted: 'any' | 'encoded' | 'kept'): string | null {
  if (delivery.tracks !== null && tracks.length > delivery.tracks) return `${delivery.title} holds ${delivery.tracks === 1 ? 'one track' : `${delivery.tracks} tracks`}, and there are ${tracks.length}`;
  for (const { stream, acted } of tracks) {
    if (!acted && delivery.copies.includes(stream.codec)) continue;
    const format = formatFor(stream, delivery), lost = format && lossOf(stream, format, rateFor(stream, format));
    if (format === null) return `${delivery.title} does not hold ${stream.channels} channels`;
    if (lost !== null && accepted !== 'any') return `In ${delivery.title} ${lost}`;
    if (!acted && accepted === 'kept' && !isLossless(stream.codec)) return `${delivery.title} does not hold ${stream.codec}`;
  }
  return null;
}

/** The format that holds the track: kept for its codec, with its kind of numbers and enough bits; else the one with most; null where none has its channels. */
function formatFor(stream: AudioStream, { formats }: SoundDelivery): SoundFormat | null {
  const fitting = formats.filter(({ channels, like }) => stream.channels <= channels && (like.length === 0 || like.includes(stream.codec)));
  const float = isFloat(stream), bits = isLossless(stream.codec) ? stream.bitDepth : 16;
  const alike = fitting.filter((row) => row.like.length > 0), rows = alike.length ? alike : fitting;
  const enough = (row: SoundFormat): boolean => row.bits >= bits || row.kbitPerChannel !== null;
  return rows.find((row) => row.float === float && enough(row)) ?? rows.find(enough) ?? [...rows].sort((a, b) => b.bits - a.bits)[0] ?? null;
}

const isFloat = ({ codec, sampleFormat }: AudioStream): boolean => isLossless(codec) && /^(flt|dbl)/.test(sampleFormat);

const rateFor = ({ sampleRate }: AudioStream, { sampleRates }: SoundFormat): number =>
  (sampleRates.length === 0 ? sampleRate : (sampleRates.find((rate) => rate >= sampleRate) ?? sampleRates.at(-1)!));

/** Settings for a track that is encoded, and what they lose. @throws FrameWrightError `internal` for a track that `chooseSound` would have refused. */
export function soundEncoder(stream: AudioStream, delivery: SoundDelivery): { readonly encoder: AudioEncoder; readonly lost: string | null } {
  const row = formatFor(stream, delivery);
  if (!row) throw new FrameWrightError('internal', { what: `${delivery.title} was chosen for ${stream.channels} channels`, why: 'It holds fewer.' });
  const { codec, encoder, sampleFormat, options } = row;
  const sampleRate = rateFor(stream, row);
  const usual = row.kbitPerChannel === null ? null : row.kbitPerChannel * 1000 * stream.channels;
  const bitRate = usual === null ? null : codec === stream.codec ? Math.max(usual, stream.bitRate ?? 0) : usual;
  return { encoder: { codec, encoder, sampleRate, layout: stream.layout, sampleFormat, bitRate, options }, lost: lossOf(stream, row, sampleRate) };
}

function lossOf(stream: AudioStream, row: SoundFormat, sampleRate: number): string | null {
  const losses = [
    ...(isLossless(stream.codec) && row.kbitPerChannel !== null ? [`${row.codec} is lossy`] : []),
    ...(isLossless(stream.codec) && row.kbitPerChannel === null && isFloat(stream) && !row.float ? [`floating-point samples become ${row.bits}-bit integers, and what lies above full scale is cut`] : []),
    ...(isLossless(stream.codec) && row.kbitPerChannel === null && !isFloat(stream) && row.bits < stream.bitDepth ? [`${stream.bitDepth} bits become ${row.bits}`] : []),
    ...(sampleRate === stream.sampleRate ? [] : [`${stream.sampleRate} Hz become ${sampleRate} Hz`]),
  ];
  return losses.length ? losses.join('; ') : null;
}
