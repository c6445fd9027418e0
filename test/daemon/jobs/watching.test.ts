import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobState } from '../../../shared/job.ts';
import { createLook } from '../../../daemon/jobs/watching.ts';
import { setAside } from '../../../daemon/jobs/set-aside.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-watch-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A folder with a clock that only the test moves. */
function watchedFolder() {
  const jobs = new Map<string, { state: JobState; why: string | null }>(), taken: string[] = [], troubles: (string | null)[] = [], moves: string[] = [];
  let now = 0;
  const look = createLook({ id: 'w1', folder, settleSeconds: 5 }, {
    jobOf: (key) => jobs.get(key) ?? null,
    take: async (_, path, key) => {
      if (path.includes('refused')) throw new Error('Not this one.');
      taken.push(path);
      jobs.set(key, { state: 'queued', why: null });
    },
    moved: (_, path) => { moves.push(path); }, trouble: (_, why) => { troubles.push(why); }, now: () => now,
  });
  return { jobs, taken, troubles, moves, lookAfter: (seconds: number) => { now += seconds * 1000; return look(); } };
}
const write = (name: string, text: string, second: number) => writeFile(join(folder, name), text).then(() => utimes(join(folder, name), second, second));

describe('a watch folder', () => {
  it('takes a file once its size and time have stopped changing', async () => {
    const watch = watchedFolder();
    await write('clip.mov', 'half', 100);
    await watch.lookAfter(0);
    await watch.lookAfter(4);
    await write('clip.mov', 'whole clip', 104);
    await watch.lookAfter(4);
    await watch.lookAfter(4);
    expect(watch.taken).toEqual([]);
    await watch.lookAfter(1);
    expect(watch.taken).toEqual([join(folder, 'clip.mov')]);
    await watch.lookAfter(60);
    expect(watch.taken).toHaveLength(1);
  });

  it('passes over empty files, hidden ones, results and what is no media', async () => {
    const watch = watchedFolder();
    await Promise.all([write('empty.mp4', '', 1), write('.clip.mp4', 'x', 1), write('clip.restored.mp4', 'x', 1), write('notes.txt', 'x', 1), mkdir(join(folder, 'folder.mp4'))]);
    await watch.lookAfter(0);
    await watch.lookAfter(60);
    expect(watch.taken).toEqual([]);
  });

  it.each([['done', null], ['failed', 'It is no video.']] as const)('moves the source of a job that is %s, never over another, and says why', async (state, why) => {
    const watch = watchedFolder();
    await write('clip.mov', 'mine', 1);
    await mkdir(join(folder, state));
    await writeFile(join(folder, state, 'clip.mov'), 'earlier');
    await watch.lookAfter(0);
    await watch.lookAfter(5);
    watch.jobs.set([...watch.jobs.keys()][0]!, { state, why });
    await watch.lookAfter(1);
    expect(watch.moves).toEqual([join(folder, state, 'clip-2.mov')]);
    expect(await readFile(join(folder, state, 'clip.mov'), 'utf8')).toBe('earlier');
    expect(await readdir(folder)).toEqual([state]);
    expect((await readdir(join(folder, state))).sort()).toEqual(why ? ['clip-2.mov', 'clip-2.mov.txt', 'clip.mov'] : ['clip-2.mov', 'clip.mov']);
  });

  it('leaves a cancelled job\'s file alone, and takes a new file of the same name', async () => {
    const watch = watchedFolder();
    await write('clip.mov', 'mine', 1);
    await watch.lookAfter(0);
    await watch.lookAfter(5);
    watch.jobs.set([...watch.jobs.keys()][0]!, { state: 'cancelled', why: null });
    await watch.lookAfter(60);
    expect([await readdir(folder), watch.taken.length]).toEqual([['clip.mov'], 1]);
    await write('clip.mov', 'other', 2);
    await watch.lookAfter(1);
    await watch.lookAfter(5);
    expect(watch.taken).toHaveLength(2);
  });

  it('lets no file that cannot be taken keep the others waiting', async () => {
    const watch = watchedFolder();
    await Promise.all([write('refused.mov', 'x', 1), write('taken.mov', 'x', 1)]);
    for (const seconds of [0, 5, 5]) await watch.lookAfter(seconds);
    expect([watch.taken, watch.troubles]).toEqual([[join(folder, 'taken.mov')], [null, 'Not this one.']]);
    await rm(join(folder, 'refused.mov'));
    await watch.lookAfter(1);
    expect(watch.troubles.at(-1)).toBe(null);
  });

  it('says what is wrong once, and that it is well again', async () => {
    const watch = watchedFolder();
    await rm(folder, { recursive: true });
    await watch.lookAfter(0);
    await watch.lookAfter(1);
    await mkdir(folder);
    await watch.lookAfter(1);
    expect(watch.troubles).toEqual([expect.stringContaining('ENOENT'), null]);
  });
});

it('what is set aside counts up to a free name', async () => {
  const made = await Promise.all([1, 2, 3].map(async (n) => {
    await mkdir(join(folder, `${n}`));
    await writeFile(join(folder, `${n}`, 'a.mkv'), `${n}`);
    return setAside(join(folder, `${n}`, 'a.mkv'), join(folder, 'done'), null);
  }));
  expect(made.map((path) => path.slice(folder.length + 6)).sort()).toEqual(['a-2.mkv', 'a-3.mkv', 'a.mkv']);
});
