// What the clips of a timeline show, picture by picture, read from the files themselves.
import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { allocatePlanes, copyOut } from '../../daemon/media/planes.ts';
import { openDecoder } from '../../daemon/media/decode.ts';
import { probe } from '../../daemon/media/probe.ts';
import type { Media } from '../../shared/media.ts';
import { timecodeFrames } from '../../shared/timecode.ts';

export type Film = { readonly media: Media; readonly hashes: readonly string[]; /** Number of the first frame by the file's timecode; 0 without one. */ readonly firstFrame: number };
export type Films = (path: string) => Promise<Film>;

/** Hashes of every picture of a file, decoded once each. */
export function openFilms(folder: string, home: string): Films {
  const known = new Map<string, Promise<Film>>();
  return (path) => {
    const absolute = isAbsolute(path) ? path : join(folder, path);
    if (!known.has(absolute)) known.set(absolute, read(absolute, home));
    return known.get(absolute)!;
  };
}

async function read(path: string, home: string): Promise<Film> {
  const { media, index } = await probe(path, { home }), decoder = await openDecoder(media, index, { threads: 1 }), hashes: string[] = [];
  await decoder.from(0);
  for (let next = await decoder.read(); next; next = await decoder.read()) {
    const planes = allocatePlanes(media.video.shape);
    copyOut(next.frame, planes);
    next.frame.free();
    const hash = createHash('sha256');
    for (const { data } of planes.planes) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    hashes.push(hash.digest('hex'));
  }
  await decoder.close();
  const { num, den } = media.video.rate.nominal;
  return { media, hashes, firstFrame: media.video.timecode === null ? 0 : timecodeFrames(media.video.timecode, Math.round(num / den))! };
}

/** Pictures `first`, `first + step` … of a film, `count` of them; a number outside of it stands as `outside`. */
export const pictures = (film: Film, first: number, count: number, step = 1): string[] => Array.from({ length: count }, (_, i) => film.hashes[Math.floor(first + i * step)] ?? 'outside');
