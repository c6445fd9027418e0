// Sound as numbers, for tests that count samples.
import { AVERROR_EAGAIN, AVERROR_EOF, AVMEDIA_TYPE_AUDIO, avGetSampleFmtName, Codec, CodecContext, CodecParameters, FormatContext, Frame, Packet, Rational, type CodecContext as Context } from 'node-av';
import { openPacketFile } from '../../../daemon/media/packet-file.ts';
import { writeParameters } from '../../../daemon/media/parameters.ts';
import type { AudioStream } from '../../../shared/media.ts';
import type { AudioEncoder, StreamPlan } from '../../../shared/plan.ts';

/** First channel; `start` is the place of sample 0, in samples. */
export type Sound = { readonly start: number; readonly samples: Float32Array };

/** Decodes a packet file as it is, priming included. */
export async function decodePacketFile(path: string): Promise<Sound> {
  const reader = await openPacketFile(path);
  const parameters = new CodecParameters();
  parameters.alloc();
  writeParameters(parameters, reader.parameters);
  const context = openDecoder(parameters, reader.parameters.timeBase);
  const blocks: { at: number; samples: Float32Array }[] = [];
  for await (const packet of reader.read()) {
    const coded = new Packet();
    coded.alloc();
    Object.assign(coded, { data: packet.data, pts: BigInt(packet.pts), dts: BigInt(packet.pts), duration: BigInt(packet.duration) });
    await context.sendPacket(coded);
    blocks.push(...await receive(context));
  }
  await context.sendPacket(null);
  blocks.push(...await receive(context));
  await reader.close();
  return { start: blocks[0]?.at ?? NaN, samples: join(blocks.map((each) => each.samples)) };
}

/** What a player hears of the `nth` audio track: priming skipped, gaps not filled; `start` from the first frame's own time. */
export async function decodeTrack(path: string, nth = 0): Promise<Sound> {
  const input = new FormatContext();
  if (await input.openInput(path) < 0) throw new Error(`cannot open ${path}`);
  await input.findStreamInfo();
  const stream = input.streams.filter((each) => each.codecpar.codecType === AVMEDIA_TYPE_AUDIO)[nth]!;
  const context = openDecoder(stream.codecpar, stream.timeBase);
  const blocks: { at: number; samples: Float32Array }[] = [];
  const packet = new Packet();
  packet.alloc();
  for (;;) {
    const code = await input.readFrame(packet);
    if (code >= 0 && packet.streamIndex !== stream.index) continue;
    await context.sendPacket(code >= 0 ? packet : null);
    blocks.push(...await receive(context));
    if (code < 0) break;
  }
  const { num, den } = stream.timeBase;
  const rate = stream.codecpar.sampleRate;
  await input.closeInput();
  return { start: Math.round((blocks[0]?.at ?? 0) * num * rate / den), samples: join(blocks.map((each) => each.samples)) };
}

function openDecoder(parameters: CodecParameters, timeBase: { num: number; den: number }): Context {
  const context = new CodecContext();
  const codec = Codec.findDecoder(parameters.codecId)!;
  context.allocContext3(codec);
  context.parametersToContext(parameters);
  context.pktTimebase = new Rational(timeBase.num, timeBase.den);
  if (context.open2Sync(codec) < 0) throw new Error('no decoder');
  return context;
}

async function receive(context: Context): Promise<{ at: number; samples: Float32Array }[]> {
  const blocks: { at: number; samples: Float32Array }[] = [];
  for (;;) {
    const frame = new Frame();
    frame.alloc();
    const code = await context.receiveFrame(frame);
    if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return blocks;
    if (code < 0) throw new Error('decoding failed');
    blocks.push({ at: Number(frame.pts), samples: firstChannel(frame) });
    frame.free();
  }
}

function firstChannel(frame: Frame): Float32Array {
  const format = avGetSampleFmtName(frame.format as never)!, planar = format.endsWith('p'), step = planar ? 1 : frame.channels;
  const data = frame.data![0]!;
  const bytes = { u: 1, s: 2, f: 4, d: 8 }[format[0]!]!, width = format.startsWith('s32') ? 4 : bytes;
  return Float32Array.from({ length: frame.nbSamples }, (_, i) => {
    const at = i * step * width;
    return format.startsWith('flt') ? data.readFloatLE(at) : width === 4 ? data.readInt32LE(at) / 2 ** 31 : data.readInt16LE(at) / 2 ** 15;
  });
}

function join(blocks: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  blocks.reduce((at, block) => { all.set(block, at); return at + block.length; }, 0);
  return all;
}

/** Places of the peaks above half of full scale, on the sound's own clock. */
export function peaks({ start, samples }: Sound, above = 0.4): number[] {
  const found: number[] = [];
  for (let i = 0; i < samples.length; i++) {
    const here = Math.abs(samples[i]!);
    if (here > above && here >= Math.abs(samples[i - 1] ?? 0) && here > Math.abs(samples[i + 1] ?? 0) && start + i - (found.at(-1) ?? -999) > 50) found.push(start + i);
  }
  return found;
}

/** Samples by which `b` lags behind `a` where they agree best, within ±`reach`; both placed by their clocks. */
export function lagOf(a: Sound, b: Sound, reach = 300): number {
  let best = -Infinity, lag = 0;
  for (let shift = -reach; shift <= reach; shift++) {
    let sum = 0;
    for (let i = 2000; i < a.samples.length - 2000; i += 3) sum += a.samples[i]! * (b.samples[i + a.start - b.start + shift] ?? 0);
    if (sum > best) { best = sum; lag = shift; }
  }
  return lag;
}

export const streamOf = (differs: Partial<AudioStream> = {}): AudioStream => ({
  index: 0, codec: 'pcm_s16le', codecTag: null, timeBase: { num: 1, den: 1000 }, startPts: 0, duration: null, language: null, title: null, disposition: [], metadata: {},
  profile: null, sampleRate: 48000, channels: 1, layout: 'mono', sampleFormat: 's16', bitDepth: 16, bitRate: null, initialPadding: 0, ...differs,
});
export const encoders: Readonly<Record<string, AudioEncoder>> = {
  aac: { codec: 'aac', encoder: 'aac', sampleRate: 48000, layout: 'mono', sampleFormat: 'fltp', bitRate: 192000, options: {} },
  flac: { codec: 'flac', encoder: 'flac', sampleRate: 48000, layout: 'mono', sampleFormat: 's16', bitRate: null, options: {} },
  alac: { codec: 'alac', encoder: 'alac', sampleRate: 48000, layout: 'mono', sampleFormat: 's16p', bitRate: null, options: {} },
  pcm: { codec: 'pcm_s16le', encoder: 'pcm_s16le', sampleRate: 48000, layout: 'mono', sampleFormat: 's16', bitRate: null, options: {} },
  opus: { codec: 'opus', encoder: 'libopus', sampleRate: 48000, layout: 'mono', sampleFormat: 'flt', bitRate: 128000, options: {} },
};
export const audioPlan = (encoder: AudioEncoder, steps: { graph: string; delaySamples: number }[] = []): StreamPlan => ({
  index: 0, type: 'audio', action: 'encode', becomes: encoder.codec, encoder, why: null,
  steps: steps.map((step) => ({ stage: 'test', title: 'Test', method: 'test', params: {}, why: '', ...step })),
});
