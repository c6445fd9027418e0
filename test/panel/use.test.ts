// Every action of an editor in the panel's own pages, by mouse and by keyboard: the real bundle over an editor on paper and a daemon with fixed answers.
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Asked } from '../dashboard/fake.ts';
import type { PaperSetup } from '../hosts/paper/paper.ts';
import { scene, setUpPanel, type PanelStand } from './stand.ts';

const made = await setUpPanel();
afterAll(() => made?.close());
/** On a slow machine as on a quick one. */
const soon = <Value>(ask: () => Value | Promise<Value>) => expect.poll(ask, { timeout: 30_000 });

describe.skipIf(made === null)('the panel', () => {
  const { fake, clip } = made ?? ({} as PanelStand);
  const opened = async (selected: readonly string[], more: Partial<PaperSetup> = {}): Promise<Page> => {
    fake.asked.length = 0;
    const { page } = await made!.open({ paper: scene(clip, more), selected });
    await page.locator('article img').first().waitFor();
    return page;
  };
  const submitted = (): readonly Asked[] => fake.asked.filter(({ name }) => name === 'submit');
  const card = (page: Page, name: string) => page.getByRole('article', { name });
  const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

  it('follows the selection live, with what a clip is and what was found in it', async () => {
    const page = await opened(['a'], { sequence: { name: 'Cut 7', rate: '30000/1001', dropFrame: true } });
    const first = card(page, 'Harbour 1994, master');
    expect(await first.innerText()).toMatch(/00:00:08;10 – 00:00:12;10[\s\S]*120 frames[\s\S]*V1[\s\S]*25 fps[\s\S]*480 × 360[\s\S]*2 effects/);
    await first.getByText('Effects and grade stay on the lower clip.').waitFor();
    await first.getByText('Source at 25 fps in a sequence of 29.97').waitFor();
    await page.evaluate(() => stand.paper.editor.select('a', 'b'));
    await card(page, 'Wedding, reel 2').waitFor();
    await page.evaluate(() => stand.paper.editor.select());
    await page.getByText('Select a clip on the timeline').waitFor();
    await page.context().close();
  });

  it('restores with a click, shows where the result lies, compares and takes it back', async () => {
    const page = await opened(['a']);
    await page.getByRole('button', { name: 'Restore: Harbour 1994, master' }).click();
    const first = card(page, 'Harbour 1994, master');
    await first.getByText('In the sequence').waitFor();
    expect(submitted()[0]!.request).toMatchObject({ path: clip, client: 'panel-paper', wish: { quality: 'balanced', delivery: 'prores-422-hq', sound: false, range: { in: expect.anything() } } });
    expect(await page.evaluate(() => stand.paper.editor.sheet().clips.length)).toBe(4);
    await first.getByRole('button', { name: 'Compare' }).click();
    await page.locator('dialog img[alt="Restored"]').waitFor();
    await page.keyboard.press('Escape');
    await first.getByRole('button', { name: 'Revert' }).click();
    await first.getByText('Reverted').waitFor();
    expect(await page.evaluate(() => stand.paper.editor.sheet().clips.length)).toBe(3);
    await page.context().close();
  });

  it('opens its own menu by right click, menu key, Shift+F10 and a button, and is led by arrows and letters', async () => {
    const page = await opened(['a']), menu = page.getByRole('menu', { name: 'What can be done with Harbour 1994, master' });
    await card(page, 'Harbour 1994, master').click({ button: 'right', position: { x: 150, y: 20 } });
    await menu.waitFor();
    expect(await focused(page)).toBe('Restore');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('Restore with…');
    await page.keyboard.press('End');
    expect(await focused(page)).toBe('Show on the timeline');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('p');
    expect(await focused(page)).toBe('Preview');
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await card(page, 'Harbour 1994, master').focus();
    for (const keys of ['Shift+F10', 'ContextMenu']) {
      await page.keyboard.press(keys);
      await menu.waitFor();
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE');
    }
    await page.getByRole('button', { name: 'More: Harbour 1994, master' }).click();
    await page.getByRole('menuitem', { name: 'Show on the timeline' }).click();
    await soon(() => page.evaluate(() => stand.paper.editor.revealed())).toBe('a');
    await page.context().close();
  });

  it('restores one clip with other choices, and leaves those of the project alone', async () => {
    const page = await opened(['a']);
    await card(page, 'Harbour 1994, master').click({ button: 'right', position: { x: 150, y: 20 } });
    await page.getByRole('menuitem', { name: 'Restore with…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore with: Harbour 1994, master' });
    await dialog.getByText('Best', { exact: true }).click();
    await dialog.getByLabel('Bin only').check();
    await dialog.getByRole('button', { name: 'Restore with this' }).click();
    await soon(() => submitted().length).toBe(1);
    expect(submitted()[0]!.request).toMatchObject({ wish: { quality: 'best' } });
    await page.getByText('In the bin', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Settings' }).first().click();
    expect(await page.getByRole('radio', { name: 'Balanced' }).isChecked()).toBe(true);
    await page.context().close();
  });

  it('sends several at once, with the choices of the page of settings, and the same as last time with one press', async () => {
    const page = await opened(['a', 'b']);
    await page.getByRole('button', { name: 'Settings' }).first().click();
    await page.getByText('Best', { exact: true }).click();
    await page.getByLabel('Footage').selectOption('film');
    await page.getByRole('button', { name: 'Clips' }).click();
    await page.getByRole('button', { name: 'Restore 2 clips' }).click();
    await soon(() => submitted().length).toBe(2);
    expect(submitted().map(({ request }) => (request as { wish: { quality: string; style: string } }).wish)).toMatchObject([{ quality: 'best', style: 'film' }, { quality: 'best', style: 'film' }]);
    await page.getByRole('button', { name: 'Settings' }).first().click();
    await page.getByText('Fast', { exact: true }).click();
    await page.getByRole('button', { name: 'Same as last time' }).click();
    expect(await page.getByRole('radio', { name: 'Best' }).isChecked()).toBe(true);
    await page.context().close();
  });

  it('refuses with the reason and the ways out, and goes one', async () => {
    const page = await opened(['a', 'n']), nested = card(page, 'Opening titles');
    await nested.getByText('It is a nested sequence.').waitFor();
    await nested.getByText('Open the nested sequence').waitFor();
    await nested.getByRole('button', { name: /^Render it through the editor/ }).click();
    await soon(() => page.evaluate(() => stand.paper.editor.calls.some(({ name }) => name === 'render'))).toBe(true);
    await page.context().close();
  });

  it('previews a clip over its own part, and steps by keys inside the window', async () => {
    const page = await opened(['a']);
    await page.getByRole('button', { name: 'More: Harbour 1994, master' }).click();
    await page.getByRole('menuitem', { name: 'Preview' }).click();
    const dialog = page.getByRole('dialog', { name: 'Preview: Harbour 1994, master' }), position = dialog.locator('input[aria-label="Position"][type=text]');
    await dialog.locator('img[alt="Restored"]').waitFor();
    const before = await position.inputValue();
    await dialog.getByRole('slider', { name: /Border/ }).focus();
    await page.keyboard.press('z');
    await dialog.locator('[aria-label="1 : 1"][aria-pressed=true]').waitFor();
    await dialog.getByRole('button', { name: 'Next frame' }).click();
    expect(await position.inputValue()).not.toBe(before);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe.skipIf(made === null)('extending a clip', () => {
  const { fake, clip } = made ?? ({} as PanelStand);
  const opened = async (more: Partial<PaperSetup> = {}): Promise<Page> => {
    fake.asked.length = 0;
    const { page } = await made!.open({ paper: scene(clip, more), selected: ['a'] });
    await page.getByRole('button', { name: 'Extend…: Harbour 1994, master' }).click();
    await page.getByRole('slider', { name: 'End of the clip' }).waitFor();
    return page;
  };
  const verdict = (page: Page, says: string): Promise<void> => page.getByRole('status').filter({ hasText: says }).waitFor();
  const submitted = (): readonly Asked[] => fake.asked.filter(({ name }) => name === 'submit');

  it('drags an edge with the pointer held, far beyond the edge itself', async () => {
    const page = await opened(), edge = page.getByRole('slider', { name: 'End of the clip' }), box = (await edge.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 4, y + 200, { steps: 3 });
    await soon(async () => Number(await edge.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
    await page.mouse.move(x + 400, y + 200, { steps: 3 });
    await page.mouse.up();
    expect(await edge.getAttribute('aria-valuenow')).toBe('42');
    await verdict(page, '14 frames of handle, 28 frames will be made.');
    await verdict(page, 'Another clip is in the way');
    await page.mouse.move(x - 60, y);
    expect(await edge.getAttribute('aria-valuenow')).toBe('42');
    await page.context().close();
  });

  it('moves edges by keys, tells trimming from making, and has the frames made', async () => {
    const page = await opened(), edge = page.getByRole('slider', { name: 'End of the clip' });
    await edge.focus();
    await page.keyboard.press('ArrowRight');
    expect(await edge.getAttribute('aria-valuetext')).toBe('1 frame longer');
    await verdict(page, 'Just trim: 1 frame of handle, 13 left.');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await verdict(page, '14 frames of handle, 7 frames will be made.');
    await page.keyboard.press('Home');
    await verdict(page, 'Just trim: 119 frames shorter.');
    await page.keyboard.press('End');
    await verdict(page, '14 frames of handle, 28 frames will be made.');
    await page.getByRole('slider', { name: 'Start of the clip' }).focus();
    await page.keyboard.press('ArrowLeft');
    await verdict(page, 'Just trim: 1 frame of handle, 29 left.');
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByLabel('End, frames').fill('20');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Extend', exact: true }).click();
    await soon(() => submitted().length).toBe(1);
    expect(submitted()[0]!.request).toMatchObject({ wish: { extend: { before: 0, after: 6 } } });
    await page.context().close();
  });

  it('trims in the editor where the handle is enough', async () => {
    const page = await opened();
    await page.getByLabel('End, frames').fill('9');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Trim', exact: true }).click();
    await soon(() => page.evaluate(() => stand.paper.editor.clip('a')!.frames)).toBe(129);
    expect(submitted()).toEqual([]);
    await page.context().close();
  });

  it('offers the gap, the playhead and the marks as targets', async () => {
    const page = await opened();
    await page.getByRole('group', { name: 'Targets for the end' }).getByRole('button', { name: 'Fill the gap (42)' }).click();
    await verdict(page, '28 frames will be made.');
    await page.getByRole('button', { name: 'To the playhead' }).click();
    await verdict(page, '14 frames of handle, 6 frames will be made.');
    await page.getByRole('button', { name: 'To out' }).click();
    await verdict(page, '14 frames of handle, 16 frames will be made.');
    await page.getByRole('button', { name: 'To in' }).click();
    await verdict(page, 'Just trim: 10 frames of handle, 20 left.');
    await page.evaluate(() => stand.paper.editor.playhead(380));
    await page.getByRole('button', { name: 'To the playhead' }).click();
    await verdict(page, 'Just trim: 10 frames of handle, 4 left.');
    await page.context().close();
  });

  it('reacts when a trim in the editor reaches the end of the media', async () => {
    const { page } = await made!.open({ paper: scene(clip), selected: ['a'] });
    await page.locator('article img').first().waitFor();
    await page.getByRole('button', { name: 'Settings' }).first().click();
    await page.evaluate(() => stand.paper.editor.send({ kind: 'extend-reached', edge: 'end' }));
    await page.getByText('The trim has reached the end of the media.').waitFor();
    await page.getByRole('slider', { name: 'End of the clip' }).waitFor();
    await page.context().close();
  });
});
