// Opening the decoder of a video stream.
import { avGetCodecName, Codec, CodecContext, Dictionary, FF_THREAD_FRAME, FF_THREAD_SLICE, Rational, type AVThreadType, type Stream } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';

/**
 * Threading that patches damage up as one thread does, where the codec's usual one does not and no error tells of it: MPEG-2's slice threads report
 * nothing (and one thread decodes it many times faster than it plays), FFV1's frame threads copy from another frame.
 */
const repeatable: Readonly<Record<string, 'none' | 'slices'>> = { mpeg1video: 'none', mpeg2video: 'none', ffv1: 'slices' };

/** Decoders whose strictness refuses what is no damage: TIFF's does so for tags that it does not know. */
const wordy = new Set(['tiff']);
/** How a decoder of `name` (FFmpeg's codec) is told to make damage an error. */
export const strictness = (name: string): Record<string, string> => (wordy.has(name) ? {} : { err_detect: 'crccheck+explode' });

/**
 * A decoder on `threads` threads (1 or more). `strict` makes it leave out what is damaged and say so; else it patches up what it can. @throws FrameWrightError input-codec when there is none, or the stream is
 * encrypted.
 */
export async function openVideoCodec(path: string, stream: Stream, { threads, strict = false }: { readonly threads: number; readonly strict?: boolean }): Promise<CodecContext> {
  const name = avGetCodecName(stream.codecpar.codecId) ?? 'unknown';
  const refuse = (why: string): FrameWrightError => new FrameWrightError('input-codec', { path, codec: name, why });
  if (/^enc[av]$/.test(stream.codecpar.codecTagString ?? '')) throw refuse('The stream is encrypted (DRM).');
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (!codec) throw refuse('FFmpeg has no decoder for it.');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(stream.codecpar);
  context.threadCount = repeatable[name] === 'none' ? 1 : threads;
  context.threadType = (repeatable[name] === 'slices' ? FF_THREAD_SLICE : FF_THREAD_FRAME | FF_THREAD_SLICE) as AVThreadType;
  // Packets carry their number in coding order in place of a time.
  context.pktTimebase = new Rational(1, 1000);
  const code = await context.open2(codec, Dictionary.fromObject(strict ? strictness(name) : {}));
  if (code >= 0) return context;
  context.freeContext();
  throw refuse('Its decoder does not start with the headers that the file gives.');
}
