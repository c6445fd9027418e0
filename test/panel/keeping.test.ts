// The panel over time and around the work: the line to the daemon, results that waited, the notes of a project, self-check, language, looks and commands of the editor.
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { emptyLedger, writeLedger, type Entry } from '../../shared/panel/editor/ledger.ts';
import { usualSettings } from '../../shared/panel/editor/settings.ts';
import type { LineKind } from '../../shared/panel/link.ts';
import { createPaper, type PaperSetup } from '../hosts/paper/paper.ts';
import { scene, setUpPanel, type PanelStand } from './stand.ts';

const made = await setUpPanel();
afterAll(() => made?.close());
const soon = <Value>(ask: () => Value | Promise<Value>) => expect.poll(ask, { timeout: 30_000 });

/** Notes of a project with a result that waits, one that is placed and one that failed, as an earlier panel left them. */
async function notesOf(setup: PaperSetup): Promise<string> {
  const { host, editor } = createPaper(setup);
  editor.select('a', 'b');
  const [a, b] = await host.selection();
  const entry = (id: string, more: Partial<Entry>): Entry => ({ id, job: 'done2222', clip: a!, settings: usualSettings, mode: 'track-above', extension: null, state: 'ready', at: '2026-11-20T09:00:00.000Z', output: '/results/birthday-1988.restored.mov', result: { inFrame: 0, frames: 120, rate: { num: 25, den: 1 } }, placed: null, error: null, rendered: null, ...more });
  return writeLedger({ ...emptyLedger, last: usualSettings, entries: [entry('one', {}), entry('two', { clip: b! }), entry('three', { clip: b!, job: 'failed22', state: 'failed', output: null, result: null, error: { code: 'disk-full', values: { path: '/results', needed: '14 GB', free: '2 GB', job: 'failed22' } } })] })!;
}

