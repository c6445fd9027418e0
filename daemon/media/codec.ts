// Opening the decoder of a video stream.
import { avGetCodecName, Codec, CodecContext, FF_THREAD_FRAME, FF_THREAD_SLICE, Rational, type AVThreadType, type Stream } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';

/** A decoder on `threads` threads (1 or more). @throws FrameWrightError input-codec when there is none, or the stream is encrypted. */
export async function openVideoCodec(path: string, stream: Stream, threads: number): Promise<CodecContext> {
  const name = avGetCodecName(stream.codecpar.codecId) ?? 'unknown';
  const refuse = (why: string): FrameWrightError => new FrameWrightError('input-codec', { path, codec: name, why });
  if (/^enc[av]$/.test(stream.codecpar.codecTagString ?? '')) throw refuse('The stream is encrypted (DRM).');
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (!codec) throw refuse('FFmpeg has no decoder for it.');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(stream.codecpar);
  context.threadCount = threads;
  context.threadType = (FF_THREAD_FRAME | FF_THREAD_SLICE) as AVThreadType;
  // Packets carry their number in coding order in place of a time.
  context.pktTimebase = new Rational(1, 1000);
  const code = await context.open2(codec);
  if (code >= 0) return context;
  context.freeContext();
  throw refuse('Its decoder does not start with the headers that the file gives.');
}
