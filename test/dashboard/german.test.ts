// The dashboard in German: errors, numbers and what is shown to a tab that has no way in; and a page that cannot be drawn.
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { setUp, type Stand } from './support.ts';

const stand: Stand | null = await setUp();
afterAll(() => stand?.close());

describe.skipIf(stand === null)('the dashboard in German', () => {
  const { open, fake } = stand ?? ({} as Stand);
  const german = async (hash: string): Promise<Page> => {
    const { page } = await open('#/');
    await page.evaluate(() => localStorage.setItem('framewright.preferences', JSON.stringify({ language: 'de' })));
    await page.goto(`${new URL(page.url()).origin}/${hash}`);
    await page.reload();
    return page;
  };

  it('says errors of jobs in the list and on their pages, with sizes as Germans write them', async () => {
    const page = await german('#/job/failed22');
    await page.getByText(/^Der Datenträger von .+ ist voll\.$/).waitFor();
    await page.getByText(/frei: \d+,\d GB\. Was fertig war, bleibt erhalten\.$/).waitFor();
    await page.getByText('Was hilft').click();
    await page.getByText('framewright resume failed22', { exact: true }).waitFor();
    await page.evaluate(() => { location.hash = '#/queue'; });
    await page.getByText(/^Der Datenträger von .+ ist voll\.$/).waitFor();
    await page.context().close();
  });

  it('writes measures with a comma', async () => {
    const page = await german(`#/clip?path=${encodeURIComponent(fake.clip)}`);
    expect(await page.getByText(/^σ \d/).first().innerText()).toMatch(/^σ \d+,\d/);
    await page.context().close();
  });

  it('says once that plans come in English', async () => {
    const page = await german('#/settings');
    await page.getByText('schreibt FrameWright auf Englisch').waitFor();
    await page.context().close();
  });

  it('tells a tab that was not let in why', async () => {
    const page = await german('#/');
    await page.getByText('Was soll restauriert werden?').waitFor();
    await page.evaluate(() => { sessionStorage.clear(); location.hash = '#code=used-before'; });
    await page.getByRole('heading', { name: 'Diese Seite braucht einen neuen Link' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/^FrameWright kennt diesen Zugang nicht\. Der Link wurde schon benutzt/);
    await page.context().close();
  });

  it('keeps the areas beside a page that cannot be drawn, and shows other pages', async () => {
    const page = await german('#/hardware'), fault = page.getByRole('alert', { name: 'Dieser Teil der Seite ließ sich nicht zeigen.' });
    await page.getByText('Gemessenes Tempo').waitFor();
    await page.evaluate(() => { Number.prototype.toFixed = () => { throw new RangeError('no digits'); }; location.hash = '#/settings'; });
    await page.getByText('schreibt FrameWright auf Englisch').waitFor();
    await page.evaluate(() => { location.hash = '#/hardware'; });
    await fault.getByText('no digits').waitFor();
    await page.getByRole('link', { name: 'Einstellungen' }).click();
    await page.getByText('schreibt FrameWright auf Englisch').waitFor();
    expect(await fault.count()).toBe(0);
    await page.context().close();
  });
});
