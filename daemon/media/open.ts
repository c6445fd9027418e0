// The one place that opens inputs: files of this machine, through the file protocol, with the demuxers named here and no other.
import { open as openFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  AV_DISPOSITION_ATTACHED_PIC, AV_DISPOSITION_DEFAULT, AV_DISPOSITION_STILL_IMAGE, AV_DISPOSITION_TIMED_THUMBNAILS, AV_LOG_QUIET, AVMEDIA_TYPE_VIDEO,
  Dictionary, FFmpegError, FormatContext, InputFormat, Log, type Stream,
} from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { isoCut } from './iso-boxes.ts';

export type Input = {
  readonly path: string; readonly context: FormatContext; readonly streams: readonly Stream[];
  /** FFmpeg's name of the demuxer, the first of its synonyms: `mov`, `matroska`, `mpegts` … */
  readonly container: string;
  close(): Promise<void>;
};

/** Containers that hold their own media. Playlists, concatenations, devices and image patterns are left out: they open other files. */
const demuxers = [
  'mov', 'matroska', 'avi', 'mpegts', 'mpeg', 'mpegvideo', 'm4v', 'h264', 'hevc', 'obu', 'ivf', 'mxf', 'flv', 'asf', 'ogg', 'dv', 'gxf', 'nut', 'rm', 'wtv', 'yuv4mpegpipe', 'gif', 'apng', 'mp3', 'wav', 'flac', 'aac', 'ac3', 'aiff',
];
const stillDemuxer = /(_pipe|^image2)$/;
const listDemuxer = /^(concat|hls|applehttp|dash|sdp|imf|vapoursynth|lavfi|image2|tedcaptions)/;
/** Brands of single pictures in the ISO container: HEIF and AVIF. */
const stillBrands = /^(heic|heix|mif1|avif)$/;
const headBytes = 1 << 16;
/** Enough of a transport stream to meet sparse streams; containers with a header stop far earlier. */
const probeOptions = { protocol_whitelist: 'file', format_whitelist: demuxers.join(','), probesize: 20_000_000, analyzeduration: 10_000_000 };

/**
 * Opens a media file and reads its headers. @throws FrameWrightError input-missing, input-unreadable, input-empty, input-still, input-truncated or
 * input-not-media.
 */
export async function openInput(given: string): Promise<Input> {
  const path = resolve(given);
  const head = await readHead(path, given);
  // FFmpeg writes to the terminal by itself; what matters of it comes back as codes.
  Log.setLevel(AV_LOG_QUIET);
  const context = new FormatContext();
  context.allocContext();
  // The prefix keeps a name such as `concat:a|b` a name.
  const code = await context.openInput(`file:${path}`, null, Dictionary.fromObject(probeOptions));
  if (code < 0) throw await unreadable(path, head, code);
  const found = await context.findStreamInfo();
  if (found < 0 || context.nbStreams === 0) {
    await context.closeInput();
    throw await unreadable(path, head, found);
  }
  if (stillBrands.test(context.metadata?.get('major_brand') ?? '')) {
    await context.closeInput();
    throw new FrameWrightError('input-still', { path });
  }
  return { path, context, streams: context.streams, container: context.iformat?.name?.split(',')[0] ?? 'unknown', close: () => context.closeInput() };
}

/** The stream that is restored: the default one, else the largest; covers and thumbnails are no video. @throws FrameWrightError input-no-video. */
export function mainVideo(input: Input): Stream {
  const rank = (stream: Stream): number => (stream.disposition & AV_DISPOSITION_DEFAULT ? 1e12 : 0) + stream.codecpar.width * stream.codecpar.height;
  const best = input.streams.filter(isVideo).sort((a, b) => rank(b) - rank(a) || a.index - b.index)[0];
  if (best) return best;
  const covers = input.streams.some((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO);
  throw new FrameWrightError('input-no-video', { path: input.path, why: covers ? 'Its only picture is a cover; the rest is sound.' : 'It holds sound or data only; this version restores video.' });
}

const notMoving = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_STILL_IMAGE | AV_DISPOSITION_TIMED_THUMBNAILS;
/** Whether a stream is moving picture, not a cover or thumbnail. */
export const isVideo = (stream: Stream): boolean => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO && !(stream.disposition & notMoving);
/** Whether a stream is a cover or thumbnail. */
export const isCover = (stream: Stream): boolean => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO && (stream.disposition & notMoving) !== 0;

async function readHead(path: string, given: string): Promise<Buffer> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') throw new FrameWrightError('input-missing', { path: given, why: 'Check the spelling and the folder.' }, { cause });
    throw new FrameWrightError('input-unreadable', { path, why: cause.message }, { cause });
  });
  if (found.isDirectory()) throw new FrameWrightError('input-unreadable', { path, why: 'It is a folder, not a file.' });
  if (!found.isFile()) throw new FrameWrightError('input-unreadable', { path, why: 'It is a device or a pipe, not a file.' });
  if (found.size === 0) throw new FrameWrightError('input-empty', { path });
  return readFirst(path, Math.min(found.size, headBytes)).catch((cause: Error) => { throw new FrameWrightError('input-unreadable', { path, why: cause.message }, { cause }); });
}

async function readFirst(path: string, bytes: number): Promise<Buffer> {
  await using file = await openFile(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** Why a file that is there did not open, as precisely as its first bytes tell. */
async function unreadable(path: string, head: Buffer, code: number): Promise<FrameWrightError> {
  const cut = await isoCut(path);
  if (cut) return new FrameWrightError('input-truncated', { path, why: cut });
  // Without the name, so that text called .mp4 is not taken for a video.
  const guess = InputFormat.probe(head)?.name ?? '';
  if (listDemuxer.test(guess)) return new FrameWrightError('input-not-media', { path, why: `It is a list of other files (${guess}); FrameWright opens only the file it was given.` });
  if (stillDemuxer.test(guess)) return new FrameWrightError('input-still', { path });
  if (isText(head)) return new FrameWrightError('input-not-media', { path, why: `${basename(path)} holds text.` });
  return new FrameWrightError('input-not-media', { path, why: guess ? `Its format (${guess}) is not one that is read here, or it is damaged.` : `FFmpeg says: ${code < 0 ? FFmpegError.strerror(code) : 'no streams'}.` });
}

/** No control byte but white space in the head. */
const isText = (head: Buffer): boolean => !head.subarray(0, 4096).some((byte) => byte < 9 || (byte > 13 && byte < 32));
