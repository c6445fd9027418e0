// Every page, in a real browser, against the real door: no serious barrier for anyone, no complaint of the content policy, no sideways scrolling on a small screen.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, tooWide } from './barriers.ts';
import { setUp, type Stand } from './support.ts';

const stand: Stand | null = await setUp();
afterAll(() => stand?.close());

/** The address of each page and what shows that it is there. */
const pages: Readonly<Record<string, readonly [hash: string, shows: string]>> = {
  home: ['#/', 'text=What shall be restored?'], clip: ['#/clip', 'text="Exact"'], queue: ['#/queue', 'text=wedding-part-2.mp4'], running: ['#/job/run22222', 'text=10:00:41'], done: ['#/job/done2222', 'img[alt="Restored"]'],
  failed: ['#/job/failed22', 'text=2.1 GB are free'], report: ['#/job/done2222/report', 'text=Where the time went'], panel: ['#/panel', 'text=Choose a file'], watch: ['#/watch', 'text=The folder is gone.'], hardware: ['#/hardware', 'text=Measured speed'], settings: ['#/settings', 'text=the system keychain'], missing: ['#/nowhere', 'text=There is no such page.'],
};

describe.skipIf(stand === null)('pages', () => {
  const { open, fake } = stand ?? ({} as Stand);
  let tab: ReturnType<Stand['open']> | null = null;
  beforeAll(() => { process.env.FRAMEWRIGHT_KEYCHAIN = 'off'; });

  // One tab goes through all pages, as people do, and axe is loaded once.
  it.each(Object.keys(pages))('%s has no serious barrier, light or dark, large or small', async (name) => {
    const [hash, shows] = pages[name]!, { page, complaints } = await (tab ??= open('#/', { width: 1440, theme: 'light' }));
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.evaluate((to) => { location.hash = to; }, name === 'clip' ? `${hash}?path=${encodeURIComponent(fake.clip)}` : hash);
    await page.locator(shows).first().waitFor();
    await page.locator(':root[data-theme="light"]').waitFor();
    if (name === 'clip') await page.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = true; });
    expect(await barriers(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 320, height: 640 });
    await page.locator(':root[data-theme="dark"]').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await tooWide(page)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('names the areas, one main part and one first heading on every page', async () => {
    const { page } = await open('#/queue');
    await page.locator('text=wedding-part-2.mp4').waitFor();
    expect([await page.locator('main').count(), await page.locator('nav[aria-label="Areas"]').count(), await page.locator('h1').count()]).toEqual([1, 1, 1]);
    expect(await page.locator('nav [aria-current="page"]').innerText()).toBe('Queue');
    await page.context().close();
  });

  it('a link works once, and a tab without one says where to get another', async () => {
    const { page } = await open('#/');
    const token = await page.evaluate(() => sessionStorage.getItem('framewright.token'));
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await page.evaluate(() => [document.cookie, location.href.includes('code='), JSON.stringify(localStorage)])).toEqual(['', false, '{}']);
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.locator('text=This page needs a fresh link').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.context().close();
  });
});
