// One decoder fed by one feed: pictures as they come out, each with its number in the index.
import { AV_FRAME_FLAG_CORRUPT, AVERROR_EAGAIN, AVERROR_EOF, Frame, type CodecContext, type Packet } from 'node-av';
import { frameFlag, type FrameIndex } from '../../shared/media.ts';
import { entryOfCoding, type Feed } from './feed.ts';

/** `damaged`: the decoder patched it up, or its packet arrived damaged. */
export type Picture = { readonly frame: Frame; readonly n: number; readonly damaged: boolean };
export type Decoding = {
  readonly index: FrameIndex; readonly feed: Feed; readonly packet: Packet; codec: CodecContext;
  /** Frames below this lean on pictures that were not decoded, and are thrown away. */
  floor: number;
  /** Number of the last picture since `start`; a number missing after it is damage. */
  last: number | null;
  /** Coding numbers of the packet sent last, and of the last one below the floor: its errors are no damage. */
  sent: number; leading: number;
  /** Errors in a row since `start`, before any picture. */
  refusals: number;
  /** Whether anything was damaged since this was last set to false. */
  damaged: boolean;
  /** The decoder was told that no more packets come. */
  draining?: boolean;
};

/** A decoding that stands at the start of its file. */
export const unbegun = { floor: 0, last: null, sent: -1, leading: -Infinity, refusals: 0, damaged: false } as const;

/** Stands the decoder at key frame `key`, or at the file's start for null. */
export async function start(decoding: Decoding, key: number | null): Promise<void> {
  decoding.floor = key ?? 0;
  decoding.last = null;
  decoding.leading = -Infinity;
  decoding.refusals = 0;
  decoding.draining = false;
  await decoding.feed.to(key === null ? 0 : decoding.index.coding[key]!);
  decoding.codec.flushBuffers();
}

/** Errors in a row after which a decoder counts as unable to begin where it stands, or to end. */
const patience = 48;
/** Whether the decoder took nothing of what it was given since `start`. */
export const isRefusing = (decoding: Decoding): boolean => decoding.last === null && decoding.refusals >= patience;

/** The next picture in the decoder's order, or null at the end, or when the decoder refuses everything. */
export async function pull(decoding: Decoding): Promise<Picture | null> {
  for (let failures = 0; failures < patience && !isRefusing(decoding);) {
    const frame = new Frame();
    frame.alloc();
    const code = await receive(decoding, frame);
    const picture = code >= 0 ? identify(decoding, frame) : null;
    if (picture && picture.n >= decoding.floor) {
      decoding.damaged ||= picture.damaged || (decoding.last !== null && picture.n !== decoding.last + 1);
      decoding.last = picture.n;
      return picture;
    }
    frame.free();
    if (code === AVERROR_EOF) return null;
    if (code === AVERROR_EAGAIN) await send(decoding);
    else if (code < 0) { failures++; fail(decoding); }
  }
  return null;
}

/** With frame threads an error comes as many packets late as there are threads. */
function fail(decoding: Decoding): void {
  if (decoding.last === null) decoding.refusals++;
  if (decoding.sent > decoding.leading + (decoding.codec.threadCount > 1 ? decoding.codec.threadCount : 0)) decoding.damaged = true;
}

/** Key frame `n` alone, decoded by itself; null when the decoder gives nothing for it. */
export async function pullKey(decoding: Decoding, n: number): Promise<Picture | null> {
  await start(decoding, n);
  const numbers = numbersOf(decoding.index), last = decoding.index.coding[n]!;
  // A field pair's second half belongs to its first and has no entry of its own.
  for (let coding = last; coding === last || (!numbers.has(coding) && coding <= last + 1); coding++) await send(decoding);
  await decoding.codec.sendPacket(null);
  decoding.draining = true;
  const picture = await pull(decoding);
  if (picture?.n === n) return picture;
  picture?.frame.free();
  return null;
}

/** FFmpeg decodes when a packet is sent; what then is ready is only handed over, which is not worth a trip to another thread. Draining decodes here. */
const receive = async (decoding: Decoding, frame: Frame): Promise<number> => (decoding.draining ? decoding.codec.receiveFrame(frame) : decoding.codec.receiveFrameSync(frame));

async function send(decoding: Decoding): Promise<void> {
  const coding = await decoding.feed.next(decoding.packet);
  decoding.sent = coding ?? Infinity;
  if (coding !== null && (numbersOf(decoding.index).get(coding) ?? Infinity) < decoding.floor) decoding.leading = coding;
  decoding.draining = coding === null;
  const code = await decoding.codec.sendPacket(coding === null ? null : decoding.packet);
  if (code < 0 && code !== AVERROR_EOF) fail(decoding);
  decoding.packet.unref();
}

function identify(decoding: Decoding, frame: Frame): Picture | null {
  const n = numbersOf(decoding.index).get(Number(frame.pts));
  if (n === undefined) return null;
  const damaged = frame.decodeErrorFlags !== 0 || frame.hasFlags(AV_FRAME_FLAG_CORRUPT) || (decoding.index.flags[n]! & frameFlag.corrupt) !== 0;
  return { frame, n, damaged };
}

const numbers = new WeakMap<FrameIndex, Map<number, number>>();
const numbersOf = (index: FrameIndex): Map<number, number> => {
  const known = numbers.get(index) ?? entryOfCoding(index);
  numbers.set(index, known);
  return known;
};
