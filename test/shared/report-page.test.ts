import { expect, it } from 'vitest';
import { chartSvg, summary } from '../../shared/report-chart.ts';
import { reportPage } from '../../shared/report-page.ts';
import { example } from './report-example.ts';

const page = reportPage(example);

it('is one file: nothing is fetched and no script runs', () => {
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:|\son\w+=/i);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
});

it('says everything that the report says, and no name becomes markup', () => {
  expect(page).not.toContain('<Freude>');
  expect(page).toContain('Ärger &amp; &lt;Freude&gt;.restored.mp4');
  const says = [...example.facts.flatMap(({ name, before }) => [name, before]), ...example.timings.map(({ title }) => title), ...example.plan.flatMap(({ heading }) => heading), ...example.licences.flatMap(({ name, licence, says: use }) => [name, licence, use]), ...example.definitions.flatMap(({ name, says: meaning }) => [name, meaning])];
  expect(says.filter((line) => !page.includes(line))).toEqual([]);
});

it('is well formed: every element that opens also ends', () => {
  const open: string[] = [];
  for (const [, closing, name, rest] of page.replace(/<style>[^]*?<\/style>/, '').matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!/^(meta|br)$/.test(name!) && !rest!.endsWith('/')) open.push(name!);
  }
  expect(open).toEqual([]);
});

it('can be read aloud: rows and columns have heads, drawings are told in words', () => {
  const tables = page.match(/<table>[^]*?<\/table>/g)!;
  for (const table of tables) expect(table).toMatch(/<caption>.+<\/caption><thead>.*scope="col".*<tbody>.*scope="row"/);
  expect(page.match(/<svg[^>]*role="img"[^>]*aria-label="[^"]+"/g)).toHaveLength(3);
  expect(page).toContain('aria-label="Temporal consistency. From 0.79 to 1.00; 1 of 5 below 0.85."');
  expect(page).toContain('0.79 (low)');
});

it('knows light, dark, narrow and paper', () => {
  for (const media of ['prefers-color-scheme:dark', 'max-width:34rem', '@media print']) expect(page).toContain(media);
});

it('draws the threshold where it is, and nothing where there is no number', () => {
  const chart = { title: 'Rest', points: [{ from: 0, to: 10, value: 1 }, { from: 10, to: 20, value: null }, { from: 20, to: 30, value: 0.5 }], threshold: 0.75, low: 0.5, high: 1, parts: 2, words: String };
  const svg = chartSvg(chart), at = (pattern: RegExp): number => Number(pattern.exec(svg)![1]);
  const [top, bottom] = [at(/cy="([\d.]+)"/), Number([...svg.matchAll(/cy="([\d.]+)"/g)].at(-1)![1])];
  expect(at(/class="threshold"[^>]*y1="([\d.]+)"/)).toBeCloseTo((top + bottom) / 2, 0);
  expect(svg.match(/<polyline/g)).toHaveLength(2);
  expect(svg.match(/class="low"/g)).toHaveLength(1);
  expect(summary([{ from: 0, to: 1, value: null }], 0.85, String)).toBe('No segment has this number.');
});

it('says so where nothing was measured', () => {
  expect(reportPage({ ...example, quality: [] })).toContain('Nothing has been measured yet');
  expect(reportPage({ ...example, quality: example.quality.map((row) => ({ ...row, consistency: 0, similarity: 0.003 })) })).not.toMatch(/NaN|Infinity|undefined/);
});
