// One file, or files whose bytes are one stream, behind FFmpeg's own demuxers: the file protocol and the demuxers named here, and no other.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AV_LOG_QUIET, AVERROR_ENOMEM, AVERROR_EOF, AVMEDIA_TYPE_VIDEO, Dictionary, FFmpegError, FormatContext, InputFormat, Log } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { readHead } from './head.ts';
import { isoCut } from './iso-boxes.ts';
import { demandMemory, thisMemory } from './memory.ts';
import type { Input } from './open.ts';
import { refuseRaw } from './raw-formats.ts';

/** Containers that hold their own media. Playlists, concatenations, devices and image patterns are left out: they open other files. */
const demuxers = [
  'mov', 'matroska', 'avi', 'mpegts', 'mpeg', 'mpegvideo', 'm4v', 'h264', 'hevc', 'obu', 'ivf', 'mxf', 'flv', 'asf', 'ogg', 'dv', 'gxf', 'nut', 'rm', 'wtv', 'yuv4mpegpipe', 'gif', 'apng', 'webp_anim', 'mp3', 'wav', 'flac', 'aac', 'ac3', 'aiff',
  'w64', 'caf', 'au', 'wv', 'ape', 'tta', 'eac3', 'dts', 'dtshd', 'truehd', 'mlp', 'amr', 'dsf', 'voc', 'oma',
];
const stillDemuxer = /(_pipe|^image2)$/;
const listDemuxer = /^(concat|hls|applehttp|dash|sdp|imf|vapoursynth|lavfi|image2|tedcaptions)/;
/** Streams in one file; broadcasts have up to about two hundred. So many descriptions still fit into a plan. */
const mostStreams = 400;
/** Enough of a transport stream to meet sparse streams; containers with a header stop far earlier. */
const probeOptions = { format_whitelist: demuxers.join(','), probesize: 20_000_000, analyzeduration: 10_000_000, max_streams: mostStreams };
/** Packets that are sooner read than seeked over. */
const nearby = 128;
/** Bytes read again behind the last packet to tell the end of a file from a disk that fails: more than any packet's distance from the next. */
const endBytes = 8 << 20;

/**
 * Opens files whose bytes follow on each other as one. @throws FrameWrightError input-missing, input-unreadable, input-empty, input-truncated,
 * input-encrypted, input-codec or input-not-media.
 */
export async function openBytes(paths: readonly string[]): Promise<Input> {
  const path = paths[0]!, head = await readHead(path);
  // FFmpeg writes to the terminal by itself; what matters of it comes back as codes.
  Log.setLevel(AV_LOG_QUIET);
  refuseRaw(path, head);
  const context = new FormatContext();
  context.allocContext();
  const code = await context.openInput(paths.length > 1 ? joinedUrl(paths) : `file:${path}`, null, Dictionary.fromObject({ ...probeOptions, protocol_whitelist: paths.length > 1 ? 'file,concatf,data' : 'file' }));
  if (code < 0) throw await unreadable(path, head, code);
  try {
    demandBounded(path, context);
  } catch (error) {
    await context.closeInput();
    throw error;
  }
  const found = await context.findStreamInfo();
  if (found < 0 || context.nbStreams === 0) {
    await context.closeInput();
    throw await unreadable(path, head, found);
  }
  return wrap(paths, context);
}

/** What the headers say, before FFmpeg asks for memory by it. @throws FrameWrightError input-streams, input-too-large. */
function demandBounded(path: string, context: FormatContext): void {
  if (context.nbStreams >= mostStreams) throw new FrameWrightError('input-streams', { path, most: mostStreams - 1 });
  for (const { codecpar } of context.streams) if (codecpar.codecType === AVMEDIA_TYPE_VIDEO) demandMemory(path, codecpar, thisMemory());
}

/** FFmpeg's concatf protocol takes a list of names, here from a data address; quoted, so that any name is only a name. */
const joinedUrl = (paths: readonly string[]): string =>
  `concatf:data:text/plain;base64,${Buffer.from(paths.map((path) => `'file:${path.replaceAll("'", "'\\''")}'`).join('\n')).toString('base64')}`;

function wrap(paths: readonly string[], context: FormatContext): Input {
  let last = -1n;
  const noted = (code: number, pos: bigint): number => {
    if (code >= 0 && pos > last) last = pos;
    if (code === AVERROR_EOF) demandReadable(paths, Number(last));
    return code;
  };
  return {
    path: paths[0]!, streams: context.streams, container: context.iformat?.name?.split(',')[0] ?? 'unknown',
    metadata: context.metadata?.getAll() ?? {}, bitRate: Number(context.bitRate) || null, programs: context.nbPrograms, pictures: null, files: [{ path: paths[0]!, startNs: 0 }], nearby,
    read: async (packet) => noted(await context.readFrame(packet), packet.pos), readSync: (packet) => noted(context.readFrameSync(packet), packet.pos),
    seek: (stream, target, flags) => context.seekFrame(stream, target, flags), close: () => context.closeInput(),
  };
}

/** Demuxers take a failed read for the end of the file, so what comes behind the last packet is read once more. @throws FrameWrightError input-unreadable. */
function demandReadable(paths: readonly string[], from: number): void {
  let start = 0;
  for (const path of paths) {
    const size = tryFile(path, () => statSync(path).size);
    if (start + size > from && start < from + endBytes) tryFile(path, () => readThrough(path, Math.max(0, from - start), Math.min(size, from + endBytes - start)));
    start += size;
  }
}

function readThrough(path: string, from: number, to: number): void {
  const file = openSync(path, 'r'), buffer = Buffer.alloc(1 << 16);
  try {
    for (let at = from, read = 1; read > 0 && at < to; at += read) read = readSync(file, buffer, 0, buffer.length, at);
  } finally {
    closeSync(file);
  }
}

function tryFile<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (cause) {
    throw new FrameWrightError('input-unreadable', { path, why: `Reading failed midway: ${(cause as Error).message}.` }, { cause });
  }
}

/** Why a file that is there did not open, as precisely as its first bytes tell. */
async function unreadable(path: string, head: Buffer, code: number): Promise<FrameWrightError> {
  if (code === AVERROR_ENOMEM) return new FrameWrightError('input-streams', { path, most: mostStreams - 1 });
  const cut = await isoCut(path) ?? (code === AVERROR_EOF ? 'It ends behind its header; no picture and no sound comes after.' : null);
  if (cut) return new FrameWrightError('input-truncated', { path, why: cut });
  // Without the name, so that text called .mp4 is not taken for a video.
  const guess = InputFormat.probe(head)?.name ?? '';
  if (listDemuxer.test(guess)) return new FrameWrightError('input-not-media', { path, why: `It is a list of other files (${guess}); FrameWright opens only the file it was given.` });
  if (stillDemuxer.test(guess)) return new FrameWrightError('input-not-media', { path, why: `It is a picture (${guess.replace(/_pipe$/, '')}) that FFmpeg cannot read.` });
  if (isText(head)) return new FrameWrightError('input-not-media', { path, why: `${basename(path)} holds text.` });
  return new FrameWrightError('input-not-media', { path, why: guess ? `Its format (${guess}) is not one that is read here, or it is damaged.` : `FFmpeg says: ${code < 0 ? FFmpegError.strerror(code) : 'no streams'}.` });
}

/** No control byte but white space in the head. */
const isText = (head: Buffer): boolean => !head.subarray(0, 4096).some((byte) => byte < 9 || (byte > 13 && byte < 32));
