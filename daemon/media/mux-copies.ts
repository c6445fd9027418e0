// Streams of the source that go into the result as they are, or as rewritten text: one pass over the source, times moved to the result's clock.
import {
  AV_CODEC_ID_MOV_TEXT, AV_CODEC_ID_OPUS, AV_CODEC_ID_SUBRIP, AV_DISPOSITION_DEFAULT, AV_PKT_FLAG_KEY, AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_DATA, AVMEDIA_TYPE_SUBTITLE, AVMEDIA_TYPE_VIDEO, avGetAudioFrameDuration2, avGetCodecName, type Stream,
} from 'node-av';
import type { StreamPlan } from '../../shared/plan.ts';
import { rescale, secondsOf, type Rational } from '../../shared/time.ts';
import { storedPicture, storedText } from './mux-payload.ts';
import { inTicks, type Span } from './mux-range.ts';
import { openRepack } from './mux-repack.ts';
import { streamMetadata, type Moving, type Track } from './mux-track.ts';
import type { InputRef } from './open.ts';
import { readPackets } from './packets.ts';
import { discardedSamples, type EncodedPacket } from './parameters.ts';
import { openRunningClock } from './running-clock.ts';
import { convertSubtitles, type SubtitleConverter, type TextCodec } from './subtitles.ts';

export type Copy = {
  readonly track: Track; readonly stream: number;
  /** Packets of the source become packets of the result. */
  take(packet: EncodedPacket): EncodedPacket[];
  end(): EncodedPacket[];
  /** Frees what it holds; once or more. */
  close(): void;
};

/** Packets are put in order of time within so many, or so many bytes: films interleave within seconds. */
const aheadPackets = 512, aheadBytes = 32 << 20;

/** A stream that is copied, or converted to `plan.becomes`. */
export function openCopy(stream: Stream, plan: StreamPlan, span: Span, container: string): Copy {
  const converter = plan.action === 'convert' ? convertSubtitles(avGetCodecName(stream.codecpar.codecId) ?? '', plan.becomes as TextCodec) : null;
  const timeBase = converter ? milliseconds : timeBaseOf(stream), rising = openRising();
  const move = openShift(stream, span, timeBase), repack = openRepack(stream);
  return {
    stream: stream.index, track: trackOf(stream, plan, timeBase, converter, container),
    take: (packet) => rising((repack ? repack.push(packet) : [packet]).flatMap(move).flatMap((moved) => (converter ? converter.push(moved).map(cuePacket) : [moved]))),
    end: () => rising(converter ? converter.flush().map(cuePacket) : []),
    close: () => repack?.close(),
  };
}

/** Every packet of the copies, nearly in order of time, in bounded memory. @throws FrameWrightError as `readPackets`. */
export async function* copyPackets(source: InputRef, copies: readonly { readonly copy: Copy; readonly track: number }[], signal?: AbortSignal): AsyncGenerator<Moving> {
  const waiting = openWaiting(), byStream = new Map(copies.map((each) => [each.copy.stream, each]));
  for await (const packet of readPackets(source, [...byStream.keys()], signal)) {
    const { copy, track } = byStream.get(packet.stream)!;
    for (const moved of copy.take(packet)) waiting.add(moved, track, copy.track.timeBase);
    while (waiting.full()) yield waiting.shift();
  }
  for (const { copy, track } of copies) for (const moved of copy.end()) waiting.add(moved, track, copy.track.timeBase);
  while (!waiting.empty()) yield waiting.shift();
}

function openWaiting(): { add(packet: EncodedPacket, track: number, timeBase: Rational): void; shift(): Moving; full(): boolean; empty(): boolean } {
  const queue: (Moving & { readonly at: number })[] = [];
  let bytes = 0;
  return {
    add: (packet, track, timeBase) => {
      const at = secondsOf(packet.dts ?? packet.pts, timeBase);
      bytes += packet.data.length;
      queue.splice(queue.findLastIndex((each) => each.at <= at) + 1, 0, { at, track, packet });
    },
    shift: () => {
      const { track, packet } = queue.shift()!;
      bytes -= packet.data.length;
      return { track, packet };
    },
    full: () => queue.length > aheadPackets || bytes > aheadBytes, empty: () => queue.length === 0,
  };
}

const milliseconds: Rational = { num: 1, den: 1000 };
/** Sound is timed in samples whatever the source's container rounds to; the rest as it was. */
const timeBaseOf = (stream: Stream): Rational => (stream.codecpar.codecType === AVMEDIA_TYPE_AUDIO ? { num: 1, den: stream.codecpar.sampleRate } : { num: stream.timeBase.num, den: stream.timeBase.den });

/** Moves a stream's packets to the result's clock and leaves out those outside the span. */
function openShift(stream: Stream, span: Span, timeBase: Rational): (packet: EncodedPacket) => EncodedPacket[] {
  const own = { num: stream.timeBase.num, den: stream.timeBase.den }, epoch = inTicks(span.epoch.ticks, span, own);
  const from = span.from === null ? -Infinity : inTicks(span.from, span, own), to = span.to === null ? Infinity : inTicks(span.to, span, own);
  const cut = stream.codecpar.codecType === AVMEDIA_TYPE_SUBTITLE, pictures = stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO ? openPictureCut(from, to) : null;
  const clock = openRunningClock(span.jumps, own);
  const steady = stream.codecpar.codecType === AVMEDIA_TYPE_AUDIO ? openSteady(stream, timeBase) : null;
  return (source) => {
    const { ticks: pts } = clock(source.pts), packet = { ...source, pts, dts: source.dts === null ? null : source.dts + pts - source.pts };
    if (pictures ? !pictures(packet) : packet.pts >= to || packet.pts + Math.max(packet.duration, 1) <= from) return [];
    const start = cut ? Math.max(packet.pts, from) : packet.pts;
    const duration = cut && packet.duration > 0 ? Math.min(packet.pts + packet.duration, to) - start : packet.duration;
    const moved = { ...packet, pts: rescale(start - epoch, own, timeBase), dts: packet.dts === null ? null : rescale(packet.dts - epoch, own, timeBase), duration: rescale(duration, own, timeBase) };
    return [steady ? steady(moved) : { ...moved, dts: cut ? moved.pts : moved.dts }];
  };
}

