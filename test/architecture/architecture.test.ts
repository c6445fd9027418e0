// The shape of the code, as checks that state their reason.
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.mjs', '*.tsx'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
const read = (file: string): string => { try { return readFileSync(join(root, file), 'utf8'); } catch { return ''; } };
const product = tracked.filter((file) => /^(shared|daemon|bundling|plugin-premiere|plugin-resolve|installer)\//.test(file) && !file.endsWith('.as.ts') && !file.endsWith('.mjs'));

/** Left to right: a folder imports only itself and what stands left of it, so the data's path can be read in one direction. */
const order = ['shared', 'shared/panel', 'daemon/dashboard', 'daemon/media', 'daemon/hardware', 'daemon/kernels', 'daemon/models', 'daemon/stages', 'daemon/analyse', 'daemon/plan', 'daemon/run', 'daemon/quality', 'daemon/worker', 'daemon/jobs', 'daemon/hotkey', 'daemon/server', 'daemon/main.ts'];
/** Neighbours that may not see each other although one stands left. */
const apart: Readonly<Record<string, readonly string[]>> = {
  'daemon/media': ['shared'], 'daemon/hardware': ['shared'], 'daemon/hotkey': ['shared'], 'daemon/kernels': ['shared'], 'daemon/cli': ['shared'], 'daemon/dashboard': ['shared', 'shared/panel', 'bundling'], 'shared/panel': ['shared'],
  bundling: [], 'plugin-premiere': ['shared', 'shared/panel', 'bundling'], 'plugin-resolve': ['shared', 'shared/panel', 'bundling'], installer: ['shared', 'plugin-premiere', 'plugin-resolve', 'daemon/dashboard'],
};
/** Files of daemon/ itself put processes together: they stand right of everything. */
const folderOf = (file: string): string => (file.startsWith('shared/') ? (file.startsWith('shared/panel/') ? 'shared/panel' : 'shared') : /^daemon\/[\w-]+\.ts$/.test(file) ? 'daemon/main.ts' : file.split('/').slice(0, file.startsWith('daemon/') ? 2 : 1).join('/'));

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean };
function importsOf(file: string): Import[] {
  const text = read(file);
  const statements = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gm), ...text.matchAll(/()\bimport\('([^']+)'\)/g)];
  return statements.map((match) => ({ from: file, to: match[2]!.startsWith('.') ? normalize(join(dirname(file), match[2]!)) : match[2]!, typeOnly: Boolean(match[1]?.trim()) }));
}
const imports = product.flatMap(importsOf);

