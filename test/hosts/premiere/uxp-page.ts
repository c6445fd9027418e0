// The built page as UXP's WebView shows it: files of the plugin's folder, a bridge to the script, no storage of its own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { UxpEngine } from './uxp-engine.ts';

const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Shows `plugin:/ui/index.html` of a built plugin. */
export async function showPage(page: Page, panel: string, { page: port }: UxpEngine): Promise<void> {
  const origin = 'http://plugin.invalid';
  await page.route(`${origin}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.slice(1), body = await readFile(join(panel, path)).catch(() => null);
    await (body ? route.fulfill({ body, contentType: types[path.split('.').pop()!] ?? 'application/octet-stream' }) : route.fulfill({ status: 404 }));
  });
  await page.exposeFunction('toScript', (text: string) => port.post(text));
  await page.addInitScript(`
    window.uxpHost = { postMessage(message) { window.toScript(JSON.parse(JSON.stringify(message))); } };
    Object.defineProperty(window, 'localStorage', { get() { throw new Error('WebView does not support localStorage for local content'); } });
  `);
  let last: Promise<unknown> = Promise.resolve();
  port.listen((text) => { last = last.then(() => page.evaluate((data) => { window.dispatchEvent(new MessageEvent('message', { data })); }, text)).catch(() => undefined); });
  await page.goto(`${origin}/ui/index.html`);
}
