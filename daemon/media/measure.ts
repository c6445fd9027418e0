// Sound through measuring filters: decoded once, sent through each graph, and only what the filters wrote about it is kept.
import { setImmediate } from 'node:timers/promises';
import {
  AVDISCARD_ALL, AVERROR_EAGAIN, AVERROR_EOF, AVSEEK_FLAG_BACKWARD, Codec, CodecContext, FFmpegError, Frame, Packet, Rational,
  avChannelLayoutDescribe, avGetSampleFmtName, type Stream,
} from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AudioStream } from '../../shared/media.ts';
import { toNumber } from '../../shared/time.ts';
import { frameMetadata, openGraph, type OpenGraph } from './filter.ts';
import { openInput, type Input, type InputRef } from './open.ts';

/** `graph` is an FFmpeg chain for the decoder's own sample format; `onFrame` gets the metadata of each frame that leaves it. */
export type Measure = { readonly graph: string; onFrame(metadata: Readonly<Record<string, string>>): void };
/** Half-open span in seconds from the start of the stream; `to` null means the end. Approximate by a codec frame. */
export type Span = { readonly from: number; readonly to: number | null };
export type AudioMeasured = {
  /** Seconds of sound that reached the graphs. */
  readonly seconds: number;
  /** Packets that could not be decoded, and frames left out because their rate, format or channels differ from the first one's. */
  readonly undecodable: number; readonly otherFormat: number;
};
export type AudioMeasurement = {
  readonly source: InputRef; readonly stream: AudioStream; readonly measures: readonly Measure[]; readonly spans?: readonly Span[];
  readonly signal?: AbortSignal; onSeconds?(seconds: number): void;
};

/**
 * Runs the spans of one audio stream, one after the other, through every measure's graph. @throws FrameWrightError `cancelled`, `input-*` for a file
 * that does not open, `internal` for a graph that FFmpeg refuses.
 */
export async function measureAudio({ source: given, stream, measures, spans = [{ from: 0, to: null }], signal, onSeconds }: AudioMeasurement): Promise<AudioMeasured> {
  const input = await openInput(given);
  try {
    const source = input.streams[stream.index]!;
    for (const other of input.streams) if (other.index !== stream.index) other.discard = AVDISCARD_ALL;
    const decoder = await openDecoder(source, stream, input.path);
    const graphs = openGraphs(measures, source);
    try {
      const state = { seconds: 0, undecodable: 0, otherFormat: 0 };
      const start = (stream.startPts ?? 0) * toNumber(stream.timeBase);
      for (const span of spans) await runSpan({ input, source, decoder, graphs, state, signal, onSeconds, from: start + span.from, to: span.to === null ? Infinity : start + span.to });
      graphs.finish();
      return state;
    } finally {
      graphs.close();
      decoder.freeContext();
    }
  } finally {
    await input.close();
  }
}

async function openDecoder(source: Stream, stream: AudioStream, path: string): Promise<CodecContext> {
  const codec = Codec.findDecoder(source.codecpar.codecId);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(source.codecpar);
  context.pktTimebase = source.timeBase;
  context.threadCount = 1;
  if (!codec || (await context.open2(codec, null)) < 0) throw new FrameWrightError('input-codec', { path, codec: stream.codec, why: 'It is the sound of this file, and this FFmpeg has no decoder for it.' });
  return context;
}

type Graphs = { push(frame: Frame): Promise<boolean>; finish(): void; close(): void };

/** Graphs that open with the first frame's format. `push` says whether the frame had it. */
function openGraphs(measures: readonly Measure[], source: Stream): Graphs {
  let format: string | null = null;
  let opened: OpenGraph[] = [];
  return {
    push: async (frame) => {
      const described = describe(frame, source);
      if (format === null) {
        format = described;
        for (const { graph } of measures) opened.push(await openGraph(`abuffer@in=${described},${graph},abuffersink@out`, graph, 1));
      }
      if (described !== format) return false;
      opened.forEach((graph, i) => { send(graph, frame.clone(), measures[i]!); });
      return true;
    },
    finish: () => { opened.forEach((graph, i) => { send(graph, null, measures[i]!); }); },
    close: () => {
      for (const graph of opened) graph.close();
      opened = [];
    },
  };
}

