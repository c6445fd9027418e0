// Files read in turn as one stream of packets: camera chapters in MP4, whose bytes cannot simply be joined. Every stream runs on where it ended.
import { statSync } from 'node:fs';
import { AV_NOPTS_VALUE, AVERROR_EOF, AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO, AVSEEK_FLAG_BACKWARD, avGetCodecName, type Packet, type Stream } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { rescale } from '../../shared/time.ts';
import type { Input } from './open.ts';
import { openBytes } from './open-file.ts';

/**
 * Seconds between the end of a track and the end of the picture within which the track goes on without a seam: cameras cut sound at packets, not at
 * pictures. More than an AAC packet at 48 kHz (21 ms), less than what is noticed (ITU-R BT.1359: 45 ms early); borders do not add up, for each is
 * measured from the picture.
 */
const slackSeconds = 0.04;
/** Before any file's first packet, in ticks. */
const beginning = -(2n ** 50n);

type Reading = {
  readonly inputs: readonly Input[];
  /** Bytes of the files before; and where each stream begins, in ticks on the joined clock: by file, then stream. */
  readonly bases: readonly number[]; readonly starts: readonly (readonly number[])[];
  at: number; /** Files that stand at their beginning. */ readonly fresh: Set<number>;
};

/** Opens files that go on in each other. @throws FrameWrightError as `openBytes`, and input-parts when a later one has other streams or says no length. */
export async function openInTurn(paths: readonly string[]): Promise<Input> {
  const inputs: Input[] = [];
  try {
    for (const path of paths) inputs.push(await openBytes([path]));
    for (const next of inputs.slice(1)) demandAlike(inputs[0]!, next);
    return wrap({ inputs, bases: basesOf(paths), starts: startsOf(inputs), at: 0, fresh: new Set(inputs.keys()) });
  } catch (error) {
    for (const input of inputs) await input.close();
    throw error;
  }
}

function wrap(reading: Reading): Input {
  const first = reading.inputs[0]!, lead = leadOf(first);
  const take = (packet: Packet, code: number): number | null => {
    if (code >= 0) place(reading, packet);
    return code === AVERROR_EOF && turn(reading) ? null : code;
  };
  const enter = async (): Promise<void> => {
    const input = reading.inputs[reading.at]!;
    input.streams.forEach((stream, i) => { stream.discard = first.streams[i]!.discard; });
    if (!reading.fresh.delete(reading.at)) await input.seek(lead.index, beginning, AVSEEK_FLAG_BACKWARD);
  };
  return {
    ...first, bitRate: null, readSync: null, files: reading.inputs.map((input, i) => ({ path: input.path, startNs: rescale(reading.starts[i]![lead.index]!, lead.timeBase, { num: 1, den: 1e9 }) })),
    read: async (packet) => {
      for (;;) {
        const code = take(packet, await reading.inputs[reading.at]!.read(packet));
        if (code !== null) return code;
        await enter();
      }
    },
    seek: async (stream, target, flags) => {
      reading.at = Math.max(0, reading.starts.findLastIndex((starts) => starts[stream]! <= Number(target)));
      await enter();
      return reading.inputs[reading.at]!.seek(stream, target - BigInt(reading.starts[reading.at]![stream]!), flags);
    },
    close: async () => { for (const input of reading.inputs) await input.close(); },
  };
}

function turn(reading: Reading): boolean {
  if (reading.at + 1 >= reading.inputs.length) return false;
  reading.at++;
  return true;
}

/** Moves a packet of the file at hand to the joined clock and file. */
function place({ at, starts, bases }: Reading, packet: Packet): void {
  if (at === 0) return;
  const shift = BigInt(starts[at]![packet.streamIndex]!);
  if (packet.pts !== AV_NOPTS_VALUE) packet.pts += shift;
  if (packet.dts !== AV_NOPTS_VALUE) packet.dts += shift;
  if (packet.pos >= 0n) packet.pos += BigInt(bases[at]!);
}

const leadOf = (input: Input): Stream => input.streams.find(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_VIDEO) ?? input.streams[0]!;

function basesOf(paths: readonly string[]): number[] {
  let sum = 0;
  return paths.map((path) => {
    const base = sum;
    sum += statSync(path).size;
    return base;
  });
}

/** Each file begins where the picture of the one before ends; sound that ends about there goes on without a seam. */
function startsOf(inputs: readonly Input[]): number[][] {
  const starts = [inputs[0]!.streams.map(() => 0)];
  for (const [i, input] of inputs.slice(1).entries()) {
    const before = inputs[i]!, lead = leadOf(input);
    const end = (stream: Stream): number => starts[i]![stream.index]! + Number(before.streams[stream.index]!.startTime) + lengthOf(before, stream.index);
    const border = end(lead) - Number(lead.startTime);
    starts.push(input.streams.map((stream) => {
      const ideal = rescale(border, lead.timeBase, stream.timeBase);
      if (stream.codecpar.codecType !== AVMEDIA_TYPE_AUDIO) return ideal;
      const seamless = end(stream) - Number(stream.startTime);
      return Math.abs(seamless - ideal) * stream.timeBase.num <= slackSeconds * stream.timeBase.den ? seamless : ideal;
    }));
  }
  return starts;
}

function lengthOf(input: Input, index: number): number {
  const { duration } = input.streams[index]!;
  if (duration > 0n) return Number(duration);
  if (index !== leadOf(input).index) return 0;
  throw new FrameWrightError('input-parts', { path: input.path, why: 'It does not say how long its picture is, so nothing can be placed behind it.' });
}

/** @throws FrameWrightError input-parts naming the first thing that differs. */
export function demandAlike(first: Input, next: Input): void {
  const differs = first.streams.length !== next.streams.length ? `it has ${next.streams.length} streams and ${first.path} has ${first.streams.length}`
    : first.streams.map((stream, i) => difference(stream, next.streams[i]!)).find((found) => found !== null);
  if (differs) throw new FrameWrightError('input-parts', { path: next.path, why: `It does not go on where ${first.path} ends: ${differs}.` });
}

/** Codecs whose headers count what follows (sizes of frames, a checksum), so that they differ in every file. */
const counting = new Set(['flac', 'alac']);

function difference({ index, codecpar: a, timeBase }: Stream, { codecpar: b, timeBase: other }: Stream): string | null {
  const says = (what: string, one: unknown, two: unknown): string | null => (one === two ? null : `${what} of stream ${index} is ${String(two)}, not ${String(one)}`);
  return says('the codec', avGetCodecName(a.codecId), avGetCodecName(b.codecId)) ?? says('the picture size', `${a.width}×${a.height}`, `${b.width}×${b.height}`)
    ?? says('the sample rate', a.sampleRate, b.sampleRate) ?? says('the number of channels', a.channels, b.channels) ?? says('the pixel format', a.format, b.format)
    ?? says('the time base', `${timeBase.num}/${timeBase.den}`, `${other.num}/${other.den}`)
    ?? (counting.has(avGetCodecName(a.codecId) ?? '') || Buffer.compare(a.extradata ?? Buffer.alloc(0), b.extradata ?? Buffer.alloc(0)) === 0 ? null : `the codec's headers of stream ${index} are others`);
}
