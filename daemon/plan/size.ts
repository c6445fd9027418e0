// A result of a given size: what is left of it for the picture, and whether any encoder could do with that.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Media, StreamShape } from '../../shared/media.ts';
import type { DeliveryPlan, StreamPlan, VideoEncoder } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';
import { bitRate, bytes, duration } from '../../shared/words.ts';
import type { ChosenDelivery } from './delivery.ts';

export type SizeRequest = {
  readonly wish: Pick<Wish, 'size' | 'crf'>; readonly chosen: ChosenDelivery; readonly result: StreamShape; readonly media: Media;
  readonly streams: readonly StreamPlan[]; /** Bits per second of all sound. */ readonly soundBits: number; readonly seconds: number;
};
export type Sized = { readonly target: DeliveryPlan['target']; readonly rateControl: VideoEncoder['rateControl']; readonly notices: readonly string[] };

/**
 * What a container adds, reckoned high, since the finished file is weighed: bytes for each packet (MP4: a size of 4, an offset of 8 and times of 8 at most;
 * ISO/IEC 14496-12 §8.6, §8.7; Matroska: a block header of 12) and for the headers.
 */
const packetBytes = 20, headerBytes = 6000;
/** Sound packets a second of the codecs that are kept (AAC: 1024 samples of 48 000). */
const soundPackets = 47;

/** Null for constant quality. @throws FrameWrightError `bad-value`, `size-too-small`. */
export function sizeOf(request: SizeRequest): Sized | null {
  const { wish: { size, crf }, chosen: { delivery } } = request;
  if (size === null) return null;
  const key = 'bytes' in size ? '--size' : '--bitrate', value = 'bytes' in size ? bytes(size.bytes) : bitRate(size.bitRate);
  if (!delivery.sizing) throw new FrameWrightError('bad-value', { key, value, why: `${delivery.title} is not made to a size; h264, hevc and av1 by their software encoders are.` });
  if (crf !== null) throw new FrameWrightError('bad-value', { key, value, why: 'A size and a constant quality (--crf) exclude each other.' });
  return 'bytes' in size ? ofFile(size.bytes, request) : ofPicture(size.bitRate, request);
}

function ofPicture(rate: number, request: SizeRequest): Sized {
  const { videoBytes, tooMuch } = usable(Math.floor((rate * request.seconds) / 8), request), rest = restOf(request);
  demandPossible(videoBytes, rest.sound + rest.container, bitRate(rate), request);
  return {
    target: { videoBytes, fileBytes: null, passes: request.chosen.delivery.sizing!.passes }, rateControl: { kind: 'bitrate', value: Math.min(rate, Math.ceil((videoBytes * 8) / request.seconds)) },
    notices: [tooMuch ?? `${bitRate(rate)} for ${duration(request.seconds)} of picture are ${bytes(videoBytes)}; with ${bytes(rest.sound)} of sound and about ${bytes(rest.container)} of container the file has about ${bytes(videoBytes + rest.sound + rest.container)}.`, ...once],
  };
}

function ofFile(fileBytes: number, request: SizeRequest): Sized {
  const { seconds } = request, rest = restOf(request), { videoBytes, tooMuch } = usable(Math.floor(fileBytes - rest.sound - rest.container), request);
  demandPossible(videoBytes, rest.sound + rest.container, bytes(fileBytes), request);
  const rate = Math.floor((videoBytes * 8) / seconds);
  return {
    target: { videoBytes, fileBytes, passes: request.chosen.delivery.sizing!.passes }, rateControl: { kind: 'bitrate', value: rate },
    notices: [tooMuch ?? `${bytes(fileBytes)} less ${bytes(rest.sound)} of sound and about ${bytes(rest.container)} of container leave ${bytes(videoBytes)} for ${duration(seconds)} of picture, ${bitRate(rate)}.`, ...once],
  };
}

const once = ['Everything is first kept without loss and then encoded as a whole, as often as it takes to come within 2 % of that, 8 times at most; where none does, the largest that is not more is delivered, and the JSON file beside it says why. This needs more time and disk than constant quality.'];

/** Bytes of everything but the picture. */
function restOf({ media, result, streams, soundBits, seconds }: SizeRequest): { readonly sound: number; readonly container: number } {
  const kept = streams.filter(({ action }) => action === 'copy' || action === 'encode' || action === 'convert');
  const tracks = kept.filter(({ type }) => type === 'audio').length;
  const attached = media.attachments.filter(({ index }) => kept.some((stream) => stream.index === index)).reduce((sum, one) => sum + one.bytes, 0);
  return { sound: Math.ceil((soundBits * seconds) / 8), container: Math.ceil(attached + headerBytes + packetBytes * (result.frames + tracks * soundPackets * seconds)) };
}

/** No more than the picture has uncompressed, which no encoder could fill. */
function usable(videoBytes: number, { result: { width, height, frames, pixel } }: SizeRequest): { readonly videoBytes: number; readonly tooMuch: string | null } {
  const raw = width * height * frames * samplesOf[pixel.chroma] * (pixel.depth > 8 ? 2 : 1);
  return videoBytes <= raw ? { videoBytes, tooMuch: null } : { videoBytes: raw, tooMuch: `The size asked for is more than the picture takes uncompressed (${bytes(raw)}); the result stays smaller.` };
}
/** Samples of a pixel without transparency. */
const samplesOf: Readonly<Record<StreamShape['pixel']['chroma'], number>> = { 444: 3, 422: 2, 440: 2, 420: 1.5, 411: 1.5, 410: 1.125, none: 1 };

function demandPossible(videoBytes: number, rest: number, asked: string, { chosen: { delivery }, result, seconds }: SizeRequest): void {
  const least = Math.ceil((result.width * result.height * result.frames * delivery.sizing!.leastBitsPerPixel) / 8);
  if (videoBytes >= least) return;
  const whole = Math.ceil((rest + least) / 1e5) / 10;
  throw new FrameWrightError('size-too-small', {
    asked, least: bytes(whole * 1e6), leastArgument: `${whole}MB`,
    why: `Sound and container take ${bytes(rest)}; ${duration(seconds)} of ${result.width}×${result.height} take at least ${bytes(least)} (${bitRate((least * 8) / seconds)}) as ${delivery.title}, at its worst quality.`,
  });
}
