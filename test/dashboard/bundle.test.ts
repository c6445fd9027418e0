// What is built: small, and nothing in it that the oldest browsers or a strict content policy refuse.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDashboard } from '../../daemon/dashboard/build.ts';
import { dashboardFolder } from '../../daemon/dashboard/built.ts';
import { withoutDescriptions } from '../../bundling/undescribed.ts';

let folder: string, script: string, styles: string;
beforeAll(async () => {
  folder = await buildDashboard();
  const names = await readdir(folder);
  [script, styles] = await Promise.all(['.js', '.css'].map(async (ending) => (await Promise.all(names.filter((name) => name.endsWith(ending)).map((name) => readFile(join(folder, name), 'utf8')))).join('\n'))) as [string, string];
});

describe('the bundle', () => {
  it('has less than 400 kB before the first page is there, and little parts after that', async () => {
    const sizes = new Map(await Promise.all((await readdir(folder)).map(async (name) => [name, (await stat(join(folder, name))).size] as const)));
    expect(sizes.get('main.js')).toBeLessThan(400_000);
    expect(sizes.get('main.js')! + sizes.get('main.css')! + sizes.get('index.html')!).toBeLessThan(440_000);
    expect([...sizes].filter(([name, size]) => name !== 'main.js' && size > 120_000)).toEqual([]);
  });

  it('makes no code out of text', () => {
    expect(script.match(/\beval\(|new Function\(|Function\("return/g) ?? []).toEqual([]);
  });

  it('is written in what Chrome 88 and Safari 15.6 read', () => {
    expect(script.match(/\(\?<[=!]|\bstatic\s*\{|\.(findLast|toSorted|toReversed|groupBy|replaceChildren)\(|structuredClone|randomUUID/g) ?? []).toEqual([]);
    expect(styles.match(/:has\(|@container|@layer|color-mix\(|oklch\(|\binert\b|(?<![-\w])(?:dvh|svh)\b/g) ?? []).toEqual([]);
  });

  it('has a page without a script or style of its own', async () => {
    const page = await readFile(join(folder, 'index.html'), 'utf8');
    expect(page.match(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/g) ?? []).toEqual([]);
  });

  it('is found again without building', async () => {
    expect(await dashboardFolder()).toBe(folder);
    expect(await buildDashboard()).toBe(folder);
  });
});

it('descriptions and plain refinements of schemas are left out, and nothing else', () => {
  expect(withoutDescriptions("a: z.int().describe('Unit: it\\'s px.'), b: describe('x'), c: z.string().describe(\"y\").nullable(),\nd: z.int().describe(name)")).toBe("a: z.int(), b: describe('x'), c: z.string(),\nd: z.int().describe(name)");
});
