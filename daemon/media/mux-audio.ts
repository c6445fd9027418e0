// An encoded audio unit as a track of the result.
import type { Stream } from 'node-av';
import { inTicks, type Span } from './mux-range.ts';
import { streamMetadata, type Track } from './mux-track.ts';
import type { PacketReader } from './packet-file.ts';
import { writeParameters, type EncodedPacket } from './parameters.ts';

/** The unit's track, with what the source says about the stream. */
export const audioTrack = ({ parameters }: PacketReader, stream: Stream, container: string): Track => ({
  source: stream.index, timeBase: parameters.timeBase, disposition: stream.disposition, copied: false,
  metadata: streamMetadata(stream.metadata?.getAll() ?? {}, container), describe: (to) => writeParameters(to, parameters),
});

/** The unit's packets on the result's clock; the epoch is rounded to one sample. */
export async function* audioPackets(reader: PacketReader, span: Span): AsyncGenerator<EncodedPacket> {
  const epoch = inTicks(span.epoch.ticks, span, reader.parameters.timeBase);
  for await (const packet of reader.read()) yield { ...packet, pts: packet.pts - epoch, dts: packet.pts - epoch };
}
