// What is built for Premiere 24.0 to 25.5: a manifest that Premiere takes, a page for Chromium 88, and an archive that is the same whenever it is made.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parse } from 'acorn';
import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { archiveOf } from '../../plugin-premiere/archive.ts';
import { buildCep, extensionId } from '../../plugin-premiere/cep/build.ts';

const { panel, archive } = await buildCep();
const read = (name: string): Promise<string> => readFile(join(panel, name), 'utf8');
const filesOf = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).sort();

type Element = { readonly path: string; readonly attributes: Readonly<Record<string, string>>; text: string };
/** Elements by their path from the top. */
function elementsOf(xml: string): Element[] {
  const parser = new SaxesParser(), open: Element[] = [], all: Element[] = [];
  parser.on('opentag', ({ name, attributes }) => {
    const element = { path: `${open.at(-1)?.path ?? ''}/${name}`, attributes: attributes as Record<string, string>, text: '' };
    open.push(element);
    all.push(element);
  });
  parser.on('text', (text) => { if (open.length > 0) open.at(-1)!.text += text; });
  parser.on('closetag', () => { open.pop(); });
  parser.on('error', (error) => { throw error; });
  parser.write(xml).close();
  return all;
}
/** As Premiere reads a range of versions: a bare one means itself alone. */
function takes(range: string, version: string): boolean {
  const number = (text: string): number => { const [major = 0, minor = 0] = text.split('.').map(Number); return major * 1000 + minor; };
  const [, least, most] = /^\[([\d.]+),([\d.]+)\]$/.exec(range) ?? [];
  return least === undefined || most === undefined ? number(range) === number(version) : number(version) >= number(least) && number(version) <= number(most);
}

test('the manifest shows the panel in Premiere 24.0 and all that follow, with what the page needs', async () => {
  const elements = elementsOf(await read('CSXS/manifest.xml')), at = (path: string): Element[] => elements.filter((one) => one.path.endsWith(path));
  const [host] = at('/HostList/Host');
  expect([host!.attributes.Name, at('/RequiredRuntime')[0]!.attributes]).toEqual(['PPRO', { Name: 'CSXS', Version: '11.0' }]);
  expect(['23.6', '24.0', '24.6', '25.0', '25.5', '26.3'].filter((version) => takes(host!.attributes.Version!, version))).toEqual(['24.0', '24.6', '25.0', '25.5', '26.3']);
  expect(['24.0', '25.5'].filter((version) => takes('24.0', version))).toEqual(['24.0']);
  expect(at('/CEFCommandLine/Parameter').map(({ text }) => text)).toEqual(['--enable-nodejs', '--mixed-context']);
  expect([at('/UI/Type')[0]!.text, at('/UI/Menu')[0]!.text]).toEqual(['Panel', 'FrameWright']);
  const files = await filesOf(panel), named = [...at('/MainPath'), ...at('/ScriptPath'), ...at('/Icons/Icon')].map(({ text }) => text.replace('./', ''));
  expect(named.filter((name) => !files.includes(name))).toEqual([]);
  const ids = [...at('/ExtensionList/Extension'), ...at('/DispatchInfoList/Extension')].map(({ attributes }) => attributes.Id), { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  expect([new Set(ids).size, ids.length, elements[0]!.attributes.ExtensionBundleId, elements[0]!.attributes.ExtensionBundleVersion]).toEqual([1, 2, extensionId, version]);
});

test('the host script is one global name, whatever else runs in Premiere', async () => {
  const { body } = parse(await read('jsx/host.jsx'), { ecmaVersion: 3 });
  expect(body.map((node) => (node.type === 'VariableDeclaration' ? node.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : '?')) : node.type))).toEqual([['FrameWright']]);
});

test('the page is what Chromium 88 reads, without code of its own or made of text', async () => {
  const page = await read('index.html'), names = (await filesOf(panel)).filter((name) => name.endsWith('.js'));
  expect(page.match(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/g) ?? []).toEqual([]);
  expect(page).toContain("script-src 'self'");
  for (const name of names) {
    const script = await read(name);
    // Fields of classes came to Chromium before they came to the standard.
    parse(script, { ecmaVersion: 2022, sourceType: 'script' });
    expect(script.match(/\beval\(|new Function\(|Function\("return|\(\?<[=!]|\bstatic\s*\{|\.(findLast|toSorted|toReversed|groupBy|replaceChildren)\(|structuredClone|randomUUID/g) ?? []).toEqual([]);
  }
});

test('the archive holds the panel and nothing else, and is the same every time', async () => {
  const bytes = await readFile(archive), inside = unzipSync(bytes), files = await filesOf(panel);
  expect(Object.keys(inside).sort()).toEqual(files);
  for (const name of files) expect(Buffer.from(inside[name]!).equals(await readFile(join(panel, name)))).toBe(true);
  expect(Buffer.from(await archiveOf(panel)).equals(bytes)).toBe(true);
  // A port for developers' tools would let every program of the machine into the user's editor.
  expect(files).not.toContain('.debug');
});
