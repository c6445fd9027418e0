// Help topics: one text file each in help/.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export type Topic = { readonly name: string; readonly title: string; readonly text: string };

/** All topics in the order of their file names' numbers. */
export async function readTopics(folder = join(import.meta.dirname, 'help')): Promise<Topic[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(files.map(async (file) => {
    const text = await readFile(join(folder, file), 'utf8');
    return { name: basename(file, '.md').replace(/^\d+-/, ''), title: text.split('\n')[0]!.replace(/^#\s*/, ''), text: text.trim() };
  }));
}

/** Paragraph lines that hold every word, best first: titles before texts. */
export function searchTopics(topics: readonly Topic[], words: string): { topic: string; line: string }[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text: string): boolean => wanted.every((word) => text.toLowerCase().includes(word));
  return topics.flatMap((topic) => {
    const lines = topic.text.split('\n').filter((line) => holds(line));
    const line = lines[0] ?? (holds(topic.text) ? topic.title : null);
    return line === null ? [] : [{ topic: topic.name, line: line.replace(/^#+\s*/, '').trim() }];
  });
}
