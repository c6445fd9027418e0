// Every page of the panel, in a real browser: no serious barrier for anyone, no complaint of the content policy, no sideways scrolling, from 240 px up, light and dark.
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { barriers, tooWide } from '../dashboard/barriers.ts';
import { scene, setUpPanel } from './stand.ts';

const made = await setUpPanel();
afterAll(() => made?.close());

const looks = { dark: { theme: 'dark', background: '#1d1d1d', scale: 1 }, light: { theme: 'light', background: '#d6d6d6', scale: 1 } } as const;
/** What is done before a page is looked at. */
const states: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  clips: (page) => page.getByText('It is a nested sequence.').waitFor(),
  extending: async (page) => { await page.getByRole('button', { name: 'Extend…: Harbour 1994, master' }).click(); await page.getByRole('button', { name: 'Fill the gap (42)' }).click(); },
  menu: async (page) => { await page.getByRole('button', { name: 'More: Harbour 1994, master' }).click(); await page.getByRole('menu').waitFor(); },
  settings: async (page) => { await page.getByRole('button', { name: 'Settings' }).first().click(); await page.getByText('Every step').click(); await page.getByText('Cleaning up noise').waitFor(); },
  results: async (page) => { await page.getByRole('button', { name: 'Restore: Harbour 1994, master' }).click(); await page.getByText('In the sequence', { exact: true }).waitFor(); await page.getByRole('button', { name: 'Results', exact: true }).click(); await page.getByText('Results of this project').waitFor(); },
  check: async (page) => { await page.getByRole('button', { name: 'Self-check' }).click(); await page.getByRole('button', { name: 'Run the check' }).click(); await page.getByText('All 8 checks are in order.').waitFor(); },
  unpaired: async (page) => { await page.evaluate(() => stand.line({ kind: 'unpaired', error: null, version: null, features: [] })); await page.getByLabel('Pairing code').waitFor(); },
  preview: async (page) => { await page.getByRole('button', { name: 'More: Harbour 1994, master' }).click(); await page.getByRole('menuitem', { name: 'Preview' }).click(); await page.locator('dialog img[alt="Restored"]').waitFor(); },
};

describe.skipIf(made === null)('pages', () => {
  it.each(Object.keys(states))('%s has no serious barrier at 240, 320 and 600 px, light or dark', async (name) => {
    const { page, complaints } = await made!.open({ paper: scene(made!.clip, { appearance: looks.light }), selected: ['a', 'b', 'n'] }, { width: 320 });
    await page.locator('article img').first().waitFor();
    await states[name]!(page);
    for (const [width, look] of [[320, 'light'], [240, 'dark'], [600, 'dark'], [240, 'light']] as const) {
      await page.setViewportSize({ width, height: 700 });
      await page.evaluate((appearance) => stand.paper.editor.send({ kind: 'appearance', appearance }), looks[look]);
      await page.locator(`:root[data-theme="${look}"]`).waitFor();
      // The panel's own width is heard of a moment after the window's.
      await expect.poll(() => tooWide(page), { timeout: 30_000, message: `${width} px` }).toBe(0);
      expect(await barriers(page), `${width} px, ${look}`).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('have one main part, one first heading and a named navigation', async () => {
    const { page } = await made!.open({ paper: scene(made!.clip), selected: ['a'] });
    await page.locator('article').waitFor();
    expect([await page.locator('main').count(), await page.locator('h1').count(), await page.locator('nav[aria-label="Parts of the panel"] [aria-current=page]').count()]).toEqual([1, 1, 1]);
    await page.context().close();
  });

  it('are whole at twice the size of an editor\'s interface', async () => {
    const { page } = await made!.open({ paper: scene(made!.clip, { appearance: { theme: 'dark', background: null, scale: 2 } }), selected: ['a'] }, { width: 600 });
    await page.locator('article img').waitFor();
    await page.getByRole('button', { name: 'Extend…: Harbour 1994, master' }).click();
    await expect.poll(() => tooWide(page), { timeout: 30_000 }).toBe(0);
    await page.context().close();
  });
});
