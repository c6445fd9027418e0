// Pictures of one frame beside each other, each with its title, as one PNG.
import sharp from 'sharp';
import { letterPlate, plateWidth } from './lettering.ts';
import type { PictureFile } from './shown.ts';

export type Titled = { readonly title: string; readonly width: number; readonly height: number; /** A PNG, JPEG or WebP file. */ readonly bytes: Uint8Array };

/** Neither side of the sheet is larger, so that it opens anywhere. */
const largest = 8192;
const dividerPixels = 4;

/** As many columns as make the sheet nearest to square, and at most four; every picture in a cell of the largest one's size, at its own. */
export async function drawSheet(pictures: readonly Titled[]): Promise<PictureFile> {
  const cell = { width: Math.max(...pictures.map(({ width }) => width)), height: Math.max(...pictures.map(({ height }) => height)) };
  const columns = columnsFor(pictures.length, cell), rows = Math.ceil(pictures.length / columns);
  const whole = { width: columns * (cell.width + dividerPixels) - dividerPixels, height: rows * (cell.height + dividerPixels) - dividerPixels };
  const factor = Math.min(1, largest / Math.max(whole.width, whole.height)), scaled = (length: number): number => Math.max(1, Math.floor(length * factor));
  const layers = await Promise.all(pictures.map(async ({ title, bytes, ...size }, i) => {
    const width = scaled(size.width), height = scaled(size.height), left = scaled((i % columns) * (cell.width + dividerPixels)), top = scaled(Math.floor(i / columns) * (cell.height + dividerPixels));
    return [{ input: await sharp(bytes).resize(width, height, { fit: 'fill' }).png({ compressionLevel: 0 }).toBuffer(), left, top }, ...plateOf(title, { left, top, width, height })];
  }));
  const sheet = { width: scaled(whole.width), height: scaled(whole.height) };
  const bytes = await sharp({ create: { ...sheet, channels: 3, background: '#222' } }).composite(layers.flat()).png({ compressionLevel: 4 }).toBuffer();
  return { ref: { type: 'image/png', ...sheet }, bytes };
}

/** Wide pictures stand below each other sooner than tall ones. */
function columnsFor(count: number, { width, height }: { readonly width: number; readonly height: number }): number {
  const shape = (columns: number): number => Math.abs(Math.log((columns * width) / (Math.ceil(count / columns) * height * 16 / 9)));
  return [1, 2, 3, 4].filter((columns) => columns <= count).sort((a, b) => shape(a) - shape(b))[0]!;
}

/** The title in the upper left corner, as large as fits; none where it could not be read. */
function plateOf(title: string, { left, top, width, height }: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }): { input: Buffer; left: number; top: number }[] {
  const word = title.toUpperCase().slice(0, 40), wanted = Math.min(48, Math.max(14, height / 16));
  const size = Math.floor(Math.min(wanted, (wanted * (width * 0.9)) / plateWidth(word, wanted)));
  if (size < 8 || height < size * 2) return [];
  const margin = Math.round(size / 3);
  return [{ input: Buffer.from(letterPlate(word, size)), left: left + margin, top: top + margin }];
}
