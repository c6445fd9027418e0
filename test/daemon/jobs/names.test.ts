import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Container } from '../../../shared/container.ts';
import { findHome } from '../../../daemon/jobs/home.ts';
import { companionName, containerOf, freeStem, resultPath } from '../../../daemon/jobs/names.ts';
import { companionOf } from '../../../daemon/worker/companions.ts';
import { demandFree, demandSpace, demandWritable, freeBytes, quote } from '../../../daemon/jobs/preflight.ts';

const as = (container: Container) => ({ container, pictures: null, title: '' });

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-names-')); await writeFile(join(folder, 'clip.mp4'), 'x'); });
afterAll(() => rm(folder, { recursive: true }));

test('results lie beside the source, in a folder, or where they are told to', async () => {
  const source = join(folder, 'clip.mp4');
  await mkdir(join(folder, 'there'));
  expect(await resultPath(source, null, as('mkv'))).toBe(join(folder, 'clip.restored.mkv'));
  expect(await resultPath(source, join(folder, 'there'), as('mp4'))).toBe(join(folder, 'there', 'clip.restored.mp4'));
  expect(await resultPath(source, `${join(folder, 'new')}/`, as('mp4'))).toBe(join(folder, 'new', 'clip.restored.mp4'));
  expect(await resultPath(source, join(folder, 'mine.mov'), as('mov'))).toBe(join(folder, 'mine.mov'));
});

test('pictures are numbered by the name asked for, in its folder', async () => {
  const source = join(folder, 'clip.mp4'), many = { container: 'pictures' as const, title: 'PNG', pictures: { ending: 'png', pattern: 'x_%04d.png', first: 1 } };
  for (const name of ['x_%04d.png', 'x_####.png']) expect(await resultPath(source, join(folder, 'shots', name), many)).toBe(join(folder, 'shots'));
  await expect(resultPath(source, join(folder, 'shots', 'x.png'), many)).rejects.toMatchObject({ code: 'bad-value', values: { why: expect.stringContaining('shot_%04d.png') } });
  await expect(resultPath(source, join(folder, 'x_%04d.jpg'), many)).rejects.toMatchObject({ code: 'bad-value' });
  await expect(resultPath(source, join(folder, 'x_%04d.png'), { ...many, pictures: { ...many.pictures, pattern: null } })).rejects.toMatchObject({ code: 'bad-value' });
});

test('the source is recognised under any name', async () => {
  const source = join(folder, 'clip.mp4');
  await symlink(source, join(folder, 'link.mp4'));
  for (const output of [source, join(folder, 'there', '..', 'clip.mp4'), join(folder, 'link.mp4')]) await expect(resultPath(source, output, as('mp4'))).rejects.toMatchObject({ code: 'output-is-source' });
});

test('the ending decides the container', async () => {
  expect(await Promise.all([containerOf(null), containerOf('a.MP4'), containerOf('a.m4v'), containerOf('b.mov'), containerOf('c.mkv'), containerOf(folder)])).toEqual([null, 'mp4', 'mp4', 'mov', 'mkv', null]);
  await expect(containerOf('a.webm')).rejects.toMatchObject({ code: 'bad-value' });
  await expect(containerOf('noending')).rejects.toMatchObject({ code: 'bad-value' });
});

test('names fit any file system, cut between whole characters', () => {
  expect(companionName(`${'n'.repeat(200)}.mp4`, '.restored.mp4')).toBe(`${'n'.repeat(200)}.restored.mp4`);
  for (const letter of ['n', 'é', '家', '👩‍👩‍👧']) {
    const name = companionName(`${letter.repeat(240)}.avi`, '.restored.mp4');
    expect(Buffer.byteLength(name.replace('.mp4', '.framewright.json'))).toBeLessThanOrEqual(255);
    expect(name).toMatch(new RegExp(`^(${letter})+\\.restored\\.mp4$`, 'u'));
  }
});

test('free names count up for all endings together', async () => {
  const name = async () => basename(await freeStem(folder, '/x/clip.mp4', '.preview', ['.mp4', '.png']));
  expect(await name()).toBe('clip.preview');
  await writeFile(join(folder, 'clip.preview.png'), 'x');
  expect(await name()).toBe('clip.preview-2');
});

