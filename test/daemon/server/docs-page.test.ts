// The page of the operations in a real browser: it works under our own policy, and a page of another site gets nothing out of the daemon.
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../../dashboard/browser.ts';
import { startServer, type Server } from './served.ts';

let server: Server, opened: TestBrowser | null;
const site = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<!doctype html><title>another site</title>'));
beforeAll(async () => {
  server = await startServer({ presets: async () => [{ name: 'best', kind: 'quality', title: 'Best', description: 'Takes its time.' }] });
  opened = await openBrowser();
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
});
afterAll(async () => { await opened?.browser.close(); await server.end(); site.close(); });

describe('the page of the operations', () => {
  it('shows, finds and tries them without breaking the policy', async () => {
    if (!opened) return;
    const page = await opened.browser.newPage(), complaints: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error' && !message.location().url.endsWith('favicon.ico')) complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.url}/api/v1/docs#presets`);
    await page.waitForSelector('#operations details');
    await page.fill('#search', 'presets, styles');
    expect(await page.locator('#operations details:visible').count()).toBe(1);
    await page.fill('#token', server.token);
    await page.locator('#presets button').click();
    await page.waitForFunction('document.querySelector("#presets pre").textContent.includes("Takes its time.")');
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe('a page of another site', () => {
  it('is answered by no fetch and no WebSocket, even when it knows the token', async () => {
    if (!opened) return;
    const page = await opened.browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const tried = await page.evaluate(async ({ url, token }) => {
      const read = (path: string, init: RequestInit): Promise<string> => fetch(url + path, init).then(async (response) => `${response.type} ${await response.text()}`, () => 'refused');
      const socket = (protocols: string[]): Promise<string> => new Promise((done) => {
        const one = new WebSocket(`${url.replace('http', 'ws')}/api/v1/socket`, protocols);
        one.onopen = () => done('opened');
        one.onerror = () => done('refused');
      });
      return [
        await read('/api/v1/presets', {}), await read('/api/v1/presets', { headers: { authorization: `Bearer ${token}` } }), await read('/api/v1/presets', { mode: 'no-cors' }), await read('/api/v1/pair', { method: 'POST', mode: 'no-cors', body: '{"code":"000000","client":"x"}' }),
        await socket(['framewright.v1', `framewright.token.${token}`]), await socket(['framewright.v1']),
      ];
    }, { url: server.url, token: server.token });
    expect(tried.map((one) => one.replace(/^opaque .*/s, 'opaque'))).toEqual(['refused', 'refused', expect.stringMatching(/^(opaque|refused)$/), expect.stringMatching(/^(opaque|refused)$/), 'refused', 'refused']);
    expect(server.calls.filter(({ name }) => name !== 'presets')).toEqual([]);
    await page.close();
  });
});
