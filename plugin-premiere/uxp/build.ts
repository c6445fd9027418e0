// Builds the plugin for Premiere 25.6 and later: `node plugin-premiere/uxp/build.ts`, or `buildUxp()`. Nothing is done where it is built already.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce } from '../../bundling/build-once.ts';
import { cache, hashOf } from '../../bundling/sources.ts';
import { compile, pages, scripts } from '../../bundling/webpack.ts';
import { archiveOf } from '../archive.ts';
import { drawIcon } from '../icons.ts';
import { manifestOf, pluginId, type Reach } from './manifest.ts';

const here = import.meta.dirname, root = join(here, '..', '..');
/** Adobe promises ES6 and no version of its engine; every one that was seen knows this. */
const engine = { target: 'es2020', node: false, externals: ['premierepro', 'uxp', 'os'] };

/** `folder` holds `panel`, as Adobe's developer tool loads it, and the archive that is installed. */
export type BuiltUxp = { readonly folder: string; readonly panel: string; readonly archive: string };

/** @param reach `all` is for a Premiere that refuses addresses with ports. @throws Error with webpack's words when the sources do not build. */
export async function buildUxp(reach: Reach = 'listed'): Promise<BuiltUxp> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const folder = join(cache, `premiere-uxp${reach === 'all' ? '-all' : ''}`, await hashOf([join(root, 'shared'), join(here, '..')])), name = `${pluginId}_PPRO.ccx`;
  const built: BuiltUxp = { folder, panel: join(folder, 'panel'), archive: join(folder, name) };
  await buildOnce(folder, async (draft) => {
    await buildPanel(join(draft, 'panel'), manifestOf(version, reach));
    await writeFile(join(draft, name), await archiveOf(join(draft, 'panel')));
  });
  return built;
}

async function buildPanel(output: string, manifest: object): Promise<void> {
  await mkdir(join(output, 'ui'), { recursive: true });
  await mkdir(join(output, 'icons'), { recursive: true });
  await writeFile(join(output, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await cp(join(here, 'outer'), output, { recursive: true });
  await cp(join(here, 'page', 'index.html'), join(output, 'ui', 'index.html'));
  for (const [name, size, framed] of [['panel', 23, false], ['list', 48, true]] as const) {
    await writeFile(join(output, 'icons', `${name}.png`), drawIcon(size, { framed }));
    await writeFile(join(output, 'icons', `${name}@2x.png`), drawIcon(2 * size, { framed }));
  }
  await compile(scripts({ context: here, output, entry: { main: './main.ts' }, largest: { file: 900_000, entry: 900_000 } }, engine));
  const page = pages({ context: join(here, 'page'), output: join(output, 'ui'), entry: { main: './main.tsx' }, largest: { file: 700_000, entry: 900_000 } });
  // A WebView loads relative addresses alone from a plugin's folder.
  await compile({ ...page, output: { ...page.output, publicPath: './' } });
}

if (import.meta.main) await buildUxp();
