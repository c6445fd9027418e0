// How soon a file is known well enough for a plan.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shop } from '../material.ts';
import { secondsWords, type Bench, type Row } from '../row.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export const answers: Bench = { name: 'answers', title: 'Answers', run: (shop) => glances(shop) };

async function glances(shop: Shop): Promise<Row[]> {
  const folder = join(root, '..', 'shared', 'testdata');
  const real = existsSync(folder) ? (await Promise.all(['video', 'container', 'fate'].map(async (name) => (await readdir(join(folder, name))).map((file) => join(folder, name, file))))).flat() : [];
  const files = [...real, await shop.clip(1920, 1080, 100), await shop.clip(320, 180, 2000)];
  let slowest = { path: '', seconds: 0 }, audioOnly = 0;
  for (const path of files) {
    const begun = performance.now();
    try { await shop.client.analyze({ path }); } catch (error) { if ((error as { code?: string }).code !== 'input-no-video') throw error; audioOnly += 1; }
    const seconds = (performance.now() - begun) / 1000;
    if (seconds > slowest.seconds) slowest = { path: path.split(/[\\/]/).at(-1)!, seconds };
  }
  return [{ what: `probe and glance of any file (${files.length - audioOnly} files)`, holds: '≤ 3 s', found: `slowest ${secondsWords(slowest.seconds)} (${slowest.path})`, ok: slowest.seconds <= 3, note: real.length ? undefined : '../shared is not here: only generated clips' }];
}
