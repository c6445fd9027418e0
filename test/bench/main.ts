// `npm run bench [-- name …]`: measures, prints, and writes docs/benchmarks.md. Without names all but the long ones, which are run when they are named.
import { rm } from 'node:fs/promises';
import { openShop } from './material.ts';
import { findPlace, printRows, saveRows } from './report.ts';
import type { Bench } from './row.ts';
import { answers } from './rows/answers.ts';
import { content } from './rows/content.ts';
import { cuts } from './rows/cuts.ts';
import { daemon } from './rows/daemon.ts';
import { filters } from './rows/filters.ts';
import { fuzz } from './rows/fuzz.ts';
import { memory } from './rows/memory.ts';
import { modelSpeed } from './rows/models.ts';
import { neural } from './rows/neural.ts';
import { preview } from './rows/preview.ts';
import { quality } from './rows/quality.ts';
import { qualityCost } from './rows/quality-cost.ts';
import { soak } from './rows/soak.ts';
import { truth } from './rows/truth.ts';

const benches: readonly Bench[] = [filters, neural, modelSpeed, memory, answers, daemon, preview, quality, qualityCost, truth, fuzz, soak, cuts, content];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length) {
  process.stderr.write(`There is no benchmark "${unknown[0]}". Known: ${benches.map((bench) => bench.name).join(', ')}.\n`);
  process.exit(2);
}
const chosen = benches.filter((one) => (asked.length ? asked.includes(one.name) : !one.long));
// Before the first one: some run for hours.
for (const bench of chosen) await findPlace(bench);
const shop = await openShop();
try {
  for (const bench of chosen) {
    const rows = await bench.run(shop, 5);
    printRows(bench, rows);
    await saveRows(bench, rows);
  }
} finally {
  await shop.client.close();
  await rm(shop.folder, { recursive: true, force: true });
}
