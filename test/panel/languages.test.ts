// Languages are whole: no string is missing, none is left in English by accident, none says something else than it counts.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audioStages, videoStages } from '../../daemon/stages/index.ts';
import { errorCatalogue, FrameWrightError, type ErrorCode } from '../../shared/errors.ts';
import { english } from '../../shared/panel/english.ts';
import { editor } from '../../shared/panel/english-editor.ts';
import { isForeign, ownErrors, sayError } from '../../shared/panel/error-words.ts';
import { languageFor, languages, loadBook } from '../../shared/panel/languages.ts';

type Words = { readonly [key: string]: unknown };

/** Every string and function below, by its path. */
function wordsOf(words: Words, path = ''): [string, unknown][] {
  return Object.entries(words).filter(([key]) => !['names', 'errors'].includes(key) || path !== '').flatMap(([key, value]): [string, unknown][] => (typeof value === 'object' && value !== null ? wordsOf(value as Words, `${path}${key}.`) : [[`${path}${key}`, value]]));
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

/** Words that no sentence of another language has by accident. */
const englishWords = /\b(?:the|and|of|is|are|not|its|cannot|there|with|for|to)\b/i;
const root = join(import.meta.dirname, '..', '..');
/** Our own sources below a folder, without those of other languages. */
const sourcesOf = (folder: string): string[] => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:ts|tsx|js)$/.test(file) && !/node_modules|german/.test(file)).map((file) => readFileSync(join(root, folder, file), 'utf8'));
/** Whole texts, without values of their own, that stand for `what` and `why` where errors are made. */
function textsInErrors(sources: readonly string[]): string[] {
  const text = /'((?:[^'\\]|\\.)+)'/g, texts = (code: string): string[] => [...code.matchAll(text)].map(([, one]) => one!.replaceAll(String.raw`\'`, "'"));
  return sources.flatMap((source) => [
    ...[...source.matchAll(/FrameWrightError\('[\w-]+', \{(.*?)\}[,)]/gs)].flatMap(([, values]) => [...values!.matchAll(/\b(?:what|why): ('(?:[^'\\]|\\.)+')/g)].flatMap(([, one]) => texts(one!))),
    ...[...source.matchAll(/\b(?:cannot|gone)\((?:room, )?((?:'(?:[^'\\]|\\.)+'(?:, )?)+)/g)].flatMap(([, both]) => texts(both!)),
  ]);
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

  it('says every error, with the same values and mending commands', async () => {
    const { errors: { rows } } = await loadBook(code), codes = Object.keys(errorCatalogue) as ErrorCode[];
    expect(Object.keys(rows).sort()).toEqual([...codes].sort());
    const holes = (sentence: string): string[] => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
    const halves = codes.flatMap((one) => (['what', 'why'] as const).map((half) => ({ at: `${one} ${half}`, own: errorCatalogue[one][half], said: rows[one][half] })));
    expect(halves.filter(({ own, said }) => JSON.stringify(holes(own)) !== JSON.stringify(holes(said))).map(({ at }) => at)).toEqual([]);
    expect(halves.filter(({ own, said }) => own === said && !/^\{\w+\}$/.test(own)).map(({ at }) => at)).toEqual([]);
    expect(halves.filter(({ said }) => englishWords.test(said)).map(({ at, said }) => `${at}: ${said}`)).toEqual([]);
  });

  it('says what the panel and the line to the daemon put into errors', async () => {
    const { errors: { phrases } } = await loadBook(code), told = textsInErrors(sourcesOf('shared'));
    expect(told.length).toBeGreaterThan(30);
    expect(told.filter((text) => !Object.hasOwn(phrases, text))).toEqual([]);
  });

  it('has hardly a phrase that nobody says any more, and none in English', async () => {
    const { errors: { phrases } } = await loadBook(code), said = ['shared', 'plugin-premiere', 'plugin-resolve', 'daemon'].flatMap(sourcesOf).join('\n').replaceAll(String.raw`\'`, "'");
    const unsaid = Object.keys(phrases).filter((key) => !said.includes(`'${key}'`) && !said.includes(`'${key.replace(/^action /, '')}'`));
    // A sentence of an adapter that was changed is shown in English until somebody translates it anew; many of them would be neglect.
    expect(unsaid.length, unsaid.join('\n')).toBeLessThan(Object.keys(phrases).length / 20);
    expect(Object.entries(phrases).filter(([key, value]) => key === value || value === '' || englishWords.test(value))).toEqual([]);
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

describe('an error', () => {
  const { units } = english;
  it('is said in the language, with names as they are and numbers as the language writes them', async () => {
    const { strings, errors } = await loadBook('de');
    const say = (...error: ConstructorParameters<typeof FrameWrightError>) => sayError(new FrameWrightError(...error), errors, strings.units);
    expect(say('clip-gone', { name: 'running' }).what).toBe('Der Clip „running“ ist nicht mehr in der Sequenz.');
    expect(say('disk-full', { path: '/a.b', needed: '1.5 GB', free: '3 MB' })).toEqual({ what: 'Der Datenträger von /a.b ist voll.', why: 'Gebraucht: 1,5 GB; frei: 3 MB. Was fertig war, bleibt erhalten.' });
    expect(say('host-silent', { host: 'Premiere Pro', seconds: 2.5 }).what).toBe('Von Premiere Pro kam 2,5 s lang keine Antwort.');
    expect(say('job-state', { job: 'a1', state: 'paused', action: 'paused', why: 'It rests.' })).toEqual({ what: 'Auftrag a1 ist angehalten; anhalten geht dann nicht.', why: 'Er ruht.' });
  });

  it('keeps the words of the daemon where the language has none for them, and marks them', async () => {
    const { strings, errors } = await loadBook('de'), free = new FrameWrightError('input-codec', { path: 'a.mov', codec: 'X9', why: 'FFmpeg has no decoder for it.' });
    expect([sayError(free, errors, strings.units).why, isForeign(free, errors)]).toEqual(['FFmpeg has no decoder for it.', true]);
    expect([isForeign(new FrameWrightError('input-missing', { path: 'a', why: 'Check the spelling and the folder.' }), errors), isForeign(new FrameWrightError('input-empty', { path: 'a' }), errors), isForeign(free, ownErrors)]).toEqual([false, false, false]);
  });

  it('is in English as the catalogue has it', () => {
    const error = new FrameWrightError('disk-full', { path: '/a', needed: '1.5 GB', free: '3 MB' }), { what, why } = sayError(error, ownErrors, units);
    expect(`${what} ${why}`).toBe(error.message);
  });
});
