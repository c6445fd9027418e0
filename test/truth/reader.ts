// A second pair of eyes: files read by FFmpeg in the plainest way, from the first packet to the last, through none of the product's code.
import { createHash, type Hash } from 'node:crypto';
import {
  AV_DISPOSITION_ATTACHED_PIC, AV_NOPTS_VALUE, AV_PKT_DATA_SKIP_SAMPLES, AV_PKT_FLAG_DISCARD, AVERROR_EAGAIN, AVERROR_EOF, AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_SUBTITLE, AVMEDIA_TYPE_VIDEO,
  Codec, CodecContext, FFmpegError, FormatContext, Frame, Packet, avGetCodecName, avGetPixFmtName, type Stream,
} from 'node-av';

/** Seconds are exact quotients of the file's own ticks. */
export type Track = {
  readonly index: number; readonly kind: 'audio' | 'subtitle' | 'data'; readonly codec: string; readonly language: string;
  /** SHA-256 over all packet payloads, and how many there are. */
  readonly sha256: string; readonly packets: number;
  /** Seconds at which the first sample is heard or the first packet shown, without run-in; NaN when the file does not say. */
  readonly start: number;
  /** Seconds by which its times are counted. */
  readonly tick: number;
};

export type Tags = { readonly range: number; readonly matrix: number; readonly primaries: number; readonly transfer: number; readonly chroma: number; readonly sar: string; readonly field: string };

export type Reading = {
  readonly frames: number;
  /** Seconds of each decoded frame, in the order of showing. */
  readonly times: readonly number[];
  readonly tick: number; readonly width: number; readonly height: number; readonly pixel: string; readonly codec: string; readonly tags: Tags;
  readonly tracks: readonly Track[];
  /** Decoder errors met on the way. */
  readonly errors: number;
  /** Of the film; empty without one. */
  readonly title: string;
};

type Sound = { readonly stream: Stream; readonly hash: Hash; packets: number; start: number };

