// 2 000 damaged files: no crash of the daemon's side, no hang, no success that does not play, bounded memory.
import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeClip } from '../../fixtures/clip.ts';
import { makeCases, specOf } from '../../truth/cases.ts';
import { fuzz as runFuzz, type Outcome } from '../../truth/fuzz.ts';
import { mebibytes, type Bench, type Row } from '../row.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const files = 2000, lanes = 2;
/** Real files up to this size are damaged; larger ones would only take longer to decode. */
const mostBytes = 1_500_000;

export const fuzz: Bench = {
  name: 'fuzz', title: `Damaged files (${files})`, long: true,
  async run({ folder }) {
    const own = join(folder, 'fuzz');
    await mkdir(own, { recursive: true });
    const seeds = [...await realSeeds(), ...await madeSeeds(own, 24)];
    const share = files / lanes;
    const runs = await Promise.all(Array.from({ length: lanes }, (_, lane) => runFuzz({ seeds, first: lane * share, count: share, folder: own, onOutcome: report })));
    return rowsOf(runs.flatMap(({ outcomes }) => outcomes), Math.max(...runs.map(({ peak }) => peak)));
  },
};

async function realSeeds(): Promise<string[]> {
  const beside = ['video', 'container', 'fate'].map((name) => join(root, '..', 'shared', 'testdata', name)).filter((folder) => existsSync(folder));
  const all = [join(root, 'sample', 'sample.mp4'), ...(await Promise.all(beside.map(async (folder) => (await readdir(folder)).map((file) => join(folder, file))))).flat()];
  const sizes = await Promise.all(all.map(async (path) => (await stat(path)).size));
  return all.filter((_, i) => sizes[i]! <= mostBytes);
}

/** Small clips of as many kinds of codec and container as the matrix has. */
export async function madeSeeds(folder: string, count: number): Promise<string[]> {
  const cases = makeCases(), kinds = new Map(cases.map((one) => [`${one.picture.name} ${one.container}`, one]));
  const chosen = [...kinds.values()].filter((_, i) => i % Math.max(1, Math.floor(kinds.size / count)) === 0).slice(0, count);
  return Promise.all(chosen.map(async (one, i) => {
    const path = join(folder, `seed-${i}.${one.container}`);
    await makeClip(path, specOf(one));
    return path;
  }));
}

function report({ what, wrong }: Outcome): void {
  if (wrong !== null) process.stdout.write(`  **no**  ${what}: ${wrong}\n`);
}

function rowsOf(outcomes: readonly Outcome[], peak: number): Row[] {
  const wrong = outcomes.filter((one) => one.wrong !== null), slowest = Math.max(...outcomes.map(({ seconds }) => seconds));
  const counts = Object.entries(Object.groupBy(outcomes, ({ answer }) => answer)).map(([answer, all]) => `${answer} ${all!.length}`).sort();
  return [
    { what: 'answers', holds: 'restored and playable, or a catalogued error', found: counts.join(', '), ok: wrong.length === 0, note: wrong.slice(0, 8).map((one) => `${one.what}: ${one.wrong}`).join('; ') },
    { what: 'longest time without an answer or progress', holds: '≤ 30 s', found: `${slowest.toFixed(1)} s`, ok: slowest <= 30 },
    { what: 'most memory of a worker', holds: '≤ 2 GiB', found: mebibytes(peak), ok: peak === 0 ? null : peak <= 2 ** 31 },
  ];
}
