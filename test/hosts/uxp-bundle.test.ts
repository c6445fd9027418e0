// What is built for Premiere 25.6 and later: only what UXP documents, a manifest that its schema takes, and an archive that is the same whenever it is made.
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parse, type AnyNode } from 'acorn';
import { full } from 'acorn-walk';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { archiveOf } from '../../plugin-premiere/archive.ts';
import { buildUxp } from '../../plugin-premiere/uxp/build.ts';
import { commandNames } from '../../plugin-premiere/uxp/commands.ts';
import { manifestOf, manifestSchema } from '../../plugin-premiere/uxp/manifest.ts';
import { ports } from '../../shared/daemon.ts';
import { languages } from '../../shared/panel/languages.ts';

const { panel, archive } = await buildUxp(), root = join(import.meta.dirname, '..', '..');
const script = readFileSync(join(panel, 'main.js'), 'utf8'), tree = parse(script, { ecmaVersion: 2020, sourceType: 'script' });

/** Globals that Adobe's reference names for UXP, and the language's own. `atob` and `fetch` are named by shared code that the script never calls. */
const documented = ['require', 'document', 'window', 'WebSocket', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'fetch', 'atob', 'globalThis', 'performance', 'crypto'];
const language = ['Object', 'Date', 'Promise', 'Array', 'String', 'Error', 'Proxy', 'JSON', 'Uint8Array', 'DataView', 'BigInt', 'RangeError', 'TypeError', 'Number', 'Math', 'Map', 'WeakMap', 'Set', 'Symbol', 'Infinity', 'NaN', 'undefined', 'encodeURIComponent', 'arguments', 'Boolean', 'RegExp', 'parseInt', 'isNaN'];

function declaredNames(): Set<string> {
  const names = new Set<string>();
  const add = (pattern: AnyNode | null | undefined): void => {
    if (!pattern) return;
    if (pattern.type === 'Identifier') names.add(pattern.name);
    else if (pattern.type === 'ObjectPattern') for (const one of pattern.properties) add(one.type === 'Property' ? one.value : one.argument);
    else if (pattern.type === 'ArrayPattern') pattern.elements.forEach(add);
    else if (pattern.type === 'AssignmentPattern') add(pattern.left);
    else if (pattern.type === 'RestElement') add(pattern.argument);
  };
  full(tree, (node) => {
    if (node.type === 'VariableDeclarator') add(node.id);
    else if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') { add(node.id); node.params.forEach(add); }
    else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') add(node.id);
    else if (node.type === 'CatchClause') add(node.param);
  });
  return names;
}

