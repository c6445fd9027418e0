// The built Workflow Integration in a simulated Resolve: started, paired and connected by itself, its page in a real browser, a real clip really restored, and
// the timeline compared frame by frame.
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../daemon/media/probe.ts';
import { buildResolve } from '../../plugin-resolve/build.ts';
import { openBrowser } from '../dashboard/browser.ts';
import { openTab } from '../dashboard/support.ts';
import { makeClip } from '../fixtures/clip.ts';
import { daemonEnvironment, endDaemon } from '../fixtures/daemon.ts';
import { borrowMeasurement, lendMeasurement } from '../fixtures/measured.ts';
import { createElectron, runScript } from './resolve/electron.ts';
import { addMedia, addSequence, createStudio, layClip, pictures, shown } from './resolve/model.ts';
import { simulate } from './resolve/resolve.ts';

const chromium = await openBrowser(), root = join(import.meta.dirname, '..', '..');
/** Work on a busy machine, ms. */
const patient = 240_000;

describe.skipIf(chromium === null)('the panel in Resolve', () => {
  let folder: string, panel: string, home: string;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'resolve-')));
    [panel, home] = [join(folder, 'org.framewright.panel'), join(folder, 'home')];
    Object.assign(process.env, daemonEnvironment(home));
    await borrowMeasurement(home);
    await cp(join(await buildResolve(), 'panel'), panel, { recursive: true });
    await writeFile(join(panel, 'framewright.json'), JSON.stringify({ command: [process.execPath, join(root, 'daemon', 'main.ts')], home }));
  }, patient);
  afterAll(async () => {
    await chromium?.browser.close();
    await endDaemon(home);
    await lendMeasurement(home);
    await rm(folder, { recursive: true, force: true });
  }, patient);

  it('restores the selected clip from a click to the timeline', async () => {
    const clip = join(folder, 'harbour.mp4');
    await makeClip(clip, { video: 'testsrc2=size=160x120:rate=25,noise=alls=12:allf=t', frames: 40, gop: 10 });
    const studio = createStudio({ version: '21.0.4', promises: true }), media = addMedia(studio, clip, { frames: 40, width: 160, height: 120 });
    const sequence = addSequence(studio), item = layClip(sequence, media, { start: sequence.start + 5, duration: 20, from: 10 });
    studio.read = async (path) => {
      const found = await probe(path, { home });
      return { frames: found.index.pts.length, rate: '25', width: 160, height: 120 };
    };
    sequence.selected = [item];
    const electron = createElectron(), { module, events } = simulate(studio);
    runScript(join(panel, 'main.js'), { electron: electron.exports, './WorkflowIntegration.node': module });
    await expect.poll(electron.page, { timeout: patient }).toBe(join(panel, 'index.html'));
    expect(electron.windowOptions[0]).toMatchObject({ webPreferences: { preload: join(panel, 'preload.js'), contextIsolation: true, sandbox: true, nodeIntegration: false } });

    const { page, complaints } = await openTab(chromium!, { width: 420, height: 760 });
    page.setDefaultTimeout(patient);
    await page.exposeFunction('fromPage', electron.fromPage);
    await page.addInitScript(preloadOf(panel));
    electron.toPage = (channel, text) => { void page.evaluate(([to, what]) => (window as unknown as Bridged).toPage(to!, what!), [channel, text]).catch(() => undefined); };
    await page.goto(pathToFileURL(electron.page()!).href);
    // No daemon runs yet: the panel starts one, which lets it in by a code of the program beside it.
    await page.getByRole('button', { name: 'Start FrameWright' }).click();
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect.poll(() => sequence.tracks.video.length, { timeout: patient }).toBe(2);
    await expect.poll(() => shown(sequence), { timeout: patient }).toEqual([['harbour.mp4@5+20<10'], [expect.stringMatching(/^harbour\..*\.mov@5\+20<0$/)]]);
    const seen = pictures(sequence), name = sequence.tracks.video[1]!.items[0]!.media!.name;
    expect(seen).toEqual([...Array.from({ length: 5 }, () => null), ...Array.from({ length: 20 }, (_, frame) => `${name}:${frame}`)]);
    expect(sequence.tracks.video[1]!.items[0]!.media!.file.frames).toBe(20);
    expect([...sequence.markers.values()].some(({ customData }) => customData.includes('harbour'))).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
    electron.window.emit('closed');
    await expect.poll(() => electron.quits, { timeout: patient }).toBe(1);
    events.emit('ResolveQuit');
    expect(electron.quits).toBe(2);
  }, patient * 2);
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
