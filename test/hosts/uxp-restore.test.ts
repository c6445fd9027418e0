// The built script in a simulated Premiere, its page in a real browser, the real daemon: every action of a user, with real clips really restored.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDaemon, findDaemon } from '../../daemon/connect.ts';
import { buildUxp } from '../../plugin-premiere/uxp/build.ts';
import type { Client } from '../../shared/client.ts';
import { openBrowser } from '../dashboard/browser.ts';
import { openTab } from '../dashboard/support.ts';
import { daemonEnvironment, endDaemon } from '../fixtures/daemon.ts';
import { borrowMeasurement, lendMeasurement } from '../fixtures/measured.ts';
import { runPlugin, type UxpEngine } from './premiere/uxp-engine.ts';
import { showPage } from './premiere/uxp-page.ts';
import { patient } from './walk/driver.ts';
import type { Editor } from './walk/editor.ts';
import { openPremiere, type PremiereEditor } from './walk/premiere.ts';
import { walk } from './walk/walk.ts';

const chromium = await openBrowser();

describe.skipIf(chromium === null)('the panel in Premiere 26.3', () => {
  const ports = new Map<number, number>(), secrets = new Map<string, Uint8Array>(), complaints: string[][] = [], opened: string[] = [];
  let folder: string, home: string, panel: string, client: Client | null = null, made: PremiereEditor, engine: UxpEngine, page: Page;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'uxp-')));
    home = join(folder, 'home');
    Object.assign(process.env, daemonEnvironment(home));
    // The plugin knows the daemon's own ports alone, and a daemon proves itself for the one at which it listens.
    delete process.env.FRAMEWRIGHT_PORT;
    await borrowMeasurement(home);
    ({ panel } = await buildUxp());
    made = openPremiere('26.3.0', { home, project: join(folder, 'film.prproj') });
    await open();
  }, patient);
  afterAll(async () => {
    await client?.close();
    await chromium?.browser.close();
    engine?.unload();
    await endDaemon(home);
    await lendMeasurement(home);
    await rm(folder, { recursive: true, force: true });
  }, patient);

  async function startDaemon(): Promise<void> {
    client = await connectDaemon({ home, start: 'while-needed', client: 'test' });
    const { port } = (await findDaemon(home))!;
    ports.set(port, port);
  }
  async function open(): Promise<void> {
    // The system starts what is registered for the link.
    engine = runPlugin({ panel, premiere: made.premiere, ports, secrets, open: (target) => { opened.push(target); if (target === 'framewright://start') void startDaemon(); return ''; } });
    const tab = await openTab(chromium!, { width: 400, height: 760, theme: 'dark' });
    page = tab.page;
    page.setDefaultTimeout(patient);
    complaints.push(tab.complaints);
    await showPage(page, panel, engine);
  }
  async function close(): Promise<void> {
    await page.context().close();
    engine.unload();
  }

  it('starts the daemon, and is paired by the code that it shows', async () => {
    await page.getByRole('button', { name: 'Start FrameWright' }).click();
    await page.getByLabel('Pairing code').waitFor();
    await page.getByLabel('Pairing code').fill((await client!.pairingCode({})).code);
    await page.getByRole('button', { name: 'Pair', exact: true }).click();
    await page.getByText('Select a clip on the timeline').waitFor();
    await expect.poll(async () => (await client!.describe({})).hosts, { timeout: patient }).toHaveLength(1);
    await expect.poll(() => new TextDecoder().decode(secrets.get('framewright.token')), { timeout: patient }).toMatch(/^[\w-]{43}$/);
    expect(opened).toEqual(['framewright://start']);
  }, patient);

  const editor = (): Editor => ({ ...made.editor, notes: () => made.premiere.state().properties['framewright.notes'] ?? '', check: () => engine.command('self-check') });
  walk(() => ({ editor: editor(), folder, home, client: () => client!, page: () => page, complaints: complaints.flat(), close, open }));
});
