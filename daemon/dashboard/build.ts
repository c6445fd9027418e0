// Builds the dashboard with webpack: `node daemon/dashboard/build.ts`, or `buildDashboard()`. Nothing is done where it is built already.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce } from '../../bundling/build-once.ts';
import { compile, pages } from '../../bundling/webpack.ts';
import { buildFolder } from './sources.ts';

const browser = join(import.meta.dirname, 'browser');

/** Absolute path of the folder with `index.html`, `main.js` and `main.css`. @throws Error with webpack's words when the sources do not build. */
export const buildDashboard = async (): Promise<string> => buildOnce(await buildFolder(), async (draft) => {
  await compile(pages({ context: browser, output: draft, entry: { main: './main.tsx' }, largest: { file: 400_000, entry: 440_000 } }));
  await cp(join(browser, 'index.html'), join(draft, 'index.html'));
  await cp(join(browser, 'icon.svg'), join(draft, 'icon.svg'));
});

if (import.meta.main) await buildDashboard();
