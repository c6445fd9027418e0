// Putting a sound file together: restored and copied tracks, covers, tags and chapters. Equal input gives equal bytes.
import { writeFile } from 'node:fs/promises';
import type { Stream } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { SoundPlan, StreamPlan } from '../../shared/plan.ts';
import { rescale } from '../../shared/time.ts';
import { shiftChapters } from './chapters.ts';
import { containerTraits } from './containers.ts';
import { writeFailure } from './disk.ts';
import { toldTracks, withLanguages } from './languages.ts';
import { attachmentOf } from './mux-attachments.ts';
import { audioPackets, audioTrack } from './mux-audio.ts';
import { copyPackets, openCopy, type Copy } from './mux-copies.ts';
import { finishFile } from './mux-finish.ts';
import { mergeLanes, openLane } from './mux-merge.ts';
import { movieTimescale } from './mux-options.ts';
import { openOutput, type Output } from './mux-output.ts';
import { openPayloadHashes } from './mux-payload.ts';
import { anySpanOf, spanInNanoseconds, type Span } from './mux-range.ts';
import type { Moving, Track } from './mux-track.ts';
import type { SidecarFile } from './mux-beside.ts';
import type { Muxed } from './mux.ts';
import { openInput, type Input } from './open.ts';
import { openPacketFile } from './packet-file.ts';
import { readAttachment } from './packets.ts';
import type { EncodedPacket } from './parameters.ts';
import { pictureComment } from './vorbis-picture.ts';
import { copyWavChunks } from './wav-chunks.ts';

