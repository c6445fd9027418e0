// An encoded audio unit as a track of the result.
import type { Stream } from 'node-av';
import type { Plan } from '../../shared/plan.ts';
import { rescale } from '../../shared/time.ts';
import { containerTraits } from './containers.ts';
import { layToPicture } from './mux-lay.ts';
import { inTicks, type Span } from './mux-range.ts';
import { streamMetadata, type Track } from './mux-track.ts';
import type { PacketReader } from './packet-file.ts';
import { discardEnd, discardedSamples, writeParameters, type EncodedPacket, type EncodedParameters } from './parameters.ts';

/** The unit's track, with what the source says about the stream. */
export const audioTrack = ({ parameters }: PacketReader, stream: Stream, container: string): Track => ({
  source: stream.index, timeBase: parameters.timeBase, runIn: parameters.initialPadding, disposition: stream.disposition,
  metadata: streamMetadata(stream.metadata?.getAll() ?? {}, container), describe: (to) => writeParameters(to, parameters),
});

/** The same beside a picture: containers without times get PCM that is exactly as long. */
export function packetsBeside({ delivery: { container, video }, map }: Pick<Plan, 'delivery' | 'map'>, reader: PacketReader, span: Span): AsyncGenerator<EncodedPacket> {
  const packets = audioPackets(reader, span), { timeBase, channelLayout, bitsPerCodedSample } = reader.parameters;
  if (containerTraits[container].timed) return packets;
  return layToPicture(packets, (channelLayout.nbChannels * bitsPerCodedSample) / 8, rescale(map.frames, { num: video.rate.den, den: video.rate.num }, timeBase));
}

/** The unit's packets on the result's clock; the epoch is rounded to one sample. */
export async function* audioPackets(reader: PacketReader, span: Span): AsyncGenerator<EncodedPacket> {
  const epoch = inTicks(span.epoch.ticks, span, reader.parameters.timeBase);
  for await (const packet of reader.read()) yield trimmed({ ...packet, pts: packet.pts - epoch, dts: packet.pts - epoch }, reader.parameters);
}

/** Codecs with a run-in fill their last packet. MP4 says so by the packet's length, Matroska by the samples to discard: here both. */
function trimmed(packet: EncodedPacket, { frameSize, initialPadding }: EncodedParameters): EncodedPacket {
  if (!initialPadding || !frameSize) return packet;
  const discarded = discardedSamples(packet) || (packet.duration > 0 ? Math.max(0, frameSize - packet.duration) : 0);
  return discarded ? { ...discardEnd(packet, discarded), duration: packet.duration || frameSize - discarded } : packet;
}
