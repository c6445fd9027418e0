// compare and preview on the command line: what is asked of the daemon, and which files come of it.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pageOf } from '../../daemon/cli/commands/preview.ts';
import type { compareRequest } from '../../shared/pictures.ts';
import type { z } from 'zod';
import { cli, type Answers, type Said } from './support.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-compare-')); });
afterEach(() => rm(folder, { recursive: true }));

const id = (letter: string): string => letter.repeat(64), ref = (letter: string) => ({ id: id(letter), type: 'image/png' as const, width: 8, height: 8 });
type Asked = z.output<typeof compareRequest>;
const answers: Answers = {
  presets: () => [{ name: 'fast', kind: 'quality', title: '', description: '' }, { name: 'film', kind: 'style', title: '', description: '' }, { name: 'mine', kind: 'preset', title: '', description: '' }, { name: 'h264', kind: 'delivery', title: '', description: '' }],
  stages: () => [{ id: 'denoise', title: 'Cleaning up noise', methods: ['hqdn3d', 'nlmeans'], params: {} }],
  moments: () => [{ frame: 7, seconds: 0.28, kind: 'noisiest', why: 'The noisiest sampled frame: 6.0 code values.' }, { frame: 2, seconds: 0, kind: 'middle', why: '' }],
  plan: () => ({ clip: { in: 33, out: 40 } }),
  compare: ({ frame, wishes }: Asked) => ({
    frame, before: ref('b'), sheet: ref('f'),
    columns: wishes.map(({ title }, i) => ({ title, preview: { frame, before: ref('b'), after: ref(String(i)), draft: false, plan: id('c'), title, notices: ['Strengths are those of the first look.'], cached: false, seconds: 0 } })),
  }),
};
const run = (words: readonly string[], more: Answers = {}): Promise<Said> => cli(['compare', join(folder, 'my clip.mp4'), ...words], { ...answers, ...more }, { bytes: async (picture) => Buffer.from(picture[0]!) });
const askedOf = ({ asked }: Said): Asked => asked.find(({ name }) => name === 'compare')!.request as Asked;

test('presets of every kind are compared at the moment that most needs a look, and nothing is overwritten', async () => {
  const said = await run(['--presets', 'fast,film,mine,fast', '--scale', '1']);
  expect(said.status).toBe(0);
  expect(askedOf(said)).toMatchObject({ frame: 7, draft: false, sheet: true });
  expect(askedOf(said).wishes.map(({ title, wish: { quality, style, preset, scale } }) => [title, quality, style, preset, scale])).toEqual([['fast', 'fast', undefined, undefined, '1'], ['film', 'balanced', 'film', undefined, '1'], ['mine', 'balanced', undefined, 'mine', '1']]);
  const names = ['', '.fast', '.film', '.mine', '.source'].map((part) => `my clip.compare${part}.png`);
  expect((await readdir(folder)).sort()).toEqual([...names].sort());
  expect(await readFile(join(folder, 'my clip.compare.png'), 'utf8')).toBe('f');
  expect(said.out).toContain(join(folder, 'my clip.compare.film.png'));
  expect(said.out).toContain('The noisiest sampled frame');
  await rm(join(folder, 'my clip.compare.png'));
  await run(['--presets', 'film', '--frame', '3']);
  expect((await readdir(folder)).filter((name) => name.includes('-2')).sort()).toEqual(['my clip.compare-2.film.png', 'my clip.compare-2.png', 'my clip.compare-2.source.png']);
  expect(await readdir(folder)).toHaveLength(7);
});

test('methods of one stage keep what else was said of it; a moment is found by the planner', async () => {
  const said = await run(['--methods', 'denoise=hqdn3d,nlmeans', '--set', 'denoise.strength=0.4', '--at', '0:30', '--output', join(folder, 'out'), '--json']);
  expect(askedOf(said)).toMatchObject({ frame: 33, wishes: [{ title: 'denoise=hqdn3d', wish: { stages: { denoise: { strength: 0.4, method: 'hqdn3d' } } } }, { title: 'denoise=nlmeans', wish: { stages: { denoise: { strength: 0.4, method: 'nlmeans' } } } }] });
  expect(said.asked.find(({ name }) => name === 'plan')!.request).toMatchObject({ wish: { range: { unit: 'seconds', in: { num: 30, den: 1 } } } });
  expect(JSON.parse(said.out)).toMatchObject({ frame: 33, sheet: join(folder, 'out', 'my clip.compare.png'), columns: [{ title: 'denoise=hqdn3d', picture: join(folder, 'out', 'my clip.compare.denoise-hqdn3d.png') }, { title: 'denoise=nlmeans' }] });
});

test('pictures that are all alike are said to be', async () => {
  const alike = { compare: (request: Asked) => { const made = (answers.compare as unknown as (asked: Asked) => { columns: { preview: object }[] })(request); return { ...made, columns: made.columns.map((column) => ({ ...column, preview: { ...column.preview, after: ref('a') } })) }; } };
  expect((await run(['--methods', 'denoise=hqdn3d,nlmeans', '--frame', '0'], alike as Answers)).out).toContain('All of them are the same');
});

test.each([
  [['--presets', 'fats'], 'fast'], [['--presets', 'h264'], 'fast'], [['--methods', 'denoise'], 'stage=method'], [['--methods', 'denosie=x'], 'denoise'], [['--methods', 'denoise=bm4d'], 'hqdn3d'],
  [['--presets', 'fast', '--methods', 'denoise=hqdn3d'], 'one after the other'], [['--presets', 'fast', '--frame', 'x'], 'frame number'], [['--presets', 'fast', '--frame', '1', '--at', '2'], 'give one'], [['--presets', 'fast', '--at', 'noon'], '1:30'],
])('%j is refused and says what was meant', async (words, hint) => {
  const said = await run(words);
  expect(said.status).toBe(2);
  expect(said.err).toContain(hint);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that cannot be written is an error of the output', async () => {
  await writeFile(join(folder, 'file'), '');
  const said = await run(['--presets', 'fast', '--frame', '1', '--output', join(folder, 'file', 'below')]);
  expect([said.status, await readdir(folder)]).toEqual([4, ['file']]);
});

test('--live gives the link of the page, code behind the #, and refuses sound', async () => {
  const url = 'http://127.0.0.1:1/#code=abc', link = { dashboardLink: () => ({ url, expiresAt: '2026-01-01T00:00:00Z' }) };
  const said = await cli(['preview', '/clips/a b.mp4', '--live'], { probe: () => ({ video: {} }), ...link });
  expect(said.out).toContain('http://127.0.0.1:1/#/clip?path=%2Fclips%2Fa+b.mp4&code=abc');
  expect(pageOf(url, 'x')).toBe('http://127.0.0.1:1/#/clip?path=x&code=abc');
  expect((await cli(['preview', '/clips/a.wav', '--live'], { probe: () => ({ video: null }), ...link })).status).toBe(3);
});
