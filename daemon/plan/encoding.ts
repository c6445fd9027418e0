// How the result is encoded: settings, the lossless stop before a fixed size, and what both cost.
import type { Hardware } from '../../shared/hardware.ts';
import type { Media, StreamShape } from '../../shared/media.ts';
import type { DeliveryPlan, Plan, VideoEncoder } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';
import type { Rational } from '../../shared/time.ts';
import { loadOf, videoBytes, wholeSeconds, type Load } from './cost.ts';
import type { ChosenDelivery } from './delivery.ts';
import { checkpointFor, encoderFor } from './encoder.ts';
import { named, type PresetLibrary } from './presets.ts';
import { diskFor, threadsFor } from './resources.ts';
import { sizeOf } from './size.ts';
import type { PlannedStep } from './steps.ts';
import type { StreamsPlan } from './streams.ts';

export type EncodingRequest = {
  readonly media: Media; readonly wish: Wish; readonly library: PresetLibrary; readonly chosen: ChosenDelivery; readonly hardware: Hardware;
  readonly source: StreamShape; readonly result: StreamShape; readonly steps: readonly PlannedStep[]; readonly sound: StreamsPlan;
  readonly timeBase: Rational; readonly seconds: number; readonly quick: boolean;
};

export type Encoding = {
  readonly video: VideoEncoder; readonly checkpoint: VideoEncoder | null; readonly target: DeliveryPlan['target'];
  /** Of one frame in the line, and CPU seconds of what follows it. */
  readonly load: Load; readonly afterSeconds: number;
  readonly threads: Plan['resources']['threads']; readonly bytes: number; readonly diskBytes: number; readonly notices: readonly string[];
};

/** @throws FrameWrightError `illegal-delivery`, `bad-value`, `size-too-small`. */
export function planEncoding(request: EncodingRequest): Encoding {
  const { media, wish, library, chosen, hardware, source, result, steps, sound, timeBase, seconds, quick } = request, { delivery } = chosen;
  const sized = sizeOf({ wish, chosen, result, media, streams: sound.streams, soundBits: sound.bitRate, seconds });
  const lossless = sized ? named('delivery', library.deliveries, delivery.sizing!.checkpoint) : null;
  const load = loadOf({ codec: media.video.codec, source, result, steps, delivery: lossless ?? delivery, quick, hardware });
  const threads = threadsFor(load, hardware.cores, (lossless ?? delivery).maxThreads);
  const encoder = encoderFor({ chosen, result, timeBase, rate: result.rate, threads: sized ? Math.min(hardware.cores, delivery.maxThreads) : threads.encode, quick, rateControl: sized?.rateControl });
  const picture = sized?.target?.videoBytes ?? videoBytes(delivery, result, result.rate);
  const bytes = picture + Math.ceil((sound.bitRate * seconds) / 8);
  const kept = lossless ? videoBytes(lossless, result, result.rate) : 0;
  return {
    video: encoder, checkpoint: lossless ? checkpointFor(lossless, encoder, threads.encode) : null, target: sized?.target ?? null,
    load, afterSeconds: sized ? wholeSeconds(delivery, result, quick, hardware) : 0, threads: lossless ? threads : { ...threads, encode: encoder.threads },
    bytes, diskBytes: diskFor(bytes, delivery.keySeconds === 0) + Math.ceil(kept * 1.1), notices: sized?.notices ?? [],
  };
}
