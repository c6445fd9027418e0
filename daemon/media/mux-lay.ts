// Sound for containers without times: laid to the picture sample by sample, so that both begin and end together.
import type { EncodedPacket } from './parameters.ts';

/** Silence is written in pieces of so many samples. */
const pieceSamples = 4800;

/**
 * PCM packets (times in samples on the result's clock, time 0 the first picture) as an unbroken run of exactly `samples`: silence where there is none, and nothing
 * from before or after. `block` is the bytes of one sample of all channels; signed PCM is silent at 0.
 */
export async function* layToPicture(packets: AsyncIterable<EncodedPacket>, block: number, samples: number): AsyncGenerator<EncodedPacket> {
  let at = 0;
  const piece = (data: Buffer): EncodedPacket => {
    const count = data.length / block, packet = { pts: at, dts: at, duration: count, flags: keyFlag, data, sideData: [] };
    at += count;
    return packet;
  };
  function* silence(until: number): Generator<EncodedPacket> {
    while (at < until) yield piece(Buffer.alloc(Math.min(pieceSamples, until - at) * block));
  }
  for await (const { pts, data } of packets) {
    yield* silence(Math.min(pts, samples));
    const kept = data.subarray(Math.max(0, at - pts) * block, Math.max(0, samples - pts) * block);
    if (kept.length) yield piece(kept);
  }
  yield* silence(samples);
}

/** AV_PKT_FLAG_KEY. */
const keyFlag = 1;
