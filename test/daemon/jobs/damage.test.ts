// A store that cannot be opened as it is: damaged, not to be written, or large.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../daemon/jobs/store.ts';
import { createService } from '../../../daemon/server/service.ts';
import { operations } from '../../../shared/operations.ts';
import { fakePlan } from './fake-plan.ts';
import { newJob, putPlanned } from './records.ts';

let home: string;
beforeEach(async () => { home = await mkdtemp(join(tmpdir(), 'fw-damage-')); });
afterEach(() => rm(home, { recursive: true }));
const plan = fakePlan('/clips/a.mp4', { size: 1, mtimeMs: 1, edges: 'x' });

test.each([
  ['is no database', (path: string) => writeFile(path, 'something else entirely, long enough to be looked at')],
  ['lost its second half', async (path: string) => {
    const store = openStore(home);
    for (let i = 0; i < 40; i++) putPlanned(store, plan, newJob(`j${i}`));
    store.close();
    await truncate(path, 8192);
  }],
])('a file that %s is kept aside, a fresh one begun, and that is said', async (_, damage) => {
  await damage(join(home, 'jobs.db'));
  const service = createService({ home, workerEntry: new URL('./fake-worker.ts', import.meta.url) });
  service.recover();
  expect(await service.call('jobs', operations.jobs.request.parse({}))).toEqual([]);
  const { notices } = await service.call('describe', {});
  expect(notices).toEqual([expect.stringMatching(/damaged.*jobs\.db\.damaged-2.*fresh/)]);
  await service.close();
  expect((await readdir(home)).filter((name) => name.startsWith('jobs.db.damaged-'))).not.toEqual([]);
  openStore(home, { onDamage: () => { throw new Error('the fresh one is damaged'); } }).close();
});

test('a data folder that cannot be made or written is an error of the catalogue', async () => {
  await writeFile(join(home, 'file'), '');
  await mkdir(join(home, 'taken', 'jobs.db'), { recursive: true });
  for (const wrong of [join(home, 'file', 'home'), join(home, 'taken')]) expect(() => openStore(wrong)).toThrow(expect.objectContaining({ code: 'home-unwritable', values: expect.objectContaining({ path: wrong }) }));
});

const mayMount = canMount();
if (!mayMount) console.log('SKIPPED: a read-only data folder needs Linux and the right to mount a tmpfs.');
function canMount(): boolean {
  try { execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' }); return process.platform === 'linux' && process.getuid?.() === 0; } catch { return false; }
}

test.skipIf(!mayMount)('a disk that may only be read, too', async () => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', home]);
  try { expect(() => openStore(home)).toThrow(expect.objectContaining({ code: 'home-unwritable' })); } finally { execFileSync('umount', [home]); }
});

test('ten thousand jobs of history: opened, counted and listed at once, without reading a plan', async () => {
  const filled = openStore(home), made = Array.from({ length: 10_000 }, (_, i) => newJob(`h${String(i).padStart(5, '0')}`, { source: `/clips/tape ${i}.mp4` }));
  filled.atomically(() => {
    filled.create(made);
    for (const { id } of made) {
      filled.addPlan(id, plan, 'First look.');
      filled.transition(id, 'cancelled', { finishedAt: '2026-01-02T00:00:00.000Z', device: 'cpu' });
    }
  });
  filled.close();
  const begun = performance.now();
  const service = createService({ home, workerEntry: new URL('./fake-worker.ts', import.meta.url) });
  service.recover();
  const { jobs } = await service.call('describe', {});
  const page = await service.call('jobs', operations.jobs.request.parse({})), elapsed = performance.now() - begun;
  expect(jobs.failed).toBe(10_000);
  expect(page.length).toBe(1000);
  const older = await service.call('jobs', operations.jobs.request.parse({ before: page[0]!.id, limit: 10 }));
  expect(older.at(-1)!.id).toBe('h08999');
  expect((await service.call('jobs', operations.jobs.request.parse({ search: 'tape 1234.' }))).map(({ id }) => id)).toEqual(['h01234']);
  await service.close();
  console.log(`opened with 10 000 jobs and listed in ${elapsed.toFixed(0)} ms`);
  expect(elapsed).toBeLessThan(3000);
});
