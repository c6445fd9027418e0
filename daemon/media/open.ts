// The one place that opens inputs: files of this machine, alone or several as one. What is read of them is the same whatever they are.
import { resolve } from 'node:path';
import {
  AV_DISPOSITION_ATTACHED_PIC, AV_DISPOSITION_DEFAULT, AV_DISPOSITION_STILL_IMAGE, AV_DISPOSITION_TIMED_THUMBNAILS, AVMEDIA_TYPE_VIDEO, type AVSeekFlag, type Packet, type Stream,
} from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { MediaParts } from '../../shared/media.ts';
import { readHead } from './head.ts';
import { openBytes } from './open-file.ts';
import { openInTurn } from './open-in-turn.ts';
import { openPictures, type PictureFile } from './open-pictures.ts';
import { isPictureFile } from './picture-files.ts';

export type Input = {
  readonly path: string; readonly streams: readonly Stream[];
  /** FFmpeg's name of the demuxer, the first of its synonyms: `mov`, `matroska`, `mpegts` …; `image2` for pictures. */
  readonly container: string;
  readonly metadata: Readonly<Record<string, string>>; readonly bitRate: number | null; readonly programs: number;
  /** The files that it is, and where each begins on the media's clock, nanoseconds. */
  readonly files: readonly { readonly path: string; readonly startNs: number }[];
  /** Files of a picture sequence by frame number; null for everything else. */
  readonly pictures: readonly PictureFile[] | null;
  /** Packets that are rather read over than seeked over. */
  readonly nearby: number;
  /** Fills `packet` with the next of any stream that is not discarded; FFmpeg's code, negative at the end and for damage. */
  read(packet: Packet): Promise<number>;
  /** The same without a trip to another thread, where one file makes that possible. */
  readonly readSync: ((packet: Packet) => number) | null;
  /** Goes to `target`, in ticks of stream `stream`; in bytes where `flags` say so. */
  seek(stream: number, target: bigint, flags: AVSeekFlag): Promise<number>;
  close(): Promise<void>;
};

/** What is opened: a file by its name, or a media, which may be several. */
export type InputRef = string | { readonly path: string; readonly parts: MediaParts | null };

/**
 * Opens a media and reads its headers. @throws FrameWrightError input-missing, input-unreadable, input-empty, input-truncated, input-streams, input-raw,
 * input-gaps or input-not-media.
 */
export async function openInput(given: InputRef): Promise<Input> {
  const { path: named, parts } = typeof given === 'string' ? { path: given, parts: null } : given;
  const path = resolve(named);
  if (parts?.kind === 'pictures') return openPictures(path, parts);
  if (parts?.kind === 'joined') return parts.by === 'bytes' ? openBytes(parts.files.map((file) => file.path)) : openInTurn(parts.files.map((file) => file.path));
  return isPictureFile(path, await readHead(path)) ? openPictures(path, null) : openBytes([path]);
}

/** The stream that is restored: the default one, else the largest; covers and thumbnails are no video. @throws FrameWrightError input-no-video. */
export function mainVideo(input: Input): Stream {
  const rank = (stream: Stream): number => (stream.disposition & AV_DISPOSITION_DEFAULT ? 1e12 : 0) + stream.codecpar.width * stream.codecpar.height;
  const best = input.streams.filter(isVideo).sort((a, b) => rank(b) - rank(a) || a.index - b.index)[0];
  if (best) return best;
  const covers = input.streams.some((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO);
  throw new FrameWrightError('input-no-video', { path: input.path, why: covers ? 'Its only picture is a cover; the rest is sound.' : 'It holds sound or data only; this version restores video.' });
}

/** Brands of single pictures in the ISO container: HEIF and AVIF (ISO/IEC 23008-12 §10); `avis` and `msf1` are sequences. */
export const isStillBrand = ({ metadata }: Input): boolean => /^(heic|heix|mif1|avif)$/.test(metadata['major_brand'] ?? '');

const notMoving = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_STILL_IMAGE | AV_DISPOSITION_TIMED_THUMBNAILS;
/** Whether a stream is moving picture, not a cover or thumbnail. */
export const isVideo = (stream: Stream): boolean => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO && !(stream.disposition & notMoving);
/** Whether a stream is a cover or thumbnail. */
export const isCover = (stream: Stream): boolean => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO && (stream.disposition & notMoving) !== 0;
