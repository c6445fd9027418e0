// Pages against reference pictures. Both are looked at from afar, a quarter of the size, so that layout, colour and what is there count and the shapes of letters do not.
// FRAMEWRIGHT_REFERENCES=write makes new references; look at each of them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import sharp from 'sharp';

const times = 4;
/** How much a point may differ before it counts (pixelmatch, 0 to 1), and the share of the points that may. */
const sensitivity = 0.15;
export const mostShare = 0.02;
export const writesReferences = process.env.FRAMEWRIGHT_REFERENCES === 'write';

/** Share of points in which the page differs from its reference, 0 to 1; 1 where there is none of that size. */
export async function differenceFrom(page: Page, folder: string, name: string): Promise<number> {
  const shown = fromAfar(PNG.sync.read(await page.screenshot())), path = join(folder, `${name}.png`);
  if (writesReferences) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, PNG.sync.write(shown));
  }
  if (!existsSync(path)) return 1;
  const reference = PNG.sync.read(readFileSync(path));
  if (shown.width !== reference.width || shown.height !== reference.height) return 1;
  return pixelmatch(shown.data, reference.data, undefined, shown.width, shown.height, { threshold: sensitivity }) / (shown.width * shown.height);
}

/** The same against a picture that is kept whole, because people look at it, too: a file of few colours. */
export async function differenceFromWhole(page: Page, path: string): Promise<number> {
  const shot = await page.screenshot();
  if (writesReferences) {
    mkdirSync(dirname(path), { recursive: true });
    await sharp(shot).png({ palette: true, colours: 96, dither: 0.4, effort: 10, compressionLevel: 9 }).toFile(path);
  }
  if (!existsSync(path)) return 1;
  const [shown, reference] = [PNG.sync.read(shot), PNG.sync.read(readFileSync(path))].map(fromAfar) as [PNG, PNG];
  if (shown.width !== reference.width || shown.height !== reference.height) return 1;
  return pixelmatch(shown.data, reference.data, undefined, shown.width, shown.height, { threshold: sensitivity }) / (shown.width * shown.height);
}

/** Means of squares of `times` by `times` pixels. */
function fromAfar(png: PNG): PNG {
  const small = new PNG({ width: Math.floor(png.width / times), height: Math.floor(png.height / times) });
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      for (let c = 0; c < 4; c++) {
        let sum = 0;
        for (let i = 0; i < times * times; i++) sum += png.data[((y * times + Math.floor(i / times)) * png.width + x * times + (i % times)) * 4 + c]!;
        small.data[(y * small.width + x) * 4 + c] = Math.round(sum / times ** 2);
      }
    }
  }
  return small;
}
