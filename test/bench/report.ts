// Prints rows and keeps docs/benchmarks.md true: each group stands between its own markers and is replaced whole.
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Bench, Row } from './row.ts';

const path = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');

const mark = (row: Row): string => (row.ok === null ? '' : row.ok ? 'yes' : '**no**');

export function printRows(bench: Bench, rows: readonly Row[]): void {
  process.stdout.write(`\n${bench.title}\n`);
  for (const row of rows) process.stdout.write(`  ${mark(row).padEnd(7)} ${row.what}: ${row.found}${row.holds ? `   (${row.holds})` : ''}${row.note ? `   ${row.note}` : ''}\n`);
}

/** The document around the place of a group's table. @throws Error when it has no markers for this group. */
export async function findPlace(bench: Bench): Promise<{ readonly before: string; readonly after: string }> {
  const text = await readFile(path, 'utf8');
  const begin = `<!-- ${bench.name}: written by npm run bench -->`, [from, to] = [text.indexOf(begin), text.indexOf(`<!-- /${bench.name} -->`)];
  if (from < 0 || to < 0) throw new Error(`docs/benchmarks.md has no markers for ${bench.name}`);
  return { before: text.slice(0, from + begin.length), after: text.slice(to) };
}

/** @throws Error when the document has no markers for this group. */
export async function saveRows(bench: Bench, rows: readonly Row[]): Promise<void> {
  const { before, after } = await findPlace(bench);
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform}-${process.arch}, Node ${process.versions.node}`;
  const table = ['| what | must hold | found | holds | remark |', '| --- | --- | --- | --- | --- |', ...rows.map((row) => `| ${row.what} | ${row.holds} | ${row.found} | ${mark(row)} | ${row.note ?? ''} |`)];
  await writeFile(path, `${before}\n${machine}\n\n${table.join('\n')}\n${after}`);
}
