// Pages of the dashboard against reference pictures.
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { differenceFrom, mostShare } from './references.ts';
import { setUp, type View } from './support.ts';

const stand = await setUp();
afterAll(() => stand?.close());
const folder = join(import.meta.dirname, 'reference');

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

const usable = stand?.chromium.packaged === true;
if (stand && !usable) process.stderr.write('SKIPPED: reference pictures of the dashboard: they were made with another browser than the one on this machine\n');

describe.skipIf(!usable)('reference pictures', () => {
  it.each(shots)('$name', async ({ name, hash, shows, ...view }) => {
    const { page } = await stand!.open(hash, view);
    await page.locator(shows).first().waitFor();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    // Where the folders of this machine lie is no part of the design.
    await page.evaluate((home) => { for (const text of document.querySelectorAll('p, span, dd, a')) if (text.children.length === 0 && text.textContent?.includes(home)) text.textContent = text.textContent.replace(home, '/data'); }, join(stand!.fake.clip, '..', '..'));
    expect(await differenceFrom(page, folder, name)).toBeLessThan(mostShare);
    await page.context().close();
  });
});
