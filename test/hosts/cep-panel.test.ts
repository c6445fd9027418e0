// The built CEP panel in a simulated Premiere: its page from file: in a real browser, the host script in ES3, a daemon that it starts itself, a real clip really
// restored, and the timeline compared frame by frame.
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../daemon/media/probe.ts';
import { buildCep, extensionId } from '../../plugin-premiere/cep/build.ts';
import { openBrowser } from '../dashboard/browser.ts';
import { openTab } from '../dashboard/support.ts';
import { makeClip } from '../fixtures/clip.ts';
import { daemonEnvironment, endDaemon } from '../fixtures/daemon.ts';
import { lendCep } from './premiere/cep-page.ts';
import { createCep } from './premiere/cep-stand.ts';
import { picturesOf } from './premiere/pictures.ts';
import { createPremiere } from './premiere/premiere.ts';
import { ticksPerSecond, type MediaFacts } from './premiere/state.ts';

const chromium = await openBrowser(), root = join(import.meta.dirname, '..', '..');
/** Work on a busy machine, ms. */
const patient = 240_000;

describe.skipIf(chromium === null)('the panel in Premiere 24.0 to 25.5', () => {
  let folder: string, extension: string, home: string;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'cep panel-')));
    [extension, home] = [join(folder, extensionId), join(folder, 'home')];
    Object.assign(process.env, daemonEnvironment(home));
    await cp((await buildCep()).panel, extension, { recursive: true });
    await writeFile(join(extension, 'framewright.json'), JSON.stringify({ command: [process.execPath, join(root, 'daemon', 'main.ts')], home }));
  }, patient);
  afterAll(async () => {
    await chromium?.browser.close();
    await endDaemon(home);
    await rm(folder, { recursive: true, force: true });
  }, patient);

  it('restores the selected clip from a click to the timeline', async () => {
    const clip = join(folder, 'harbour.mp4'), known = new Map<string, MediaFacts>();
    await makeClip(clip, { video: 'testsrc2=size=160x120:rate=25,noise=alls=12:allf=t', frames: 40, gop: 10, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'aac' }] });
    /** What Premiere finds in a file is what is in it. */
    const look = async (path: string): Promise<void> => {
      const found = await probe(path, { home });
      known.set(path, { start: 0n, duration: BigInt(found.index.pts.length) * ticksPerSecond / 25n, rate: 25, size: { width: 160, height: 120 }, picture: true, sound: found.media.audio.length > 0, alpha: false });
    };
    await look(clip);
    const premiere = createPremiere({ version: '25.5.0', look: (path) => known.get(path) ?? null }), cep = createCep(premiere, { extension });
    premiere.state().path = join(folder, 'film.prproj');
    const sequence = premiere.addSequence('Cut', [25n, 1n]), item = premiere.addClip(sequence, premiere.addMedia(clip), { track: 0, start: 5, frames: 20, from: 10 });
    premiere.select(item.id);

    const { page, complaints } = await openTab(chromium!, { width: 420, height: 760 });
    page.setDefaultTimeout(patient);
    await lendCep(page, cep, { ...process.env }, async (code) => {
      const [, path] = /call\("import",\{"path":"([^"]+)"/.exec(code) ?? [];
      if (path) await look(path);
    });
    await page.goto(pathToFileURL(join(extension, 'index.html')).href);
    // No daemon runs yet: the panel starts one, which lets it in by a code of the program beside it.
    await page.getByRole('button', { name: 'Start FrameWright' }).click();
    // What was not answered while there was none is asked again.
    await page.locator('article img').first().waitFor();
    await page.getByRole('button', { name: /^Restore(: .*)?$/ }).first().click();
    const frames = (): (string | null)[] => picturesOf(premiere);
    await expect.poll(() => premiere.activeSequence().video[1]!.items.length, { timeout: patient }).toBe(1);
    const result = premiere.activeSequence().video[1]!.items[0]!, made = premiere.state().items.find(({ id }) => id === result.item)!;
    expect(made.path).toMatch(/FrameWright.*harbour.*\.mov$/);
    await expect.poll(frames, { timeout: patient }).toEqual([...Array.from({ length: 5 }, () => null), ...Array.from({ length: 20 }, (_, frame) => `${made.name}:${frame}`)]);
    expect([known.get(made.path!)!.duration, known.get(made.path!)!.sound]).toEqual([20n * ticksPerSecond / 25n, false]);
    expect(premiere.activeSequence().audio.map(({ items }) => items.length)).toEqual([1, 0, 0]);
    await expect.poll(() => decodeURIComponent(premiere.activeSequence().properties['FrameWrightNotes'] ?? ''), { timeout: patient }).toContain('harbour');

    // The result is dragged out as a file, and the panel's own menus carry its commands.
    const dragged = await page.evaluate(`(() => { const data = new DataTransfer(); document.querySelector('[draggable=true]').dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: data })); return data.getData('com.adobe.cep.dnd.file.0'); })()`);
    expect(dragged).toBe(made.path);
    expect(cep.menus.flyout).toContain('Id="restore"');
    await page.getByRole('button', { name: /^Revert/ }).first().click();
    await expect.poll(() => premiere.activeSequence().video[1]!.items.length, { timeout: patient }).toBe(0);
    cep.dispatch({ type: 'com.adobe.csxs.events.flyoutMenuClicked', data: { menuId: 'self-check' } });
    await page.getByRole('heading', { name: 'Self-check' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, patient * 2);
});
