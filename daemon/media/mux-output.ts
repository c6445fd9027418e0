// The file that a result is written to: FFmpeg's muxer, told to write the same bytes for the same packets.
import {
  AVFMT_FLAG_BITEXACT, AVIO_FLAG_WRITE, Dictionary, FFmpegError, FormatContext, IOContext, Packet, Rational as AVRational, type AVDisposition, type AVPacketFlag,
  type AVPacketSideDataType, type Stream,
} from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { compare, rescale, type Rational } from '../../shared/time.ts';
import { writeFailure } from './disk.ts';
import type { Moving, Track } from './mux-track.ts';

export type Output = {
  /** Packets in order of decoding time, nearly. */
  write(moving: Moving): Promise<void>;
  finish(): Promise<void>;
  /** Closes what was not finished. */
  abandon(): Promise<void>;
};

export type OutputOptions = {
  readonly path: string; readonly muxer: string; readonly options: Readonly<Record<string, string>>; readonly metadata: Readonly<Record<string, string>>;
  readonly tracks: readonly Track[];
  /** Whether FFmpeg puts the packets in order itself, picture by picture with its sound. */
  readonly interleaves?: boolean;
};

/** Opens the file and writes its header. @throws FrameWrightError `disk-full`, `output-unwritable`, `internal` when the muxer refuses a stream. */
export async function openOutput({ path, muxer, options, metadata, tracks, interleaves = false }: OutputOptions): Promise<Output> {
  const context = new FormatContext();
  const demand = async (code: number, what: string): Promise<void> => {
    if (code >= 0) return;
    const failure = await writeFailure(new FFmpegError(code), path);
    throw failure instanceof FrameWrightError ? failure : new FrameWrightError('internal', { what: `${muxer} refused ${what}.`, why: new FFmpegError(code).message }, { cause: failure });
  };
  await demand(context.allocOutputContext2(null, muxer, `file:${path}`), 'to begin');
  const file = new IOContext();
  let open = false;
  const close = async (): Promise<number> => {
    // The context would close its file again when it is freed.
    context.pb = null;
    const code = open ? await file.closep() : 0;
    open = false;
    context.freeContext();
    return code;
  };
  try {
    context.setFlags(AVFMT_FLAG_BITEXACT);
    const streams = tracks.map((track) => addStream(context, track));
    if (Object.keys(metadata).length) context.metadata = Dictionary.fromObject({ ...metadata });
    await demand(await file.open2(`file:${path}`, AVIO_FLAG_WRITE), 'the file');
    open = true;
    context.pb = file;
    await demand(await context.writeHeader(Dictionary.fromObject({ ...options })), 'the streams');
    return runOutput({ context, streams, tracks, interleaves, demand, close });
  } catch (error) {
    await close();
    throw error;
  }
}

type Running = {
  readonly context: FormatContext; readonly streams: readonly Stream[]; readonly tracks: readonly Track[]; readonly interleaves: boolean;
  demand(code: number, what: string): Promise<void>; close(): Promise<number>;
};

function runOutput({ context, streams, tracks, interleaves, demand, close }: Running): Output {
  const bases = streams.map((stream): Rational => ({ num: stream.timeBase.num, den: stream.timeBase.den }));
  const lasts = streams.map(() => -Infinity);
  const time = (track: number, ticks: number): number => rescaleAfter(ticks, tracks[track]!, bases[track]!);
  const shown = (track: number, ticks: number): number => tracks[track]!.moved?.get(ticks) ?? time(track, ticks);
  const packet = new Packet();
  packet.alloc();
  return {
    write: async ({ track, packet: moving }) => {
      const dts = Math.max(time(track, moving.dts ?? moving.pts), lasts[track]! + (context.oformat?.name === 'matroska' ? 0 : 1));
      lasts[track] = dts;
      fill(packet, { ...moving, pts: Math.max(shown(track, moving.pts), dts), dts, duration: rescale(moving.duration, tracks[track]!.timeBase, bases[track]!) });
      packet.streamIndex = track;
      await demand(interleaves ? await context.interleavedWriteFrame(packet) : await context.writeFrame(packet), `a packet of stream ${track}`);
      packet.unref();
    },
    finish: async () => {
      packet.free();
      const code = await context.writeTrailer(), failed = context.pb?.error ?? 0;
      const closed = await close();
      await demand(Math.min(code, failed, closed), 'to end');
    },
    abandon: async () => {
      packet.free();
      await close();
    },
  };
}

/** Writes all packets and finishes the file; what failed is closed. @throws FrameWrightError as `openOutput`. */
export async function writeAll(packets: AsyncIterable<Moving>, output: Output, onPacket?: (moving: Moving) => void): Promise<void> {
  try {
    for await (const moving of packets) {
      onPacket?.(moving);
      await output.write(moving);
    }
  } catch (error) {
    await output.abandon();
    throw error;
  }
  await output.finish();
}

/** Where a container rounds, the first real sample is placed as well as it can be, not the run-in before it. */
function rescaleAfter(ticks: number, { timeBase, runIn = 0 }: Track, to: Rational): number {
  return rescale(ticks + runIn, timeBase, to) - rescale(runIn, timeBase, to);
}

function addStream(context: FormatContext, track: Track): Stream {
  const stream = context.newStream();
  track.describe(stream.codecpar);
  stream.timeBase = new AVRational(track.timeBase.num, track.timeBase.den);
  stream.disposition = track.disposition as AVDisposition;
  if (track.sar) stream.sampleAspectRatio = new AVRational(track.sar.num, track.sar.den);
  if (track.frameRate) stream.avgFrameRate = new AVRational(track.frameRate.num, track.frameRate.den);
  if (Object.keys(track.metadata).length) stream.metadata = Dictionary.fromObject({ ...track.metadata });
  return stream;
}

function fill(packet: Packet, from: Moving['packet'] & { readonly dts: number }): void {
  packet.data = from.data;
  packet.pts = BigInt(from.pts);
  packet.dts = BigInt(from.dts);
  packet.duration = BigInt(from.duration);
  packet.flags = from.flags as AVPacketFlag;
  for (const { type, data } of from.sideData) packet.addSideData(type as AVPacketSideDataType, data);
}

/** Ticks of one track as seconds, compared exactly: negative when `a` comes first. */
export const compareTimes = (a: { readonly ticks: number; readonly timeBase: Rational }, b: { readonly ticks: number; readonly timeBase: Rational }): number =>
  compare({ num: a.ticks * a.timeBase.num, den: a.timeBase.den }, { num: b.ticks * b.timeBase.num, den: b.timeBase.den });
