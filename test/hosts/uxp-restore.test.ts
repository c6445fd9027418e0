// The whole way: the built script in a simulated Premiere, its page in a real browser, the real daemon, a real clip really restored, and the timeline compared frame by frame.
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDaemon, findDaemon } from '../../daemon/connect.ts';
import { probe } from '../../daemon/media/probe.ts';
import { buildUxp } from '../../plugin-premiere/uxp/build.ts';
import type { Client } from '../../shared/client.ts';
import { openBrowser } from '../dashboard/browser.ts';
import { openTab } from '../dashboard/support.ts';
import { makeClip } from '../fixtures/clip.ts';
import { daemonEnvironment, endDaemon } from '../fixtures/daemon.ts';
import { borrowMeasurement, lendMeasurement } from '../fixtures/measured.ts';
import { createPremiere, timelineOf, type Premiere } from './premiere/premiere.ts';
import { itemOf, ticksPerSecond, type MediaFacts } from './premiere/state.ts';
import { runPlugin } from './premiere/uxp-engine.ts';
import { showPage } from './premiere/uxp-page.ts';

const chromium = await openBrowser();
/** Work on a busy machine, ms. */
const patient = 240_000;

describe.skipIf(chromium === null)('the panel in Premiere 26.3', () => {
  let folder: string, home: string, client: Client | null = null;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'uxp-')));
    home = join(folder, 'home');
    Object.assign(process.env, daemonEnvironment(home));
    await borrowMeasurement(home);
  }, patient);
  afterAll(async () => {
    await client?.close();
    await chromium?.browser.close();
    await endDaemon(home);
    await lendMeasurement(home);
    await rm(folder, { recursive: true, force: true });
  }, patient);

  it('starts the daemon, is paired, restores the selected clip, and takes it back', async () => {
    const clip = join(folder, 'harbour.mov'), known = new Map<string, MediaFacts>(), { panel } = await buildUxp();
    // Every frame has a brightness of its own, by which it is known again.
    await makeClip(clip, { video: "color=c=black:size=160x120:rate=25,format=yuv420p,geq=lum='30+8*N':cb=128:cr=128,noise=alls=6:allf=t", frames: 24, gop: 6, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'pcm_s16le' }] });
    /** What Premiere finds in a file is what is in it. */
    const look = async (path: string): Promise<void> => {
      const found = await probe(path, { home });
      known.set(path, { start: 0n, duration: BigInt(found.index.pts.length) * ticksPerSecond / 25n, rate: 25, size: { width: 160, height: 120 }, picture: true, sound: found.media.audio.length > 0, alpha: false });
    };
    await look(clip);
    const premiere = createPremiere({ version: '26.3.0', look: (path) => known.get(path) ?? null }), takeFile = premiere.importFiles;
    premiere.importFiles = async (paths, bin) => { await Promise.all(paths.map(look)); return takeFile(paths, bin); };
    premiere.state().path = join(folder, 'film.prproj');
    await mkdir(join(folder, 'FrameWright'), { recursive: true });
    const sequence = premiere.addSequence('Cut', [25n, 1n]), item = premiere.addClip(sequence, premiere.addMedia(clip), { track: 0, start: 5, frames: 12, from: 6 });
    premiere.select(item.id);

    const ports = new Map<number, number>(), daemon = async (): Promise<void> => {
      client = await connectDaemon({ home, start: 'while-needed', client: 'test' });
      ports.set(47800, (await findDaemon(home))!.port);
    };
    // The system starts what is registered for the link.
    const engine = runPlugin({ panel, premiere, ports, open: (target) => { if (target === 'framewright://start') void daemon(); return ''; } });
    const { page, complaints } = await openTab(chromium!, { width: 400, height: 760, theme: 'dark' });
    page.setDefaultTimeout(patient);
    await showPage(page, panel, engine);
    await page.getByRole('button', { name: 'Start FrameWright' }).click();
    await page.getByLabel('Pairing code').waitFor();
    await page.getByLabel('Pairing code').fill((await client!.pairingCode({})).code);
    await page.getByRole('button', { name: 'Pair', exact: true }).click();
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect.poll(() => premiere.activeSequence().video[1]!.items.length, { timeout: patient }).toBe(1);
    const result = itemOf(premiere.state(), premiere.activeSequence().video[1]!.items[0]!.item);
    expect(result.path).toMatch(/FrameWright.*harbour.*\.mov$/);
    expect(engine.opened).toEqual(['framewright://start']);
    expect(new TextDecoder().decode(engine.secrets.get('framewright.token'))).toMatch(/^[\w-]{43}$/);

    // Frame by frame: what is on screen at each frame of the sequence is as bright as what was there.
    expect(timelineOf(premiere)).toEqual(['V1 [5,17) harbour.mov from 6', `V2 [5,17) ${result.name} from 0`, 'A1 [5,17) harbour.mov from 6']);
    // The file has its sound; what lies on the timeline is a subclip of its picture alone.
    expect([known.get(result.path!), result.media]).toMatchObject([{ duration: 12n * ticksPerSecond / 25n, sound: true }, { sound: false }]);
    for (const [at, shown] of onScreen(premiere).entries()) {
      if (shown === null) { expect(at).toBeLessThan(5); continue; }
      expect(shown).toEqual({ path: result.path, frame: at - 5 });
      expect(Math.abs(await brightness(client!, shown.path, shown.frame) - await brightness(client!, clip, at + 1)), `frame ${at}`).toBeLessThan(3);
    }
    await expect.poll(() => premiere.state().properties['framewright.notes'] ?? '', { timeout: patient }).toContain('harbour');
    expect(engine.menu.map(({ id }) => id)).toContain('restore');

    await page.getByRole('button', { name: /^Revert/ }).click();
    await expect.poll(() => timelineOf(premiere), { timeout: patient }).toEqual(['V1 [5,17) harbour.mov from 6', 'A1 [5,17) harbour.mov from 6']);
    engine.command('self-check');
    await page.getByRole('heading', { name: 'Self-check' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
    engine.unload();
  }, patient * 2);
});

/** What the uppermost track shows at every frame of the sequence. */
function onScreen(premiere: Premiere): ({ readonly path: string; readonly frame: number } | null)[] {
  const { video, ticksPerFrame: one } = premiere.activeSequence(), end = Math.max(...video.flatMap(({ items }) => items.map((clip) => Number(clip.end / one))));
  return Array.from({ length: end }, (_, at) => {
    const clip = video.flatMap(({ items }) => items.filter((each) => each.start / one <= at && each.end / one > at)).at(-1);
    return clip ? { path: itemOf(premiere.state(), clip.item).path!, frame: Number(clip.in / one) + at - Number(clip.start / one) } : null;
  });
}

/** Mean of a frame as people see it, 0 to 255. */
async function brightness(client: Client, path: string, frame: number): Promise<number> {
  const picture = await client.frame({ path, frame, size: 64 }), { channels } = await sharp(await client.bytes(picture.id)).stats();
  return channels.reduce((sum, { mean }) => sum + mean, 0) / channels.length;
}
