// What a simulated timeline shows, frame by frame: the highest picture of each.
import type { Premiere } from './premiere.ts';
import { itemOf, sequenceOf } from './state.ts';

/** `name:frame` by the media's own frames, null where nothing lies; to the end of the last picture. */
export function picturesOf(premiere: Premiere, id = premiere.activeSequence().id): (string | null)[] {
  const sequence = sequenceOf(premiere.state(), id), tick = sequence.ticksPerFrame, end = sequence.video.flatMap(({ items }) => items).reduce((last, one) => (one.end > last ? one.end : last), 0n);
  return Array.from({ length: Number(end / tick) }, (_, frame) => {
    const at = BigInt(frame) * tick, clip = sequence.video.toReversed().flatMap(({ items }) => items).find((one) => one.enabled && !one.invisible && one.start <= at && one.end > at);
    if (!clip) return null;
    const item = itemOf(premiere.state(), clip.item), rate = BigInt(Math.round((item.media?.rate ?? 25) * 1000));
    return `${item.name}:${(clip.in + at - clip.start) * rate / (254_016_000_000n * 1000n)}`;
  });
}
