// The delivered sound file against its plan, without decoding it: read back by the same probe that reads any file.
import { createHash, type Hash } from 'node:crypto';
import type { AudioStream, Media, SoundMedia } from '../../shared/media.ts';
import type { SoundPlan } from '../../shared/plan.ts';
import { rescale, toNumber } from '../../shared/time.ts';
import { shiftChapters } from '../media/chapters.ts';
import type { MuxedSound } from '../media/mux-sound.ts';
import { anySpanOf, spanInNanoseconds } from '../media/mux-range.ts';
import { readPackets } from '../media/packets.ts';
import { probeAny } from '../media/probe-sound.ts';

export type SoundVerifyRequest = { readonly plan: SoundPlan; readonly path: string; readonly muxed: MuxedSound; readonly home: string; readonly signal?: AbortSignal };

/** Everything in which the file differs from what was planned, as sentences; empty when nothing does. @throws what `probeAny` throws. */
export async function verifySound(request: SoundVerifyRequest): Promise<string[]> {
  const { plan, path, home, signal } = request, { media } = await probeAny(path, { home, signal, interpretation: { parts: 'single' } });
  if (media.video !== null) return ['It holds a moving picture.'];
  return [...checkTracks(request, media), ...checkExtras(plan, media), ...await checkPayloads(request, media)];
}

function checkTracks({ plan, muxed }: SoundVerifyRequest, media: SoundMedia): string[] {
  const planned = plan.streams.filter(({ type, action }) => type === 'audio' && action !== 'drop');
  if (media.audio.length !== planned.length) return [`It has ${media.audio.length} tracks; ${planned.length} were planned.`];
  return planned.flatMap(({ index, becomes, encoder }, i) => {
    const is = media.audio[i]!, from = plan.media.audio.find((stream) => stream.index === index)!, rate = encoder?.sampleRate ?? from.sampleRate;
    return [
      ...differences([[`codec of track ${i}`, becomes, is.codec], [`rate of track ${i}`, rate, is.sampleRate], [`number of channels of track ${i}`, from.channels, is.channels]]),
      ...checkLength(i, is, encoder ? muxed.samples[index]! : samplesOf(from)),
    ];
  });
}

/** Seconds by which times may be off that a container rounds: Matroska says the last packet's length in milliseconds, or by its codec's usual one. */
const slackSeconds = 0.05;
const samplesOf = ({ duration, timeBase, sampleRate }: AudioStream): number => rescale(duration ?? 0, timeBase, { num: 1, den: sampleRate });

/** To the sample, where the container counts them; the bytes are compared in any case. */
function checkLength(track: number, stream: AudioStream, samples: number): string[] {
  const is = samplesOf(stream), slack = toNumber(stream.timeBase) * stream.sampleRate > 1 ? slackSeconds * stream.sampleRate : 0;
  return Math.abs(is - samples) > slack ? [`Track ${track} has ${is} samples; ${samples} were planned.`] : [];
}

function checkExtras(plan: SoundPlan, media: SoundMedia): string[] {
  const { epochNs, fromNs, toNs } = spanInNanoseconds(anySpanOf(plan, null));
  const chapters = plan.delivery.chapters === 'none' ? 0 : shiftChapters(plan.media.chapters, epochNs, fromNs, toNs).length;
  const attached = plan.streams.filter(({ type, action }) => type === 'attachment' && action === 'copy').length;
  return differences([['number of chapters', chapters, media.chapters.length], ['number of covers and attachments', attached, media.attachments.length]]);
}

/** Every stream has the bytes that were encoded or read from the source. */
async function checkPayloads({ plan, path, muxed, signal }: SoundVerifyRequest, media: Pick<Media, 'audio' | 'attachments' | 'subtitles'>): Promise<string[]> {
  const known = muxed.streams.filter(({ source }) => muxed.streamHashes[source] !== undefined);
  const hashes = new Map<number, Hash>(known.map(({ result }) => [result, createHash('sha256')]));
  const readable = [...media.audio, ...media.attachments, ...media.subtitles].map(({ index }) => index).filter((index) => hashes.has(index));
  for await (const packet of readPackets(path, readable, signal)) hashes.get(packet.stream)!.update(packet.data);
  return known.filter(({ source, result }) => hashes.get(result)!.digest('hex') !== muxed.streamHashes[source]).map(({ source }) => {
    const { action } = plan.streams.find(({ index }) => index === source)!;
    return action === 'copy' ? `Stream ${source} of the source was to be copied, but its bytes changed.` : `The bytes made of stream ${source} of the source changed on their way into the file.`;
  });
}

function differences(pairs: readonly (readonly [string, string | number, string | number])[]): string[] {
  return pairs.filter(([, planned, is]) => planned !== is).map(([what, planned, is]) => `Its ${what} is ${is}; ${planned} was planned.`);
}
