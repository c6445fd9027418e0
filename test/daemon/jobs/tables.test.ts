// Old tables go, those that a job's plan names stay.
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeTable } from '../../../daemon/media/table.ts';
import { openStore } from '../../../daemon/jobs/store.ts';
import { sweepTables } from '../../../daemon/jobs/tables.ts';
import { fakePlan } from './fake-plan.ts';
import { newJob, putPlanned } from './records.ts';

test('tables older than a day that no plan names are deleted', async () => {
  const home = await mkdtemp(join(tmpdir(), 'fw-tables-')), store = openStore(home);
  const plan = fakePlan('/clips/a.mp4', { size: 1, mtimeMs: 1, edges: 'x' });
  putPlanned(store, plan, newJob('j'));
  await sweepTables(home, store, Date.now());
  await mkdir(join(home, 'tables'));
  const old = new Date(Date.now() - 48 * 3600 * 1000);
  for (const name of [plan.index.sha256, 'a'.repeat(60), 'young']) await writeFile(join(home, 'tables', name), 'x');
  for (const name of [plan.index.sha256, 'a'.repeat(60)]) await utimes(join(home, 'tables', name), old, old);
  await sweepTables(home, store, Date.now());
  expect((await readdir(join(home, 'tables'))).sort()).toEqual([plan.index.sha256, 'young'].sort());
  const reused = await writeTable(home, 'cuts', Uint8Array.of(1, 2));
  await utimes(join(home, 'tables', reused.sha256), old, old);
  await writeTable(home, 'cuts', Uint8Array.of(1, 2));
  await sweepTables(home, store, Date.now());
  expect(await readdir(join(home, 'tables'))).toContain(reused.sha256);
  store.close();
  await rm(home, { recursive: true });
});
