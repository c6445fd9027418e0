// The built CEP panel in a simulated Premiere: its page from file: in a real browser, the host script in ES3, a daemon that it starts itself: every action of a
// user, with real clips really restored.
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDaemon } from '../../daemon/connect.ts';
import { buildCep, extensionId } from '../../plugin-premiere/cep/build.ts';
import type { Client } from '../../shared/client.ts';
import { openBrowser } from '../dashboard/browser.ts';
import { openTab } from '../dashboard/support.ts';
import { daemonEnvironment, endDaemon } from '../fixtures/daemon.ts';
import { borrowMeasurement, lendMeasurement } from '../fixtures/measured.ts';
import type { Cep } from './premiere/cep-faces.ts';
import { lendCep } from './premiere/cep-page.ts';
import { createCep } from './premiere/cep-stand.ts';
import { patient } from './walk/driver.ts';
import type { Editor } from './walk/editor.ts';
import { openPremiere, type PremiereEditor } from './walk/premiere.ts';
import { walk } from './walk/walk.ts';

const chromium = await openBrowser(), root = join(import.meta.dirname, '..', '..');

describe.skipIf(chromium === null)('the panel in Premiere 24.0 to 25.5', () => {
  const complaints: string[][] = [];
  let folder: string, extension: string, home: string, client: Client | null = null, made: PremiereEditor, cep: Cep, page: Page;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'cep panel-')));
    [extension, home] = [join(folder, extensionId), join(folder, 'home')];
    Object.assign(process.env, daemonEnvironment(home));
    await borrowMeasurement(home);
    await cp((await buildCep()).panel, extension, { recursive: true });
    await writeFile(join(extension, 'framewright.json'), JSON.stringify({ command: [process.execPath, join(root, 'daemon', 'main.ts')], home }));
    made = openPremiere('25.5.0', { home, project: join(folder, 'film.prproj') });
    cep = createCep(made.premiere, { extension });
    await open();
  }, patient);
  afterAll(async () => {
    await client?.close();
    await chromium?.browser.close();
    await endDaemon(home);
    await lendMeasurement(home);
    await rm(folder, { recursive: true, force: true });
  }, patient);

  async function open(): Promise<void> {
    const tab = await openTab(chromium!, { width: 420, height: 760 });
    complaints.push(tab.complaints);
    page = tab.page;
    page.setDefaultTimeout(patient);
    await lendCep(page, cep, { ...process.env }, async (code) => {
      const [, path] = /"path":"([^"]+\.mov)"/.exec(code) ?? [];
      if (path) await made.meet(path);
    });
    await page.goto(pathToFileURL(join(extension, 'index.html')).href);
  }

  it('starts the daemon, which lets it in by a code of the program beside it', async () => {
    await page.getByRole('button', { name: 'Start FrameWright' }).click();
    await expect.poll(async () => (client ??= await connectDaemon({ home, start: 'never', client: 'test' })) !== null, { timeout: patient }).toBe(true);
    await page.getByText('Select a clip on the timeline').waitFor();
    await expect.poll(async () => (await client!.describe({})).hosts, { timeout: patient }).toHaveLength(1);
  }, patient);

  const editor = (): Editor => ({
    ...made.editor, notes: () => decodeURIComponent(made.premiere.activeSequence().properties['FrameWrightNotes'] ?? ''),
    check: () => cep.dispatch({ type: 'com.adobe.csxs.events.flyoutMenuClicked', data: { menuId: 'self-check' } }),
  });
  walk(() => ({ editor: editor(), folder, home, client: () => client!, page: () => page, complaints: complaints.flat(), open, close: () => page.context().close() }));

  it('lets results be dragged out as files, and carries its commands in Premiere\'s own menu of the panel', async () => {
    const dragged = await page.evaluate(`(() => { const data = new DataTransfer(); document.querySelector('[draggable=true]').dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: data })); return data.getData('com.adobe.cep.dnd.file.0'); })()`);
    expect(dragged).toMatch(/FrameWright.*keel.*\.mov$/);
    expect(cep.menus.flyout).toContain('Id="restore"');
  }, patient);
});
