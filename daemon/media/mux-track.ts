// What a track of the result is made of, whoever supplies its packets.
import type { CodecParameters } from 'node-av';
import type { Rational } from '../../shared/time.ts';
import type { EncodedPacket } from './parameters.ts';

export type Track = {
  /** Stream of the source that it comes from. */
  readonly source: number;
  /** Seconds per tick of its packets' times, which are on the result's clock. */
  readonly timeBase: Rational;
  /** Writes its codec parameters onto the new stream. */
  describe(to: CodecParameters): void;
  readonly metadata: Readonly<Record<string, string>>;
  /** FFmpeg's bits. */
  readonly disposition: number;
  /** Frames per second of a picture whose rate is constant or counted by a timecode. */
  readonly frameRate?: Rational;
  readonly sar?: Rational;
  /** Samples of the encoder's run-in before the first real one. */
  readonly runIn?: number;
  /** Presentation times that the container cannot simply round: from ticks of `timeBase` to its own. */
  readonly moved?: ReadonlyMap<number, number>;
  /** All there is of a track without packets: an attached file. */
  readonly attached?: Buffer;
  /** The parts of a packet that stand in the result, where the muxer packs it anew; else all of it stands there as it is. */
  readonly stored?: (data: Buffer) => Iterable<Buffer>;
};

/** A packet on its way into track `track` (its place in the list of tracks). */
export type Moving = { readonly track: number; readonly packet: EncodedPacket };

/** Metadata of a stream without what describes the old file: encoder notes, statistics, old turning and timecode. */
export function streamMetadata(metadata: Readonly<Record<string, string>>, container: string): Record<string, string> {
  const stale = /^(encoder|vendor_id|rotate|timecode|creation_time|duration|bps|number_of_(frames|bytes)|_statistics.*|source_id|id3v2_priv.*|major_brand|minor_version|compatible_brands)(-[a-z]{3})?$/i;
  const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !stale.test(key) && !(container === 'mkv' && key === 'handler_name')));
  // MP4 and MOV call a track's title its name.
  const { name, ...others } = kept;
  return name === undefined ? kept : { title: name, ...others };
}
