// Every action of a user, one after the other in one session of the real panel with a real daemon. Each editor's test walks it over its own simulated timeline.
import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createDriver, patient, soon, type Clip, type Driver } from './driver.ts';
import type { Seat } from './editor.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'daemon', 'main.ts');

/** Registers the steps as tests. @param seat the panel is open and connected by then. */
export function walk(seat: () => Seat): void {
  const driver = createDriver(seat), laid = new Map<string, Clip>();
  const step = (name: string, work: (driver: Driver, laid: Map<string, Clip>) => Promise<void>): void => it(name, () => work(driver, laid), patient * 2);
  step('looks at itself and finds everything in order', checks);
  step('restores a clip from its card to the track above', restores);
  step('restores two clips at once, with their progress together', restoresTwo);
  step('restores another as last time, by the keyboard alone', restoresAgain);
  step('drags the end over the gap: what the media has not is made', extends_);
  step('just trims where the media has enough, or says why not', trims);
  step('follows a clip that was moved meanwhile, and leaves to the bin what lost its clip', follows);
  step('closed while a job runs: its result waits until it is placed', reopens);
  step('brings results back in every other way that the editor has', bringsBack);
  step('takes results back, whatever way they came', takesBack);
  step('finds a result again whose file was moved', relinks);
  step('does what a command tells it', obeys);
}

/** It places and removes something on a scratch sequence, so something must be in the project. */
async function checks({ seat, page, lay }: Driver, laid: Map<string, Clip>): Promise<void> {
  laid.set('above', await lay('harbour', { start: 5, frames: 12, from: 6 }));
  seat().editor.check();
  await page().getByRole('heading', { name: 'Self-check' }).waitFor();
  await page().getByRole('button', { name: 'Run the check' }).click();
  await page().getByText(/^All \d+ checks are in order\.$/).waitFor();
}

async function restores({ page, card, select, expectRestored }: Driver, laid: Map<string, Clip>): Promise<void> {
  const clip = laid.get('above')!;
  await page().getByRole('button', { name: 'Settings' }).first().click();
  await page().getByText('Fast', { exact: true }).click();
  await page().getByLabel('Size', { exact: true }).selectOption('1');
  await page().getByRole('button', { name: 'Clips' }).first().click();
  await select(clip);
  for (const fact of ['12 frames', 'Video 1', '25 fps', '64 × 48']) await card('harbour').getByText(fact).first().waitFor();
  await card('harbour').getByRole('button', { name: 'Restore: harbour.mov' }).click();
  await expectRestored(clip, 1);
  await card('harbour').getByText('In the sequence').waitFor();
  await card('harbour').getByText('on V2').waitFor();
}

async function restoresTwo({ page, card, lay, select, held, expectRestored }: Driver): Promise<void> {
  const clips = [await lay('pier', { start: 40, frames: 8, from: 2 }), await lay('quay', { start: 60, frames: 8, from: 10 })];
  await select(...clips);
  await held(async () => {
    await page().getByRole('button', { name: 'Restore 2 clips' }).click();
    await page().getByRole('progressbar', { name: 'All clips together' }).waitFor();
    await page().getByText(/^\d+ % of 2 clips$/).waitFor();
  });
  for (const clip of clips) await expectRestored(clip, 1);
  for (const { name } of clips) await card(name).getByText('In the sequence').waitFor();
}

async function restoresAgain({ seat, page, card, lay, select, expectRestored }: Driver): Promise<void> {
  const clip = await lay('mole', { start: 80, frames: 8, from: 4 }), focus = (): Promise<string> => page().evaluate(() => document.activeElement?.tagName ?? '');
  await select(clip);
  for (let presses = 0; presses < 30 && await focus() !== 'ARTICLE'; presses += 1) await page().keyboard.press('Tab');
  await page().keyboard.press('Shift+F10');
  await page().getByRole('menu', { name: 'What can be done with mole.mov' }).waitFor();
  await page().keyboard.press('s');
  await page().keyboard.press('Enter');
  await expectRestored(clip, 1);
  await card('mole').getByText('In the sequence').waitFor();
  expect((await seat().client().jobs({})).filter(({ source }) => source === clip.path)).toMatchObject([{ state: 'done' }]);
}

