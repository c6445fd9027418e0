// What encoders of picture and sound have in common: their packets and parameters, and how they refuse.
import { AVERROR_EAGAIN, AVERROR_EOF, CodecParameters, FFmpegError, Packet, type CodecContext } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Rational } from '../../shared/time.ts';
import { readPacket, readParameters, type EncodedPacket, type EncodedParameters } from './parameters.ts';

type Settings = { readonly encoder: string };

/** FFmpeg encodes when a frame is sent; packets that are ready are only handed over, which is not worth a trip to another thread. */
export function receiveReady(context: CodecContext, settings: Settings): EncodedPacket[] {
  const packets: EncodedPacket[] = [], packet = allocated();
  try {
    while (received(context.receivePacketSync(packet), packet, packets, settings));
    return packets;
  } finally {
    packet.free();
  }
}

/** The same where waiting may take long: at the end an encoder still works on what it holds. */
export async function receiveAll(context: CodecContext, settings: Settings): Promise<EncodedPacket[]> {
  const packets: EncodedPacket[] = [], packet = allocated();
  try {
    while (received(await context.receivePacket(packet), packet, packets, settings));
    return packets;
  } finally {
    packet.free();
  }
}

function received(code: number, packet: Packet, packets: EncodedPacket[], settings: Settings): boolean {
  if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return false;
  if (code < 0) throw refused(settings, new FFmpegError(code).message);
  packets.push(readPacket(packet));
  packet.unref();
  return true;
}

function allocated(): Packet {
  const packet = new Packet();
  packet.alloc();
  return packet;
}

/** Of an opened encoder. */
export function parametersOf(context: CodecContext, settings: Settings, timeBase: Rational): EncodedParameters {
  const parameters = new CodecParameters();
  parameters.alloc();
  try {
    if (parameters.fromContext(context) < 0) throw refused(settings, 'its parameters cannot be read');
    return readParameters(parameters, timeBase);
  } finally {
    parameters.free();
  }
}

export const refused = ({ encoder }: Settings, why: string): FrameWrightError => new FrameWrightError('internal', { what: `the encoder ${encoder} cannot be used as planned.`, why });
