// Pictures as a stream: each file is a packet whose number is its frame and whose position is the number in its name, so every seek is exact.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_LOG_QUIET, AV_PIX_FMT_NONE, AV_PKT_FLAG_KEY, AVERROR_EOF, AVSEEK_FLAG_BYTE, Dictionary, FFmpegError, FormatContext, InputFormat, Log, type Packet } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { MediaParts } from '../../shared/media.ts';
import { readHead } from './head.ts';
import { demandMemory, thisMemory } from './memory.ts';
import type { Input } from './open.ts';
import { numbersOf, pictureFormat } from './picture-files.ts';
import { headerLook } from './picture-heads.ts';
import { patternOf, pictureAt } from './picture-names.ts';
import { foreignPicture, translatePicture } from './pictures-foreign.ts';

/** One file; `number` as in its name, 0 for a single picture. */
export type PictureFile = { readonly path: string; readonly number: number };
type PictureParts = MediaParts & { readonly kind: 'pictures' };

/** Pictures have no rate of their own: film's, until the user says another. */
const rate = '24';

/** Opens one picture, or a run of them for `parts`. @throws FrameWrightError input-missing, input-unreadable, input-empty, input-gaps, input-not-media. */
export async function openPictures(path: string, parts: PictureParts | null): Promise<Input> {
  const pictures = parts ? await runFiles(path, parts) : [{ path, number: 0 }];
  const context = await openFirst(pictures[0]!.path);
  let next = 0;
  const give = (packet: Packet, data: Buffer): number => {
    packet.data = data;
    Object.assign(packet, { streamIndex: 0, pts: BigInt(next), dts: BigInt(next), duration: 1n, pos: BigInt(pictures[next]!.number), flags: AV_PKT_FLAG_KEY });
    next++;
    return 0;
  };
  return {
    path, streams: context.streams, container: 'image2', metadata: {}, bitRate: null, programs: 0, pictures, files: [{ path: pictures[0]!.path, startNs: 0 }], nearby: 0, readSync: null,
    read: async (packet) => (next >= pictures.length ? AVERROR_EOF : give(packet, await bytesOf(pictures[next]!))),
    seek: async (_stream, target, flags) => {
      const place = flags & AVSEEK_FLAG_BYTE ? pictures.findIndex(({ number }) => number >= Number(target)) : Number(target);
      next = Math.max(0, Math.min(place, pictures.length));
      return 0;
    },
    close: () => context.closeInput(),
  };
}

/** The file as it is, or what FFmpeg reads in its place. @throws FrameWrightError input-unreadable, input-not-media. */
async function bytesOf({ path }: PictureFile): Promise<Buffer> {
  const bytes = await readFile(path).catch((cause: Error) => { throw new FrameWrightError('input-unreadable', { path, why: `Reading failed midway: ${cause.message}.` }, { cause }); });
  const foreign = await foreignPicture(path, bytes);
  return foreign ? translatePicture(path, foreign) : bytes;
}

/** A file for each frame: those that are there and, where gaps hold, the one before for each that is not. */
async function runFiles(path: string, { gaps }: PictureParts): Promise<PictureFile[]> {
  const pattern = patternOf(path)!;
  const files = (await numbersOf(pattern)).map((number) => ({ path: pictureAt(pattern, number), number }));
  if (gaps !== 'hold') return files;
  return files.flatMap((file, i) => Array.from({ length: (files[i + 1]?.number ?? file.number + 1) - file.number }, () => file));
}

/** FFmpeg's view of the first file; it is not read from. */
async function openFirst(path: string): Promise<FormatContext> {
  const head = await readHead(path), format = pictureFormat(path, head), size = await headerLook(path);
  if (size) demandMemory(path, { ...size, format: AV_PIX_FMT_NONE }, thisMemory());
  if (!format) throw refusal(path, 'It is no picture that FFmpeg knows.');
  const foreign = await foreignPicture(path, head);
  if (!foreign) return view(path, path, format);
  const folder = await mkdtemp(join(tmpdir(), 'framewright-picture-')), stand = join(folder, 'picture.tif');
  try {
    await writeFile(stand, await translatePicture(path, foreign));
    return await view(path, stand, InputFormat.findInputFormat('tiff_pipe')!);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const refusal = (path: string, why: string): FrameWrightError => new FrameWrightError('input-not-media', { path, why });

/** What FFmpeg says of `file`, which stands for `path`. */
async function view(path: string, file: string, format: InputFormat): Promise<FormatContext> {
  Log.setLevel(AV_LOG_QUIET);
  const context = new FormatContext();
  context.allocContext();
  const options = { protocol_whitelist: 'file', format_whitelist: format.name ?? '', framerate: rate, ...(format.name === 'image2' ? { pattern_type: 'none' } : {}) };
  const code = await context.openInput(`file:${file}`, format, Dictionary.fromObject(options));
  if (code < 0) throw refusal(path, `FFmpeg says: ${FFmpegError.strerror(code)}.`);
  const found = await context.findStreamInfo();
  if (found >= 0 && context.nbStreams > 0) return context;
  await context.closeInput();
  throw refusal(path, 'It is a picture, but FFmpeg cannot read it.');
}

/** Bytes of every picture, in order of frames. */
export const pictureSizes = (pictures: readonly PictureFile[]): Promise<number[]> => Promise.all(pictures.map(({ path }) => stat(path).then(({ size }) => size)));