/** Drags an edge of the mini-timeline by so many pixels. */
async function drag({ page }: Driver, edge: 'Start' | 'End', by: number): Promise<void> {
  const box = (await page().getByRole('slider', { name: `${edge} of the clip` }).boundingBox())!, [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page().mouse.move(x, y);
  await page().mouse.down();
  await page().mouse.move(x + by, y, { steps: 5 });
  await page().mouse.up();
}

async function extends_(driver: Driver): Promise<void> {
  const { page, card, lay, select, look, resultsOf, seat } = driver, clip = await lay('jetty', { start: 100, frames: 8, from: 16 }), next = await lay('dock', { start: 114, frames: 8, from: 8 });
  await select(clip);
  await card('jetty').getByRole('button', { name: 'Extend…: jetty.mov' }).click();
  await drag(driver, 'End', 300);
  await page().getByRole('status').filter({ hasText: '6 frames will be made.' }).waitFor();
  await page().getByRole('button', { name: 'Extend', exact: true }).click();
  await soon(() => resultsOf(clip)).toMatchObject([{ track: 0, start: 108, frames: 6 }]);
  const [made] = resultsOf(clip), is = await look(made!.path), was = await look(clip.path);
  // Its own frames lie before those that were made of the last of them.
  expect([made!.from, is.length]).toEqual([8, 14]);
  for (let frame = 0; frame < 8; frame += 1) expect(Math.abs(is[frame]!.brightness - was[16 + frame]!.brightness), `frame ${frame}`).toBeLessThan(4);
  for (let frame = 8; frame < 14; frame += 1) expect(is[frame]!.samples.equals(is[7]!.samples), `frame ${frame}`).toBe(true);
  expect(seat().editor.pieces().filter(({ start }) => start >= 100 && start < 120).toSorted((a, b) => a.start - b.start).map(({ start, frames }) => [start, frames])).toEqual([[100, 8], [108, 6], [next.start, 8]]);
}

async function trims(driver: Driver): Promise<void> {
  const { page, card, lay, select, seat } = driver, clip = await lay('weir', { start: 130, frames: 8, from: 8 }), count = (await seat().client().jobs({})).length;
  await select(clip);
  await card('weir').getByRole('button', { name: 'Extend…: weir.mov' }).click();
  await page().getByLabel('End, frames').fill('5');
  await page().keyboard.press('Enter');
  await page().getByRole('status').filter({ hasText: 'Just trim: 5 frames of handle, 3 left.' }).waitFor();
  const trim = page().getByRole('button', { name: 'Trim', exact: true });
  if (seat().editor.trims) {
    await trim.click();
    await soon(() => seat().editor.pieces().find(({ path }) => path === clip.path)).toMatchObject({ start: 130, frames: 13, from: 8 });
  } else {
    await page().getByText('This editor cannot be told to trim').waitFor();
    expect(await trim.isDisabled()).toBe(true);
    await card('weir').getByRole('button', { name: 'Extend…: weir.mov' }).click();
  }
  expect(await seat().client().jobs({})).toHaveLength(count);
}

async function follows({ seat, page, card, lay, select, held, expectRestored }: Driver): Promise<void> {
  const moved = await lay('wharf', { start: 160, frames: 8, from: 3 }), gone = await lay('buoy', { start: 190, frames: 8, from: 5 }), { editor, client } = seat();
  await select(moved, gone);
  await held(async () => {
    await page().getByRole('button', { name: 'Restore 2 clips' }).click();
    await soon(async () => (await client().jobs({})).filter(({ source }) => source === moved.path || source === gone.path).length).toBe(2);
    editor.move(moved.id, 7);
    editor.remove(gone.id);
  });
  await expectRestored({ ...moved, start: 167 }, 1);
  await soon(() => editor.bin().filter((path) => path.includes('buoy')).length).toBe(1);
  await card('wharf').getByText('The clip was moved meanwhile; the result followed.').waitFor();
  await page().getByRole('button', { name: 'Results' }).first().click();
  await page().getByRole('listitem', { name: 'Result for buoy.mov' }).getByText('The clip is gone; the result is in the bin only.').waitFor();
  await page().getByRole('button', { name: 'Clips' }).first().click();
  expect(editor.pieces().filter(({ path }) => path.includes('buoy'))).toEqual([]);
}

async function reopens({ seat, page, card, lay, select, held, resultsOf, expectRestored }: Driver): Promise<void> {
  const clip = await lay('anchor', { start: 220, frames: 8, from: 7 }), { editor, client, close, open } = seat(), jobs = async () => (await client().jobs({})).filter(({ source }) => source === clip.path);
  await select(clip);
  await held(async () => {
    await card('anchor').getByRole('button', { name: 'Restore: anchor.mov' }).click();
    await soon(async () => (await jobs()).length).toBe(1);
    await soon(async () => editor.notes().includes((await jobs())[0]!.id)).toBe(true);
    await close();
  });
  expect((await client().follow({ job: (await jobs())[0]!.id })).state).toBe('done');
  expect(resultsOf(clip)).toEqual([]);
  await open();
  await page().getByText('A result waits to be placed').waitFor();
  await page().getByRole('button', { name: 'Place all' }).first().click();
  await expectRestored(clip, 1);
  await page().getByRole('button', { name: 'Results' }).first().click();
  await page().getByRole('listitem', { name: 'Result for anchor.mov' }).getByRole('button', { name: /^Compare/ }).click();
  await page().locator('dialog img[alt="Restored"]').waitFor();
  await page().keyboard.press('Escape');
  await page().getByRole('button', { name: 'Clips' }).first().click();
}

async function bringsBack({ seat, page, lay, select, expectRestored }: Driver, laid: Map<string, Clip>): Promise<void> {
  for (const [at, way] of seat().editor.ways.entries()) {
    const name = ['rope', 'sail', 'mast'][at]!, clip = await lay(name, { start: 250 + 30 * at, frames: 8, from: 9 - at });
    laid.set(way, clip);
    await select(clip);
    await page().getByRole('button', { name: `More: ${name}.mov` }).click();
    await page().getByRole('menuitem', { name: 'Restore with…' }).click();
    await page().getByRole('dialog').getByLabel(way).check();
    await page().getByRole('dialog').getByRole('button', { name: 'Restore with this' }).click();
    await expectRestored(clip, 0);
  }
}

async function takesBack({ page, expectOriginal }: Driver, laid: Map<string, Clip>): Promise<void> {
  await page().getByRole('button', { name: 'Results' }).first().click();
  for (const clip of laid.values()) {
    const row = page().getByRole('listitem', { name: `Result for ${clip.name}.mov` });
    await row.getByText('In the sequence').waitFor();
    await row.getByRole('button', { name: /^Revert/ }).click();
    await row.getByText('Reverted').waitFor();
    await expectOriginal(clip);
  }
  expect(await page().getByRole('alert').count()).toBe(0);
}

async function relinks({ seat, page, resultsOf }: Driver): Promise<void> {
  const { editor, folder } = seat(), quay = { name: 'quay', path: join(folder, 'quay.mov') } as Clip, [result] = resultsOf(quay), to = join(folder, 'quay, graded.mov');
  await rename(result!.path, to);
  await editor.reads(to);
  await page().getByRole('button', { name: 'Results' }).first().click();
  const row = page().getByRole('listitem', { name: 'Result for quay.mov' });
  await row.getByRole('button', { name: 'More: quay.mov' }).click();
  await page().getByRole('menuitem', { name: 'Re-link…' }).click();
  await page().getByLabel('Path of the result').fill(to);
  await page().getByRole('dialog').getByRole('button', { name: 'Re-link', exact: true }).click();
  await soon(() => resultsOf(quay)).toMatchObject([{ path: to, track: 1, start: 60, frames: 8 }]);
  await row.getByText('quay, graded.mov').waitFor();
  await page().getByRole('button', { name: 'Clips' }).first().click();
}

async function obeys({ seat, lay, select, expectRestored, page }: Driver): Promise<void> {
  const clip = await lay('keel', { start: 350, frames: 8, from: 12 }), { home, complaints } = seat();
  await select(clip);
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'panel', 'restore'], { env: { ...process.env, FRAMEWRIGHT_HOME: home } });
  expect(stdout).toMatch(/^The panel in .* was told: restore\.$/m);
  await expectRestored(clip, 1);
  expect(await page().getByRole('alert').count()).toBe(0);
  expect(complaints).toEqual([]);
}
