// What is built of the panel: nothing in it that the oldest browsers of editors or a strict content policy refuse.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'acorn';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildStand } from './stand.ts';

let scripts: ReadonlyMap<string, string>, styles: string;
beforeAll(async () => {
  const folder = await buildStand(), names = await readdir(folder), read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  scripts = new Map(await Promise.all(names.filter((name) => name.endsWith('.js')).map(async (name) => [name, await read(name)] as const)));
  styles = (await Promise.all(names.filter((name) => name.endsWith('.css')).map(read))).join('\n');
});

describe('the bundle of the panel', () => {
  it('is written in the language of Chrome 88 and Safari 15.6', () => {
    // Fields of classes are older there than their year; the blocks of that year are not.
    for (const [name, script] of scripts) expect(() => parse(script, { ecmaVersion: 2022, sourceType: 'script' }), name).not.toThrow();
    expect([...scripts].flatMap(([name, script]) => (script.match(/\bstatic\s*\{|#\w+ in \w/g) ?? []).map((found) => `${name}: ${found}`))).toEqual([]);
  });

  it('calls nothing that came to browsers later, except what is brought along', () => {
    const later = /\(\?<[=!]|\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced|groupBy|replaceChildren|showPicker)\(|\bstructuredClone\b|\brandomUUID\b|\bAbortSignal\.(?:timeout|any)\b|\bObject\.groupBy\b|\bArray\.fromAsync\b|\bscheduler\.postTask\b|\bURL\.canParse\b/g;
    expect([...scripts].flatMap(([name, script]) => (script.match(later) ?? []).map((found) => `${name}: ${found}`))).toEqual([]);
  });

  it('makes no code out of text', () => {
    expect([...scripts].flatMap(([name, script]) => (script.match(/\beval\(|new Function\(|Function\("return/g) ?? []).map((found) => `${name}: ${found}`))).toEqual([]);
  });

  it('is styled with what those browsers draw', () => {
    expect(styles.match(/:has\(|@container|@layer|color-mix\(|oklch\(|\binert\b|(?<![-\w])(?:dvh|svh)\b|\bsubgrid\b|text-wrap|:is\(|:where\(/g) ?? []).toEqual([]);
  });

  it('fetches other languages when they are spoken', () => {
    const main = scripts.get('main.js')!;
    expect([main.includes('Restaurieren'), [...scripts.values()].some((script) => script.includes('Restaurieren'))]).toEqual([false, true]);
  });
});
