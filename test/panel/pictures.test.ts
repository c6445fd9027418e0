// The panel against the pictures of it in docs/panels.md. FRAMEWRIGHT_REFERENCES=write makes them anew; look at each of them.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { differenceFromWhole, mostShare } from '../dashboard/references.ts';
import type { View } from '../dashboard/support.ts';
import type { ParsedRequestOf } from '../../shared/operations.ts';
import type { PaperSetup } from '../hosts/paper/paper.ts';
import { scene, setUpPanel } from './stand.ts';

const made = await setUpPanel();
afterAll(() => made?.close());
const docs = join(import.meta.dirname, '..', '..', 'docs'), folder = join(docs, 'panels');
const light: Partial<PaperSetup> = { appearance: { theme: 'light', background: '#e6e6e6', scale: 1 } };

type Shot = Omit<View, 'theme'> & { readonly name: string; readonly selected: readonly string[]; readonly paper?: Partial<PaperSetup>; /** Which of the fixed jobs answers an order: for a clip that begins with its media, and for others. */ readonly jobs?: { readonly first: string; readonly other: string }; readonly act?: (page: Page) => Promise<unknown> };
const menuOf = (page: Page): Promise<void> => page.getByRole('button', { name: 'More: Harbour 1994, master' }).click();
const shots: readonly Shot[] = [
  { name: 'clip-240', width: 240, height: 400, selected: ['a'] },
  { name: 'menu-320', width: 320, height: 440, selected: ['a'], act: async (page) => { await menuOf(page); await page.getByRole('menu').waitFor(); } },
  { name: 'several-320', width: 320, height: 660, selected: ['a', 'b', 'n'], jobs: { first: 'queued22', other: 'run22222' }, act: async (page) => { await page.getByRole('button', { name: 'Restore 2 clips' }).click(); await page.getByText(/42 %/).waitFor(); await page.getByText('In the queue', { exact: true }).waitFor(); } },
  { name: 'extend-320', width: 320, height: 640, selected: ['a'], paper: light, act: async (page) => { await page.getByRole('button', { name: 'Extend…: Harbour 1994, master' }).click(); await page.getByLabel('End, frames').fill('37'); await page.keyboard.press('Enter'); await page.getByText('23 frames will be made.').waitFor(); } },
  { name: 'settings-600', width: 600, height: 640, selected: ['a'], paper: light, act: async (page) => { await page.getByRole('button', { name: 'Settings' }).first().click(); await page.getByText('Where results go').waitFor(); } },
  { name: 'preview-320', width: 320, height: 480, selected: ['a'], act: async (page) => { await menuOf(page); await page.getByRole('menuitem', { name: 'Preview' }).click(); await page.locator('dialog').getByText('Exact', { exact: true }).waitFor(); } },
  { name: 'deutsch-320', width: 320, height: 440, selected: ['n', 'a'], paper: { ...light, locale: 'de-DE' } },
];

const usable = made?.chromium.packaged === true;
if (made && !usable) process.stderr.write('SKIPPED: pictures of the panel: they were made with another browser than the one on this machine\n');

describe.skipIf(!usable)('pictures of the panel', () => {
  it.each(shots)('$name', async ({ name, selected, paper, jobs, act, ...view }) => {
    if (jobs) made!.fake.answers.set('submit', ({ wish }: ParsedRequestOf<'submit'>) => made!.fake.job(wish.range && Number(wish.range.in) === 0 ? jobs.first : jobs.other));
    const { page } = await made!.open({ paper: scene(made!.clip, paper), selected }, view);
    await page.locator('article img').first().waitFor();
    await page.locator(paper?.locale ? 'text=Unschärfe' : 'text=Softness').first().waitFor();
    await act?.(page);
    await page.mouse.move(0, 0);
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    expect(await differenceFromWhole(page, join(folder, `${name}.png`))).toBeLessThan(mostShare);
    await page.context().close();
    made!.fake.answers.delete('submit');
  });

  it('are shown where people read of the panel, and weigh little', () => {
    const text = readFileSync(join(docs, 'panels.md'), 'utf8');
    expect(shots.filter(({ name }) => !text.includes(`panels/${name}.png`)).map(({ name }) => name)).toEqual([]);
    for (const { name } of shots) expect(statSync(join(folder, `${name}.png`)).size, name).toBeLessThanOrEqual(60_000);
  });
});
