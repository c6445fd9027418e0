// Chapters of any container that has them. FFmpeg knows them, node-av does not show them, so the files' own structures are read and written here.
import type { Chapter } from '../../shared/media.ts';
import type { DeliveryPlan } from '../../shared/plan.ts';
import { readIsoChapters, writeIsoChapters } from './chapters-iso.ts';
import { readMatroskaChapters, writeMatroskaChapters } from './chapters-matroska.ts';

/** Chapters of a file in order of time, on the media's own clock; empty where the container (FFmpeg's demuxer name) has none. */
export async function readChapters(path: string, container: string): Promise<Chapter[]> {
  if (/matroska|webm/.test(container)) return readMatroskaChapters(path);
  return /mov|mp4/.test(container) ? readIsoChapters(path) : [];
}

/** Adds chapters to a finished file. With `front`, an ISO file's index is moved before its data. */
export async function writeChapters(path: string, kind: DeliveryPlan['chapters'], chapters: readonly Chapter[], front = false): Promise<void> {
  if (kind === 'matroska' && chapters.length) await writeMatroskaChapters(path, chapters);
  if (kind === 'chpl' && (chapters.length || front)) await writeIsoChapters(path, chapters, front);
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
