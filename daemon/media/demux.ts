// Reading packets: the same packets in the same order, whoever reads, so that a packet's number means the same everywhere.
import { setImmediate } from 'node:timers/promises';
import { AVDISCARD_ALL, AVERROR_EIO, AVERROR_EOF, FFmpegError, Packet } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Input } from './open.ts';

/** Failed reads in a row after which a damaged file counts as ended. */
const patience = 64;
/** Packets read before the event loop gets its turn: about a millisecond of work. */
const batch = 256;

/** Lets the demuxer throw away every stream but these. */
export function selectStreams(input: Input, streams: readonly number[]): void {
  for (const stream of input.streams) if (!streams.includes(stream.index)) stream.discard = AVDISCARD_ALL;
}

/**
 * Reads the next packet of any selected stream into `packet`; false at the end. A damaged place is passed over as FFmpeg's demuxer resynchronises.
 * @throws FrameWrightError input-unreadable when the disk fails.
 */
export async function readPacket(input: Input, packet: Packet): Promise<boolean> {
  for (let failures = 0; failures < patience; failures++) {
    packet.unref();
    const code = await input.read(packet);
    if (code >= 0) return true;
    if (ended(input, code)) return false;
  }
  return false;
}

/** Calls `visit` with every packet to the end, which must not keep it; the quickest way through a file. @throws as `readPacket`, and `cancelled`. */
export async function visitPackets(input: Input, visit: (packet: Packet) => void, signal?: AbortSignal): Promise<{ readonly whole: boolean }> {
  const packet = new Packet();
  packet.alloc();
  try {
    for (let read = 1, failures = 0; failures < patience; read++) {
      if (read % batch === 0) await setImmediate();
      if (signal?.aborted) throw new FrameWrightError('cancelled', { job: '' });
      packet.unref();
      const code = input.readSync ? input.readSync(packet) : await input.read(packet);
      if (code < 0 && ended(input, code)) return { whole: failures === 0 };
      if (code < 0) failures++;
      else { failures = 0; visit(packet); }
    }
    return { whole: false };
  } finally {
    packet.free();
  }
}

function ended(input: Input, code: number): boolean {
  if (code === AVERROR_EIO) throw new FrameWrightError('input-unreadable', { path: input.path, why: `Reading failed midway: ${FFmpegError.strerror(code)}.` });
  return code === AVERROR_EOF;
}
