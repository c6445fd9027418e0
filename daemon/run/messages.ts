// What is said along with single pictures, captions and HDR10+: taken off index frames as they are decoded, since steps lose or double it, and given to the
// packets of the result frames.
import type { FrameIndex } from '../../shared/media.ts';
import type { Plan, Segment } from '../../shared/plan.ts';
import { rescale } from '../../shared/time.ts';
import { captioned, openCaptionQueue, takeCaptions } from '../media/captions.ts';
import { takeDynamicHdr } from '../media/dynamic-hdr.ts';
import type { Frame } from '../media/frame.ts';
import type { EncodedPacket } from '../media/parameters.ts';
import { carriesDynamicHdr, insertUserData } from '../media/user-data.ts';
import { originOf, resultPts } from '../plan/map.ts';

/** Of index frames that were decoded and whose result is still to come; HDR10+ as T.35 messages. */
export type Messages = { readonly captions: Map<number, Buffer>; readonly dynamicHdr: Map<number, Buffer> };
export const noMessages = (): Messages => ({ captions: new Map(), dynamicHdr: new Map() });

/** Takes what a plan's result says along off frame `n`, and keeps it where the frame is `shown`. */
export function keepMessages({ captions, dynamicHdr }: Messages, plan: Plan, n: number, frame: Frame, shown: boolean): void {
  const words = takeCaptions(frame), light = carriesDynamicHdr(plan) ? takeDynamicHdr(frame) : null;
  if (words && shown) captions.set(n, words);
  if (light && shown) dynamicHdr.set(n, light);
}

export type SegmentMessages = {
  /** Says that the result frame at `pts` (encoder ticks) was made of index frame `n`; in order. */
  made(pts: number, n: number): void;
  /** Packets of frames that were made, with what goes with them, as soon as that is known. */
  stamp(packets: readonly EncodedPacket[]): EncodedPacket[];
  /** What is left, once every frame of the segment has been decoded. */
  finish(): EncodedPacket[];
};

/**
 * Captions go with the first result frame made of their picture. A picture that is left out gives its own to the next one shown, or at the segment's end
 * to the last; where a result frame may hold fewer than its pictures bring, the rest goes with the next. HDR10+ goes with every frame made of its picture.
 */
export function openSegmentMessages(segment: Segment, plan: Plan, index: FrameIndex, { captions, dynamicHdr }: Messages): SegmentMessages {
  const video = plan.delivery.checkpoint ?? plan.delivery.video, queue = openCaptionQueue(video.rate);
  const lastResult = segment.first + segment.count - 1, lastPts = rescale(resultPts(plan.map, index, lastResult), plan.map.timeBase, video.timeBase);
  const lastKnown = originOf(plan.map, index, lastResult).frame === segment.to - 1;
  const byPts = new Map<number, Buffer>(), lightByPts = new Map<number, Buffer>();
  let next = segment.from, held: EncodedPacket[] = [];

  const takeUntil = (end: number): void => {
    for (; next < end; next++) {
      const found = captions.get(next);
      if (found) queue.add(found);
      captions.delete(next);
      dynamicHdr.delete(next - 1);
    }
  };
  const give = (pts: number, all: boolean): void => {
    const taken = queue.take(all);
    if (taken) byPts.set(pts, taken);
  };
  const stamped = (packet: EncodedPacket): EncodedPacket => {
    const words = byPts.get(packet.pts), light = lightByPts.get(packet.pts);
    byPts.delete(packet.pts);
    lightByPts.delete(packet.pts);
    const lit = light ? { ...packet, data: insertUserData(video.codec, packet.data, light) } : packet;
    return words ? captioned(video.codec, lit, words) : lit;
  };
  return {
    made(pts, n) {
      takeUntil(n + 1);
      const light = dynamicHdr.get(n);
      if (light) lightByPts.set(pts, light);
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
