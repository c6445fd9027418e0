// Pictures as files: a numbered folder of them, or one; with everything else of the source in Matroska beside them, and a list of times.
import { createHash } from 'node:crypto';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import { secondsOf } from '../../shared/time.ts';
import { writeFailure } from './disk.ts';
import { writeBeside, type SidecarFile } from './mux-beside.ts';
import { openPictureCaptions } from './mux-captions.ts';
import { spanOf } from './mux-range.ts';
import { openVideoUnits } from './mux-video.ts';
import { muxTracks, type Muxed, type MuxRequest } from './mux.ts';
import { patternOf, pictureAt } from './picture-names.ts';

export type PicturesRequest = Omit<MuxRequest, 'moved'> & {
  /** Endings of the files beside the result. */
  readonly suffixes: { readonly streams: string; readonly times: string };
  /** Gives a picture what belongs into it beside its pixels. */
  finish?(picture: Buffer): Buffer;
};
export type PictureFileMade = { readonly name: string; readonly sha256: string; readonly bytes: number };
export type MuxedPictures = Muxed & { readonly pictures: readonly PictureFileMade[] };

/** Writes `into`, a folder or one file. @throws FrameWrightError as `mux`. */
export async function muxPictures(request: PicturesRequest): Promise<MuxedPictures> {
  const { plan, into, suffixes } = request, { video } = plan.media, hash = createHash('sha256'), captions = openPictureCaptions(plan.map.timeBase);
  const times: string[] = ['# timecode format v2'], pictures: PictureFileMade[] = [];
  try {
    if (plan.delivery.pictures!.pattern !== null) { await rm(into, { recursive: true, force: true }); await mkdir(into, { recursive: true }); }
    for await (const { data, seconds, packet } of picturesOf(request)) {
      if (request.signal?.aborted) throw new FrameWrightError('cancelled', { job: '' });
      const path = pathOf(request, pictures.length), bytes = request.finish ? request.finish(data) : data;
      await writeWhole(path, bytes);
      hash.update(data);
      captions.add(packet);
      times.push((seconds * 1000).toFixed(6));
      pictures.push({ name: basename(path), sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
      request.onProgress?.(pictures.length / plan.map.frames);
    }
  } catch (error) {
    throw await writeFailure(error, into);
  }
  const beside = await muxBeside(request);
  const listed: SidecarFile[] = plan.delivery.pictures!.pattern === null ? [] : [{ path: `${into}${suffixes.times}`, suffix: suffixes.times, streams: [], packed: false }];
  for (const { path } of listed) await writeFile(path, `${times.join('\n')}\n`, { flush: true });
  return {
    pictures, sidecarFiles: [...beside.sidecarFiles, ...listed], captions: [captions.track(), ...beside.captions],
    streamHashes: { ...beside.streamHashes, [video.index]: hash.digest('hex') }, streams: [{ source: video.index, result: 0 }],
  };
}

async function* picturesOf({ plan, videoUnits }: PicturesRequest) {
  const units = await openVideoUnits(videoUnits, plan);
  try {
    for (const reader of units.readers) for await (const packet of reader.read()) yield { data: packet.data, seconds: secondsOf(packet.pts, plan.map.timeBase), packet };
  } finally {
    for (const reader of units.readers) await reader.close();
  }
}

/** Tracks and files beside the pictures; no file of tracks where there are none. */
async function muxBeside(request: PicturesRequest): Promise<Pick<Muxed, 'sidecarFiles' | 'captions' | 'streamHashes'>> {
  const { into, suffixes, plan, index } = request, path = `${into}${suffixes.streams}`;
  if (!plan.streams.some(({ action }) => ['copy', 'encode', 'convert'].includes(action))) {
    const { files, captions, hashes } = await writeBeside({ ...request, into: path, span: spanOf(plan, index) });
    return { sidecarFiles: files, captions, streamHashes: hashes };
  }
  const { sidecarFiles, captions, streamHashes, streams } = await muxTracks({ ...request, into: path, moved: new Map(), onProgress: () => {} }, false);
  return { sidecarFiles: [{ path, suffix: suffixes.streams, streams: streams.map(({ source }) => source), packed: true }, ...sidecarFiles], captions, streamHashes };
}

/** Where picture `n` of the result is written. */
export function pathOf({ plan, into }: Pick<MuxRequest, 'plan' | 'into'>, n: number): string {
  const { pattern, first } = plan.delivery.pictures!;
  return pattern === null ? into : pictureAt(patternOf(join(into, pattern))!, first + n);
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await using file = await open(path, 'w');
  await file.writeFile(bytes);
  await file.sync();
}
