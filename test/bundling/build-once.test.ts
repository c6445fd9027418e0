// A build is whole or not there, is done once, and old ones go.
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOnce } from '../../bundling/build-once.ts';

let builds: string;
beforeEach(async () => { builds = await mkdtemp(join(tmpdir(), 'fw-builds-')); });
afterEach(() => rm(builds, { recursive: true }));
const make = async (draft: string): Promise<void> => writeFile(join(draft, 'main.js'), 'built');

test('what is there is not built again', async () => {
  const folder = await buildOnce(join(builds, 'a'), make);
  expect(await buildOnce(folder, () => Promise.reject(new Error('built again')))).toBe(folder);
  expect(await readdir(folder)).toEqual(['main.js']);
});

test('a build that fails leaves nothing', async () => {
  await expect(buildOnce(join(builds, 'a'), async (draft) => { await make(draft); throw new Error('it does not compile'); })).rejects.toThrow('it does not compile');
  expect(await readdir(builds)).toEqual([]);
});

test('where another process was quicker, its build is taken', async () => {
  const folder = join(builds, 'a');
  await buildOnce(folder, async (draft) => {
    await make(draft);
    await mkdir(folder);
    await writeFile(join(folder, 'other.js'), 'quicker');
  });
  expect(await readdir(builds)).toEqual(['a']);
  expect(await readdir(folder)).toEqual(['other.js']);
});

test('three builds are kept, and every one of the last hour', async () => {
  for (const [name, hours] of [['old-1', 9], ['old-2', 8], ['old-3', 7], ['old-4', 6]] as const) {
    await mkdir(join(builds, name));
    await utimes(join(builds, name), new Date(Date.now() - hours * 3_600_000), new Date(Date.now() - hours * 3_600_000));
  }
  await buildOnce(join(builds, 'new'), make);
  expect((await readdir(builds)).sort()).toEqual(['new', 'old-3', 'old-4']);
  for (const name of ['b', 'c', 'd']) await buildOnce(join(builds, name), make);
  expect((await readdir(builds)).sort()).toEqual(['b', 'c', 'd', 'new']);
});