test('preflight: existing names, unwritable folders, too little room', async () => {
  const source = join(folder, 'clip.mp4');
  await writeFile(join(folder, 'o p.mp4'), 'x');
  await writeFile(join(folder, 'o p-2.mp4'), 'x');
  await expect(demandFree(join(folder, 'o p.mp4'), false, source)).rejects.toMatchObject({ code: 'output-exists', values: { other: `'${join(folder, 'o p-3.mp4')}'`, pathArgument: source } });
  await demandFree(join(folder, 'o p.mp4'), true, source);
  await expect(demandFree(folder, true, source)).rejects.toMatchObject({ code: 'output-unwritable', values: { other: `${folder}-2/` } });
  await mkdir(join(folder, 'made first'));
  await demandFree(join(folder, 'made first'), false, source);
  await expect(demandWritable(join(source, 'sub'), source)).rejects.toMatchObject({ code: 'output-unwritable' });
  await expect(demandSpace(folder, 1e18, source)).rejects.toMatchObject({ code: 'disk-too-small', values: { needed: '1000000 TB' } });
  await demandSpace(folder, 1, source);
  expect(await freeBytes(folder)).toBeGreaterThan(0);
});

test('sizes and paths as people and shells read them', () => {
  expect([quote('/a/b.mp4'), quote("/a b/it's.mp4")]).toEqual(['/a/b.mp4', "'/a b/it'\\''s.mp4'"]);
});

test('the data folder of every platform', () => {
  expect(findHome({ FRAMEWRIGHT_HOME: '/h' }, 'linux', '/u')).toBe('/h');
  expect(findHome({}, 'linux', '/u')).toBe(join('/u', '.local', 'share', 'framewright'));
  expect(findHome({ XDG_DATA_HOME: '/x' }, 'linux', '/u')).toBe(join('/x', 'framewright'));
  expect(findHome({}, 'darwin', '/u')).toBe(join('/u', 'Library', 'Application Support', 'FrameWright'));
  expect(findHome({ LOCALAPPDATA: '/l' }, 'win32', '/u')).toBe(join('/l', 'FrameWright'));
  expect(findHome({}, 'win32', '/u')).toBe(join('/u', 'AppData', 'Local', 'FrameWright'));
});

test('pictures: a folder of its own, or one file with the ending of its kind', async () => {
  const many = { container: 'pictures', title: 'PNG', pictures: { ending: 'png', pattern: 'clip_%06d.png', first: 1 } } as const, one = { container: 'pictures', title: 'JPEG', pictures: { ending: 'jpg', pattern: null, first: 0 } } as const;
  expect(await resultPath(join(folder, 'film.mov'), null, many)).toBe(join(folder, 'film.restored'));
  expect(await resultPath(join(folder, 'shot_%04d.exr'), null, many)).toBe(join(folder, 'shot.restored'));
  expect(await resultPath(join(folder, 'me.jpeg'), null, one)).toBe(join(folder, 'me.restored.jpeg'));
  expect(await resultPath(join(folder, 'me.heic'), null, one)).toBe(join(folder, 'me.restored.jpg'));
  await expect(resultPath(join(folder, 'film.mov'), join(folder, 'x.png'), many)).rejects.toMatchObject({ code: 'bad-value' });
  await expect(resultPath(join(folder, 'me.jpg'), join(folder, 'x.png'), one)).rejects.toMatchObject({ code: 'bad-value' });
  expect(await Promise.all(['a.png', 'a.JPG', 'a.wav', 'a.m4b', 'a.opus'].map(containerOf))).toEqual(['pictures', 'pictures', 'wav', 'm4a', 'ogg']);
  expect(companionOf(join(folder, 'film.restored'), '.framewright.json')).toBe(join(folder, 'film.restored.framewright.json'));
  expect(companionOf(join(folder, 'me.restored.jpg'), '.framewright.json')).toBe(join(folder, 'me.restored.framewright.json'));
});
