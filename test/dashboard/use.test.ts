// Using the pages: by keyboard alone, through a cut line, and with what the daemon refuses.
import { mkdir } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { listen } from '../../daemon/server/listen.ts';
import { buildDashboard } from '../../daemon/dashboard/build.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { openTab, setUp, type Stand } from './support.ts';

const stand: Stand | null = await setUp();
afterAll(() => stand?.close());
const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

/** Presses Tab until the focus is on what `name` begins. @throws Error when it never is. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).startsWith(name)) return;
  }
  throw new Error(`Tab never reaches "${name}"`);
}

describe.skipIf(stand === null)('the dashboard', () => {
  const { fake, open } = stand ?? ({} as Stand);
  const clip = `#/clip?path=${encodeURIComponent(fake?.clip ?? '')}`;

  it('is used by keyboard alone, from opening a clip to its job', async () => {
    const { page } = await open('#/settings');
    await tabTo(page, 'Open');
    await page.keyboard.press('Enter');
    await page.locator('text=What shall be restored?').waitFor();
    await tabTo(page, 'Browse this computer');
    await page.keyboard.press('Enter');
    await tabTo(page, 'harbour-1994.mp4');
    await page.keyboard.press('Enter');
    await page.locator('text="Exact"').waitFor();
    await tabTo(page, 'Border between');
    const border = page.locator('[role=slider][aria-valuetext]').first();
    await page.keyboard.press('Home');
    expect(await border.getAttribute('aria-valuetext')).toBe('0 % original');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await border.getAttribute('aria-valuenow')).toBe('10');
    await tabTo(page, 'Restore');
    fake.asked.length = 0;
    await page.keyboard.press('Enter');
    await page.locator('text=Added to the queue.').waitFor();
    expect(fake.asked.find(({ name }) => name === 'submit')!.request).toMatchObject({ path: fake.clip, client: 'dashboard', key: expect.stringMatching(/^[0-9a-f]{32}$/), wish: { quality: 'balanced' } });
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/job\/done2222/);
    await page.context().close();
  });

  it('steps, jumps, marks and zooms by single keys, which ? lists and a switch turns off', async () => {
    const { page } = await open(clip);
    await page.locator('text="Exact"').waitFor();
    const position = page.locator('input[aria-label="Position"][type=text]');
    const at = async (key: string): Promise<string> => { await page.keyboard.press(key); return position.inputValue(); };
    expect([await at('ArrowRight'), await at('Shift+ArrowLeft'), await at('['), await at(']')]).toEqual(['0:00:03:01', '0:00:02:16', '0:00:02:11', '0:00:03:00']);
    await page.keyboard.press('i');
    expect(await page.getByLabel('In', { exact: true }).inputValue()).toBe('0:00:03:00');
    await page.keyboard.press('z');
    await page.locator('[aria-label="1 : 1"][aria-pressed=true]').waitFor();
    await page.keyboard.press('c');
    await page.locator('figcaption:has-text("Best")').waitFor();
    await page.keyboard.press('?');
    await page.locator('dialog:has-text("Ten frames back")').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.evaluate(() => { location.hash = '#/settings'; });
    await page.getByLabel('Single-key shortcuts').click();
    await page.keyboard.press('q');
    await page.keyboard.press('?');
    expect([page.url().endsWith('#/settings'), await page.locator('dialog').count()]).toEqual([true, 0]);
    await page.context().close();
  });

  it('draws a stage\'s controls from its schema and sends what was chosen', async () => {
    const { page } = await open(clip);
    await page.locator('summary:has-text("Cleaning up noise")').click();
    const stage = page.locator('details:has(> summary:has-text("Cleaning up noise"))');
    await stage.locator('label:has-text("Set")').click();
    await stage.locator('input[type=range]').fill('0.8');
    await stage.locator('summary:has-text("More")').click();
    await stage.getByLabel('Method').selectOption('hqdn3d');
    await stage.getByLabel('Visible').fill('200');
    await stage.locator('text=0 – 50').waitFor();
    await stage.getByLabel('Visible').fill('2.5');
    const chosen = { stages: { denoise: { strength: 0.8, method: 'hqdn3d', visible: 2.5 } } };
    await expect.poll(() => fake.asked.filter(({ name }) => name === 'plan').pop()?.request, { timeout: 20_000 }).toMatchObject({ wish: chosen });
    await expect.poll(() => fake.asked.filter(({ name, request }) => name === 'previewFrame' && !(request as { draft: boolean }).draft).pop()?.request, { timeout: 20_000 }).toMatchObject({ wish: chosen });
    await stage.locator('text=Reset').click();
    await expect.poll(() => (fake.asked.filter(({ name }) => name === 'plan').pop()?.request as { wish: { stages: object } }).wish.stages, { timeout: 20_000 }).toEqual({});
    await page.context().close();
  });

  it('offers everything else that a wish has, sends what was set, and remembers the few usual choices', async () => {
    const { page } = await open(clip);
    await page.locator('text="Exact"').waitFor();
    const group = (title: string) => page.locator(`section:has(> div > h2:text-is("More")) details:has(> summary:has-text("${title}"))`);
    for (const title of ['Picture', 'Result', 'What you know better', 'The work']) await group(title).locator('summary').first().focus().then(() => page.keyboard.press('Enter'));
    await group('Picture').getByLabel('Crop').selectOption({ label: 'A rectangle' });
    for (const [label, value] of [['From the left', '8'], ['From the top', '0'], ['Width', '464'], ['Height', '360']] as const) await group('Picture').getByLabel(label).fill(value);
    await group('Picture').getByLabel('Frame rate').fill('fast');
    await group('Picture').locator('input[aria-invalid=true]').waitFor();
    await group('Picture').getByLabel('Frame rate').fill('23.976');
    await group('Result').getByLabel('How large').selectOption({ label: 'Size of the file' });
    await group('Result').getByLabel('Size of the file').fill('700 MB');
    await group('The work').getByLabel('Tiles').fill('off');
    await group('What you know better').getByLabel('Field order').selectOption('bff');
    const set = { crop: { left: 8, top: 0, width: 464, height: 360 }, constantRate: { num: 24000, den: 1001 }, size: { bytes: 700e6 }, tile: 'off', interpretation: { fieldOrder: 'bff' } };
    const last = (name: string) => () => fake.asked.filter((one) => one.name === name).pop()?.request;
    for (const name of ['plan', 'previewFrame']) await expect.poll(last(name), { timeout: 20_000 }).toMatchObject({ wish: set });
    for (const name of ['analyze', 'moments', 'thumbnails']) await expect.poll(last(name), { timeout: 20_000 }).toMatchObject({ interpretation: { fieldOrder: 'bff' } });
    await group('What you know better').locator('text=Reset').click();
    await expect.poll(() => JSON.stringify(last('plan')()), { timeout: 20_000 }).not.toContain('bff');
    expect(await page.locator('text=Same as last time').count()).toBe(0);
    await page.locator('label:has-text("Best")').click();
    await page.getByLabel('Size', { exact: true }).selectOption('1080p');
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.locator('text=Added to the queue.').waitFor();
    expect(last('submit')()).toMatchObject({ wish: { quality: 'best', scale: '1080p', crop: set.crop, size: set.size } });
    await page.evaluate((to) => { location.hash = to; }, `${clip}&again`.replace('harbour-1994.mp4', 'other.mp4'));
    await page.locator('text=Same as last time').click();
    await expect.poll(last('plan'), { timeout: 20_000 }).toMatchObject({ wish: { quality: 'best', scale: '1080p', stages: {}, crop: 'off', size: null } });
    await page.context().close();
  });

  it('asks where a dropped file lies, finds it by name and size, and opens it', async () => {
    const { page } = await open('#/');
    await page.locator('text=Drop a video').waitFor();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(512_396)], 'harbour-1994.mp4'));
      document.querySelector('form')!.parentElement!.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.waitForURL(/#\/clip\?path=/);
    await page.locator('h1:has-text("harbour-1994.mp4")').waitFor();
    await page.context().close();
  });

  it('says what a refusal says, with its commands, and lets one try again', async () => {
    const { page } = await open('#/');
    fake.answers.set('analyze', () => { throw new FrameWrightError('input-truncated', { path: fake.clip, why: 'The copy did not finish.' }); });
    await page.evaluate((to) => { location.hash = to; }, clip);
    const alert = page.locator('[role=alert]');
    await alert.locator('text=the file is cut off').waitFor();
    await alert.locator('summary').click();
    await alert.locator('code:has-text("framewright help troubleshooting")').waitFor();
    fake.answers.delete('analyze');
    await alert.locator('button:has-text("Try again")').click();
    await page.locator('text="Exact"').waitFor();
    await page.context().close();
  });

  it('follows the queue live, and comes back after a cut', async () => {
    const dashboard = await buildDashboard(), home = `${fake.clip}.home`;
    await mkdir(home);
    const door = (port: number) => listen(fake.served, { home, version: '0.1.0', port, dashboard: async () => dashboard });
    let own = await door(0);
    const { page } = await openTab(stand!.chromium);
    await page.goto((await fake.served.access.handlers.dashboardLink({}, new AbortController().signal)).url);
    await page.evaluate(() => { location.hash = '#/queue'; });
    const row = page.locator('li:has(a:text-is("harbour-1994.mp4"))');
    await row.locator('text=Running').waitFor();
    fake.hub.emit({ kind: 'progress', job: 'run22222', fraction: 0.77, title: 'Enlarging the picture', step: 3, steps: 4, next: null, frames: 116, framesTotal: 150, fps: 12, secondsDone: 9, secondsLeft: null, device: 'cpu', load: null });
    await row.locator('text=77 %').waitFor();
    fake.hub.emit({ kind: 'hold', why: 'An editor plays.' });
    await page.locator('p:has-text("The queue stands still: An editor plays.")').first().waitFor();
    await own.close();
    await page.locator('text=The connection to FrameWright was lost.').waitFor();
    fake.hub.emit({ kind: 'state', job: 'run22222', state: 'failed', error: null });
    own = await door(own.port);
    await page.locator('text=Connected again.').waitFor();
    await page.context().close();
    await own.close();
  });
});
