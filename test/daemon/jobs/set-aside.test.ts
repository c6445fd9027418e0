// A file that may be linked but not taken away: in a folder of somebody else's, or while a player has it open.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setAside } from '../../../daemon/jobs/set-aside.ts';

/** Codes with which the next calls fail. */
const refusals = vi.hoisted(() => ({ link: null as string | null, unlink: null as string | null, rename: null as string | null }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const refusing = (name: keyof typeof refusals) => async (...paths: [string, string]): Promise<void> => {
    if (refusals[name] && !paths[0].includes('done')) throw Object.assign(new Error(`${name} refused`), { code: refusals[name] });
    await (real[name] as (...paths: [string, string]) => Promise<void>)(...paths);
  };
  return { ...real, link: refusing('link'), unlink: refusing('unlink'), rename: refusing('rename') };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-aside-'));
  await mkdir(join(folder, 'done'));
  await writeFile(join(folder, 'clip.mov'), 'mine');
});
afterEach(async () => {
  Object.assign(refusals, { link: null, unlink: null, rename: null });
  await rm(folder, { recursive: true });
});

it.each([
  ['EPERM', { unlink: 'EPERM' }], ['EBUSY', { unlink: 'EBUSY' }], ['EACCES', { link: 'EPERM', rename: 'EACCES' }],
] as const)('one that cannot leave (%s) stays where it is, and leaves nothing behind', async (code, refused) => {
  Object.assign(refusals, refused);
  await expect(setAside(join(folder, 'clip.mov'), join(folder, 'done'), null)).rejects.toMatchObject({ code });
  expect((await readdir(folder, { recursive: true })).sort()).toEqual(['clip.mov', 'done']);
});

it('where links are unknown, one that can leave does, and replaces nothing', async () => {
  Object.assign(refusals, { link: 'EPERM' });
  await writeFile(join(folder, 'done', 'clip.mov'), 'earlier');
  expect(await setAside(join(folder, 'clip.mov'), join(folder, 'done'), null)).toBe(join(folder, 'done', 'clip-2.mov'));
});
