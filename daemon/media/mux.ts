// Putting the result together: restored picture, restored and copied sound, subtitles, attachments, chapters. Equal input gives equal bytes.
import { AV_DISPOSITION_ATTACHED_PIC, AV_DISPOSITION_DEFAULT } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex } from '../../shared/media.ts';
import type { Plan, StreamPlan } from '../../shared/plan.ts';
import { shiftChapters } from './chapters.ts';
import { containerTraits } from './containers.ts';
import { writeFailure } from './disk.ts';
import { toldTracks, withLanguages } from './languages.ts';
import { attachmentOf } from './mux-attachments.ts';
import { audioTrack, packetsBeside } from './mux-audio.ts';
import { writeBeside, type CaptionTrack, type SidecarFile } from './mux-beside.ts';
import { openPictureCaptions, type PictureCaptions } from './mux-captions.ts';
import { copyPackets, openCopy, type Copy } from './mux-copies.ts';
import { finishFile } from './mux-finish.ts';
import { mergeLanes, openLane, type Lane } from './mux-merge.ts';
import { muxerOptions } from './mux-options.ts';
import { openOutput, writeAll, type Output } from './mux-output.ts';
import { openPayloadHashes } from './mux-payload.ts';
import { spanInNanoseconds, spanOf, type Span } from './mux-range.ts';
import type { Moving, Track } from './mux-track.ts';
import { openVideoUnits, videoPackets, videoTrack } from './mux-video.ts';
import { openInput, type Input, type InputRef } from './open.ts';
import { openPacketFile } from './packet-file.ts';
import type { EncodedPacket } from './parameters.ts';

export type MuxRequest = {
  readonly plan: Plan; readonly index: FrameIndex;
  /** The source that streams are copied from. */
  readonly source: InputRef;
  /** Packet files of all segments, in order; and of each encoded audio stream, by its index in the source. */
  readonly videoUnits: readonly string[]; readonly audioUnits: Readonly<Record<number, string>>;
  /** Times of pictures that the container cannot simply round: from ticks of the map to its own. */
  readonly moved: ReadonlyMap<number, number>;
  /** The temporary file to write; sidecar files are written beside it under this name and an ending of their own. */
  readonly into: string;
  readonly signal?: AbortSignal;
  /** 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
};

export type Muxed = {
  readonly sidecarFiles: readonly SidecarFile[];
  /** Captions that the result cannot hold; no file is written of them here. */
  readonly captions: readonly CaptionTrack[];
  /** Of every stream that has packets, by its index in the source: SHA-256 over its payloads as they stand in the result or in its file beside it. */
  readonly streamHashes: Readonly<Record<number, string>>;
  /** Which stream of the source became which of the result. */
  readonly streams: readonly { readonly source: number; readonly result: number }[];
};

/**
 * Writes the result and its sidecar files. Nothing is kept of an attempt that fails but the unfinished files.
 * @throws FrameWrightError `disk-full`, `output-unwritable`, `verify-failed` (a damaged unit), `cancelled`, `internal`.
 */
export const mux = (request: MuxRequest): Promise<Muxed> => muxTracks(request, true);

/** The same of everything but the restored picture, where `withPicture` is false: then the tracks of the result are those of a file beside it. */
export async function muxTracks(request: MuxRequest, withPicture: boolean): Promise<Muxed> {
  const { plan, index } = request, span = spanOf(plan, index);
  await using closing = new AsyncDisposableStack();
  const input = await openInput(request.source);
  closing.defer(() => input.close());
  const parts = await gather(request, span, input, closing, withPicture);
  closing.defer(async () => { for (const each of parts.packets) await each.return(undefined); });
  const lanes = await openLanes(parts);
  const output = await openOutput({ path: request.into, muxer: plan.delivery.muxer, options: muxerOptions(plan, parts.tracks), metadata: plan.delivery.metadata, tracks: toldTracks(parts.tracks, plan.delivery.container), interleaves: !containerTraits[plan.delivery.container].timed });
  const pictures = openPictureCaptions(plan.map.timeBase);
  const streamHashes = await pump(request, parts.tracks, lanes, output, pictures);
  await finish(request, span, parts.tracks);
  const beside = await writeBeside({ ...request, span });
  return { sidecarFiles: beside.files, captions: [pictures.track(), ...beside.captions], streamHashes: { ...streamHashes, ...beside.hashes }, streams: placesOf(parts.tracks, plan) };
}

