// The first decoded frames of a stream, for what only frames tell; and, where a file's times are missing or wrong, the order of all of them.
import { availableParallelism } from 'node:os';
import { Packet, type Frame } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex } from '../../shared/media.ts';
import { openVideoCodec } from './codec.ts';
import { openFeed, type Source } from './feed.ts';
import { pull, unbegun, type Decoding, type Picture } from './pull.ts';
import { buildIndex } from './frame-index.ts';
import type { Packets } from './scan.ts';

/** Frames enough to meet both fields' flags, a timecode and caption data. */
const wanted = 12;

export type Opening = {
  /** The first frames in the decoder's order; whoever asked frees them. */
  readonly frames: readonly Frame[];
  /** Index number of the first frame that decodes. */
  readonly first: number;
  /** Whether they came out in the order of the index. */
  readonly inOrder: boolean;
};

/** Decodes the beginning of a stream. @throws FrameWrightError input-codec, or input-undecodable when nothing in the file decodes. */
export async function openingFrames(source: Source, index: FrameIndex): Promise<Opening> {
  const pictures: Picture[] = [];
  await decodeAll(source, index, (picture) => pictures.push(picture) < Math.min(wanted, index.frames));
  if (!pictures.length) throw new FrameWrightError('input-undecodable', { path: source.path, why: 'The decoder gave no picture for any of its packets.' });
  const inOrder = pictures.every((picture, i) => i === 0 || picture.n > pictures[i - 1]!.n);
  return { frames: pictures.map((picture) => picture.frame), first: Math.min(...pictures.map((picture) => picture.n)), inOrder };
}

/** Coding numbers of all shown packets in presentation order, learnt by decoding everything; what does not decode stands behind its neighbour. */
export async function decodedOrder(source: Source, packets: Packets): Promise<number[]> {
  const shown = packets.shown.flatMap((is, coding) => (is ? [{ coding, pts: coding, discontinuity: false }] : []));
  const order: number[] = [];
  await decodeAll(source, buildIndex(packets, shown, 1), ({ frame, n }) => {
    frame.free();
    order.push(shown[n]!.coding);
    return true;
  });
  const decoded = new Set(order);
  for (const { coding } of shown) if (!decoded.has(coding)) order.splice(order.findIndex((other) => other > coding) >>> 0, 0, coding);
  return order;
}

async function decodeAll(source: Source, index: FrameIndex, onPicture: (picture: Picture) => boolean): Promise<void> {
  const feed = await openFeed(source, index);
  const packet = new Packet();
  packet.alloc();
  try {
    const decoding: Decoding = { index, feed, packet, codec: await openVideoCodec(source.path, feed.stream(), { threads: availableParallelism() }), ...unbegun };
    for (let picture; (picture = await pull(decoding)) && onPicture(picture););
    decoding.codec.freeContext();
  } finally {
    packet.free();
    await feed.close();
  }
}
