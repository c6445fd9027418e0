// Languages in MP4 and MOV: three letters in the media header, and the whole tag in a box behind it (`elng`, ISO/IEC 14496-12 §8.4.6).
import { open } from 'node:fs/promises';
import { outerBoxes, readMoov } from './iso-rewrite.ts';
import { boxAt, leaf, trackId, tracksOf, type Box } from './iso-tree.ts';

/** Whole tags by the track's number, for tracks that have one. */
export async function readIsoLanguages(path: string): Promise<ReadonlyMap<number, string>> {
  await using file = await open(path, 'r');
  const moov = await readMoov(file, await outerBoxes(file));
  return new Map((moov ? tracksOf(moov) : []).flatMap((track) => {
    const tag = boxAt(track, 'mdia', 'elng')?.data.toString('latin1', 4).replace(/\0.*$/s, '');
    return tag && boxAt(track, 'tkhd') ? [[trackId(track), tag] as const] : [];
  }));
}

/** Says a track's language: `letters` where FFmpeg left its header "unspecified" (MOV knows only those of the old Macintosh list), and all of `language` behind it where it says more. */
export function sayIsoLanguage(track: Box, language: string | null, letters: string | undefined): void {
  const media = boxAt(track, 'mdia'), header = boxAt(media, 'mdhd');
  if (!media || !header || language === null || letters === undefined) return;
  const at = header.data[0] === 1 ? 32 : 20;
  // Three letters of five bits each (QuickTime File Format, "Language Code Values").
  if (/^[a-z]{3}$/.test(letters) && header.data.readUInt16BE(at) === 0x7fff) header.data.writeUInt16BE([...letters].reduce((code, letter) => (code << 5) | (letter.charCodeAt(0) - 0x60), 0), at);
  if (language === letters) return;
  media.children!.splice(media.children!.indexOf(header) + 1, 0, leaf('elng', Buffer.concat([Buffer.alloc(4), Buffer.from(`${language}\0`, 'latin1')])));
}
