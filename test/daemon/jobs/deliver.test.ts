import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveIntoPlace, moveWithoutLinks } from '../../../daemon/jobs/deliver.ts';
import { contentOf, sha256Of } from '../../../daemon/worker/manifest.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-deliver-')); await mkdir(join(folder, 'work')); });
afterEach(() => rm(folder, { recursive: true }));

async function finished(name: string, text: string) {
  const from = join(folder, 'work', name);
  await writeFile(from, text);
  return { from, to: join(folder, name), sha256: await sha256Of(from), bytes: text.length };
}
const delivery = async () => { const files = [await finished('r.json', '{}'), await finished('r.mp4', 'result')]; return { files, sidecar: files[0]!.to }; };

test('files move, and moving again after any kill changes nothing', async () => {
  const made = await delivery();
  expect(await moveIntoPlace(made, false)).toBe(true);
  expect(await readdir(join(folder, 'work'))).toEqual([]);
  expect(await moveIntoPlace(made, false)).toBe(true);
  // Killed between link and unlink: both names exist.
  await writeFile(made.files[1]!.from, 'result');
  expect(await moveIntoPlace(made, false)).toBe(true);
  expect(await readdir(folder)).toEqual(['r.json', 'r.mp4', 'work']);
});

test('a lost file is noticed, a foreign one is never replaced unasked', async () => {
  const made = await delivery();
  await rm(made.files[0]!.from);
  expect(await moveIntoPlace(made, false)).toBe(false);
  const other = await delivery();
  await writeFile(join(folder, 'r.mp4'), 'foreign');
  await expect(moveIntoPlace(other, false)).rejects.toMatchObject({ code: 'output-exists' });
  // Nothing was moved, not even what comes before it.
  expect(await readdir(join(folder, 'work'))).toEqual(['r.json', 'r.mp4']);
  expect(await readFile(join(folder, 'r.mp4'), 'utf8')).toBe('foreign');
  expect(await moveIntoPlace(await delivery(), true)).toBe(true);
  expect(await readFile(join(folder, 'r.mp4'), 'utf8')).toBe('result');
});

test('without hard links: the name is reserved, a kill after reserving is recovered, foreign files stay', async () => {
  const file = await finished('r.mp4', 'result');
  await writeFile(file.to, '');
  await expect(moveWithoutLinks(file)).rejects.toMatchObject({ code: 'output-exists' });
  await rm(file.to);
  await moveWithoutLinks(file);
  expect(await readFile(file.to, 'utf8')).toBe('result');
  const again = await finished('s.mp4', 'result');
  await writeFile(again.to, '');
  await writeFile(`${again.from}.reserved`, '');
  await moveWithoutLinks(again);
  expect(await readFile(again.to, 'utf8')).toBe('result');
  expect(await readdir(join(folder, 'work'))).toEqual([]);
});

test('a folder appears whole, is known by its content, and replaces no other', async () => {
  const from = join(folder, 'work', 'result'), to = join(folder, 'clip.restored');
  const make = async () => { await mkdir(from, { recursive: true }); for (const name of ['b.png', 'a.png']) await writeFile(join(from, name), name); return { from, to, ...await contentOf(from) }; };
  const made = { files: [await finished('r.json', '{}'), await make()], sidecar: join(folder, 'r.json') };
  expect(await moveIntoPlace(made, false)).toBe(true);
  expect((await readdir(to)).sort()).toEqual(['a.png', 'b.png']);
  expect(await moveIntoPlace(made, false)).toBe(true);
  await writeFile(join(to, 'a.png'), 'mine');
  const again = { files: [await make()], sidecar: '' };
  for (const overwrite of [false, true]) await expect(moveIntoPlace(again, overwrite)).rejects.toMatchObject({ code: 'output-exists' });
  expect(await readFile(join(to, 'a.png'), 'utf8')).toBe('mine');
  await mkdir(join(folder, 'made first'));
  expect(await moveIntoPlace({ files: [{ ...await make(), to: join(folder, 'made first') }], sidecar: '' }, false)).toBe(true);
  expect((await readdir(join(folder, 'made first'))).length).toBe(2);
});