/** Reads a file whole and decodes its first video stream; a sound file has no frames. @throws FFmpegError when the file does not open, Error when there is no decoder. */
export async function readWhole(path: string): Promise<Reading> {
  const input = new FormatContext();
  input.allocContext();
  FFmpegError.throwIfError(await input.openInput(`file:${path}`, null, null), `open ${path}`);
  FFmpegError.throwIfError(await input.findStreamInfo(), `read ${path}`);
  const video = input.streams.find((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO && !(stream.disposition & AV_DISPOSITION_ATTACHED_PIC));
  const sounds = new Map(input.streams.filter((stream) => stream !== video && !(stream.disposition & AV_DISPOSITION_ATTACHED_PIC)).map((stream): [number, Sound] => [stream.index, { stream, hash: createHash('sha256'), packets: 0, start: NaN }]));
  const decoder = video ? await openDecoder(video) : null;
  const seen: Seen = { times: [], first: null, errors: 0 };
  const packet = new Packet();
  packet.alloc();
  for (;;) {
    packet.unref();
    const code = await input.readFrame(packet);
    if (code === AVERROR_EOF) break;
    if (code < 0) { seen.errors++; break; }
    if (decoder && packet.streamIndex === video?.index) await decode(decoder, packet, video, seen);
    else note(sounds.get(packet.streamIndex), packet);
  }
  if (decoder && video) await decode(decoder, null, video, seen);
  const reading = { ...describe(video, seen, sounds), title: titleOf(input) };
  packet.free();
  seen.first?.free();
  decoder?.freeContext();
  await input.closeInput();
  return reading;
}

const titleOf = (input: FormatContext): string => Object.entries(input.metadata?.getAll() ?? {}).find(([key]) => key.toLowerCase() === 'title')?.[1] ?? '';

async function openDecoder(stream: Stream): Promise<CodecContext> {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (!codec) throw new Error(`no decoder for ${avGetCodecName(stream.codecpar.codecId)}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(stream.codecpar);
  context.threadCount = 1;
  context.pktTimebase = stream.timeBase;
  FFmpegError.throwIfError(await context.open2(codec, null), 'open decoder');
  return context;
}

type Seen = { readonly times: number[]; first: Frame | null; errors: number };

async function decode(decoder: CodecContext, packet: Packet | null, { timeBase }: Stream, seen: Seen): Promise<void> {
  if (await decoder.sendPacket(packet) < 0 && packet) seen.errors++;
  for (;;) {
    const frame = new Frame();
    frame.alloc();
    const code = await decoder.receiveFrame(frame);
    if (code < 0) {
      frame.free();
      if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return;
      seen.errors++;
      return;
    }
    const at = frame.bestEffortTimestamp;
    seen.times.push(at === AV_NOPTS_VALUE ? NaN : (Number(at) * timeBase.num) / timeBase.den);
    if (seen.first) frame.free();
    else seen.first = frame;
  }
}

function note(sound: Sound | undefined, packet: Packet): void {
  if (!sound) return;
  sound.hash.update(packet.data ?? Buffer.alloc(0));
  sound.packets++;
  // The first four bytes say how many samples from the packet's start are only the codec's run-in; it may span packets that are left out whole.
  const runIn = packet.getSideData(AV_PKT_DATA_SKIP_SAMPLES), skipped = runIn?.readUInt32LE(0) ?? 0;
  if (!Number.isNaN(sound.start) || packet.pts === AV_NOPTS_VALUE || (packet.flags & AV_PKT_FLAG_DISCARD && !runIn)) return;
  const { timeBase: { num, den }, codecpar: { sampleRate } } = sound.stream;
  sound.start = (Number(packet.pts) * num) / den + (sampleRate > 0 ? skipped / sampleRate : 0);
}

// AV_FRAME_FLAG_INTERLACED and AV_FRAME_FLAG_TOP_FIELD_FIRST
const fieldOf = (frame: Frame): string => (frame.flags & 8 ? (frame.flags & 16 ? 'tff' : 'bff') : 'progressive');

/** Code 2 of ITU-T H.273 is "unspecified". */
const known = (first = 2, second = 2): number => (first === 2 ? second : first);

function describe(video: Stream | undefined, seen: Seen, sounds: ReadonlyMap<number, Sound>): Omit<Reading, 'title'> {
  const frame = seen.first;
  const par = video?.codecpar;
  // Where container and picture contradict each other, players follow the container.
  const sar = [video?.sampleAspectRatio, par?.sampleAspectRatio, frame?.sampleAspectRatio].find((one) => one && one.num > 0) ?? { num: 1, den: 1 };
  return {
    frames: seen.times.length, times: seen.times, tick: video ? video.timeBase.num / video.timeBase.den : 0, width: frame?.width ?? 0, height: frame?.height ?? 0,
    pixel: frame ? avGetPixFmtName(frame.format as never) ?? '' : '', codec: par ? avGetCodecName(par.codecId) ?? '' : '',
    tags: {
      range: par?.colorRange || (frame?.colorRange ?? 0), matrix: known(par?.colorSpace, frame?.colorSpace), primaries: known(par?.colorPrimaries, frame?.colorPrimaries),
      transfer: known(par?.colorTrc, frame?.colorTrc), chroma: par?.chromaLocation || (frame?.chromaLocation ?? 0), sar: `${sar.num}:${sar.den}`, field: frame ? fieldOf(frame) : 'progressive',
    },
    tracks: [...sounds.values()].map(({ stream, hash, packets, start }) => ({
      index: stream.index, kind: stream.codecpar.codecType === AVMEDIA_TYPE_AUDIO ? 'audio' : stream.codecpar.codecType === AVMEDIA_TYPE_SUBTITLE ? 'subtitle' : 'data',
      codec: avGetCodecName(stream.codecpar.codecId) ?? '', language: stream.metadata?.get('language') ?? 'und', sha256: hash.digest('hex'), packets, start, tick: stream.timeBase.num / stream.timeBase.den,
    })),
    errors: seen.errors,
  };
}
