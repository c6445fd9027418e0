// Sound of one track as unbroken frames: gaps in the file are filled with silence, changes of format are brought to the first one's, and the range
// is cut to the sample.
import {
  AV_NOPTS_VALUE, AVERROR_EAGAIN, AVERROR_EOF, AVSEEK_FLAG_BACKWARD, avGetCodecName, Codec, CodecContext, Frame, Packet, Rational as AVRational,
} from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AudioStream } from '../../shared/media.ts';
import { rescale, type Rational } from '../../shared/time.ts';
import { openLevel, untimed, withoutHead } from './audio-level.ts';
import { readPacket, selectStreams } from './demux.ts';
import { openInput, type Input, type InputRef } from './open.ts';
import { openRunningClock, type Jump } from './running-clock.ts';

export type AudioRange = {
  readonly source: InputRef; readonly stream: AudioStream; readonly from: Rational | null; readonly to: Rational | null;
  /** Where the source's clock was set anew. */
  readonly jumps?: readonly Jump[];
  /** Told of every packet that the decoder refuses and of every gap, by its time in the file, milliseconds; silence stands in its place. */
  readonly onDamage?: (milliseconds: number) => void;
};
/** `at` is the place of the frame's first sample on the source's clock, in samples of the stream's rate. The caller frees the frame. */
export type AudioBlock = { readonly frame: Frame; readonly at: number };

/** Seconds decoded before a range so that the codec has settled, and the least distance for which jumping there pays. */
const settleSeconds = 2, jumpSeconds = 20;

/** The wanted samples of a track in order. @throws FrameWrightError `input-codec`, `input-unreadable`. */
export async function* readAudio({ source, stream, from, to, jumps = [], onDamage = () => {} }: AudioRange): AsyncGenerator<AudioBlock> {
  const first = from ? samplesIn(from, stream) : -Infinity, end = to ? samplesIn(to, stream) : Infinity;
  const input = await openInput(source);
  const decoder = await openAudioCodec(input, stream);
  let refused = false;
  const damaged = (milliseconds: number): void => { refused = true; onDamage(milliseconds); };
  // A refused packet has been told of already.
  const level = openLevel(stream, (at) => { if (!refused) onDamage(rescale(at, { num: 1, den: stream.sampleRate }, { num: 1, den: 1000 })); });
  try {
    selectStreams(input, [stream.index]);
    if (first > jumpSeconds * stream.sampleRate && !jumps.length) await jump(input, stream, first - settleSeconds * stream.sampleRate);
    const clock = openRunningClock(jumps, stream.timeBase);
    for await (const frame of decodeAll(input, decoder, stream, damaged)) {
      const { ticks, jumped } = frame.pts === untimed ? { ticks: untimed, jumped: false } : clock(Number(frame.pts));
      frame.pts = BigInt(ticks);
      const past = frame.pts !== untimed && rescale(Number(frame.pts), stream.timeBase, { num: 1, den: stream.sampleRate }) >= end;
      for await (const ready of level.push(frame, jumped)) yield* cut(ready, first, end);
      refused = false;
      if (past) break;
    }
    for await (const ready of level.finish()) yield* cut(ready, first, end);
  } finally {
    level.close();
    decoder.freeContext();
    await input.close();
  }
}

const samplesIn = (seconds: Rational, stream: AudioStream): number => rescale(seconds.num, { num: 1, den: seconds.den }, { num: 1, den: stream.sampleRate });

/** A frame cut to `[first, end)` by moving through a graph only where a bound falls inside it. */
async function* cut(frame: Frame, first: number, end: number): AsyncGenerator<AudioBlock> {
  const at = Number(frame.pts), count = frame.nbSamples;
  const head = Math.min(count, Math.max(0, first - at)), tail = Math.min(count, Math.max(0, at + count - end));
  if (head + tail >= count) return frame.free();
  if (tail) frame.nbSamples = count - tail;
  if (!head) return yield { frame, at };
  const kept = await withoutHead(frame, head);
  if (kept) yield { frame: kept, at: at + head };
}

async function* decodeAll(input: Input, decoder: CodecContext, { index, timeBase }: AudioStream, onDamage: (milliseconds: number) => void): AsyncGenerator<Frame> {
  const packet = new Packet();
  packet.alloc();
  try {
    for (let more = true; more;) {
      more = await readPacket(input, packet);
      // Streams that are not wanted still give what was read while the file was opened.
      if (more && packet.streamIndex !== index) continue;
      // A packet that the decoder refuses leaves a gap, which is filled with silence by the clock.
      const sent = await decoder.sendPacket(more ? packet : null);
      let refused = sent < 0 && sent !== AVERROR_EOF;
      yield* receive(decoder, () => { refused = true; });
      if (refused && more) onDamage(packet.pts === AV_NOPTS_VALUE ? -1 : rescale(Number(packet.pts), timeBase, { num: 1, den: 1000 }));
    }
  } finally {
    packet.free();
  }
}

async function* receive(decoder: CodecContext, onRefusal: () => void): AsyncGenerator<Frame> {
  for (;;) {
    const frame = new Frame();
    frame.alloc();
    const code = await decoder.receiveFrame(frame);
    if (code >= 0 && frame.nbSamples > 0) {
      yield frame;
      continue;
    }
    frame.free();
    if (code < 0 && code !== AVERROR_EAGAIN && code !== AVERROR_EOF) onRefusal();
    if (code < 0) return;
  }
}

async function openAudioCodec(input: Input, stream: AudioStream): Promise<CodecContext> {
  const source = input.streams[stream.index];
  if (!source) throw new FrameWrightError('input-changed', { path: input.path, why: `It has no stream ${stream.index} any more.` });
  const codec = Codec.findDecoder(source.codecpar.codecId);
  const refuse = (why: string): FrameWrightError => new FrameWrightError('input-codec', { path: input.path, codec: avGetCodecName(source.codecpar.codecId) ?? 'unknown', why });
  if (!codec) throw refuse('FFmpeg has no decoder for this audio.');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(source.codecpar);
  context.pktTimebase = new AVRational(stream.timeBase.num, stream.timeBase.den);
  const code = await context.open2(codec);
  if (code >= 0) return context;
  context.freeContext();
  throw refuse('Its decoder does not start with the headers that the file gives.');
}

/** Goes to shortly before a sample; where the container cannot, reading begins at the start. */
async function jump(input: Input, stream: AudioStream, sample: number): Promise<void> {
  const ticks = rescale(sample, { num: 1, den: stream.sampleRate }, stream.timeBase);
  const code = await input.seek(stream.index, BigInt(ticks), AVSEEK_FLAG_BACKWARD);
  if (code < 0) await input.seek(stream.index, BigInt(stream.startPts ?? 0), AVSEEK_FLAG_BACKWARD);
}
