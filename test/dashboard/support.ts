// What tests of the dashboard share: the built pages, a daemon with fixed answers, and a browser.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildDashboard } from '../../daemon/dashboard/build.ts';
import { listen, type Listening } from '../../daemon/server/listen.ts';
import { openBrowser, type TestBrowser } from './browser.ts';
import { createFake, type Fake } from './fake.ts';

export type View = { readonly width: number; readonly height: number; readonly theme: 'light' | 'dark' };
export type Stand = {
  readonly chromium: TestBrowser; readonly fake: Fake; readonly listening: Listening;
  /** A tab that got in by a fresh link and shows `hash`; what its console or policy complains about is collected. */
  open(hash: string, view?: Partial<View>): Promise<{ readonly page: Page; readonly complaints: string[] }>;
  close(): Promise<void>;
};

/** Null where no browser runs. */
export async function setUp(): Promise<Stand | null> {
  const chromium = await openBrowser();
  if (!chromium) return null;
  const [home, dashboard] = await Promise.all([mkdtemp(join(tmpdir(), 'dashboard-')), buildDashboard()]);
  await mkdir(join(home, 'Videos'));
  const clip = join(home, 'Videos', 'harbour-1994.mp4');
  await writeFile(clip, 'not read');
  const fake = createFake(home, clip);
  process.env.FRAMEWRIGHT_KEYCHAIN = 'off';
  const listening = await listen(fake.served, { home, version: '0.1.0', port: 0, dashboard: async () => dashboard });
  return {
    chromium, fake, listening,
    async open(hash, view = {}) {
      const { page, complaints } = await openTab(chromium, view);
      const { url } = await fake.served.access.handlers.dashboardLink({}, new AbortController().signal);
      await page.goto(url);
      await page.locator('nav').waitFor();
      if (hash !== '#/') await page.evaluate((to) => { location.hash = to; }, hash);
      return { page, complaints };
    },
    async close() {
      await chromium.browser.close();
      await listening.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Its clock stands, so that dates read alike every day. */
export async function openTab({ browser }: TestBrowser, { width = 1440, height = 900, theme = 'light' }: Partial<View> = {}): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.clock.setFixedTime(new Date('2026-11-20T10:00:00Z'));
  return { page, complaints };
}