it('the script uses globals and modules that UXP documents, and makes no code of text', () => {
  const known = new Set([...declaredNames(), ...documented, ...language]), used = new Set<string>(), modules = new Set<string>();
  full(tree, (node) => {
    if (node.type === 'Identifier') used.add(node.name);
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require' && node.arguments[0]?.type === 'Literal') modules.add(String(node.arguments[0].value));
  });
  expect([...used].filter((name) => !known.has(name))).toEqual([]);
  expect([...modules].sort()).toEqual(['os', 'premierepro', 'uxp']);
  expect(script).not.toMatch(/\beval\(|new Function\(|\bimport\(|TextDecoder|structuredClone|queueMicrotask|localStorage/);
});

it('every name that the adapter asks of Premiere stands in Adobe\'s typings, and the adapter moves no clip', async () => {
  const typings = await readFile(join(root, 'node_modules', '@adobe', 'premierepro', 'src', 'premierepro.d.ts'), 'utf8');
  const folder = join(root, 'plugin-premiere', 'uxp'), files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && name !== 'build.ts'), text = (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
  const asked = new Set([...text.matchAll(/\.(create\w+Action|get[A-Z]\w+|is[A-Z]\w+|importFiles|changeMediaFilePath|exportSequence|lockedAccess|executeTransaction)\(/g)].map(([, name]) => name!));
  const ofUxp = ['getElementById', 'getCurrent', 'getItem', 'getPanel'];
  expect(asked.size).toBeGreaterThan(50);
  expect([...asked].filter((name) => !ofUxp.includes(name) && !new RegExp(`\\b${name}\\(`).test(typings))).toEqual([]);
  // Moving over a clip of the same source was seen to leave an invisible one.
  expect(text).not.toMatch(/createMoveAction|createCloneTrackItemAction/);
});

it('the outer document holds what UXP draws: a WebView, plain boxes, no code inside it', () => {
  const html = readFileSync(join(panel, 'index.html'), 'utf8'), css = readFileSync(join(panel, 'main.css'), 'utf8').replace(/\/\*.*?\*\//gs, '');
  expect([...html.matchAll(/<([a-z-]+)/g)].map(([, tag]) => tag)).toEqual(['html', 'head', 'meta', 'title', 'link', 'body', 'webview', 'script']);
  expect(html).not.toMatch(/<script>|\son\w+=|aria-|hidden|contenteditable|contextmenu/);
  const properties = [...css.matchAll(/([a-z-]+)\s*:/g)].map(([, name]) => name!), drawn = ['display', 'flex-direction', 'flex-grow', 'width', 'height', 'margin', 'padding', 'overflow', 'background-color', 'color'];
  expect(properties.filter((name) => !drawn.includes(name))).toEqual([]);
  expect(css).not.toMatch(/grid|transition|animation|text-transform|\bfont\s*:/);
});

it('the page in the WebView loads its own files by relative addresses, and nothing else', () => {
  const html = readFileSync(join(panel, 'ui', 'index.html'), 'utf8');
  expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)).toEqual(['./main.css', './main.js']);
  expect(readFileSync(join(panel, 'ui', 'main.js'), 'utf8')).not.toMatch(/\beval\(|new Function\(/);
});

it('the manifest is of version 5, lists the daemon\'s ports one by one, and `all` stands by itself', () => {
  const listed = manifestSchema.parse(JSON.parse(readFileSync(join(panel, 'manifest.json'), 'utf8'))), all = manifestOf('1.2.3', 'all');
  expect(listed.requiredPermissions.network.domains).toEqual(ports.flatMap((port) => [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]));
  expect(all.requiredPermissions.network.domains).toBe('all');
  expect(listed.entrypoints.filter(({ type }) => type === 'command').map(({ id }) => id)).toEqual([...commandNames]);
  expect(listed.host).toEqual({ app: 'premierepro', minVersion: '25.6.0' });
  const wrong: readonly object[] = [
    { ...listed, manifestVersion: 6 }, { ...listed, host: [listed.host] }, { ...listed, requiredPermissions: { ...listed.requiredPermissions, network: { domains: ['all'] } } },
    { ...listed, requiredPermissions: { ...listed.requiredPermissions, network: { domains: ['ws://127.0.0.1'] } } }, { ...listed, entrypoints: [{ ...listed.entrypoints[0], main: 'other.html' }] }, { ...listed, entrypoints: [{ type: 'menu', id: 'x', label: { default: 'x' } }] },
  ];
  for (const one of wrong) expect(manifestSchema.safeParse(one).success).toBe(false);
});

it('the commands in Premiere\'s menu are named in every language of the panel', () => {
  const { entrypoints } = manifestSchema.parse(JSON.parse(readFileSync(join(panel, 'manifest.json'), 'utf8'))), commands = entrypoints.filter(({ type }) => type === 'command');
  const codes = languages.map(({ code }) => (code === 'en' ? 'default' : code)).sort();
  expect(commands.map(({ label }) => Object.keys(label).sort())).toEqual(commands.map(() => codes));
  for (const { label } of commands) expect(new Set(Object.values(label)).size, JSON.stringify(label)).toBe(codes.length);
});

it('the archive holds the plugin and nothing else, and is the same whenever it is made', async () => {
  const files = unzipSync(await readFile(archive)), there = (await readdir(panel, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => relative(panel, join(entry.parentPath, entry.name)).split(sep).join('/'));
  expect(Object.keys(files).sort()).toEqual(there.sort());
  for (const [name, bytes] of Object.entries(files)) expect(Buffer.compare(bytes, await readFile(join(panel, name)))).toBe(0);
  const { icons, main, entrypoints } = manifestSchema.parse(JSON.parse(Buffer.from(files['manifest.json']!).toString()));
  const pictures = [...icons, ...entrypoints.flatMap((point) => (point.type === 'panel' ? point.icons : []))].flatMap(({ path }) => [path, path.replace('.png', '@2x.png')]);
  expect(Object.keys(files)).toEqual(expect.arrayContaining([main, ...pictures]));
  for (const path of pictures) expect([...files[path]!.slice(1, 4)]).toEqual([...'PNG'].map((letter) => letter.charCodeAt(0)));
  expect(Buffer.compare(Buffer.from(await archiveOf(panel)), await readFile(archive))).toBe(0);
});

it('a second reach is built beside the first', async () => {
  const all = await buildUxp('all');
  expect(all.panel).not.toBe(panel);
  expect(JSON.parse(readFileSync(join(all.panel, 'manifest.json'), 'utf8'))).toMatchObject({ requiredPermissions: { network: { domains: 'all' } } });
});
