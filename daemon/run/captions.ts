// Captions of a segment: taken off index frames as they are decoded, since steps lose or double them, and given to the packets of the result frames.
import type { FrameIndex } from '../../shared/media.ts';
import type { Plan, Segment } from '../../shared/plan.ts';
import { rescale } from '../../shared/time.ts';
import { captioned, openCaptionQueue } from '../media/captions.ts';
import type { EncodedPacket } from '../media/parameters.ts';
import { originOf, resultPts } from '../plan/map.ts';

/** Captions of index frames that were decoded and whose result is still to come. */
export type Captions = Map<number, Buffer>;

export type SegmentCaptions = {
  /** Says that the result frame at `pts` (encoder ticks) was made of index frame `n`; in order. */
  made(pts: number, n: number): void;
  /** Packets of frames that were made, with their captions, as soon as these are known. */
  stamp(packets: readonly EncodedPacket[]): EncodedPacket[];
  /** What is left, once every frame of the segment has been decoded. */
  finish(): EncodedPacket[];
};

/**
 * Captions go with the first result frame made of their picture. A picture that is left out gives its own to the next one shown, or at the segment's end
 * to the last; where a result frame may hold fewer than its pictures bring, the rest goes with the next.
 */
export function openSegmentCaptions(segment: Segment, plan: Plan, index: FrameIndex, captions: Captions): SegmentCaptions {
  const video = plan.delivery.checkpoint ?? plan.delivery.video, queue = openCaptionQueue(video.rate);
  const lastResult = segment.first + segment.count - 1, lastPts = rescale(resultPts(plan.map, index, lastResult), plan.map.timeBase, video.timeBase);
  const lastKnown = originOf(plan.map, index, lastResult).frame === segment.to - 1;
  const byPts = new Map<number, Buffer>();
  let next = segment.from, held: EncodedPacket[] = [];

  const takeUntil = (end: number): void => {
    for (; next < end; next++) {
      const found = captions.get(next);
      if (found) queue.add(found);
      captions.delete(next);
    }
  };
  const give = (pts: number, all: boolean): void => {
    const taken = queue.take(all);
    if (taken) byPts.set(pts, taken);
  };
  const stamped = (packet: EncodedPacket): EncodedPacket => {
    const found = byPts.get(packet.pts);
    byPts.delete(packet.pts);
    return found ? captioned(video.codec, packet, found) : packet;
  };
  return {
    made(pts, n) {
      takeUntil(n + 1);
      if (pts !== lastPts || lastKnown) give(pts, pts === lastPts);
    },
    stamp(packets) {
      const at = held.length ? 0 : lastKnown ? -1 : packets.findIndex(({ pts }) => pts === lastPts);
      if (at < 0) return packets.map(stamped);
      held.push(...packets.slice(at));
      return packets.slice(0, at).map(stamped);
    },
    finish() {
      if (lastKnown) return [];
      takeUntil(segment.to);
      give(lastPts, true);
      const packets = held;
      held = [];
      return packets.map(stamped);
    },
  };
}
