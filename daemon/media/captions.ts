// Closed captions (CEA-608 and 708) as they stand with a picture: three bytes each, a kind and two of data (ANSI/CTA-708-E §4.3).
import { AV_FRAME_DATA_A53_CC, AV_PKT_DATA_A53_CC, type Frame } from 'node-av';
import { toNumber, type Rational } from '../../shared/time.ts';
import type { EncodedPacket } from './parameters.ts';
import { carriesUserData, insertUserData } from './user-data.ts';

const bytesEach = 3;
/** The count has five bits. */
const mostInPicture = 31;
/** 9 600 bit/s for captions of digital television: 600 of these a second (ANSI/CTA-708-E §4.3). */
const perSecond = 600;

/** How many may stand with one picture: 20 at 29.97 frames per second, 25 at 24, 10 at 59.94. */
export const captionLimit = (rate: Rational): number => Math.min(mostInPicture, Math.max(1, Math.round(perSecond / toNumber(rate))));

/** Takes captions off a frame, so that no filter doubles them and no encoder writes them by itself; null when it has none. */
export function takeCaptions(frame: Frame): Buffer | null {
  const data = frame.getSideData(AV_FRAME_DATA_A53_CC);
  if (!data) return null;
  const captions = Buffer.from(data);
  frame.removeSideData(AV_FRAME_DATA_A53_CC);
  return captions.length ? captions : null;
}

/** Captions in order on their way to pictures that may take fewer of them, or come less often, than those they stood with. */
export type CaptionQueue = {
  add(captions: Buffer): void;
  /** What goes with the next picture, or null; with `all`, everything that a picture can hold. */
  take(all?: boolean): Buffer | null;
};

/** A queue for pictures at `rate` frames per second. Where more wait than fit, filling (invalid, or two zeros) gives way first. */
export function openCaptionQueue(rate: Rational): CaptionQueue {
  const limit = captionLimit(rate) * bytesEach;
  let waiting: Buffer = Buffer.alloc(0);
  return {
    add: (captions) => { waiting = Buffer.concat([waiting, captions.subarray(0, captions.length - (captions.length % bytesEach))]); },
    take: (all = false) => {
      if (!waiting.length) return null;
      const room = all ? mostInPicture * bytesEach : limit;
      if (waiting.length > room) waiting = withoutFilling(waiting);
      const taken = waiting.subarray(0, room);
      waiting = waiting.subarray(taken.length);
      return taken.length ? taken : null;
    },
  };
}

/** Without what says nothing: triplets marked invalid, and line 21 pairs of two zeros (0x80 with their parity). */
const withoutFilling = (captions: Buffer): Buffer =>
  Buffer.concat(triplets(captions).filter(([kind, first, second]) => (kind! & 4) !== 0 && !((kind! & 3) < 2 && (first! & 127) === 0 && (second! & 127) === 0)));

/** The captions one by one. */
export const triplets = (captions: Buffer): Buffer[] =>
  Array.from({ length: Math.floor(captions.length / bytesEach) }, (_, i) => captions.subarray(i * bytesEach, (i + 1) * bytesEach));

/**
 * The packet with its picture's captions: inside the coded picture where the codec has a place for them, else beside the packet, from where they
 * go into a file of their own.
 */
export function captioned(codec: string, packet: EncodedPacket, captions: Buffer): EncodedPacket {
  if (carriesUserData(codec)) return { ...packet, data: insertUserData(codec, packet.data, atscMessage(captions)) };
  return { ...packet, sideData: [...packet.sideData, { type: AV_PKT_DATA_A53_CC, data: captions }] };
}

/** Captions that stand beside a packet; null without any. */
export const captionsBeside = (packet: EncodedPacket): Buffer | null => packet.sideData.find(({ type }) => type === AV_PKT_DATA_A53_CC)?.data ?? null;

/** United States, ATSC, `GA94`, caption data, count (ATSC A/53 part 4 §6.2.3). */
const atscMessage = (captions: Buffer): Buffer =>
  Buffer.concat([Buffer.of(0xb5, 0, 0x31), Buffer.from('GA94'), Buffer.of(3, 0x40 | (captions.length / bytesEach), 0xff), captions, Buffer.of(0xff)]);