describe('import order', () => {
  it('goes from left to right, so nothing below knows what stands above it', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!/^(shared|daemon|bundling|plugin-premiere|plugin-resolve|installer)\//.test(to)) return false;
      const [a, b] = [folderOf(from), folderOf(to)];
      if (a === b) return false;
      if (a === 'daemon/main.ts') return !(order.includes(b) || b === 'daemon/cli' || b === 'installer');
      if (apart[a]) return !apart[a].includes(b);
      return order.indexOf(b) === -1 || order.indexOf(b) > order.indexOf(a);
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('keeps the two adapters of Premiere apart, because either is installed without the other', () => {
    const between = imports.filter(({ from, to }) => /^plugin-premiere\/(uxp|cep)\//.test(from) && /^plugin-premiere\/(uxp|cep)\//.test(to) && from.split('/')[1] !== to.split('/')[1]);
    expect(between.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('has no cycles, because a cycle cannot be read in order', () => {
    const graph = new Map(product.map((file) => [file, imports.filter((one) => one.from === file && !one.typeOnly).map((one) => one.to)]));
    const done = new Set<string>(), cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) { cycles.push([...path.slice(path.indexOf(file)), file].join(' → ')); return; }
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) if (graph.has(next)) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of product) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('one door per library', () => {
  const doors: Readonly<Record<string, RegExp>> = {
    'node-av': /^daemon\/media\//, 'onnxruntime-node': /^daemon\/hardware\//, sharp: /^daemon\/(quality\/|media\/pictures[-.])/, yaml: /^daemon\/plan\//, 'node:sqlite': /^daemon\/jobs\//, react: /^(shared\/panel|daemon\/dashboard\/browser|plugin-)/, webpack: /^bundling\//, express: /^daemon\/server\//, ws: /^(daemon\/server|plugin-resolve)\//, '@napi-rs/keyring': /^daemon\/server\//, 'uiohook-napi': /^daemon\/hotkey\/listener\.ts$/,
  };
  it.each(Object.entries(doors))('%s is imported in one folder, so it can be replaced there', (library, door) => {
    const wrong = imports.filter(({ from, to }) => (to === library || to.startsWith(`${library}/`)) && !door.test(from));
    expect(wrong.map(({ from }) => from)).toEqual([]);
  });

  it('the daemon process loads neither codecs nor the inference engine, so a codec crash costs a segment and not the daemon', () => {
    const reached = new Set<string>();
    const walk = (file: string): void => {
      for (const { to, typeOnly } of imports.filter((one) => one.from === file)) if (!typeOnly && !reached.has(to)) { reached.add(to); walk(to); }
    };
    walk('daemon/daemon.ts');
    walk('daemon/main.ts');
    expect([...reached].filter((name) => /^(node-av|onnxruntime-node|uiohook-napi)/.test(name))).toEqual([]);
    expect([...reached].some((name) => name.startsWith('daemon/jobs/'))).toBe(true);
  });

  it('frame.data is read only in media/planes.ts, because a plane dies with its frame', () => {
    const reads = product.filter((file) => file !== 'daemon/media/planes.ts' && /\b[fF]rame\.(data|extendedData)\b|\.fromBuffer\(/.test(read(file)));
    // sharp, which lives in quality and with the pictures, has a toBuffer of its own.
    const copies = product.filter((file) => !/^daemon\/(quality\/|media\/pictures-)/.test(file) && file !== 'daemon/media/planes.ts' && /\.toBuffer\(/.test(read(file)));
    expect([...reads, ...copies]).toEqual([]);
  });

  it('prints only through cli/output.ts', () => {
    expect(product.filter((file) => file !== 'daemon/cli/output.ts' && /\bconsole\.\w+\(|process\.std(out|err)\.write/.test(read(file)))).toEqual([]);
  });
});

describe('sizes', () => {
  it('files have at most 250 lines; a longer one is a second file in disguise', () => {
    expect(tracked.map((file) => [file, read(file).split('\n').length - 1] as const).filter(([, lines]) => lines > 250)).toEqual([]);
  });

  it('functions have at most 60 lines', () => {
    expect(product.flatMap((file) => longFunctions(file, 60))).toEqual([]);
  });
});

describe('house style', () => {
  it('has no default exports and no unfinished work', () => {
    expect(product.filter((file) => /^export default/m.test(read(file)))).toEqual([]);
    expect(product.filter((file) => /\b(TODO|FIXME|XXX|not implemented)\b|@ts-(ignore|expect-error)|\bas any\b/.test(read(file)))).toEqual([]);
  });

  it('says at the top of every file what it holds', () => {
    expect(product.filter((file) => !/^(#!.*\n)?(\/\/|\/\*\*)/.test(read(file)))).toEqual([]);
  });

  it('names no path of a machine', () => {
    expect(tracked.filter((file) => file !== 'test/architecture/architecture.test.ts' && /\/(work|home|root)\/\w/.test(read(file)))).toEqual([]);
  });
});

/** Functions by brace matching from a line that opens one at any depth; approximate, strict enough. */
function longFunctions(file: string, most: number): string[] {
  const lines = read(file).split('\n');
  const found: string[] = [];
  lines.forEach((line, start) => {
    const opens = /^(\s*)(?:export\s+)?(?:async\s+)?(?:function\*?\s*\w+|const\s+\w+\s*=\s*(?:async\s*)?\([^)]*\)[^=]*=>\s*\{$|(?:async\s+)?\w+\([^)]*\)(?::\s*[^{]+)?\s*\{$)/.exec(line);
    if (!opens || /^\s*(if|for|while|switch|catch)\b/.test(line)) return;
    const end = lines.findIndex((other, index) => index > start && new RegExp(`^${opens[1]}\\}`).test(other));
    if (end - start + 1 > most) found.push(`${file}:${start + 1} (${end - start + 1} lines)`);
  });
  return found;
}
