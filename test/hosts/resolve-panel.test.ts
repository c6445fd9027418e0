// The built Workflow Integration in a simulated Resolve: started, paired and connected by itself, its page in a real browser: every action of a user, with real
// clips really restored.
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDaemon } from '../../daemon/connect.ts';
import { buildResolve } from '../../plugin-resolve/build.ts';
import type { Client } from '../../shared/client.ts';
import { openBrowser } from '../dashboard/browser.ts';
import { openTab } from '../dashboard/support.ts';
import { daemonEnvironment, endDaemon } from '../fixtures/daemon.ts';
import { borrowMeasurement, lendMeasurement } from '../fixtures/measured.ts';
import { createElectron, runScript, type Electron } from './resolve/electron.ts';
import { patient } from './walk/driver.ts';
import { openResolve, type ResolveEditor } from './walk/resolve.ts';
import { walk } from './walk/walk.ts';

const chromium = await openBrowser(), root = join(import.meta.dirname, '..', '..');

describe.skipIf(chromium === null)('the panel in Resolve', () => {
  const complaints: string[][] = [];
  let folder: string, panel: string, home: string, client: Client | null = null, made: ResolveEditor, electron: Electron, page: Page;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'resolve-')));
    [panel, home] = [join(folder, 'org.framewright.panel'), join(folder, 'home')];
    Object.assign(process.env, daemonEnvironment(home));
    await borrowMeasurement(home);
    await cp(join(await buildResolve(), 'panel'), panel, { recursive: true });
    await writeFile(join(panel, 'framewright.json'), JSON.stringify({ command: [process.execPath, join(root, 'daemon', 'main.ts')], home }));
    made = openResolve(home);
  }, patient);
  afterAll(async () => {
    await client?.close();
    await chromium?.browser.close();
    await endDaemon(home);
    await lendMeasurement(home);
    await rm(folder, { recursive: true, force: true });
  }, patient);

  async function open(): Promise<void> {
    const here = electron = createElectron();
    runScript(join(panel, 'main.js'), { electron: here.exports, './WorkflowIntegration.node': made.simulated.module });
    await expect.poll(here.page, { timeout: patient }).toBe(join(panel, 'index.html'));
    expect(here.windowOptions[0]).toMatchObject({ webPreferences: { preload: join(panel, 'preload.js'), contextIsolation: true, sandbox: true, nodeIntegration: false } });
    const tab = await openTab(chromium!, { width: 420, height: 760 }), shown = page = tab.page;
    complaints.push(tab.complaints);
    page.setDefaultTimeout(patient);
    await page.exposeFunction('fromPage', here.fromPage);
    await page.addInitScript(preloadOf(panel));
    here.toPage = (channel, text) => { void shown.evaluate(([to, what]) => (window as unknown as Bridged).toPage(to!, what!), [channel, text]).catch(() => undefined); };
    await page.goto(pathToFileURL(here.page()!).href);
  }
  /** Resolve ends the process of a plugin whose window was closed. */
  async function close(): Promise<void> {
    await page.context().close();
    electron.window.emit('closed');
    await expect.poll(() => electron.quits, { timeout: patient }).toBe(1);
  }

  it('starts the daemon, which lets it in by a code of the program beside it', async () => {
    await open();
    await page.getByRole('button', { name: 'Start FrameWright' }).click();
    await expect.poll(async () => (client ??= await connectDaemon({ home, start: 'never', client: 'test' })) !== null, { timeout: patient }).toBe(true);
    await page.getByText('Select a clip on the timeline').waitFor();
    await expect.poll(async () => (await client!.describe({})).hosts, { timeout: patient }).toHaveLength(1);
  }, patient);

  walk(() => ({
    editor: { ...made.editor, check: () => { electron.menu![0]!.submenu!.find(({ label }) => label === 'Self-check')!.click!(); } }, folder, home, client: () => client!, page: () => page, complaints: complaints.flat(), open, close,
  }));

  it('ends with its window, and with Resolve', async () => {
    await close();
    made.simulated.events.emit('ResolveQuit');
    expect(electron.quits).toBe(2);
  }, patient);
});

type Bridged = { toPage(channel: string, text: string): void; fromPage(channel: string, text: string): void };

/** The built preload script with Electron's side of it, before the page's own scripts. */
const preloadOf = (panel: string): { content: string } => ({ content: `(${preloadIn.toString()})((require) => {${readFileSync(join(panel, 'preload.js'), 'utf8')}\n});` });

function preloadIn(preload: (require: () => object) => void): void {
  const heard = new Map<string, Set<(event: null, text: string) => void>>(), page = window as unknown as Bridged & Record<string, unknown>;
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: object) => { page[name] = value; } },
    ipcRenderer: {
      send: (channel: string, text: string) => { page.fromPage(channel, text); },
      on: (channel: string, hear: (event: null, text: string) => void) => { heard.set(channel, (heard.get(channel) ?? new Set()).add(hear)); },
      removeListener: (channel: string, hear: (event: null, text: string) => void) => { heard.get(channel)?.delete(hear); },
    },
  };
  page.toPage = (channel, text) => { for (const hear of heard.get(channel) ?? []) hear(null, text); };
  preload(() => electron);
}
