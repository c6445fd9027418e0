// Reading frames in tests: by number, and as a plain decoder gives them from the start.
import { createHash } from 'node:crypto';
import { AVERROR_EAGAIN, AVERROR_EOF, Codec, CodecContext, FFmpegError, FormatContext, Frame, Packet } from 'node-av';
import { openDecoder, type Decoder } from '../../../daemon/media/decode.ts';
import type { FrameIndex, Media } from '../../../shared/media.ts';

export const hashOf = (frame: Frame): string => createHash('sha1').update(frame.toBuffer()).digest('hex');

/** Hashes of all frames of one stream, one thread, from the file's start, in the decoder's order. */
export async function linearHashes(path: string, streamIndex: number): Promise<string[]> {
  const input = new FormatContext();
  FFmpegError.throwIfError(await input.openInput(path), 'open');
  await input.findStreamInfo();
  const parameters = input.streams[streamIndex]!.codecpar;
  const context = new CodecContext();
  context.allocContext3(Codec.findDecoder(parameters.codecId)!);
  context.parametersToContext(parameters);
  context.threadCount = 1;
  FFmpegError.throwIfError(await context.open2(), 'open2');
  const packet = new Packet(), frame = new Frame(), hashes: string[] = [];
  packet.alloc();
  frame.alloc();
  for (let reading = true; reading;) {
    packet.unref();
    reading = (await input.readFrame(packet)) >= 0;
    if (reading && packet.streamIndex !== streamIndex) continue;
    await context.sendPacket(reading ? packet : null);
    for (let code; (code = await context.receiveFrame(frame)) !== AVERROR_EAGAIN && code !== AVERROR_EOF;) if (code >= 0) hashes.push(hashOf(frame));
  }
  context.freeContext();
  await input.closeInput();
  return hashes;
}

export type Read = { readonly n: number; readonly hash: string; readonly concealed: boolean };

/** Frame n by itself. */
export async function readAt(decoder: Decoder, n: number): Promise<Read> {
  await decoder.from(n);
  return (await readNext(decoder))!;
}

export async function readNext(decoder: Decoder): Promise<Read | null> {
  const read = await decoder.read();
  if (!read) return null;
  const hash = hashOf(read.frame);
  read.frame.free();
  return { n: read.n, hash, concealed: read.concealed };
}

/** All frames from the first, in order. */
export async function readAll(media: Media, index: FrameIndex, threads: number): Promise<Read[]> {
  const decoder = await openDecoder(media, index, { threads });
  const all: Read[] = [];
  for (let read; (read = await readNext(decoder));) all.push(read);
  await decoder.close();
  return all;
}

/** The same numbers in [0, below) every time (Park and Miller's generator). */
export function randomNumbers(count: number, below: number, seed = 7): number[] {
  let state = seed;
  return Array.from({ length: count }, () => { state = (state * 48271) % 2147483647; return state % below; });
}
