// Builds the panel for Premiere 24.0 to 25.5: `node plugin-premiere/cep/build.ts [--debug]`, or `buildCep()`. Nothing is done where it is built already.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce } from '../../bundling/build-once.ts';
import { cache, hashOf } from '../../bundling/sources.ts';
import { compile, pages } from '../../bundling/webpack.ts';
import { archiveOf } from '../archive.ts';
import { drawIcon } from '../icons.ts';
import { hostScript } from './host-script.ts';

const here = import.meta.dirname, root = join(here, '..', '..');
export const extensionId = 'org.framewright.cep';

/** `panel` is the folder that is laid into CEP's `extensions` under the name `extensionId`; `archive` is a zip of it, not signed. */
export type BuiltCep = { readonly folder: string; readonly panel: string; readonly archive: string };

/** @param debug lets tools for developers in at port 8098, which no user's panel should. @throws Error with webpack's words when the sources do not build. */
export async function buildCep({ debug = false }: { readonly debug?: boolean } = {}): Promise<BuiltCep> {
  const folder = join(cache, `premiere-cep${debug ? '-debug' : ''}`, await hashOf([join(root, 'shared'), join(here, '..')]));
  const built: BuiltCep = { folder, panel: join(folder, extensionId), archive: join(folder, `${extensionId}.zip`) };
  await buildOnce(folder, async (draft) => {
    await buildPanel(join(draft, extensionId), debug);
    await writeFile(join(draft, `${extensionId}.zip`), await archiveOf(join(draft, extensionId)));
  });
  return built;
}

async function buildPanel(output: string, debug: boolean): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  for (const name of ['CSXS', 'jsx', 'icons']) await mkdir(join(output, name), { recursive: true });
  const manifest = await readFile(join(here, 'bundle', 'CSXS', 'manifest.xml'), 'utf8');
  await writeFile(join(output, 'CSXS', 'manifest.xml'), manifest.replaceAll('@version@', version));
  await writeFile(join(output, 'jsx', 'host.jsx'), await hostScript(version));
  await cp(join(here, 'page', 'index.html'), join(output, 'index.html'));
  await writeFile(join(output, 'icons', 'panel.png'), drawIcon(23, { framed: false }));
  await writeFile(join(output, 'icons', 'panel@2x.png'), drawIcon(46, { framed: false }));
  if (debug) await cp(join(here, 'debug.xml'), join(output, '.debug'));
  const page = pages({ context: join(here, 'page'), output, entry: { page: './page.tsx' }, largest: { file: 700_000, entry: 900_000 } });
  // From a file: address, only what is relative to the page is found.
  await compile({ ...page, output: { ...page.output, publicPath: './' } });
}

if (import.meta.main) await buildCep({ debug: process.argv.includes('--debug') });
