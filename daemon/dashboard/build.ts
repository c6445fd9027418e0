// Builds the dashboard with webpack: `node daemon/dashboard/build.ts`, or `buildDashboard()`. Nothing is done where it is built already.
import { access, cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, pages } from '../../bundling/webpack.ts';
import { buildFolder, builds } from './sources.ts';

const browser = join(import.meta.dirname, 'browser');
/** Builds of other sources that are kept, because a daemon may still be serving them. */
const kept = 3;

/** Absolute path of the folder with `index.html`, `main.js` and `main.css`. @throws Error with webpack's words when the sources do not build. */
export async function buildDashboard(): Promise<string> {
  const folder = await buildFolder();
  if (await access(join(folder, 'index.html')).then(() => true, () => false)) return folder;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    await compile(pages({ context: browser, output: draft, entry: { main: './main.tsx' }, largest: { file: 400_000, entry: 440_000 } }));
    await cp(join(browser, 'index.html'), join(draft, 'index.html'));
    await cp(join(browser, 'icon.svg'), join(draft, 'icon.svg'));
    await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
      // Another process was quicker with the same sources.
      if (!await access(join(folder, 'index.html')).then(() => true, () => false)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await forgetOld();
  return folder;
}

async function forgetOld(): Promise<void> {
  const folders = (await readdir(builds)).map((name) => join(builds, name));
  const aged = await Promise.all(folders.map(async (path) => ({ path, at: (await stat(path).catch(() => null))?.mtimeMs ?? 0 })));
  const old = aged.sort((a, b) => b.at - a.at).slice(kept).filter(({ at }) => Date.now() - at > 3_600_000);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}

if (import.meta.main) await buildDashboard();
