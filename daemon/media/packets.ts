// The packets of any streams as they stand in the file, for copying; and the files attached to it.
import {
  AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, AV_PKT_DATA_NEW_EXTRADATA, AV_PKT_DATA_PALETTE, AV_PKT_DATA_SKIP_SAMPLES, AV_PKT_DATA_STRINGS_METADATA,
  AV_PKT_DATA_SUBTITLE_POSITION, AV_PKT_DATA_WEBVTT_IDENTIFIER, AV_PKT_DATA_WEBVTT_SETTINGS, Packet,
} from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Attachment } from '../../shared/media.ts';
import { readPacket, selectStreams } from './demux.ts';
import { openInput, type InputRef } from './open.ts';
import { readParameters, type EncodedPacket, type EncodedParameters } from './parameters.ts';
import { ticks } from './scan.ts';

/** A packet of stream `stream`, with its own copy of the bytes; times in ticks of the stream's own time base, as the file says them. */
export type SourcePacket = EncodedPacket & { readonly stream: number };

/** What belongs to a packet besides its bytes and means something after copying. */
const kept = [
  AV_PKT_DATA_SKIP_SAMPLES, AV_PKT_DATA_NEW_EXTRADATA, AV_PKT_DATA_PALETTE, AV_PKT_DATA_STRINGS_METADATA, AV_PKT_DATA_SUBTITLE_POSITION,
  AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, AV_PKT_DATA_WEBVTT_IDENTIFIER, AV_PKT_DATA_WEBVTT_SETTINGS,
] as const;

/**
 * Packets of `streams` in the file's order. A packet without a presentation time takes its decoding time, without that the end of the packet before.
 * @throws FrameWrightError as `openInput`, `cancelled` when `signal` aborts, input-unreadable when the disk fails.
 */
export async function* readPackets(source: InputRef, streams: readonly number[], signal?: AbortSignal): AsyncGenerator<SourcePacket> {
  if (!streams.length) return;
  const input = await openInput(source);
  const packet = new Packet();
  packet.alloc();
  const ends = new Map<number, number>();
  try {
    selectStreams(input, streams);
    while (await readPacket(input, packet)) {
      if (signal?.aborted) throw new FrameWrightError('cancelled', { job: '' });
      if (!streams.includes(packet.streamIndex)) continue;
      const copy = copyOf(packet, ends.get(packet.streamIndex) ?? 0);
      ends.set(copy.stream, copy.pts + copy.duration);
      yield copy;
    }
  } finally {
    packet.free();
    await input.close();
  }
}

function copyOf(packet: Packet, end: number): SourcePacket {
  const pts = ticks(packet.pts), dts = ticks(packet.dts);
  const sideData = kept.flatMap((type) => { const data = packet.getSideData(type); return data ? [{ type, data: Buffer.from(data) }] : []; });
  return {
    stream: packet.streamIndex, pts: Number.isNaN(pts) ? (Number.isNaN(dts) ? end : dts) : pts, dts: Number.isNaN(dts) ? null : dts,
    duration: Number(packet.duration), flags: packet.flags, data: Buffer.from(packet.data ?? []), sideData,
  };
}

/** Codec parameters of `streams`, by stream number. @throws FrameWrightError as `openInput`, and `internal` for a stream that is not there. */
export async function sourceParameters(source: InputRef, streams: readonly number[]): Promise<Map<number, EncodedParameters>> {
  const input = await openInput(source);
  try {
    return new Map(streams.map((index) => {
      const stream = input.streams[index];
      if (!stream) throw new FrameWrightError('internal', { what: `stream ${index} of ${input.path} was asked for.`, why: `The file has ${input.streams.length}.` });
      return [index, readParameters(stream.codecpar, stream.timeBase)];
    }));
  } finally {
    await input.close();
  }
}

/** The bytes of an attached file or cover. @throws FrameWrightError as `openInput`, and input-unreadable when it is empty. */
export async function readAttachment(source: InputRef, attachment: Attachment): Promise<Buffer> {
  const bytes = attachment.kind === 'cover' ? await coverBytes(source, attachment.index) : await attachedBytes(source, attachment.index);
  if (bytes?.length) return bytes;
  throw new FrameWrightError('input-unreadable', { path: typeof source === 'string' ? source : source.path, why: `The attachment ${attachment.filename ?? attachment.index} is empty.` });
}

/** A cover is its stream's only packet (node-av's own way to it, `attachedPic`, ends the process). */
async function coverBytes(source: InputRef, index: number): Promise<Buffer | null> {
  for await (const packet of readPackets(source, [index])) return packet.data;
  return null;
}

async function attachedBytes(source: InputRef, index: number): Promise<Buffer | null> {
  const input = await openInput(source);
  try {
    const bytes = input.streams[index]?.codecpar.extradata;
    return bytes ? Buffer.from(bytes) : null;
  } finally {
    await input.close();
  }
}
