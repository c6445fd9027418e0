// Chapters of any container that has them. FFmpeg knows them, node-av does not show them, so the files' own structures are read here; mux-finish.ts writes them.
import { basename } from 'node:path';
import type { Chapter } from '../../shared/media.ts';
import { readIsoChapters } from './chapters-iso.ts';
import { readMatroskaChapters } from './chapters-matroska.ts';
import type { Input } from './open.ts';

/** Chapters of a file in order of time, on its own clock; empty where the container (FFmpeg's demuxer name) has none, and where they are damaged, which `onDamage` hears. */
export async function readChapters(path: string, container: string, onDamage?: () => void): Promise<Chapter[]> {
  if (/matroska|webm/.test(container)) return readMatroskaChapters(path);
  return /mov|mp4/.test(container) ? readIsoChapters(path, onDamage) : [];
}

/** Those of all files of a media, on the media's clock; `notices` say which files have chapters that cannot be read. */
export async function chaptersOf({ files, container }: Pick<Input, 'files' | 'container'>): Promise<{ readonly chapters: Chapter[]; readonly notices: readonly string[] }> {
  const notices: string[] = [];
  const damaged = (path: string) => (): void => { notices.push(`The index of ${basename(path)} is damaged where its chapters would stand, so none are read from it.`); };
  const found = await Promise.all(files.map(async ({ path, startNs }) => (await readChapters(path, container, damaged(path))).map((chapter) => ({ ...chapter, startNs: chapter.startNs + startNs, endNs: chapter.endNs === null ? null : chapter.endNs + startNs }))));
  return { chapters: found.flat(), notices };
}

/**
 * Chapters on the result's clock: moved by `epochNs`, cut to `[fromNs, toNs)` of it, those outside left out. Null bounds are open.
 * A chapter without an end lasts to the next one's start.
 */
export function shiftChapters(chapters: readonly Chapter[], epochNs: number, fromNs: number | null, toNs: number | null): Chapter[] {
  return chapters.flatMap((chapter, i) => {
    const start = chapter.startNs - epochNs, end = (chapter.endNs ?? chapters[i + 1]?.startNs ?? Infinity) - epochNs;
    const first = Math.max(start, fromNs ?? 0, 0), last = Math.min(end, toNs ?? Infinity);
    if (last <= first && !(start === end && first === start)) return [];
    return [{ ...chapter, startNs: first, endNs: chapter.endNs === null && last === end ? null : last }];
  });
}
