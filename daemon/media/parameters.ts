// What a decoder must know about a coded stream, as plain data that goes into packet files and back onto FFmpeg's streams.
import { AVMEDIA_TYPE_VIDEO, CodecContext, CodecParameters, Rational, type AVChannelOrder, type AVPacketSideDataType, type Packet } from 'node-av';
import { z } from 'zod';
import { FrameWrightError } from '../../shared/errors.ts';

const numbers = {
  codecType: z.int(), codecId: z.int(), codecTag: z.number(), format: z.int(), profile: z.int(), level: z.int(),
  bitsPerCodedSample: z.int(), bitsPerRawSample: z.int(), width: z.int(), height: z.int(), videoDelay: z.int(),
  colorRange: z.int(), colorPrimaries: z.int(), colorTrc: z.int(), colorSpace: z.int(), chromaLocation: z.int(),
  sampleRate: z.int(), frameSize: z.int(), initialPadding: z.int(),
};
const numberKeys = Object.keys(numbers) as (keyof typeof numbers)[];
const fraction = z.object({ num: z.int(), den: z.int() });
/** FFmpeg's AVFieldOrder by number: how fields are coded and shown (`tb`: top coded first, bottom shown first). */
const fieldOrders = ['unknown', 'progressive', 'tt', 'bb', 'tb', 'bt'] as const;

/**
 * Codec parameters by FFmpeg's numbers, with the packets' time base. `extradata` and side data in base64. `videoDelay` is the reorder depth in
 * frames; `initialPadding` the samples before the first real one.
 */
export const encodedParameters = z.object({
  ...numbers, bitRate: z.number(), sar: fraction, frameRate: fraction, timeBase: fraction, fieldOrder: z.enum(fieldOrders),
  channelLayout: z.object({ nbChannels: z.int(), order: z.int(), mask: z.string() }),
  extradata: z.string().nullable(), sideData: z.array(z.object({ type: z.int(), data: z.string() })),
});
export type EncodedParameters = z.infer<typeof encodedParameters>;

/** One coded packet with its own copy of the bytes. Times in ticks of the parameters' time base; `dts` null when only the muxer can tell. `flags` FFmpeg's. */
export type EncodedPacket = {
  readonly pts: number; readonly dts: number | null; readonly duration: number; readonly flags: number; readonly data: Buffer;
  readonly sideData: readonly { readonly type: number; readonly data: Buffer }[];
};

/** Reads FFmpeg's parameters of packets timed in `timeBase`. */
export function readParameters(from: CodecParameters, timeBase: { num: number; den: number }): EncodedParameters {
  const layout = from.channelLayout;
  return {
    ...(Object.fromEntries(numberKeys.map((key) => [key, from[key]])) as Record<keyof typeof numbers, number>),
    bitRate: Number(from.bitRate), sar: pair(from.sampleAspectRatio), frameRate: pair(from.frameRate), timeBase: pair(timeBase),
    fieldOrder: fieldOrders[(from.toJSON()['fieldOrder'] as number | undefined) ?? 0] ?? 'unknown',
    channelLayout: { nbChannels: layout?.nbChannels ?? 0, order: layout?.order ?? 0, mask: String(layout?.mask ?? 0n) },
    extradata: from.extradata?.toString('base64') ?? null,
    sideData: from.getAllCodedSideData().map(({ type, data }) => ({ type, data: data.toString('base64') })),
  };
}

/** Writes parameters onto a stream's `codecpar`. */
export function writeParameters(to: CodecParameters, from: EncodedParameters): void {
  setFieldOrder(to, from.fieldOrder);
  const { channelLayout, extradata, sideData } = from;
  for (const key of numberKeys) (to as unknown as Record<string, number>)[key] = from[key];
  to.bitRate = BigInt(from.bitRate);
  to.sampleAspectRatio = new Rational(from.sar.num, from.sar.den);
  to.frameRate = new Rational(from.frameRate.num, from.frameRate.den);
  if (channelLayout.nbChannels) to.channelLayout = { nbChannels: channelLayout.nbChannels, order: channelLayout.order as AVChannelOrder, mask: BigInt(channelLayout.mask) };
  if (extradata !== null) to.extradata = Buffer.from(extradata, 'base64');
  for (const { type, data } of sideData) to.addCodedSideData(type as AVPacketSideDataType, Buffer.from(data, 'base64'));
}

/** The only way to a field order in node-av: through a context's option. Everything else is overwritten afterwards. */
function setFieldOrder(to: CodecParameters, fieldOrder: EncodedParameters['fieldOrder']): void {
  if (fieldOrder === 'unknown') return;
  const context = new CodecContext();
  context.allocContext3(null);
  context.codecType = AVMEDIA_TYPE_VIDEO;
  context.setOption('field_order', fieldOrder);
  if (to.fromContext(context) < 0) throw new FrameWrightError('internal', { what: 'the field order could not be written', why: fieldOrder });
  context.freeContext();
}

/** Copies what an encoder or demuxer gave; `none` is FFmpeg's AV_NOPTS_VALUE. */
export function readPacket(packet: Packet): EncodedPacket {
  return {
    pts: Number(packet.pts), dts: packet.dts === none ? null : Number(packet.dts), duration: Number(packet.duration), flags: packet.flags,
    data: Buffer.from(packet.data ?? Buffer.alloc(0)), sideData: kept.flatMap((type) => sideDataOf(packet, type)),
  };
}

/** AV_PKT_DATA_SKIP_SAMPLES: samples to leave out at the start and at the end of a packet (little-endian), then two reasons. */
const skipSamples = 11;
/** How many samples at a packet's end are the encoder's filling. */
export const discardedSamples = (packet: EncodedPacket): number => packet.sideData.find(({ type }) => type === skipSamples)?.data.readUInt32LE(4) ?? 0;

/** The packet, marked so that a decoder leaves out `samples` at its end. */
export function discardEnd(packet: EncodedPacket, samples: number): EncodedPacket {
  const data = Buffer.alloc(10);
  data.writeUInt32LE(samples, 4);
  return { ...packet, sideData: [...packet.sideData.filter(({ type }) => type !== skipSamples), { type: skipSamples, data }] };
}

const none = -(2n ** 63n);
/** Packet side data that a muxer needs: palette, new extradata, skipped samples, Matroska block additions, WebVTT identifier and settings, mastering, light, strings. */
const kept: readonly number[] = [0, 1, 11, 15, 16, 17, 20, 22];
function sideDataOf(packet: Packet, type: number): { type: number; data: Buffer }[] {
  const data = packet.getSideData(type as AVPacketSideDataType);
  return data ? [{ type, data: Buffer.from(data) }] : [];
}

const pair = (value: { num: number; den: number }): { num: number; den: number } => ({ num: value.num, den: value.den });
