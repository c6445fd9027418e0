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

/** @throws Error when the document has no markers for this group. */
export async function saveRows(bench: Bench, rows: readonly Row[]): Promise<void> {
  const text = await readFile(path, 'utf8');
  const [begin, end] = [`<!-- ${bench.name}: written by npm run bench -->`, `<!-- /${bench.name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`docs/benchmarks.md has no markers for ${bench.name}`);
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform}-${process.arch}, Node ${process.versions.node}`;
  const table = ['| what | must hold | found | holds | remark |', '| --- | --- | --- | --- | --- |', ...rows.map((row) => `| ${row.what} | ${row.holds} | ${row.found} | ${mark(row)} | ${row.note ?? ''} |`)];
  await writeFile(path, `${text.slice(0, from + begin.length)}\n${machine}\n\n${table.join('\n')}\n${text.slice(to)}`);
}
