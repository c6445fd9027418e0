// Builds the panel for Resolve: `node plugin-resolve/build.ts`, or `buildResolve()`. Nothing is done where it is built already.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce } from '../bundling/build-once.ts';
import { cache, hashOf } from '../bundling/sources.ts';
import { compile, pages, scripts } from '../bundling/webpack.ts';

const here = import.meta.dirname, shared = join(here, '..', 'shared');
/** Electron of 18.5 to 20.0 is of the time of Node 18. */
const node = { target: 'node18', node: true, externals: ['electron'] };

/** Absolute path of a folder with `panel`, the plugin but for Resolve's own module, and `scripts`, entries of the menu. @throws Error with webpack's words when the sources do not build. */
export const buildResolve = async (): Promise<string> => buildOnce(join(cache, 'resolve', await hashOf([here, shared])), async (draft) => {
  await buildPanel(join(draft, 'panel'));
  await buildScripts(join(draft, 'scripts'));
});

async function buildPanel(output: string): Promise<void> {
  await mkdir(output, { recursive: true });
  await cp(join(here, 'panel'), output, { recursive: true });
  await cp(join(here, 'page', 'index.html'), join(output, 'index.html'));
  await compile(scripts({ context: here, output, entry: { main: './main.ts', preload: './preload.ts' }, largest: { file: 900_000, entry: 900_000 } }, node));
  // The main process has the name that the page's script would have, so the page lies beside it under another.
  await compile(pages({ context: join(here, 'page'), output, entry: { page: './page.tsx' }, largest: { file: 700_000, entry: 900_000 } }));
}

/** Each entry stands alone, because Resolve shows every file of the folder in its menu: what they share is put into each. */
async function buildScripts(output: string): Promise<void> {
  await mkdir(output, { recursive: true });
  const common = await readFile(join(here, 'scripts', 'common.lua'), 'utf8');
  const entries = (await readdir(join(here, 'scripts', 'entries'))).filter((name) => name.endsWith('.lua'));
  for (const name of entries) await writeFile(join(output, name), `${common}\n${await readFile(join(here, 'scripts', 'entries', name), 'utf8')}`);
}

if (import.meta.main) await buildResolve();