describe.skipIf(made === null)('results that waited', () => {
  const { clip } = made ?? ({} as PanelStand);
  it('are offered, and placed all at once', async () => {
    const paper = scene(clip), { page } = await made!.open({ paper, selected: ['a'], notes: await notesOf(paper) });
    await page.getByText('2 results wait to be placed').waitFor();
    await page.getByRole('button', { name: 'Place all' }).click();
    await soon(() => page.evaluate(() => stand.paper.editor.calls.filter(({ name }) => name === 'place').length)).toBe(2);
    await page.getByText('2 results wait to be placed').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('are listed with what became of them, and led by their own menus', async () => {
    const paper = scene(clip), { page } = await made!.open({ paper, selected: [], notes: await notesOf(paper) });
    await page.getByRole('button', { name: 'Results', exact: true }).click();
    const row = page.getByRole('listitem', { name: 'Result for Harbour 1994, master' });
    await row.getByText('Result waits').waitFor();
    await page.getByText('The disk of /results is full.').waitFor();
    await row.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Into the bin only' }).click();
    await row.getByText('In the bin').waitFor();
    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Re-link…' }).click();
    await page.getByLabel('Path of the result').fill(clip);
    await page.keyboard.press('Enter');
    await soon(() => page.evaluate(() => stand.paper.editor.calls.some(({ name }) => name === 'relink'))).toBe(true);
    await row.getByRole('button', { name: /^More/ }).click();
    await page.getByRole('menuitem', { name: 'Restore again with…' }).click();
    await page.getByRole('dialog', { name: 'Restore with: Harbour 1994, master' }).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('listitem', { name: 'Result for Wedding, reel 2' }).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Forget' }).click();
    await soon(() => page.getByRole('listitem', { name: 'Result for Wedding, reel 2' }).count()).toBe(1);
    await page.context().close();
  });

  it('damaged notes are said, and never written over silently', async () => {
    const { page } = await made!.open({ paper: scene(clip), selected: [], notes: '{"framewright": 1, "entries": 7' });
    await page.getByRole('button', { name: 'Results', exact: true }).click();
    await page.getByText('They are kept aside').waitFor();
    await page.context().close();
  });
});

describe.skipIf(made === null)('the line', () => {
  const { clip } = made ?? ({} as PanelStand);
  const lineOf = (page: Page, kind: LineKind): Promise<void> => page.evaluate((to) => stand.line({ kind: to, error: null, version: null, features: [] }), kind);

  it('asks for the six digits, says what is wrong with them, and lets in', async () => {
    const { page } = await made!.open({ paper: scene(clip), selected: ['a'], line: { kind: 'unpaired', error: null, version: null, features: [] } });
    const pair = page.getByRole('button', { name: 'Pair', exact: true }), code = page.getByLabel('Pairing code');
    await code.fill('12345');
    expect(await pair.isDisabled()).toBe(true);
    await page.evaluate(() => stand.refuse('No pairing code is waiting.'));
    await code.fill('123 456');
    await page.keyboard.press('Enter');
    await page.getByText('No pairing code is waiting.').waitFor();
    await page.evaluate(() => stand.refuse(null));
    await pair.click();
    await page.getByRole('button', { name: 'Restore: Harbour 1994, master' }).waitFor();
    expect(await page.evaluate(() => stand.asked.codes)).toEqual(['123456', '123456']);
    await page.context().close();
  });

  it('starts a daemon that is absent, where the editor can', async () => {
    const { page } = await made!.open({ paper: scene(clip, { capabilities: { startsDaemon: 'spawn' } }), selected: ['a'] });
    await lineOf(page, 'absent');
    await page.getByText('FrameWright is not running').waitFor();
    await page.getByRole('button', { name: 'Start FrameWright' }).click();
    await page.getByText('Looking for FrameWright…').waitFor();
    expect(await page.evaluate(() => stand.asked.started)).toBe(1);
    await page.context().close();
  });

  it('that is cut leaves what is known, says that jobs run on, and is tried at once when asked', async () => {
    const { page } = await made!.open({ paper: scene(clip), selected: ['a'] });
    await page.locator('article img').waitFor();
    await lineOf(page, 'waiting');
    await page.getByText('Jobs run on; trying again…').waitFor();
    expect(await page.getByRole('button', { name: 'Restore: Harbour 1994, master' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByText('Jobs run on').waitFor({ state: 'detached' });
    await lineOf(page, 'absent');
    await page.getByText('framewright start').waitFor();
    await page.context().close();
  });
});

describe.skipIf(made === null)('around the work', () => {
  const { clip } = made ?? ({} as PanelStand);
  it('the self-check lists what it found, and its report can be copied', async () => {
    const { page } = await made!.open({ paper: scene(clip), selected: ['a'] });
    await page.getByRole('button', { name: 'Self-check' }).click();
    await page.getByRole('button', { name: 'Run the check' }).click();
    await page.getByText('All 8 checks are in order.').waitFor();
    await page.getByText('Report', { exact: true }).click();
    expect(await page.locator('pre').innerText()).toMatch(/editor: Paper 1\.0 \(Node, unknown, en-GB\)[\s\S]*capabilities: \{[\s\S]*good {4}loopback: FrameWright 0\.1\.0, protocol \d+/);
    await page.getByRole('button', { name: 'Copy the report' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await page.context().close();
  });

  it('a host that fails is told in the check, not hidden', async () => {
    const { page } = await made!.open({ paper: scene(clip), selected: ['a'] });
    await page.locator('article img').waitFor();
    await page.evaluate(() => { stand.paper.host.check = () => Promise.reject(new Error('gone')); });
    await page.getByRole('button', { name: 'Self-check' }).click();
    await page.getByRole('button', { name: 'Run the check' }).click();
    await page.getByText('1 check fails.').waitFor();
    await page.context().close();
  });

  it('speaks the language of the editor, or the one that is chosen', async () => {
    const { page } = await made!.open({ paper: scene(clip, { locale: 'de-DE' }), selected: ['a', 'n'] });
    await page.getByRole('button', { name: 'Restaurieren: Harbour 1994, master' }).waitFor();
    await page.getByText('Das ist eine verschachtelte Sequenz.').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de-DE');
    await page.getByRole('button', { name: 'Einstellungen', exact: true }).click();
    await page.getByLabel('Sprache').selectOption('en');
    await page.getByText('Where results go').waitFor();
    await page.context().close();
  });

  it('has single keys, which ? lists and a switch turns off', async () => {
    const { page } = await made!.open({ paper: scene(clip), selected: ['a'] });
    await page.locator('article img').first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Same as last time').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.getByRole('slider', { name: 'End of the clip' }).waitFor();
    await page.keyboard.press('3');
    await page.getByLabel('Single-key shortcuts').click();
    await page.locator('h1').click();
    await page.keyboard.press('1');
    await page.keyboard.press('?');
    expect([await page.getByText('Where results go').count(), await page.locator('dialog').count()]).toEqual([1, 0]);
    await page.context().close();
  });

  it('takes theme, background and scale of the editor, and follows them', async () => {
    const { page } = await made!.open({ paper: scene(clip, { appearance: { theme: 'dark', background: '#232323', scale: 1.25 } }), selected: ['a'] });
    const looks = () => page.evaluate(() => [document.documentElement.dataset.theme, getComputedStyle(document.querySelector('main')!.parentElement!).backgroundColor, getComputedStyle(document.documentElement).fontSize]);
    await soon(looks).toEqual(['dark', 'rgb(35, 35, 35)', '20px']);
    await page.evaluate(() => stand.paper.editor.send({ kind: 'appearance', appearance: { theme: 'light', background: null, scale: 1 } }));
    await soon(looks).toEqual(['light', 'rgb(243, 244, 246)', '16px']);
    await page.context().close();
  });

  it('obeys commands of menus, keys and scripts, and keeps the editor\'s menu true', async () => {
    const { page } = await made!.open({ paper: scene(clip), selected: ['a'] });
    await page.locator('article img').waitFor();
    const menu = () => page.evaluate(() => stand.paper.editor.calls.filter(({ name }) => name === 'setMenu').pop()?.args[0] as { id: string; label: string; enabled?: boolean }[]);
    await soon(async () => (await menu()).map(({ id, enabled }) => [id, enabled])).toEqual([['restore', true], ['with', true], ['same-as-last', false], ['extend', true], ['preview', true], ['place', false], ['open', true], ['self-check', true]]);
    const send = (name: 'extend' | 'preview' | 'self-check' | 'open'): Promise<void> => page.evaluate((said) => stand.paper.editor.send({ kind: 'command', command: { name: said, preset: null } }), name);
    await send('extend');
    await page.getByRole('slider', { name: 'End of the clip' }).waitFor();
    await send('preview');
    await page.getByRole('dialog', { name: 'Preview: Harbour 1994, master' }).waitFor();
    await page.keyboard.press('Escape');
    await send('self-check');
    await page.getByRole('button', { name: 'Run the check' }).waitFor();
    await send('open');
    await page.getByText('Results of this project').waitFor();
    await page.context().close();
  });

  it('a result can be dragged out, as the editor takes files', async () => {
    const paper = scene(clip, { capabilities: { dragType: 'com.example.file' } }), { page } = await made!.open({ paper, selected: ['a'], notes: await notesOf(paper) });
    await page.locator('[draggable=true]').first().waitFor();
    expect(await page.evaluate(() => {
      const data = new DataTransfer();
      document.querySelector('[draggable=true]')!.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: data }));
      return data.getData('com.example.file');
    })).toBe('/results/birthday-1988.restored.mov');
    await page.context().close();
  });
});
