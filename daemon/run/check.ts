// Whether a segment is what it should be, found by decoding it while it is encoded: right count, right times, and pictures that still show the source.
// Decoding x264's veryfast costs a quarter of the encoding and FFV1 as much as the encoding itself, so only plans with a process, which can go wrong
// in ways that filters cannot and whose work dwarfs decoding, have every frame decoded. Of the others every packet is counted; a sample of frames, one
// in 48 or fewer and where regular key frames fall, is compared with its source before it is encoded, and the sample's key frames once more decoded.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Rect, StreamShape } from '../../shared/media.ts';
import type { Frame } from '../media/frame.ts';
import { frameMetadata, openFilter, type VideoFilter } from '../media/filter.ts';
import { openPacketDecoder } from '../media/packet-decode.ts';
import type { EncodedPacket, EncodedParameters } from '../media/parameters.ts';

/** A picture in five numbers, 8-bit code values: means of Y, U, V and the tenth and ninetieth percentile of Y. */
export type Look = { readonly y: number; readonly u: number; readonly v: number; readonly low: number; readonly high: number };
export type Looker = { look(frame: Frame): Promise<Look>; close(): void };

/** Restoring may shift a mean by a few code values; a black, green or NaN picture by far more. */
const mostShift = 24;
/** A spread of luma below `flat` where the source had more than `lively` is a picture that is gone. */
const flat = 2, lively = 24;

/** Measures frames of one shape, or a part of them, small: the picture is averaged down first. */
export async function openLooker(shape: StreamShape, part: Rect | null = null): Promise<Looker> {
  const isPart = part !== null && (part.width < shape.width || part.height < shape.height);
  const filter: VideoFilter = await openFilter(`${isPart ? `crop=w=${part.width}:h=${part.height}:x=${part.left}:y=${part.top},` : ''}scale=w=64:h=64:flags=area,format=yuv444p,signalstats`, { shape, timeBase: { num: 1, den: 1 } }, { threads: 1 });
  let next = 0n;
  const measure = async (copy: Frame): Promise<Look> => {
    copy.pts = next++;
    const [measured] = await filter.push(copy);
    const facts = frameMetadata(measured!);
    measured!.free();
    const fact = (name: string): number => Number(facts[`lavfi.signalstats.${name}`]);
    return { y: fact('YAVG'), u: fact('UAVG'), v: fact('VAVG'), low: fact('YLOW'), high: fact('YHIGH') };
  };
  return {
    async look(frame) {
      const copy = frame.clone();
      if (!copy) throw new FrameWrightError('internal', { what: 'a frame could not be referenced', why: 'FFmpeg had no memory for it.' });
      return measure(copy);
    },
    close: () => filter.close(),
  };
}

/** What is wrong with a result that looks like this, made of a source that looked like that; null when nothing is. */
export function compareLooks(source: Look, result: Look): string | null {
  const shifts = [['brightness', result.y - source.y], ['blue', result.u - source.u], ['red', result.v - source.v]] as const;
  const worst = shifts.find(([, shift]) => !(Math.abs(shift) <= mostShift));
  if (worst) return `its ${worst[0]} moved by ${worst[1].toFixed(0)} of 255`;
  if (result.high - result.low < flat && source.high - source.low > lively) return 'it shows a single colour';
  return null;
}

/** `every` frame is decoded, or a sample: key frames, and no more than one frame in 48. */
export type CheckDepth = 'every' | 'sample';
const sampleEvery = 48;

/** Frames from one sample to the next: a multiple of the key frames' distance `gop`, so that samples are key frames. */
export const sampleStep = (gop: number): number => Math.max(1, gop) * Math.ceil(sampleEvery / Math.max(1, gop));

export type SegmentCheck = {
  /** Announces the result frame that is about to be encoded, with how its source looked when that was measured; of a sample it is compared at once. */
  expect(pts: number, number: number, source: Look | null, frame: Frame): Promise<void>;
  push(packets: readonly EncodedPacket[]): Promise<void>;
  /** @throws FrameWrightError `verify-failed`, naming the frame. */
  finish(): Promise<void>;
  close(): void;
};

/** Opens a check of packets with these parameters, whose decoded frames have `shape` and show the source in `part`. */
export async function openCheck(parameters: EncodedParameters, shape: StreamShape, depth: CheckDepth, threads: number, part: Rect | null = null): Promise<SegmentCheck> {
  const decoder = await openPacketDecoder(parameters, { threads });
  const looker = await openLooker(shape, part);
  const expected = new Map<number, Expected>();
  let coded = 0, sent = 0, seen = 0, last = -Infinity;

  const isDue = (packet: EncodedPacket): boolean => depth === 'every' || (isKey(packet) && coded >= sent * sampleEvery);
  const see = async (frame: Frame): Promise<void> => {
    const pts = Number(frame.pts), known = expected.get(pts);
    if (!known || pts <= last) throw failed(`The encoded segment shows a frame at tick ${pts} after ${last}, where none belongs.`);
    last = pts;
    seen += 1;
    if (known.source) compare(known.frame, known.source, await looker.look(frame));
  };
  const seeAll = async (frames: readonly Frame[]): Promise<void> => {
    try {
      for (const frame of frames) await see(frame);
    } finally {
      for (const frame of frames) frame.free();
    }
  };
  return {
    async expect(pts, number, source, frame) {
      expected.set(pts, { frame: number, source });
      if (depth === 'sample' && source) compare(number, source, await looker.look(frame));
    },
    async push(packets) {
      for (const packet of packets) {
        if (!expected.has(packet.pts)) throw failed(`A packet has tick ${packet.pts}, where no frame belongs.`);
        const due = isDue(packet);
        coded += 1;
        if (!due) continue;
        sent += 1;
        await seeAll(await decoder.push(packet));
      }
    },
    async finish() {
      await seeAll(await decoder.flush());
      if (coded !== expected.size) throw failed(`${expected.size} frames were encoded, ${coded} packets came out.`);
      if (seen !== sent) throw failed(`Of ${sent} encoded frames only ${seen} can be decoded.`);
    },
    close() {
      decoder.close();
      looker.close();
    },
  };
}

type Expected = { readonly frame: number; readonly source: Look | null };

function compare(frame: number, source: Look, result: Look): void {
  const wrong = compareLooks(source, result);
  if (wrong) throw failed(`Frame ${frame} does not look like its source: ${wrong}.`);
}

/** AV_PKT_FLAG_KEY. */
const isKey = (packet: EncodedPacket): boolean => (packet.flags & 1) === 1;
const failed = (why: string): FrameWrightError => new FrameWrightError('verify-failed', { why, job: '' });
