// Languages are whole: no string is missing, none is left in English by accident, none says something else than it counts.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audioStages, videoStages } from '../../daemon/stages/index.ts';
import { english } from '../../shared/panel/english.ts';
import { editor } from '../../shared/panel/english-editor.ts';
import { languageFor, languages, loadBook } from '../../shared/panel/languages.ts';

type Words = { readonly [key: string]: unknown };

/** Every string and function below, by its path. */
function wordsOf(words: Words, path = ''): [string, unknown][] {
  return Object.entries(words).filter(([key]) => key !== 'names' || path !== '').flatMap(([key, value]): [string, unknown][] => (typeof value === 'object' && value !== null ? wordsOf(value as Words, `${path}${key}.`) : [[`${path}${key}`, value]]));
}
const book = { strings: english, editor } as unknown as Words;
const original = new Map(wordsOf(book));

/** The same in both languages: names, units, technical terms and commands. */
const alike: Readonly<Record<string, RegExp>> = {
  de: /^(FrameWright|Panel|Hardware|System|optional|Name|Video|In|Out|Auto|Original|Handles|Handle|Position|Normal|Plan|Clips|Offline|GB|s|1 : 1|2:2|Film|Animation|[A-Z]\w+ \([\w -]+\)|MP4|MXF|WAV|FLAC|M4A|MP3|Ogg|framewright \w+)$/,
};

type Saying = (...args: readonly unknown[]) => string;
const given = ['7', '11', '13'];
/** Names are given as they are; sentences that calculate get numbers. */
function saidWith(say: Saying, count: number): string {
  try { return say(...given.slice(0, count)); } catch { return say(...given.slice(0, count).map(Number)); }
}

describe.each(languages.filter(({ code }) => code !== 'en').map(({ code }) => code))('%s', (code) => {
  it('has every word that English has, and no other', async () => {
    const words = new Map(wordsOf(await loadBook(code) as unknown as Words));
    expect([...words.keys()].sort()).toEqual([...original.keys()].sort());
    expect([...words].filter(([key, value]) => typeof value !== typeof original.get(key)).map(([key]) => key)).toEqual([]);
    expect([...words].filter(([key, value]) => value === '' && original.get(key) !== '').map(([key]) => key)).toEqual([]);
  });

  it('leaves nothing in English', async () => {
    const words = wordsOf(await loadBook(code) as unknown as Words);
    expect(words.filter(([key, value]) => typeof value === 'string' && value === original.get(key) && value !== '' && !alike[code]!.test(value)).map(([key, value]) => `${key}: ${String(value)}`)).toEqual([]);
  });

  it('says what it is given: every number and name of a sentence is in it', async () => {
    const words = wordsOf(await loadBook(code) as unknown as Words);
    const silent = words.filter((entry): entry is [string, Saying] => typeof entry[1] === 'function').filter(([key, say]) => {
      const told = original.get(key) as Saying, says = saidWith(say, told.length), english = saidWith(told, told.length);
      return given.slice(0, told.length).some((value) => english.includes(value) !== says.includes(value));
    });
    expect(silent.map(([key]) => key)).toEqual([]);
  });

  it('names every preset and every step', async () => {
    const { names } = await loadBook(code), presets = join(import.meta.dirname, '..', '..', 'presets');
    const inFolder = (folder: string, kind: string): string[] => readdirSync(join(presets, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).map((file) => `${kind} ${basename(file, '.yaml')}`);
    expect(Object.keys(names.presets).sort()).toEqual([...inFolder('qualities', 'quality'), ...inFolder('styles', 'style'), ...inFolder('deliveries', 'delivery')].sort());
    expect(Object.keys(names.stages).sort()).toEqual([...videoStages, ...audioStages].map(({ id }) => id).sort());
  });

  it('names itself', async () => {
    const { strings } = await loadBook(code);
    expect([strings.code.split('-')[0], strings.name]).toEqual([code, languages.find((one) => one.code === code)!.name]);
  });
});

it('the first wanted language that there is, is taken', () => {
  expect([['de-AT'], ['fr', 'de_CH', 'en'], ['EN-us'], ['fr'], []].map(languageFor)).toEqual(['de', 'de', 'en', 'en', 'en']);
  expect(() => loadBook('xx')).toThrow(RangeError);
});
