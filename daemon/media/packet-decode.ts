// Decodes packets that were just encoded, to see that they can be. Not a way to read files: those go through decode.ts.
import { AV_FRAME_FLAG_CORRUPT, AV_PKT_FLAG_KEY, AVERROR_EAGAIN, AVERROR_EOF, Codec, CodecContext, CodecParameters, FFmpegError, Frame, Packet, Rational } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { strictness } from './codec.ts';
import { writeParameters, type EncodedPacket, type EncodedParameters } from './parameters.ts';
import { openTurns } from './turns.ts';

export type PacketDecoder = {
  /** Gives the frames that are ready, in presentation order, pts in the parameters' time base; the caller frees them. @throws FrameWrightError `verify-failed`. */
  push(packet: EncodedPacket): Promise<Frame[]>;
  flush(): Promise<Frame[]>;
  close(): void;
};

/** Damage that FFmpeg tells of is an error here, even if it can be patched up. @throws FrameWrightError `verify-failed`. */
export async function openPacketDecoder(parameters: EncodedParameters, { threads }: { readonly threads: number }): Promise<PacketDecoder> {
  const codecParameters = new CodecParameters();
  codecParameters.alloc();
  writeParameters(codecParameters, parameters);
  const codec = Codec.findDecoder(codecParameters.codecId);
  if (!codec) throw damaged('this FFmpeg has no decoder for it');
  const context = new CodecContext();
  context.allocContext3(codec);
  demand(context.parametersToContext(codecParameters));
  codecParameters.free();
  context.pktTimebase = new Rational(parameters.timeBase.num, parameters.timeBase.den);
  context.threadCount = threads;
  for (const [key, value] of Object.entries(strictness(codec.name ?? ''))) context.setOption(key, value);
  demand(await context.open2(codec, null));
  return runDecoder(context);
}

function runDecoder(context: CodecContext): PacketDecoder {
  const packet = new Packet();
  packet.alloc();
  const turns = openTurns('the decoder that checks', () => { packet.free(); context.freeContext(); });
  return {
    push: (encoded) => turns.take(async () => {
      packet.unref();
      packet.data = encoded.data;
      packet.pts = BigInt(encoded.pts);
      if (encoded.dts !== null) packet.dts = BigInt(encoded.dts);
      packet.flags = (encoded.flags & AV_PKT_FLAG_KEY) as never;
      demand(await context.sendPacket(packet));
      return receiveAll(context);
    }),
    flush: () => turns.take(async () => {
      demand(await context.sendPacket(null));
      return receiveAll(context);
    }),
    close: () => { void turns.end(); },
  };
}

async function receiveAll(context: CodecContext): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (;;) {
    const frame = new Frame();
    frame.alloc();
    const code = await context.receiveFrame(frame);
    const patched = code >= 0 && (frame.decodeErrorFlags !== 0 || frame.hasFlags(AV_FRAME_FLAG_CORRUPT));
    if (code >= 0 && !patched) { frames.push(frame); continue; }
    frame.free();
    if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return frames;
    for (const done of frames) done.free();
    throw damaged(patched ? 'a part of a picture is damaged' : new FFmpegError(code).message);
  }
}

function demand(code: number): void {
  if (code < 0) throw damaged(new FFmpegError(code).message);
}

const damaged = (why: string): FrameWrightError => new FrameWrightError('verify-failed', { why: `What was just encoded cannot be decoded: ${why}.`, job: '' });
