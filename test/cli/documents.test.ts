// What README, docs and help topics show can be typed, and every option stands in one of them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { options, parseArguments } from '../../daemon/cli/options.ts';
import { wishFrom } from '../../daemon/cli/wish.ts';
import { splitShell, strayOptions } from './support.ts';

const root = join(import.meta.dirname, '..', '..');
/** The journal and the benchmarks tell what was, not what to type. */
const elsewhere = new Set(['journal.md', 'benchmarks.md', 'dependencies.md', 'architecture.md']);

async function pages(): Promise<{ name: string; text: string }[]> {
  const folders = ['docs', join('daemon', 'cli', 'help')];
  const names = ['README.md', ...(await Promise.all(folders.map(async (folder) => (await readdir(join(root, folder))).filter((name) => name.endsWith('.md') && !elsewhere.has(name)).map((name) => join(folder, name))))).flat()];
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(root, name), 'utf8') })));
}

/** Command lines in code: lines of blocks, and what stands in backquotes; comments and file names to put in are taken away. */
function commandsIn(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line.startsWith('framewright '));
  const inline = [...text.matchAll(/`(framewright [^`]+)`/g)].map(([, command]) => command!);
  return [...lines, ...inline].map((line) => line.replace(/\s+#.*$/, '').replace(/\s>.*$/, '').replaceAll('<job>', 'j1').replaceAll('<id>', 'cpu').replaceAll('"', "'"));
}

describe('the documents', () => {
  it('show only commands that parse', async () => {
    const shown = (await pages()).flatMap(({ name, text }) => commandsIn(text).map((command) => ({ name, command })));
    expect(shown.length).toBeGreaterThan(60);
    for (const { name, command } of shown) {
      const words = splitShell(command).slice(1);
      expect(() => wishFrom(parseArguments(words)), `${name}: ${command}`).not.toThrow();
      expect(strayOptions(words), `${name}: ${command}`).toEqual([]);
    }
  });
  it('show only options that exist, with values that are taken', async () => {
    for (const { name, text } of await pages()) {
      for (const [, shown] of text.matchAll(/`(--[a-z][^`]*)`/g)) expect(() => wishFrom(parseArguments(splitShell(shown!.replace('<id>', 'cpu').replace('left:top:width:height', '0:60:720:360').replace(/\|\S+/, '').replace(/^(--[a-z-]+)$/, bare)))), `${name}: ${shown}`).not.toThrow();
    }
  });
  it('describe every option', async () => {
    const text = (await pages()).map((page) => page.text).join('\n');
    const missing = Object.keys(options).filter((option) => !['help', 'version'].includes(option) && !new RegExp(`--${option}\\b`).test(text));
    expect(missing).toEqual([]);
  });
});

/** An option that is named alone stands for itself: only that it exists is asked. */
const bare = (name: string): string => (Object.entries(options).find(([option]) => `--${option}` === name)?.[1].takes ? '' : name);
