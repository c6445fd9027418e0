// What FFmpeg's muxers cannot be told through node-av is written into the finished file: chapters, languages, exact edit lists, the range of a MOV.
import type { AnyContainer } from '../../shared/container.ts';
import type { Chapter, ColourTags } from '../../shared/media.ts';
import { containerTraits } from './containers.ts';
import { setChapterList } from './chapters-iso.ts';
import { writeMatroskaChapters } from './chapters-matroska.ts';
import { beginWithFirstPicture, skipRunIn } from './iso-edits.ts';
import { addTags, missingTags } from './iso-metadata.ts';
import { rewriteIndex } from './iso-rewrite.ts';
import { boxAt, tracksOf, type Box } from './iso-tree.ts';
import { sayIsoLanguage } from './languages-iso.ts';
import { sayMatroskaLanguages } from './languages-matroska.ts';
import { heldLanguage, toldLanguage } from './languages.ts';

export type Finish = {
  readonly container: AnyContainer; readonly chapters: readonly Chapter[];
  /** Samples of encoder run-in of each track, in the file's order; 0 for none. */
  readonly runIns: readonly number[];
  readonly range: ColourTags['range'];
  /** Of each track, as a tag or ISO 639-2. */
  readonly languages: readonly (string | undefined)[];
  /** Tags of the film; those without a box of their own get one. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Which tracks are to be shown unasked; FFmpeg says so of the first subtitles even where none are. */
  readonly shown?: readonly boolean[];
};

/** Finishes a file in place. Its index ends up before the data. @throws FrameWrightError `internal` when it is not as FFmpeg writes it. */
export async function finishFile(path: string, { container, chapters, runIns, range, languages, tags = {}, shown = [] }: Finish): Promise<void> {
  const traits = containerTraits[container];
  if (traits.chapters === 'matroska') {
    if (languages.some((language) => language !== undefined)) await sayMatroskaLanguages(path, languages);
    if (chapters.length) await writeMatroskaChapters(path, chapters);
  }
  if (!traits.iso) return;
  const missing = await missingTags(path, tags);
  await rewriteIndex(path, (moov) => {
    addTags(moov, missing, container !== 'mov');
    tracksOf(moov).forEach((track, i) => { if (shown[i] === false) hideSubtitles(track); });
    if (chapters.length) setChapterList(moov, chapters);
    tracksOf(moov).forEach((track, i) => skipRunIn(track, moov, runIns[i] ?? 0));
    tracksOf(moov).forEach((track) => beginWithFirstPicture(track, moov));
    tracksOf(moov).forEach((track, i) => sayIsoLanguage(track, heldLanguage(container, languages[i] ?? null), languages[i] === undefined ? undefined : toldLanguage(container, languages[i])));
    if (range !== 'unspecified') sayRange(tracksOf(moov)[0]!, range === 'full');
  }, true);
}

/** Takes the flag off a text track that turns it on (`track_enabled`, ISO/IEC 14496-12 §8.3.2). */
function hideSubtitles(track: Box): void {
  const kind = boxAt(track, 'mdia', 'hdlr')?.data.toString('latin1', 8, 12) ?? '', header = boxAt(track, 'tkhd');
  if (header && /^(sbtl|text|subt|clcp)$/.test(kind)) header.data[3]! &= ~1;
}

/**
 * The picture's range, where FFmpeg leaves it out: QuickTime's colour box (`nclc`) has none and becomes the newer `nclx`, which ends with it; a picture
 * whose colours are not known gets one that says only the range. The sample entry around it grows by as much.
 */
function sayRange(picture: Box, full: boolean): void {
  const table = boxAt(picture, 'mdia', 'minf', 'stbl', 'stsd'), range = Buffer.from([full ? 0x80 : 0]);
  if (!table || table.data.includes('colrnclx', 0, 'latin1')) return;
  const at = table.data.indexOf('colrnclc', 0, 'latin1'), end = at + 14;
  const unknown = Buffer.concat([Buffer.from([0, 0, 0, 19]), Buffer.from('colrnclx'), Buffer.from([0, 2, 0, 2, 0, 2]), range]);
  const data = at < 0 ? Buffer.concat([table.data, unknown]) : Buffer.concat([table.data.subarray(0, end), range, table.data.subarray(end)]);
  if (at >= 0) data.write('nclx', at + 4, 'latin1');
  if (at >= 0) data.writeUInt32BE(19, at - 4);
  data.writeUInt32BE(data.readUInt32BE(8) + data.length - table.data.length, 8);
  table.data = data;
}
