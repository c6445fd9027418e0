// A real clip, restored from end to end in a real browser by a real daemon's service: opened by its path, looked at, restored, followed, compared and reported.
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDashboard } from '../../daemon/dashboard/build.ts';
import { listen, type Listening } from '../../daemon/server/listen.ts';
import { createService, type Service } from '../../daemon/server/service.ts';
import { makeClip } from '../fixtures/clip.ts';
import { openBrowser } from './browser.ts';
import { openTab } from './support.ts';

const chromium = await openBrowser();
/** Work on a busy machine, ms. */
const patient = 240_000;

describe.skipIf(chromium === null)('a restoration in the dashboard', () => {
  let folder: string, clip: string, service: Service, door: Listening;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restore-'));
    clip = join(folder, 'harbour.mp4');
    process.env.FRAMEWRIGHT_KEYCHAIN = 'off';
    const [dashboard] = await Promise.all([buildDashboard(), makeClip(clip, { video: 'testsrc2=size=160x120:rate=25,noise=alls=12:allf=t', frames: 20, gop: 10 })]);
    service = createService({ home: join(folder, 'home') });
    door = await listen(service, { home: join(folder, 'home'), version: '0.1.0', port: 0, dashboard: async () => dashboard });
  });
  afterAll(async () => {
    await chromium?.browser.close();
    await door?.close();
    await service?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('goes from a path to a result that can be compared', async () => {
    const { page, complaints } = await openTab(chromium!, {});
    page.setDefaultTimeout(patient);
    await page.goto((await service.call('dashboardLink', {})).url);
    await page.getByLabel('Path of a file').fill(clip);
    await page.keyboard.press('Enter');
    await page.locator('h1:has-text("harbour.mp4")').waitFor();
    await page.locator('label:has-text("Fast")').click();
    await page.locator('text="Exact"').waitFor();
    await page.locator('img[alt="Restored"]').waitFor();
    await page.locator('text="What is done"').waitFor();
    expect(await page.locator('.viewer-module-thumb').count()).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.locator('text="Show the job"').click();
    await page.locator('text="Done"').waitFor();
    await access(join(folder, 'harbour.restored.mp4'));
    await page.locator('img[alt="Restored"]').waitFor();
    await page.locator('nav[aria-label="Parts of this job"] >> text="Report"').click();
    await page.locator('text="Where the time went"').waitFor();
    await page.locator('text="Licences"').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, patient * 2);
});
