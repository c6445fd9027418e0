// What a picture file carries beside its pixels: colour profile, Exif, XMP and which way is up. FFmpeg's demuxers leave most of it out.
import sharp, { type Metadata } from 'sharp';
import type { PictureFacts } from '../../shared/media.ts';
import { readHead } from './head.ts';
import { foreignPicture, type Foreign } from './pictures-foreign.ts';
import { writeTable } from './table.ts';
import { readTiffTags, tiffTag } from './tiff-tags.ts';

/** Formats that carry no such thing have none, nor have damaged files that libvips does not open, which is said. The bytes are kept under `home`; `notices` say what is not taken along. */
export async function pictureFacts(path: string, home: string): Promise<{ readonly facts: PictureFacts; readonly notices: readonly string[] }> {
  const read = await sharp(path, { limitInputPixels: false }).metadata().catch((error: Error) => error), head = await readHead(path), foreign = await foreignPicture(path, head);
  const found = read instanceof Error ? null : read;
  const kept = async (kind: 'icc' | 'exif' | 'xmp', bytes: Buffer | undefined) => (bytes?.length ? writeTable(home, kind, bytes) : null);
  const orientation = found?.orientation ?? 1;
  return {
    facts: {
      orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, icc: foreign?.recoloured ? null : await kept('icc', found?.icc), exif: await kept('exif', found?.exif), xmp: await kept('xmp', found?.xmp),
    },
    notices: [...foreignNotices(foreign), ...(read instanceof Error && carries(head) ? [`Colour profile, Exif, XMP and orientation cannot be read from it, so none are taken along: ${read.message.split('\n')[0]!}.`] : []), ...lostNotices(found, await readTiffTags(path, head))],
  };
}

/** Whether the file is of a kind that libvips reads and that may carry something: JPEG, PNG, TIFF, WebP. */
const carries = (head: Buffer): boolean => /^(\xff\xd8\xff|\x89PNG|II[*+]\0|MM\0[*+]|RIFF....WEBP)/s.test(head.toString('latin1', 0, 12));

const foreignNotices = (foreign: Foreign | null): string[] =>
  (foreign ? [`It is ${foreign.what}, which FFmpeg does not read; libvips reads it${foreign.recoloured ? ' and turns its colours into sRGB, and its profile is left out' : ', and its pixels stay what they are'}.`] : []);

/** Tags of TIFF that describe the photo. They are not read, so that they cannot be written. */
const described: readonly (readonly [string, readonly number[]])[] = [
  ['camera', [tiffTag.make, tiffTag.model]], ['date', [tiffTag.dateTime]], ['author', [tiffTag.artist]], ['copyright', [tiffTag.copyright]], ['Exif', [tiffTag.exif]], ['place', [tiffTag.gps]], ['IPTC', [tiffTag.iptc, tiffTag.photoshop]],
];

function lostNotices(found: Metadata | null, tags: ReadonlyMap<number, number> | null): string[] {
  const lost = tags && !found?.exif ? described.filter(([, ids]) => ids.some((id) => tags.has(id))).map(([name]) => name) : found?.iptc ? ['IPTC'] : [];
  return [
    ...(lost.length ? [`Its tags for ${lost.join(', ')} cannot be taken along and stay in the source.`] : []),
    ...((found?.pages ?? 1) > 1 ? [`The file holds ${found!.pages} pictures; the first is restored.`] : []),
  ];
}
