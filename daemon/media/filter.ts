// One FFmpeg filter graph with one input and one output. Frames go in and come out in order; nothing is converted that the graph does not name.
import { FFmpegError, FilterGraph, Frame, AVERROR_EAGAIN, AVERROR_EOF, type FilterContext } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { StreamShape } from '../../shared/media.ts';
import { ratio, toNumber, type Rational } from '../../shared/time.ts';
import { tagFrame } from './colour.ts';
import { openTurns } from './turns.ts';

export type VideoFilter = {
  /** Takes the frame over (frees it) and gives what the graph yields now; the caller frees those. Calls wait for each other, in their order, and closing for all of them. */
  push(frame: Frame): Promise<Frame[]>;
  /** Ends the input and gives what is left. After this only `close` is allowed. */
  flush(): Promise<Frame[]>;
  /** Seconds per tick of the outputs' pts. */
  readonly timeBase: Rational;
  /** The frames as they leave: size, aspect ratio, rate and FFmpeg's pixel format. */
  readonly output: { readonly width: number; readonly height: number; readonly sar: Rational; readonly rate: Rational; readonly format: number };
  close(): void;
};

/** swscale rounds the same way on every CPU and keeps full chroma when it is told so. */
const scaleFlags = 'accurate_rnd+full_chroma_int+full_chroma_inp+bitexact';

/**
 * Opens `graph`, an FFmpeg chain (`hqdn3d=4,deband`), for frames of `input.shape`. Frames are given the shape's tags on the way in, so what the
 * user knows better than the file holds. @throws FrameWrightError `internal` for a graph that FFmpeg refuses or to which it would add a conversion.
 */
export async function openFilter(graph: string, input: { readonly shape: StreamShape; readonly timeBase: Rational }, { threads }: { readonly threads: number }): Promise<VideoFilter> {
  const { shape } = input;
  const source = [
    `video_size=${shape.width}x${shape.height}`, `pix_fmt=${shape.pixel.name}`, `time_base=${fraction(input.timeBase)}`,
    `frame_rate=${fraction(shape.rate)}`, `pixel_aspect=${fraction(shape.sar)}`, ...colourArguments(shape),
  ].join(':');
  const opened = await openGraph(`sws_flags=bicubic+${scaleFlags};buffer@in=${source},${pinScale(graph)},buffersink@out`, graph, threads);
  const sink = opened.sink;
  const pixel = { width: sink.buffersinkGetWidth(), height: sink.buffersinkGetHeight(), sar: plain(sink.buffersinkGetSampleAspectRatio()), rate: plain(sink.buffersinkGetFrameRate()), format: sink.buffersinkGetFormat() };
  const perFrame = Math.max(1, Math.round(toNumber(pixel.rate) / toNumber(shape.rate)));
  return {
    timeBase: plain(sink.buffersinkGetTimeBase()), output: pixel,
    push: async (frame) => { tagFrame(frame, shape); return opened.push(frame, perFrame); },
    flush: opened.flush, close: opened.close,
  };
}

export type OpenGraph = { readonly source: FilterContext; readonly sink: FilterContext; /** After `expected` frames the graph is only asked in passing whether there are more. */ push(frame: Frame, expected?: number): Promise<Frame[]>; flush(): Promise<Frame[]>; close(): void };

/** Configures a whole graph text with one source and one sink, picture or sound. `chain` is the part that a person would recognise in an error. @throws FrameWrightError `internal`. */
export async function openGraph(text: string, chain: string, threads: number): Promise<OpenGraph> {
  const graph = new FilterGraph();
  graph.alloc();
  graph.nbThreads = threads;
  try {
    demand(graph.parse2(text), chain);
    demand(await graph.config(), chain);
    const added = /auto_(?:scale|aresample)_\d+/.exec(graph.dump() ?? '');
    if (added) throw new FrameWrightError('internal', { what: `FFmpeg would convert silently inside "${chain}".`, why: `The configured graph contains ${added[0]}; the conversion must be written out.` });
    const filters = graph.filters ?? [];
    return runGraph(graph, filters.find((filter) => filter.isSource())!, filters.find((filter) => filter.isSink())!, chain);
  } catch (error) {
    graph.free();
    throw error;
  }
}

function runGraph(graph: FilterGraph, source: FilterContext, sink: FilterContext, chain: string): OpenGraph {
  const turns = openTurns(`the filter chain "${chain}"`, () => graph.free());
  const give = (frame: Frame | null, expected = Infinity): Promise<Frame[]> => turns.take(async () => {
    // Adding only queues the frame; the graph works when its sink is asked.
    const code = source.buffersrcAddFrameSync(frame);
    frame?.free();
    demand(code, chain);
    return drain(sink, chain, expected);
  }, () => frame?.free());
  return {
    source, sink, push: give, flush: () => give(null),
    close: () => { void turns.end(); },
  };
}

/** A trip to another thread costs more than hearing that nothing is left, so the last question is asked here. */
async function drain(sink: FilterContext, chain: string, expected: number): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (;;) {
    const frame = new Frame();
    frame.alloc();
    const code = frames.length < expected ? await sink.buffersinkGetFrame(frame) : sink.buffersinkGetFrameSync(frame);
    if (code >= 0) { frames.push(frame); continue; }
    frame.free();
    if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return frames;
    for (const done of frames) done.free();
    demand(code, chain);
  }
}

/** What a filter wrote about a frame (`lavfi.signalstats.YAVG` …), as FFmpeg's text. */
export const frameMetadata = (frame: Frame): Record<string, string> => frame.getMetadata().getAll();

/** A `scale` that names its own flags loses the graph's; the rounding flags are put back. */
const pinScale = (graph: string): string => graph.replace(/((?:^|[,;\]])scale(?:@\w+)?=[^,;[]*?\bflags=)([\w+]+)/g, `$1$2+${scaleFlags}`);

function colourArguments({ colour }: StreamShape): string[] {
  const matrix = colour.matrix === 'unspecified' ? [] : [`colorspace=${colour.matrix}`];
  return colour.range === 'unspecified' ? matrix : [...matrix, `range=${colour.range === 'full' ? 'pc' : 'tv'}`];
}

const fraction = (value: Rational): string => `${value.num}/${value.den}`;
const plain = (value: { num: number; den: number }): Rational => (value.num > 0 && value.den > 0 ? ratio(value.num, value.den) : { num: 1, den: 1 });

function demand(code: number, chain: string): void {
  if (code < 0) throw new FrameWrightError('internal', { what: `FFmpeg refused the filter chain "${chain}".`, why: new FFmpegError(code).message }, { cause: new FFmpegError(code) });
}
