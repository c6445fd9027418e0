// What cannot be drawn: a part of the panel that fails says so in the user's language and leaves the rest, the line above all, in its place.
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { scene, setUpPanel, type PanelStand } from './stand.ts';

const made = await setUpPanel();
afterAll(() => made?.close());

/** The editor tells of a clip without a track, which no adapter may do. */
const spoil = (page: Page): Promise<void> => page.evaluate(async () => {
  const { host, editor } = stand.paper;
  editor.send({ kind: 'selection', clips: (await host.selection()).map((clip) => ({ ...clip, track: null as never })) });
});

describe.skipIf(made === null)('a page of the panel that cannot be drawn', () => {
  const { clip } = made ?? ({} as PanelStand);

  it('says so, with the line and the other pages in their places, and is drawn again', async () => {
    const { page } = await made!.open({ paper: scene(clip), selected: ['a'] });
    await page.locator('article img').waitFor();
    await spoil(page);
    const fault = page.getByRole('alert', { name: 'This part of the page could not be shown.' });
    await fault.waitFor();
    await page.evaluate(() => stand.line({ kind: 'waiting', error: null, version: null, features: [] }));
    await page.getByText('Jobs run on; trying again…').waitFor();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByText('Where results go').waitFor();
    expect(await fault.count()).toBe(0);
    await page.getByRole('button', { name: 'Clips', exact: true }).click();
    await fault.waitFor();
    await page.evaluate(() => { stand.paper.editor.send({ kind: 'selection', clips: [] }); });
    await fault.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Select a clip on the timeline').waitFor();
    await page.context().close();
  });

  it('gives its details to the clipboard, and speaks the editor\'s language', async () => {
    const { page } = await made!.open({ paper: scene(clip, { locale: 'de-DE' }), selected: ['a'] });
    await page.locator('article img').waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await spoil(page);
    const fault = page.getByRole('alert', { name: 'Dieser Teil der Seite ließ sich nicht zeigen.' });
    await fault.getByRole('button', { name: 'Einzelheiten kopieren' }).click();
    await fault.getByRole('button', { name: 'Kopiert' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/could not be drawn\ntime: .+\nbrowser: .+\nTypeError: [\s\S]*in:/);
    await page.context().close();
  });
});

describe.skipIf(made === null)('in German', () => {
  const { clip } = made ?? ({} as PanelStand);

  it('the editor\'s menu of the panel has the words of the page', async () => {
    const { page } = await made!.open({ paper: scene(clip, { locale: 'de-DE' }), selected: ['a'] });
    await expect.poll(() => page.evaluate(() => stand.paper.editor.calls.filter(({ name }) => name === 'setMenu').pop()?.args[0]), { timeout: 30_000 }).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'restore', label: 'Den Clip restaurieren' }), expect.objectContaining({ id: 'self-check', label: 'Selbsttest' })]));
    await page.context().close();
  });

  it('errors of the line are said, with commands as they are', async () => {
    const { page } = await made!.open({ paper: scene(clip, { locale: 'de-DE' }), selected: ['a'], line: { kind: 'refused', error: { code: 'daemon-version', values: { found: '0.0.9', version: '0.1.0', why: 'One of both is older.' } }, version: null, features: [] } });
    await page.getByText('Das laufende FrameWright ist 0.0.9; dies hier ist 0.1.0.').waitFor();
    expect(await page.getByText('One of both is older.').getAttribute('lang')).toBe('en');
    await page.getByText('Was hilft').click();
    await page.getByText('framewright daemon status', { exact: true }).waitFor();
    await page.context().close();
  });
});
