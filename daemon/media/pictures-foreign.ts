// Pictures that FFmpeg does not read, or reads as other pictures than they are: libvips brings them into a form that it reads.
import sharp from 'sharp';
import { FrameWrightError } from '../../shared/errors.ts';
import { isBigTiff, readTiffTags, tiffTag } from './tiff-tags.ts';

export type Foreign = { /** What it is, in words: `a TIFF in tiles`. */ readonly what: string; /** Whether its colours are inks or Lab, which become sRGB. */ readonly recoloured: boolean };

/** Compressions that FFmpeg's decoder has (TIFF 6.0 §7–11, Adobe's and old deflate): none, the three of CCITT, LZW, deflate, PackBits, deflate. */
const knownCompressions = new Set([1, 2, 3, 4, 5, 8, 32_773, 32_946]);
const compressionNames: Readonly<Record<number, string>> = { 6: 'JPEG (old)', 7: 'JPEG', 34_712: 'JPEG 2000', 34_925: 'LZMA', 50_000: 'Zstandard', 50_001: 'WebP', 50_002: 'JPEG XL' };
/** Photometric interpretations (TIFF 6.0 §16, §23; TechNote 4) that are other colours than RGB, grey, palettes and YCbCr. */
const foreignColours: Readonly<Record<number, string>> = { 5: 'CMYK', 8: 'CIELab', 9: 'ICC Lab', 10: 'ITU Lab' };

/**
 * Null for pictures that FFmpeg reads as they are. It decodes tiles only of DNG, takes JPEG within TIFF for raw samples, does not know BigTIFF, and
 * turns CMYK into RGB without the profile.
 */
export async function foreignPicture(path: string, head: Buffer): Promise<Foreign | null> {
  if (head.length > 2 && head.readUInt16BE(0) === 0xffd8) return await isCmyk(path) ? { what: 'a JPEG in CMYK', recoloured: true } : null;
  const tags = await readTiffTags(path, head);
  if (!tags) return null;
  const colours = foreignColours[tags.get(tiffTag.photometric) ?? 0], compression = tags.get(tiffTag.compression) ?? 1;
  const traits = [
    ...(isBigTiff(head) ? ['with 64-bit places (BigTIFF)'] : []), ...(colours ? [`in ${colours}`] : []), ...(tags.has(tiffTag.tileWidth) ? ['in tiles'] : []),
    ...(knownCompressions.has(compression) ? [] : [`compressed by ${compressionNames[compression] ?? `method ${compression}`}`]),
  ];
  return traits.length ? { what: `a TIFF ${traits.join(', ')}`, recoloured: colours !== undefined } : null;
}

const isCmyk = (path: string): Promise<boolean> => sharp(path, { limitInputPixels: false }).metadata().then(({ space }) => space === 'cmyk', () => false);

/** The same picture as an uncompressed TIFF of 8 or 16 bits; only inks and Lab are converted, by their profile or libvips' own. @throws FrameWrightError input-not-media. */
export async function translatePicture(path: string, { what, recoloured }: Foreign): Promise<Buffer> {
  const refuse = (cause: Error): never => { throw new FrameWrightError('input-not-media', { path, why: `It is ${what}, which FFmpeg does not read, and libvips neither (${cause.message.split('\n')[0]!}). Save it as PNG or as a plain TIFF.` }, { cause }); };
  const picture = sharp(path, { limitInputPixels: false, ignoreIcc: !recoloured }), { depth, channels } = await picture.metadata().catch(refuse);
  if (depth !== 'uchar' && depth !== 'ushort') return refuse(new Error(`its samples are ${depth}`));
  const space = depth === 'ushort' ? (channels! < 3 ? 'grey16' : 'rgb16') : channels! < 3 ? 'b-w' : 'srgb';
  return picture.toColourspace(space).tiff({ compression: 'none' }).toBuffer().catch(refuse);
}
