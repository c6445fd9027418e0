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
  [script, styles] = await Promise.all([readFile(join(folder, 'main.js'), 'utf8'), readFile(join(folder, 'main.css'), 'utf8')]);
});

describe('the bundle', () => {
  it('has less than 400 kB', async () => {
    const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
    expect((await stat(join(folder, 'main.js'))).size).toBeLessThan(400_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(440_000);
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
