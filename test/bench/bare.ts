// The bare program that every measured row is compared with: node-av and nothing else, the same graph, encoder settings and threads, decode, filter
// and encode overlapped, no segments, no checks. Inference alone is bare-session.ts. Run as a child: its CPU seconds and wall are its own.
//   node bare.ts '<json: Task>'   →  one JSON line { cpu, wall, frames, rss }
import {
  AV_CODEC_FLAG_GLOBAL_HEADER, AVMEDIA_TYPE_VIDEO, AV_LOG_ERROR, AVERROR_EAGAIN, AVERROR_EOF, Codec, CodecContext, Dictionary, FFmpegError, FilterGraph,
  FormatContext, Frame, Log, Packet, Rational, avGetPixFmtFromName,
} from 'node-av';
import type { VideoEncoder } from '../../shared/plan.ts';

export type Task = {
  readonly path: string;
  /** Where the result goes, its container by the name; null decodes and throws away. */
  readonly into: string | null; readonly graph: string | null; readonly encoder: VideoEncoder | null;
  readonly threads: { readonly decode: number; readonly filter: number };
};
export type Spent = { readonly cpu: number; readonly wall: number; readonly frames: number; readonly rss: number };

Log.setLevel(AV_LOG_ERROR);
const demand = (code: number, what: string): void => FFmpegError.throwIfError(code, what);

/** A bounded hand-over between two loops that run at the same time. */
function channel<Item>(depth: number) {
  const items: (Item | null)[] = [];
  let wake: (() => void)[] = [];
  const ring = (): void => { const all = wake; wake = []; for (const one of all) one(); };
  const wait = (): Promise<void> => new Promise((resolve) => wake.push(resolve));
  return {
    async put(item: Item | null): Promise<void> { while (items.length >= depth) await wait(); items.push(item); ring(); },
    async take(): Promise<Item | null> { while (!items.length) await wait(); const item = items.shift()!; ring(); return item; },
  };
}

async function receive<Made extends { free(): void; alloc(): void }>(make: () => Made, get: (into: Made) => Promise<number>, use: (made: Made) => Promise<void>): Promise<void> {
  for (;;) {
    const made = make();
    made.alloc();
    const code = await get(made);
    if (code === AVERROR_EAGAIN || code === AVERROR_EOF) { made.free(); return; }
    demand(code, 'receive');
    await use(made);
  }
}

async function decode(task: Task, out: ReturnType<typeof channel<Frame>>): Promise<void> {
  const input = new FormatContext();
  demand(await input.openInput(task.path), 'openInput');
  demand(await input.findStreamInfo(), 'findStreamInfo');
  const stream = input.streams[input.findBestStream(AVMEDIA_TYPE_VIDEO)]!;
  const codec = Codec.findDecoder(stream.codecpar.codecId)!;
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(stream.codecpar);
  context.threadCount = task.threads.decode;
  demand(await context.open2(codec), 'open decoder');
  const frames = () => receive(() => new Frame(), (frame) => context.receiveFrame(frame), (frame) => out.put(frame));
  const packet = new Packet();
  packet.alloc();
  while ((await input.readFrame(packet)) >= 0) {
    if (packet.streamIndex === stream.index) { demand(await context.sendPacket(packet), 'sendPacket'); await frames(); }
    packet.unref();
  }
  await context.sendPacket(null);
  await frames();
  await out.put(null);
}

async function filter(task: Task, source: ReturnType<typeof channel<Frame>>, out: ReturnType<typeof channel<Frame>>): Promise<void> {
  const first = await source.take();
  if (!first || !task.graph) { for (let frame = first; frame; frame = await source.take()) await out.put(frame); await out.put(null); return; }
  const graph = new FilterGraph();
  graph.alloc();
  graph.nbThreads = task.threads.filter;
  demand(graph.parse2(`buffer@in=video_size=${first.width}x${first.height}:pix_fmt=${first.format}:time_base=1/25:frame_rate=25,${task.graph},buffersink@out`), 'parse');
  demand(await graph.config(), 'config');
  const begin = graph.filters!.find((one) => one.isSource())!, end = graph.filters!.find((one) => one.isSink())!;
  let n = 0n;
  for (let frame: Frame | null = first; ; frame = await source.take()) {
    if (frame) frame.pts = n++;
    demand(await begin.buffersrcAddFrame(frame), 'push');
    frame?.free();
    await receive(() => new Frame(), (made) => end.buffersinkGetFrame(made), (made) => out.put(made));
    if (!frame) break;
  }
  await out.put(null);
}

async function encode(task: Task, source: ReturnType<typeof channel<Frame>>): Promise<number> {
  const { encoder } = task;
  if (!encoder || !task.into) return count(source);
  const codec = Codec.findEncoderByName(encoder.encoder as never)!;
  const context = new CodecContext();
  context.allocContext3(codec);
  Object.assign(context, { width: encoder.width, height: encoder.height, timeBase: new Rational(1, 25), framerate: new Rational(25, 1), gopSize: encoder.gop, maxBFrames: encoder.bFrames, threadCount: encoder.threads });
  context.pixelFormat = avGetPixFmtFromName(encoder.pixel as never);
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  const quality: Record<string, string> = encoder.rateControl.kind === 'crf' ? { crf: String(encoder.rateControl.value) } : {};
  demand(await context.open2(codec, Dictionary.fromObject({ ...encoder.options, ...quality })), 'open encoder');
  const output = new FormatContext();
  demand(output.allocOutputContext2(null, null, task.into), 'alloc output');
  const stream = output.newStream();
  stream.codecpar.fromContext(context);
  stream.timeBase = context.timeBase;
  demand(await output.openOutput(), 'open output');
  demand(await output.writeHeader(), 'header');
  const write = () => receive(() => new Packet(), (packet) => context.receivePacket(packet), async (packet) => {
    packet.rescaleTs({ num: 1, den: 25 }, stream.timeBase);
    demand(await output.interleavedWriteFrame(packet), 'write');
    packet.free();
  });
  let frames = 0;
  for (let frame = await source.take(); ; frame = await source.take()) {
    if (frame) { frame.pts = BigInt(frames++); frame.pictType = 0 as never; }
    demand(await context.sendFrame(frame), 'sendFrame');
    frame?.free();
    await write();
    if (!frame) break;
  }
  await output.writeTrailer();
  await output.closeOutput();
  return frames;
}

async function count(source: ReturnType<typeof channel<Frame>>): Promise<number> {
  let frames = 0;
  for (let frame = await source.take(); frame; frame = await source.take()) { frame.free(); frames += 1; }
  return frames;
}

const task = JSON.parse(process.argv[2]!) as Task;
const begun = performance.now();
const [decoded, filtered] = [channel<Frame>(4), channel<Frame>(4)];
const [, , frames] = await Promise.all([decode(task, decoded), filter(task, decoded, filtered), encode(task, filtered)]);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(`${JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, wall: (performance.now() - begun) / 1000, frames, rss: maxRSS * 1024 } satisfies Spent)}\n`);
