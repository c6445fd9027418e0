// AAC of broadcasts carries a header in every packet; files want one for the whole stream. FFmpeg would convert it out of sight; here it is done before
// the payloads are hashed.
import { AV_CODEC_ID_AAC, BitStreamFilter, BitStreamFilterContext, FFmpegError, Packet, Rational, type AVPacketFlag, type Stream } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { readPacket, type EncodedPacket } from './parameters.ts';

export type Repack = { push(packet: EncodedPacket): EncodedPacket[]; /** Once or more. */ close(): void };

/** What turns a stream's packets into what files hold; null where they are that already. */
export function openRepack(stream: Stream): Repack | null {
  if (stream.codecpar.codecId !== AV_CODEC_ID_AAC || stream.codecpar.extradataSize > 0) return null;
  const filter = BitStreamFilter.getByName('aac_adtstoasc'), context = new BitStreamFilterContext();
  demand(filter ? context.alloc(filter) : -1);
  stream.codecpar.copy(context.inputCodecParameters!);
  context.inputTimeBase = new Rational(stream.timeBase.num, stream.timeBase.den);
  demand(context.init());
  const moving = new Packet();
  moving.alloc();
  let open = true;
  return {
    push: (packet) => {
      Object.assign(moving, { data: packet.data, pts: BigInt(packet.pts), dts: BigInt(packet.dts ?? packet.pts), duration: BigInt(packet.duration), flags: packet.flags as AVPacketFlag });
      // A damaged packet is left out, as a decoder would leave it out.
      if (context.sendPacketSync(moving) < 0) return [];
      const packets: EncodedPacket[] = [];
      while (context.receivePacketSync(moving) >= 0) packets.push(readPacket(moving));
      moving.unref();
      return packets;
    },
    close: () => {
      if (!open) return;
      open = false;
      moving.free();
      context.free();
    },
  };
}

function demand(code: number): void {
  if (code < 0) throw new FrameWrightError('internal', { what: 'FFmpeg could not take the headers out of AAC sound.', why: new FFmpegError(code).message });
}
