// Chapters of Matroska files: read from wherever they stand, written behind the last element of a finished file.
import { open, type FileHandle } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Chapter } from '../../shared/media.ts';
import { writeAt } from './disk.ts';
import { childrenOf, contentOf, element, findSegment, headerAt, idBytes, ids, levelOne, master, sizeBytes, textElement, unsigned, unsignedElement, voidElement, type Element } from './ebml.ts';

/** Chapters of the default edition, nested ones flattened, in order of time. Empty when there are none. */
export async function readMatroskaChapters(path: string): Promise<Chapter[]> {
  await using file = await open(path, 'r');
  const segment = await findSegment(file);
  if (!segment) return [];
  for await (const found of levelOne(file, segment)) {
    if (found.id === ids.chapters) return parseChapters(await contentOf(file, found));
  }
  return [];
}

/** Adds chapters to a finished Matroska file that has none. @throws FrameWrightError `internal` when the file is not laid out as FFmpeg lays it out. */
export async function writeMatroskaChapters(path: string, chapters: readonly Chapter[]): Promise<void> {
  await using file = await open(path, 'r+');
  const segment = await findSegment(file);
  const { size } = await file.stat();
  if (!segment || segment.start + segment.size !== size) throw fault('the segment does not end with the file');
  await addSeekEntry(file, segment, size - segment.start);
  const bytes = chaptersElement(chapters);
  await writeAt(file, bytes, size);
  const width = segment.start - segment.at - 4;
  await writeAt(file, sizeBytes(segment.size + bytes.length, width), segment.at + 4);
}

/** Chapters as a Matroska element: one default edition, identifiers counted from 1 so that the bytes are always the same. */
export function chaptersElement(chapters: readonly Chapter[]): Buffer {
  const atoms = chapters.map((chapter, i) => master(ids.atom,
    unsignedElement(ids.chapterUid, i + 1), unsignedElement(ids.timeStart, chapter.startNs),
    ...(chapter.endNs === null ? [] : [unsignedElement(ids.timeEnd, chapter.endNs)]),
    unsignedElement(ids.hidden, 0), unsignedElement(ids.enabled, 1),
    master(ids.display, textElement(ids.text, chapter.title), textElement(ids.language, /^[a-z]{3}$/.test(chapter.language) ? chapter.language : 'und'))));
  return master(ids.chapters, master(ids.edition, unsignedElement(ids.editionUid, 1), unsignedElement(ids.editionDefault, 1), ...atoms));
}

function parseChapters(content: Buffer): Chapter[] {
  const editions = childrenOf(content).filter((child) => child.id === ids.edition).map((child) => childrenOf(child.content));
  const chosen = editions.find((edition) => edition.some((child) => child.id === ids.editionDefault && unsigned(child.content) === 1n)) ?? editions[0] ?? [];
  return chosen.flatMap((child) => (child.id === ids.atom ? parseAtom(child.content) : [])).sort((a, b) => a.startNs - b.startNs);
}

function parseAtom(content: Buffer): Chapter[] {
  const parts = childrenOf(content);
  const find = (id: number): Buffer | undefined => parts.find((part) => part.id === id)?.content;
  const start = find(ids.timeStart), end = find(ids.timeEnd);
  const display = childrenOf(find(ids.display) ?? Buffer.alloc(0));
  const text = display.find((part) => part.id === ids.text), language = display.find((part) => part.id === ids.language) ?? display.find((part) => part.id === ids.languageIetf);
  const nested = parts.filter((part) => part.id === ids.atom).flatMap((part) => parseAtom(part.content));
  if (!start) return nested;
  return [{
    startNs: Number(unsigned(start)), endNs: end ? Number(unsigned(end)) : null, title: plainText(text?.content), language: plainText(language?.content) || 'eng',
  }, ...nested];
}

/** Matroska pads strings with zeros. */
const plainText = (content: Buffer | undefined): string => (content?.toString('utf8') ?? '').replace(/\0+$/, '');

/** Names the chapters' place in the seek head; FFmpeg leaves padding behind it for this. */
async function addSeekEntry(file: FileHandle, segment: Element, position: number): Promise<void> {
  const head = await headerAt(file, segment.start);
  if (head?.id !== ids.seekHead) throw fault('there is no seek head at its start');
  const padding = await headerAt(file, head.start + head.size);
  const entry = master(ids.seek, element(ids.seekId, idBytes(ids.chapters)), unsignedElement(ids.seekPosition, position));
  const entries = childrenOf(await contentOf(file, head)).filter((child) => child.id !== ids.crc32).map((child) => element(child.id, child.content));
  const room = padding?.id === ids.void ? padding.start + padding.size - head.at : 0;
  const rewritten = master(ids.seekHead, ...entries, entry);
  if (room < rewritten.length || room === rewritten.length + 1) throw fault('its seek head has no room');
  await writeAt(file, Buffer.concat([rewritten, voidElement(room - rewritten.length)]), head.at);
}

const fault = (why: string): FrameWrightError => new FrameWrightError('internal', { what: 'chapters could not be added to the Matroska file', why });