/** Frees `frame`. A few milliseconds of sound take microseconds here, less than handing them to another thread. */
function send({ source, sink }: OpenGraph, frame: Frame | null, measure: Measure): void {
  const sent = source.buffersrcAddFrameSync(frame);
  frame?.free();
  if (sent < 0) throw refused(measure.graph, sent);
  const out = new Frame();
  out.alloc();
  try {
    for (;;) {
      const code = sink.buffersinkGetFrameSync(out);
      if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return;
      if (code < 0) throw refused(measure.graph, code);
      measure.onFrame(frameMetadata(out));
      out.unref();
    }
  } finally {
    out.free();
  }
}

const refused = (graph: string, code: number): FrameWrightError => new FrameWrightError('internal', { what: `FFmpeg stopped inside the measuring chain "${graph}".`, why: FFmpegError.strerror(code) });

function describe(frame: Frame, source: Stream): string {
  // FFmpeg's default order for so many channels (`6c`), or none (`64C`).
  const layout = frame.channelLayout.mask ? avChannelLayoutDescribe(frame.channelLayout) : `${frame.channelLayout.nbChannels}${frame.channelLayout.nbChannels > 8 ? 'C' : 'c'}`;
  return `time_base=${source.timeBase.num}/${source.timeBase.den}:sample_rate=${frame.sampleRate}:sample_fmt=${avGetSampleFmtName(frame.format as never)}:channel_layout=${layout}`;
}

type SpanRun = {
  readonly input: Input; readonly source: Stream; readonly decoder: CodecContext; readonly graphs: Graphs; readonly from: number; readonly to: number;
  readonly state: { seconds: number; undecodable: number; otherFormat: number }; readonly signal: AbortSignal | undefined; readonly onSeconds: ((seconds: number) => void) | undefined;
};

/** Packets between two breaths of the event loop; they take about a millisecond. */
const BREATH = 16;

async function runSpan(run: SpanRun): Promise<void> {
  const { input, source, decoder, from, to } = run;
  const base = toNumber(plain(source.timeBase));
  if (run.state.seconds > 0 || from > 0) await input.seek(source.index, BigInt(Math.floor(from / base)), AVSEEK_FLAG_BACKWARD);
  decoder.flushBuffers();
  const packet = new Packet(), frame = new Frame();
  packet.alloc();
  frame.alloc();
  try {
    let open = true;
    for (let count = 1; open; count++) {
      if (count % BREATH === 0) await setImmediate();
      if (run.signal?.aborted) throw new FrameWrightError('cancelled', { job: '' });
      packet.unref();
      const ended = (input.readSync ? input.readSync(packet) : await input.read(packet)) < 0;
      if (!ended && packet.streamIndex !== source.index) continue;
      if (decoder.sendPacketSync(ended ? null : packet) < 0 && !ended) run.state.undecodable++;
      open = !ended && Number(packet.pts) * base < to;
      await drain(run, base, frame);
    }
  } finally {
    packet.free();
    frame.free();
  }
}

/** Sends the frames that are ready and lie in the span. */
async function drain({ decoder, graphs, state, from, to, onSeconds }: SpanRun, base: number, frame: Frame): Promise<void> {
  for (;;) {
    const code = decoder.receiveFrameSync(frame);
    if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return;
    if (code < 0) { state.undecodable++; return; }
    const at = Number(frame.pts) * base, seconds = frame.nbSamples / frame.sampleRate;
    if (at + seconds <= from || at >= to) continue;
    if (await graphs.push(frame)) state.seconds += seconds;
    else state.otherFormat++;
    onSeconds?.(state.seconds);
  }
}

const plain = (value: Rational): { num: number; den: number } => ({ num: value.num, den: value.den });
