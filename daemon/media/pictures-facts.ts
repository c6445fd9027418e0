// What a picture file carries beside its pixels: colour profile, Exif, XMP and which way is up. FFmpeg's demuxers leave most of it out.
import sharp from 'sharp';
import type { PictureFacts } from '../../shared/media.ts';
import { writeTable } from './table.ts';

/** Formats that carry no such thing, or that libvips does not open, have none. The bytes are kept under `home`. */
export async function pictureFacts(path: string, home: string): Promise<PictureFacts> {
  const found = await sharp(path, { limitInputPixels: false }).metadata().catch(() => null);
  const kept = async (kind: 'icc' | 'exif' | 'xmp', bytes: Buffer | undefined) => (bytes?.length ? writeTable(home, kind, bytes) : null);
  const orientation = found?.orientation ?? 1;
  return { orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, icc: await kept('icc', found?.icc), exif: await kept('exif', found?.exif), xmp: await kept('xmp', found?.xmp) };
}
