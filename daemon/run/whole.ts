// A result of a fixed size: lossless segments, decoded in order, encoded as a whole. Two passes share their statistics, in files beside the result.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Plan, VideoEncoder } from '../../shared/plan.ts';
import { captioned, captionsBeside } from '../media/captions.ts';
import { tagFrame } from '../media/colour.ts';
import { openEncoder, type Encoder, type Pass } from '../media/encode.ts';
import type { Frame } from '../media/frame.ts';
import { openPacketDecoder } from '../media/packet-decode.ts';
import { createPacketFile, openPacketFile, type PacketReader } from '../media/packet-file.ts';
import type { EncodedPacket } from '../media/parameters.ts';

export type WholeRequest = {
  readonly plan: Plan;
  /** Packet files of all segments, in order. */
  readonly units: readonly string[];
  /** Mean bits per second of the picture. */
  readonly bitRate: number;
  /** Null where the encoder goes over the film only once. */
  readonly pass: Pass | null;
  /** The packet file to write; null for a pass that only looks. */
  readonly into: string | null;
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (fraction: number) => void;
};

/** Returns the bytes of the coded pictures. @throws FrameWrightError `cancelled`, `disk-full`, `verify-failed` (a damaged unit), `internal`. */
export async function encodeWhole({ plan, units, bitRate, pass, into, signal, onProgress }: WholeRequest): Promise<number> {
  const { delivery, result, media } = plan, settings: VideoEncoder = { ...delivery.video, rateControl: { kind: 'bitrate', value: bitRate } };
  await using parts = new AsyncDisposableStack();
  const encoder = await openEncoder(settings, result.colour, media.video.hdr, pass);
  parts.defer(() => encoder.close());
  const file = into === null ? null : await createPacketFile(into, encoder.parameters);
  const unfinished = parts.use(new AsyncDisposableStack());
  if (file) unfinished.defer(() => file.abandon());
  const captions = new Map<number, Buffer>();
  let bytes = 0, frames = 0;
  const accept = async (packets: readonly EncodedPacket[]): Promise<void> => {
    for (const packet of packets) {
      const found = captions.get(packet.pts), written = found ? captioned(settings.codec, packet, found) : packet;
      captions.delete(packet.pts);
      bytes += written.data.length;
      await file?.write(written);
    }
  };
  for await (const frame of losslessFrames(units, plan, captions)) {
    if (signal.aborted) {
      frame.free();
      throw new FrameWrightError('cancelled', { job: '' });
    }
    await accept(await push(encoder, frame, plan));
    if (++frames % 16 === 0) onProgress(frames / plan.map.frames);
  }
  await accept(await encoder.flush());
  if (frames !== plan.map.frames) throw new FrameWrightError('verify-failed', { why: `The lossless segments hold ${frames} frames; ${plan.map.frames} were planned.`, job: '' });
  unfinished.move();
  await file?.finish();
  return bytes;
}

function push(encoder: Encoder, frame: Frame, { result }: Plan): Promise<EncodedPacket[]> {
  tagFrame(frame, result);
  return encoder.push(frame, Number(frame.pts));
}

/** Every frame of the segments, in order; captions that stand beside packets are put into `captions` by the frame's time. */
async function* losslessFrames(units: readonly string[], plan: Plan, captions: Map<number, Buffer>): AsyncGenerator<Frame> {
  for (const unit of units) {
    const reader = await openPacketFile(unit);
    try {
      yield* decodeUnit(reader, plan, captions);
    } finally {
      await reader.close();
    }
  }
}

async function* decodeUnit(reader: PacketReader, plan: Plan, captions: Map<number, Buffer>): AsyncGenerator<Frame> {
  const decoder = await openPacketDecoder(reader.parameters, { threads: plan.resources.threads.decode });
  try {
    for await (const packet of reader.read()) {
      const beside = captionsBeside(packet);
      if (beside) captions.set(packet.pts, beside);
      // The decoder would lay them onto the frame, and the encoder write them a second time.
      yield* await decoder.push({ ...packet, sideData: [] });
    }
    yield* await decoder.flush();
  } finally {
    decoder.close();
  }
}
