// Every setting of the video encoder, from a delivery's data and the result's shape.
import type { StreamShape } from '../../shared/media.ts';
import type { VideoEncoder } from '../../shared/plan.ts';
import { toNumber, type Rational } from '../../shared/time.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { containerTraits } from '../media/containers.ts';
import type { Delivery } from './deliveries.ts';
import type { ChosenDelivery } from './delivery.ts';
import { levelFor } from './level.ts';

export type EncoderRequest = {
  readonly chosen: ChosenDelivery; readonly result: StreamShape; readonly timeBase: Rational;
  /** Frames per second that are really shown; nominal rates of VFR files can be absurd. */
  readonly rate: Rational; readonly threads: number; readonly quick: boolean;
  /** Instead of the delivery's constant quality. */
  readonly rateControl?: VideoEncoder['rateControl'];
};

/** Complete settings. @throws FrameWrightError `illegal-delivery` when no level holds the picture. */
export function encoderFor({ chosen, result, timeBase, rate, threads, quick, rateControl = chosen.rateControl }: EncoderRequest): VideoEncoder {
  const { delivery, pixel, profile } = chosen;
  const fields = result.fieldOrder === 'tff' || result.fieldOrder === 'bff';
  return {
    codec: delivery.codec, encoder: delivery.encoder, profile, level: levelOf(chosen, result, rate, fields), pixel: pixel.name,
    width: result.width, height: result.height, sar: result.sar, rate, timeBase,
    fieldOrder: fields && delivery.fields ? (result.fieldOrder as 'tff' | 'bff') : 'progressive',
    gop: delivery.keySeconds === 0 ? 1 : Math.max(1, Math.round(toNumber(rate) * delivery.keySeconds)), bFrames: delivery.bFrames,
    threads: Math.min(threads, delivery.maxThreads), globalHeader: containerTraits[chosen.container].globalHeaders,
    rateControl, options: quick && delivery.faster ? delivery.faster.options : delivery.options,
  };
}

/** The same picture kept without loss until it is encoded as a whole: every frame by itself, on as many threads as the line has. */
export function checkpointFor(lossless: Delivery, final: VideoEncoder, threads: number): VideoEncoder {
  return {
    ...final, codec: lossless.codec, encoder: lossless.encoder, profile: null, level: typeof lossless.level === 'number' ? lossless.level : null,
    gop: 1, bFrames: 0, globalHeader: true, threads: Math.min(threads, lossless.maxThreads), rateControl: lossless.rateControl, options: lossless.options,
  };
}

function levelOf({ delivery, container }: ChosenDelivery, result: StreamShape, rate: Rational, fields: boolean): number | null {
  if (typeof delivery.level !== 'string') return delivery.level;
  const level = levelFor(delivery.level, { width: result.width, height: result.height, rate: toNumber(rate), fields });
  if (level !== null) return level;
  throw new FrameWrightError('illegal-delivery', { codec: delivery.title, container: container.toUpperCase(), why: `No level of it holds ${result.width}×${result.height} at ${toNumber(rate).toFixed(2)} frames per second.` });
}
