// Listing folders for clients that have no paths of their own.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { folderListing } from '../../../shared/folder.ts';
import { listFolder } from '../../../daemon/server/folders.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folders-'));
  await mkdir(join(folder, 'Tapes'));
  for (const [name, bytes] of [['clip10.mp4', 10], ['clip2.MP4', 20], ['notes.txt', 3], ['.hidden.mp4', 1], ['song.flac', 5]] as const) await writeFile(join(folder, name), Buffer.alloc(bytes));
  if (process.platform !== 'win32') await symlink(join(folder, 'gone'), join(folder, 'dangling.mp4'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('lists folders first, then files as people count, with kinds and sizes', async () => {
  const found = folderListing.parse(await listFolder({ path: folder }));
  expect(found.entries.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
    ['Tapes', 'folder', null], ['clip2.MP4', 'video', 20], ['clip10.mp4', 'video', 10], ['notes.txt', 'other', 3], ['song.flac', 'sound', 5],
  ]);
  expect(found.more).toBe(0);
  expect(found.parent).toBe(tmpdir());
});

it('begins at home', async () => {
  const { path, places } = await listFolder({});
  expect(places[0]).toEqual({ title: 'Home', path });
});

it('says why a folder cannot be listed', async () => {
  await expect(listFolder({ path: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'input-missing' });
  await expect(listFolder({ path: join(folder, 'notes.txt') })).rejects.toMatchObject({ code: 'input-unreadable', values: { why: 'It is a file, not a folder.' } });
});