/** Which stream of the result each track is read as: in ISO files covers are no tracks and come last, behind the timecode's. */
function placesOf(tracks: readonly Track[], { delivery }: Plan): Muxed['streams'] {
  const late = ({ disposition }: Track): boolean => containerTraits[delivery.container].iso && (disposition & AV_DISPOSITION_ATTACHED_PIC) !== 0;
  const ordered = [...tracks.filter((track) => !late(track)), ...(delivery.timecode && containerTraits[delivery.container].iso ? [null] : []), ...tracks.filter(late)];
  return ordered.flatMap((track, result) => (track ? [{ source: track.source, result }] : []));
}

type Parts = { readonly tracks: readonly Track[]; readonly packets: readonly AsyncGenerator<Moving>[]; readonly copies: readonly { readonly copy: Copy; readonly track: number }[] };

/** Every track of the result in order, with where its packets come from. */
async function gather({ plan, source, videoUnits, audioUnits, moved, signal }: MuxRequest, span: Span, input: Input, closing: AsyncDisposableStack, withPicture: boolean): Promise<Parts> {
  const tracks: Track[] = [], copies: { copy: Copy; track: number }[] = [], packets: AsyncGenerator<Moving>[] = [];
  if (withPicture) {
    const units = await openVideoUnits(videoUnits, plan);
    closing.defer(async () => { for (const reader of units.readers) await reader.close(); });
    packets.push(inTrack(0, videoPackets(units, plan)));
    tracks.push({ ...videoTrack(units, plan), moved });
  }
  for (const each of plan.streams) {
    const stream = input.streams[each.index];
    if (!stream) throw new FrameWrightError('input-changed', { path: input.path, why: `It has no stream ${each.index} any more.` });
    if (each.action === 'encode' && each.type === 'audio') {
      const reader = await openPacketFile(audioUnits[each.index] ?? missing(each));
      closing.defer(() => reader.close());
      packets.push(inTrack(tracks.length, packetsBeside(plan, reader, span)));
      tracks.push(audioTrack(reader, stream, plan.delivery.container));
    } else if (each.type === 'attachment' && each.action === 'copy') {
      const { track, packet } = await attachmentOf(source, stream, plan.media.attachments.find(({ index: of }) => of === each.index)!, plan.delivery.container);
      if (packet) packets.push(inTrack(tracks.length, once(packet)));
      tracks.push(track);
    } else if (each.action === 'copy' || each.action === 'convert') {
      const copy = openCopy(stream, each, span, plan.delivery.container);
      closing.defer(() => copy.close());
      copies.push({ copy, track: tracks.length });
      tracks.push(copy.track);
    }
  }
  return { tracks: withLanguages(tracks, plan.media), packets: [...packets, copyPackets(source, copies, signal)], copies };
}

async function openLanes({ packets }: Parts): Promise<Lane[]> {
  const lanes: Lane[] = [];
  for (const each of packets) lanes.push(await openLane(each));
  return lanes;
}

/** Writes everything and returns the payloads' hashes. */
async function pump({ plan, signal, onProgress }: MuxRequest, tracks: readonly Track[], lanes: readonly Lane[], output: Output, pictures: PictureCaptions): Promise<Record<number, string>> {
  const hashes = openPayloadHashes(tracks);
  let frames = 0;
  await writeAll(mergeLanes(lanes, tracks), output, (moving) => {
    if (signal?.aborted) throw new FrameWrightError('cancelled', { job: '' });
    hashes.add(moving);
    const isPicture = tracks[moving.track]!.source === plan.media.video.index;
    if (isPicture) pictures.add(moving.packet);
    if (isPicture && ++frames % 64 === 0) onProgress?.(frames / plan.map.frames);
  });
  onProgress?.(1);
  return hashes.bySource();
}

async function finish({ plan, into }: MuxRequest, span: Span, tracks: readonly Track[]): Promise<void> {
  const { epochNs, fromNs, toNs } = spanInNanoseconds(span), { delivery, media, result } = plan;
  const chapters = delivery.chapters === 'none' ? [] : shiftChapters(media.chapters, epochNs, fromNs, toNs);
  await finishFile(into, { container: delivery.container, chapters, runIns: tracks.map((track) => track.runIn ?? 0), range: result.colour.range, languages: tracks.map((track) => track.metadata['language']), tags: delivery.metadata, shown: tracks.map((track) => (track.disposition & AV_DISPOSITION_DEFAULT) !== 0) })
    .catch(async (error: unknown) => { throw await writeFailure(error, into); });
}

async function* inTrack(track: number, packets: AsyncIterable<EncodedPacket>): AsyncGenerator<Moving> {
  for await (const packet of packets) yield { track, packet };
}

async function* once(packet: EncodedPacket): AsyncGenerator<EncodedPacket> {
  yield packet;
}

const missing = (stream: StreamPlan): never => { throw new FrameWrightError('internal', { what: 'an encoded audio track is missing', why: `stream ${stream.index}` }); };