export type SoundMuxRequest = {
  readonly plan: SoundPlan;
  /** Packet files of the encoded tracks, by their index in the source. */
  readonly audioUnits: Readonly<Record<number, string>>;
  /** The temporary file to write; files that go beside it are written under this name and an ending of their own. */
  readonly into: string;
  readonly signal?: AbortSignal;
  /** 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
};

type Lane = AsyncGenerator<Moving>;
type Parts = { readonly tracks: Track[]; readonly lanes: Lane[]; readonly copies: { readonly copy: Copy; readonly track: number }[]; readonly comments: Record<string, string> };

/** `samples`: length of each track by its stream in the source, without the encoder's run-in. */
export type MuxedSound = Muxed & { readonly samples: Readonly<Record<number, number>> };

/** @throws FrameWrightError `disk-full`, `output-unwritable`, `verify-failed` (a damaged unit), `cancelled`, `internal`. */
export async function muxSound(request: SoundMuxRequest): Promise<MuxedSound> {
  const { plan, into } = request, { media, delivery } = plan, span = anySpanOf(plan, null), traits = containerTraits[delivery.container];
  await using closing = new AsyncDisposableStack();
  const input = await openInput(media);
  closing.defer(() => input.close());
  const parts = await gather(request, span, input, closing);
  if (parts.copies.length) parts.lanes.push(copyPackets(media, parts.copies, request.signal));
  closing.defer(async () => { for (const lane of parts.lanes) await lane.return(undefined); });
  const metadata = { ...keepsOwnChunks(plan) ? {} : delivery.metadata, ...parts.comments };
  const tracks = withLanguages(parts.tracks, media).map((track) => (delivery.container === 'ogg' ? { ...track, metadata: { ...track.metadata, ...metadata } } : track));
  const output = await openOutput({ path: into, muxer: delivery.muxer, options: { ...delivery.muxerOptions, ...(traits.iso ? isoOptions(tracks) : {}) }, metadata, tracks: toldTracks(tracks, delivery.container) });
  const { streamHashes, samples } = await pump(request, tracks, parts.lanes, output);
  await finish(request, span, tracks);
  return { samples, sidecarFiles: await writeCovers(plan, into), captions: [], streamHashes, streams: tracks.map((track, result) => ({ source: track.source, result })) };
}

/** A WAV that stays one takes all its chunks along as they are, tags among them. */
const keepsOwnChunks = ({ media, delivery }: SoundPlan): boolean => media.container === 'wav' && delivery.container === 'wav';

/** Edit lists place tracks to the sample. */
const isoOptions = (tracks: readonly Track[]): Record<string, string> => ({ movflags: '0', use_editlist: '1', write_tmcd: '0', movie_timescale: `${movieTimescale(tracks)}` });

async function gather({ plan, audioUnits }: SoundMuxRequest, span: Span, input: Input, closing: AsyncDisposableStack): Promise<Parts> {
  const parts: Parts = { tracks: [], lanes: [], copies: [], comments: {} }, { media, delivery: { container } } = plan;
  const add = (track: Track, packets?: AsyncIterable<EncodedPacket>): void => {
    if (packets) parts.lanes.push(inTrack(parts.tracks.length, packets));
    parts.tracks.push(track);
  };
  for (const each of plan.streams) {
    const stream = input.streams[each.index];
    if (!stream) throw new FrameWrightError('input-changed', { path: input.path, why: `It has no stream ${each.index} any more.` });
    const attachment = media.attachments.find(({ index }) => index === each.index);
    if (each.action === 'encode') {
      const reader = await openPacketFile(audioUnits[each.index] ?? missing(each));
      closing.defer(() => reader.close());
      add(audioTrack(reader, stream, container), audioPackets(reader, span));
    } else if (each.action === 'copy' && attachment && container === 'ogg') {
      Object.assign(parts.comments, { METADATA_BLOCK_PICTURE: pictureComment(await readAttachment(media, attachment), attachment.codec) });
    } else if (each.action === 'copy' && attachment) {
      const { track, packet } = await attachmentOf(media, stream, attachment, containerTraits[container].muxer === 'matroska' ? 'mkv' : container);
      add(track, packet ? once(packet) : undefined);
    } else if (each.action === 'copy' || each.action === 'convert') {
      const copy = openCopy(stream, each, span, container);
      closing.defer(() => copy.close());
      parts.copies.push({ copy, track: parts.tracks.length });
      add(withRunIn(copy.track, stream, input));
    }
  }
  return parts;
}

/** MP3 files say how long the encoder's run-in is, which FFmpeg reads as where the sound starts and not as the codec's delay. */
function withRunIn(track: Track, stream: Stream, input: Input): Track {
  const runIn = input.container === 'mp3' && stream.startTime > 0n ? rescale(Number(stream.startTime), stream.timeBase, { num: 1, den: stream.codecpar.sampleRate }) : 0;
  return runIn === 0 ? track : { ...track, runIn, describe: (to) => { track.describe(to); to.initialPadding = runIn; } };
}

async function pump({ plan, signal, onProgress }: SoundMuxRequest, tracks: readonly Track[], packets: readonly Lane[], output: Output): Promise<Pick<MuxedSound, 'streamHashes' | 'samples'>> {
  const hashes = openPayloadHashes(tracks), lanes = await Promise.all(packets.map(openLane)), seconds = (plan.clip.out - plan.clip.in) * plan.map.timeBase.num / plan.map.timeBase.den;
  const samples: Record<number, number> = Object.fromEntries(tracks.flatMap(({ source, runIn }) => (runIn === undefined ? [] : [[source, -runIn]])));
  let count = 0;
  try {
    for await (const moving of mergeLanes(lanes, tracks)) {
      if (signal?.aborted) throw new FrameWrightError('cancelled', { job: '' });
      hashes.add(moving);
      await output.write(moving);
      const { source, timeBase: { num, den } } = tracks[moving.track]!;
      if (source in samples) samples[source]! += moving.packet.duration;
      if (++count % 256 === 0) onProgress?.(Math.min(1, (moving.packet.pts * num) / den / Math.max(seconds, 0.001)));
    }
  } catch (error) {
    await output.abandon();
    throw error;
  }
  await output.finish();
  onProgress?.(1);
  return { streamHashes: hashes.bySource(), samples };
}

async function finish({ plan, into }: SoundMuxRequest, span: Span, tracks: readonly Track[]): Promise<void> {
  const { delivery, media, clip } = plan, { epochNs, fromNs, toNs } = spanInNanoseconds(span);
  const chapters = delivery.chapters === 'none' ? [] : shiftChapters(media.chapters, epochNs, fromNs, toNs);
  const end = { chapters, runIns: tracks.map((track) => track.runIn ?? 0), range: 'unspecified' as const, languages: tracks.map((track) => track.metadata['language']) };
  try {
    await finishFile(into, { container: delivery.container, ...end });
    if (keepsOwnChunks(plan)) await copyWavChunks(media.path, into, { samples: clip.in, whole: span.from === null && span.to === null });
  } catch (error) {
    throw await writeFailure(error, into);
  }
}

/** Covers that the file cannot hold, each as a file of its own. */
async function writeCovers({ media, streams }: SoundPlan, into: string): Promise<SidecarFile[]> {
  const files: SidecarFile[] = [];
  for (const { index, becomes } of streams.filter(({ action }) => action === 'sidecar')) {
    const path = `${into}.${becomes}`;
    await writeFile(path, await readAttachment(media, media.attachments.find((each) => each.index === index)!), { flush: true });
    files.push({ path, suffix: `.${becomes}`, streams: [index], packed: false });
  }
  return files;
}

async function* inTrack(track: number, packets: AsyncIterable<EncodedPacket>): Lane {
  for await (const packet of packets) yield { track, packet };
}

async function* once(packet: EncodedPacket): AsyncGenerator<EncodedPacket> {
  yield packet;
}

const missing = (stream: StreamPlan): never => { throw new FrameWrightError('internal', { what: 'an encoded audio track is missing', why: `stream ${stream.index}` }); };
