// Pages against reference pictures. Both are looked at from afar, a quarter of the size, so that layout, colour and what is there count and the shapes of letters do not.
// FRAMEWRIGHT_REFERENCES=write makes new references; look at each of them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { setUp, type View } from './support.ts';

const stand = await setUp();
afterAll(() => stand?.close());
const folder = join(import.meta.dirname, 'reference');
const times = 4;
/** Share of the points that may differ, and how much a point may differ before it counts (pixelmatch, 0 to 1). */
const mostShare = 0.02, sensitivity = 0.15;

type Shot = View & { readonly name: string; readonly hash: string; readonly shows: string };
const clip = `#/clip?path=${encodeURIComponent(stand?.fake.clip ?? '')}`;
const shots: readonly Shot[] = [
  { name: 'clip-1440-light', hash: clip, shows: 'text="Exact"', width: 1440, height: 900, theme: 'light' },
  { name: 'clip-768-dark', hash: clip, shows: 'text="Exact"', width: 768, height: 900, theme: 'dark' },
  { name: 'clip-320-light', hash: clip, shows: 'text="Exact"', width: 320, height: 640, theme: 'light' },
  { name: 'queue-1440-dark', hash: '#/queue', shows: 'text=wedding-part-2.mp4', width: 1440, height: 900, theme: 'dark' },
  { name: 'queue-320-dark', hash: '#/queue', shows: 'text=wedding-part-2.mp4', width: 320, height: 640, theme: 'dark' },
  { name: 'home-768-light', hash: '#/', shows: 'text=garden.mp4', width: 768, height: 900, theme: 'light' },
  { name: 'result-1440-dark', hash: '#/job/done2222', shows: 'img[alt="Restored"]', width: 1440, height: 900, theme: 'dark' },
  { name: 'report-768-light', hash: '#/job/done2222/report', shows: 'text=Where the time went', width: 768, height: 900, theme: 'light' },
];

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

const usable = stand?.chromium.packaged === true;
if (stand && !usable) process.stderr.write('SKIPPED: reference pictures of the dashboard: they were made with another browser than the one on this machine\n');

describe.skipIf(!usable)('reference pictures', () => {
  it.each(shots)('$name', async ({ name, hash, shows, ...view }) => {
    const { page } = await stand!.open(hash, view);
    await page.locator(shows).first().waitFor();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    // Where the folders of this machine lie is no part of the design.
    await page.evaluate((home) => { for (const text of document.querySelectorAll('p, span, dd, a')) if (text.children.length === 0 && text.textContent?.includes(home)) text.textContent = text.textContent.replace(home, '/data'); }, join(stand!.fake.clip, '..', '..'));
    const shown = fromAfar(PNG.sync.read(await page.screenshot()));
    await page.context().close();
    const path = join(folder, `${name}.png`);
    if (process.env.FRAMEWRIGHT_REFERENCES === 'write') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, PNG.sync.write(shown));
    }
    expect(existsSync(path), `there is no reference ${name}.png`).toBe(true);
    const reference = PNG.sync.read(readFileSync(path));
    expect([shown.width, shown.height]).toEqual([reference.width, reference.height]);
    const different = pixelmatch(shown.data, reference.data, undefined, shown.width, shown.height, { threshold: sensitivity });
    expect(different / (shown.width * shown.height)).toBeLessThan(mostShare);
  });
});
