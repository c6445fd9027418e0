// What tests of the panel's pages share: the real panel over an editor on paper, a daemon with fixed answers behind the real door, and a browser.
import { access, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { cache, hashOf } from '../../bundling/sources.ts';
import { compile, pages } from '../../bundling/webpack.ts';
import { listen, type Listening } from '../../daemon/server/listen.ts';
import type { PaperClip, PaperSetup } from '../hosts/paper/paper.ts';
import { openBrowser, type TestBrowser } from '../dashboard/browser.ts';
import { createFake, type Fake } from '../dashboard/fake.ts';
import { openTab, type View } from '../dashboard/support.ts';
import type { StandSetup } from './page/main.ts';

const root = join(import.meta.dirname, '..', '..');

/** The page with its bundle; nothing is done where it is built already. */
export async function buildStand(): Promise<string> {
  const folder = join(cache, 'panel-stand', await hashOf([join(root, 'shared'), join(import.meta.dirname, 'page'), join(root, 'test', 'hosts', 'paper')]));
  if (await access(join(folder, 'index.html')).then(() => true, () => false)) return folder;
  const draft = `${folder}.${process.pid}`, page = join(import.meta.dirname, 'page');
  await mkdir(draft, { recursive: true });
  await compile(pages({ context: page, output: draft, entry: { main: './main.ts' }, largest: { file: 500_000, entry: 560_000 } }));
  await cp(join(page, 'index.html'), join(draft, 'index.html'));
  // Another test file may have been quicker with the same sources.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return folder;
}

export type PanelStand = {
  readonly chromium: TestBrowser; readonly fake: Fake; readonly listening: Listening; /** Absolute path of a file that is there. */ readonly clip: string;
  /** The panel over an editor; what the console or the content policy complains about is collected. */
  open(setup?: Partial<Omit<StandSetup, 'token'>>, view?: Partial<View>): Promise<{ readonly page: Page; readonly complaints: string[] }>;
  close(): Promise<void>;
};

/** Null where no browser runs. */
export async function setUpPanel(): Promise<PanelStand | null> {
  const chromium = await openBrowser();
  if (!chromium) return null;
  const [home, built] = await Promise.all([mkdtemp(join(tmpdir(), 'panel-')), buildStand()]);
  const clip = join(home, 'harbour-1994.mp4');
  await writeFile(clip, 'not read');
  process.env.FRAMEWRIGHT_KEYCHAIN = 'off';
  const fake = createFake(home, clip), listening = await listen(fake.served, { home, version: '0.1.0', port: 0, dashboard: async () => built });
  return {
    chromium, fake, listening, clip,
    async open(setup = {}, view = {}) {
      const { page, complaints } = await openTab(chromium, { width: 320, height: 640, theme: 'dark', ...view });
      const { url } = await fake.served.access.handlers.dashboardLink({}, new AbortController().signal), code = /code=([\w-]+)/.exec(url)![1]!;
      const { token } = await fake.served.access.handlers.enter({ code }, new AbortController().signal);
      const given: StandSetup = { token, paper: {}, selected: [], notes: null, ...setup };
      await page.goto(`${new URL(url).origin}/#${encodeURIComponent(JSON.stringify(given))}`);
      await page.locator('nav').waitFor();
      return { page, complaints };
    },
    async close() {
      await chromium.browser.close();
      await listening.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A cut with a clip to restore, gaps beside it, and one of each that needs a word. All on footage that the daemon knows as `path`. */
export function scene(path: string, more: Partial<PaperSetup> = {}): PaperSetup {
  const known = { path, size: { width: 480, height: 360 }, rate: '25' };
  const clips: PaperClip[] = [
    { ...known, id: 'a', name: 'Harbour 1994, master', from: 250, frames: 120, sourceFrom: 30, mediaFrames: 164, effects: 2 },
    { ...known, id: 'b', name: 'Wedding, reel 2', from: 412, frames: 75, sourceFrom: 0, mediaFrames: 75 },
    { ...known, id: 'n', name: 'Opening titles', kind: 'nested', path: null, from: 100, frames: 100 },
  ];
  return { clips, sequence: { name: 'Cut 7', playhead: 390, markIn: 240, markOut: 400 }, project: { id: 'project-1', name: 'Family', path: path.replace(/[^/\\]+$/, 'Family.prproj') }, appearance: { theme: 'dark', background: '#1d1d1d', scale: 1 }, ...more };
}