/** A further picture begins at its first key frame in the range, without the pictures that lean on earlier ones; it ends where the range is decoded. */
function openPictureCut(from: number, to: number): (packet: EncodedPacket) => boolean {
  let begin = NaN;
  return (packet) => {
    if (Number.isNaN(begin) && (from === -Infinity || (packet.pts >= from && packet.flags & AV_PKT_FLAG_KEY))) begin = from === -Infinity ? from : packet.pts;
    return packet.pts >= begin && (packet.dts ?? packet.pts) < to;
  };
}

/**
 * Sound in samples: the container's rounding is taken out, packets follow on by their length as long as the clock agrees to one and a half of its
 * ticks, and the encoder's run-in before the first sample is counted exactly.
 */
function openSteady(stream: Stream, timeBase: Rational): (packet: EncodedPacket) => EncodedPacket {
  const own = { num: stream.timeBase.num, den: stream.timeBase.den }, exact = own.num * timeBase.den === own.den * timeBase.num;
  const tolerance = exact ? 0 : Math.ceil((1.5 * own.num * timeBase.den) / (own.den * timeBase.num));
  const runIn = stream.codecpar.initialPadding, rounded = rescale(rescale(runIn, timeBase, own), own, timeBase);
  let next = NaN;
  return (packet) => {
    const clock = Number.isNaN(next) ? packet.pts + rounded - runIn : packet.pts;
    const pts = Math.abs(clock - next) <= tolerance ? next : clock;
    const coded = codedSamples(stream, packet.data);
    const duration = (exact && packet.duration) || (coded ? coded - discardedSamples(packet) : packet.duration);
    next = pts + duration;
    return { ...packet, pts, dts: pts, duration };
  };
}

/** Samples that a packet decodes to, where its codec tells; 0 where not. */
function codedSamples({ codecpar }: Stream, data: Buffer): number {
  return codecpar.codecId === AV_CODEC_ID_OPUS ? opusSamples(data) : avGetAudioFrameDuration2(codecpar, data.length);
}

/** Samples at 48 kHz of an Opus packet, by its first two bytes (RFC 6716 §3.1 and §3.2). */
function opusSamples(data: Buffer): number {
  if (!data.length) return 0;
  const configuration = data[0]! >> 3, code = data[0]! & 3;
  const milliseconds = configuration < 12 ? [10, 20, 40, 60][configuration % 4]! : configuration < 16 ? [10, 20][configuration % 2]! : [2.5, 5, 10, 20][configuration % 4]!;
  return milliseconds * 48 * (code === 0 ? 1 : code === 3 ? (data[1] ?? 0) & 63 : 2);
}

/** Decoding times that fall back, as damaged recordings have them, would be refused; they are moved up by as little as possible. */
function openRising(): (packets: readonly EncodedPacket[]) => EncodedPacket[] {
  let last = -Infinity;
  return (packets) => packets.map((packet) => {
    const dts = Math.max(packet.dts ?? packet.pts, last + 1);
    last = dts;
    return { ...packet, dts, pts: Math.max(packet.pts, dts) };
  });
}

const cuePacket = (cue: { pts: number; duration: number; data: Buffer }): EncodedPacket => ({ ...cue, dts: cue.pts, flags: AV_PKT_FLAG_KEY, sideData: [] });

function trackOf(stream: Stream, plan: StreamPlan, timeBase: Rational, converter: SubtitleConverter | null, container: string): Track {
  const { codecpar } = stream, picture = codecpar.codecType === AVMEDIA_TYPE_VIDEO;
  const { num, den } = stream.sampleAspectRatio, rate = stream.avgFrameRate;
  return {
    // The restored picture is the one to be shown.
    source: stream.index, timeBase, disposition: picture ? stream.disposition & ~AV_DISPOSITION_DEFAULT : stream.disposition, runIn: picture ? undefined : codecpar.initialPadding,
    stored: plan.becomes === 'mov_text' ? storedText : picture ? storedPicture(plan.becomes, codecpar.extradata) : undefined, metadata: streamMetadata(stream.metadata?.getAll() ?? {}, container),
    ...(picture && num > 0 ? { sar: { num, den } } : {}), ...(picture && rate.num > 0 ? { frameRate: { num: rate.num, den: rate.den } } : {}),
    describe: (to) => {
      if (!converter) {
        codecpar.copy(to);
        // Data has no other name than its tag.
        if (codecpar.codecType !== AVMEDIA_TYPE_DATA) to.codecTag = 0;
        return;
      }
      to.codecType = AVMEDIA_TYPE_SUBTITLE;
      to.codecId = plan.becomes === 'mov_text' ? AV_CODEC_ID_MOV_TEXT : AV_CODEC_ID_SUBRIP;
      if (converter.extradata) to.extradata = converter.extradata;
    },
  };
}
