// A report as one file that opens anywhere: no script, nothing fetched, light and dark, on a phone and on paper.
import type { Report } from './report.ts';
import { chartSvg, escapeText as text, summary, type Chart } from './report-chart.ts';
import { duration } from './words.ts';

/** A whole HTML document. */
export function reportPage(report: Report): string {
  const { job } = report, name = fileName(job.output);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<title>${text(name)}: report</title><style>${style}</style></head><body><main>`,
    `<header><h1>${text(name)}</h1><p class="lead">${text(job.title)}</p>`,
    pairs([['State', stateWords(report)], ['Source', job.source], ['Result', job.output], ['Job', job.id], ['Begun', timeWords(job.createdAt)], ...(job.finishedAt ? [['Ended', timeWords(job.finishedAt)] as const] : []), ['Time', duration(report.seconds)], ...(report.sidecar ? [['Details', report.sidecar] as const] : [])]),
    '</header>',
    section('Before and after', table(['', 'Before', 'After'], report.facts.map(({ name: what, before, after }) => [what, before || '–', after || '–']), 'What the source was and what became of it')),
    qualitySection(report),
    section('Time', timings(report)),
    section('Plan', report.plan.map(({ heading, lines }) => `<h3>${text(heading)}</h3>${list(lines)}`).join('') + (report.revisions.length ? `<h3>Revisions</h3>${list(report.revisions)}` : '')),
    section('Licences', table(['Tool', 'Licence', 'Use'], report.licences.map(({ name: tool, licence, says }) => [tool, licence, says]), 'Licences of everything that had a part in the result')),
    '</main></body></html>\n',
  ].join('\n');
}

export const fileName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
const percentWords = (value: number): string => `${Number((100 * value).toPrecision(2))} %`;
const shareWords = (value: number): string => value.toFixed(2);
const timeWords = (iso: string): string => iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
const stateWords = ({ job }: Report): string => (job.state === 'done' ? 'done, checked and delivered' : `${job.state}, ${Math.floor(job.progress * 100)} %`);

const section = (heading: string, body: string): string => `<section><h2>${text(heading)}</h2>${body}</section>`;
const pairs = (rows: readonly (readonly [string, string])[]): string => `<dl>${rows.map(([name, value]) => `<div><dt>${text(name)}</dt><dd>${text(value)}</dd></div>`).join('')}</dl>`;

/** The first cell of a row names it. */
function table(heads: readonly string[], rows: readonly (readonly string[])[], caption: string): string {
  const head = heads.map((cell) => `<th scope="col">${text(cell)}</th>`).join('');
  const body = rows.map(([name = '', ...cells]) => `<tr><th scope="row"${heads[0] ? ` data-head="${text(heads[0])}"` : ''}>${text(name)}</th>${cells.map((cell, i) => `<td data-head="${text(heads[i + 1] ?? '')}">${text(cell)}</td>`).join('')}</tr>`).join('');
  return `<table><caption>${text(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function qualitySection({ quality, threshold, definitions }: Report): string {
  if (quality.length === 0) return section('Measured', '<p>Nothing has been measured yet, or there is no picture.</p>');
  const points = (of: (row: Report['quality'][number]) => number | null): Chart['points'] => quality.map((row) => ({ from: row.from, to: row.to, value: of(row) }));
  const consistency = points((row) => row.consistency), similarity = points((row) => row.similarity), clipped = points((row) => row.clipped);
  const most = Math.max(0.01, ...quality.map((row) => row.clipped));
  const charts: Chart[] = [
    { title: definitions[0]?.name ?? '', points: consistency, threshold, ...axisOf(consistency), words: shareWords },
    { title: definitions[1]?.name ?? '', points: similarity, threshold, ...axisOf(similarity), words: shareWords },
    { title: definitions[2]?.name ?? '', points: clipped, threshold: null, low: 0, high: most, parts: 4, words: percentWords },
  ];
  const drawn = charts.map((chart, i) => `<figure><figcaption><strong>${text(chart.title)}</strong> ${text(summary(chart.points, chart.threshold, chart.words))}</figcaption>${chartSvg(chart)}<p class="note">${text(definitions[i]?.says ?? '')}</p></figure>`).join('');
  const mark = (value: number | null): string => (value === null ? '–' : `${shareWords(value)}${value < threshold ? ' (low)' : ''}`);
  const rows = quality.map(({ segment, from, to, consistency: rest, similarity: alike, clipped: lost }) => [String(segment + 1), `${from} to ${to - 1}`, mark(rest), mark(alike), percentWords(lost)]);
  const numbers = table(['Segment', 'Frames', 'Consistency', 'Similarity', 'Newly clipped'], rows, 'The same numbers, segment by segment');
  return section('Measured', `<p class="note">On a few frames of every segment, before they were encoded. The dashed line is ${shareWords(threshold)}.</p>${drawn}<details${rows.length <= 24 ? ' open' : ''}><summary>All numbers</summary>${numbers}</details>`);
}

/** From 1 down to the lowest number, on lines that are easily named. */
function axisOf(points: Chart['points']): Pick<Chart, 'low' | 'high' | 'parts'> {
  const lowest = Math.min(1, ...points.flatMap(({ value }) => (value === null ? [] : [value])));
  if (lowest >= 0.8) return { low: 0.8, high: 1, parts: 4 };
  const parts = Math.ceil(5 * (1 - lowest) - 1e-9);
  return { low: 1 - parts / 5, high: 1, parts };
}

/** Lines that number themselves become a numbered list. */
function list(lines: readonly string[]): string {
  const numbered = lines.every((line, i) => line.startsWith(`${i + 1}. `)), item = (line: string): string => `<li>${text(line)}</li>`;
  return numbered ? `<ol>${lines.map((line) => item(line.replace(/^\d+\. /, ''))).join('')}</ol>` : `<ul>${lines.map(item).join('')}</ul>`;
}

function timings({ timings: rows, seconds }: Report): string {
  const whole = Math.max(seconds, ...rows.map((row) => row.seconds), 1e-9);
  const body = rows.map((row) => `<tr><th scope="row">${text(row.title)}</th><td data-head="Time">${text(duration(row.seconds))}</td><td class="bar" aria-hidden="true"><svg viewBox="0 0 100 8" preserveAspectRatio="none"><rect width="${((100 * row.seconds) / whole).toFixed(1)}" height="8"/></svg></td></tr>`).join('');
  return `<table><caption>How long each phase took; the steps on a frame overlap and are counted together</caption><thead><tr><th scope="col"></th><th scope="col">Time</th><td></td></tr></thead><tbody>${body}<tr><th scope="row">Whole job</th><td data-head="Time">${text(duration(seconds))}</td><td></td></tr></tbody></table>`;
}

const style = `
:root{--paper:#fff;--ink:#1b1d22;--faint:#5c6370;--rule:#d5d9e0;--line:#1f5fbf;--alarm:#b3261e;--card:#f5f6f8}
@media (prefers-color-scheme:dark){:root{--paper:#15171c;--ink:#e8eaef;--faint:#a4abb8;--rule:#363b45;--line:#7fb0ff;--alarm:#ff8a80;--card:#1d2027}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}h1{font-size:1.7rem;margin:0;overflow-wrap:anywhere}h2{font-size:1.25rem;margin:2.5rem 0 .75rem;border-bottom:1px solid var(--rule);padding-bottom:.3rem}h3{font-size:1rem;margin:1.25rem 0 .25rem}
.lead{margin:.25rem 0 1rem;color:var(--faint)}.note,caption{color:var(--faint);font-size:.875rem;text-align:left}caption{padding-bottom:.4rem}
dl{margin:0;display:grid;gap:.25rem}dl div{display:grid;grid-template-columns:6rem 1fr;gap:.5rem}dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.9375rem}th,td{padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;overflow-wrap:anywhere}tbody th{font-weight:500}thead th{color:var(--faint);font-weight:500}
.bar{width:35%;vertical-align:middle}.bar svg{width:100%;height:8px;display:block}.bar rect{fill:var(--line)}
figure{margin:1.25rem 0;padding:1rem;background:var(--card);border-radius:8px;break-inside:avoid}figure .note{margin:.5rem 0 0}figure svg{width:100%;height:auto;display:block;margin-top:.5rem}
svg text{fill:var(--faint);font:12px system-ui,sans-serif}.grid{stroke:var(--rule);stroke-width:1}.threshold{stroke:var(--alarm);stroke-width:1.5;stroke-dasharray:6 4}.line{fill:none;stroke:var(--line);stroke-width:2}.dot{fill:var(--line)}.low{fill:var(--card);stroke:var(--alarm);stroke-width:2}
ul,ol{margin:.25rem 0;padding-left:1.25rem}li{overflow-wrap:anywhere}summary{cursor:pointer;padding:.5rem 0}
@media (max-width:34rem){dl div{grid-template-columns:1fr;gap:0}table,thead,tbody,tr,th,td,caption{display:block}thead{display:none}tr{padding:.5rem 0;border-bottom:1px solid var(--rule)}th,td{border:0;padding:.1rem 0}tbody th{font-weight:600}th[data-head]::before,td[data-head]::before{content:attr(data-head) ": ";color:var(--faint)}.bar{width:100%}svg text{font-size:20px}}
@media print{:root{--paper:#fff;--ink:#000;--faint:#444;--rule:#bbb;--line:#1f5fbf;--alarm:#b3261e;--card:#fff}body{font-size:11pt}main{max-width:none;padding:0}tr,figure{break-inside:avoid}h2,h3{break-after:avoid}}
`;
