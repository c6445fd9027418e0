// A real Chromium for tests: the packaged one, which needs nothing of the system, or one that is installed; the reason when there is none.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'];

export type TestBrowser = { readonly browser: Browser; /** The one that the reference pictures were made with. */ readonly packaged: boolean };

/** Only the letters that come with the packaged browser, so that a machine's own fonts change no picture. */
async function packagedFonts(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'fonts-'));
  await writeFile(join(folder, 'fonts.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(tmpdir(), 'fonts')}</dir><cachedir>${folder}</cachedir></fontconfig>`);
  return { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
}

async function launch(executablePath: string, args: string[], fonts: Record<string, string> = {}): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args, headless: true, timeout: 60_000, env: { ...process.env, ...fonts } as Record<string, string> });
  const page = await browser.newPage();
  await page.setContent('<p>here</p>');
  await page.close();
  return browser;
}

/** Older than this, a lock was left behind, ms. */
const staleMs = 120_000;

/** The package unpacks itself once and takes whatever lies there for whole; test files run at the same time, so one unpacks and the others wait. */
async function unpack(): Promise<string> {
  const lock = join(tmpdir(), 'framewright-chromium.lock');
  for (;;) {
    const mine = await mkdir(lock).then(() => true, () => false);
    if (mine) {
      try { return await packaged.executablePath(); } finally { await rm(lock, { recursive: true, force: true }); }
    }
    const made = await stat(lock).catch(() => null);
    if (made && Date.now() - made.mtimeMs > staleMs) await rm(lock, { recursive: true, force: true });
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}

/** One that was left half unpacked is thrown away and unpacked again. */
async function launchPackaged(args: string[]): Promise<Browser> {
  const path = await unpack(), fonts = await packagedFonts();
  try {
    return await launch(path, args, fonts);
  } catch {
    await rm(path, { force: true });
    return launch(await unpack(), args, fonts);
  }
}

/** Null, with a line that says so loudly, where no browser runs. */
export async function openBrowser(): Promise<TestBrowser | null> {
  const reasons: string[] = [];
  if (process.platform === 'linux' && process.arch === 'x64') {
    const args = packaged.args.filter((flag) => !/web-security|insecure-content|single-process|headless|no-zygote|disable-features|site-isolation/.test(flag));
    try { return { browser: await launchPackaged(args), packaged: true }; } catch (error) { reasons.push(String(error)); }
  }
  for (const path of installed.filter((one) => existsSync(one))) {
    try { return { browser: await launch(path, ['--no-sandbox']), packaged: false }; } catch (error) { reasons.push(String(error)); }
  }
  process.stderr.write(`SKIPPED: tests of the dashboard: no browser runs on this machine. ${reasons.map((reason) => reason.split('\n')[0]).join(' | ')}\n`);
  return null;
}
