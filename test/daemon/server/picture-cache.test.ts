// What the daemon keeps of pictures, and how requests for them share the worker.
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPictures } from '../../../daemon/server/picture-cache.ts';
import { createPictureDesk, type PictureDesk } from '../../../daemon/server/picture-desk.ts';
import { keepPicture, pictureFolder, pictureId } from '../../../daemon/worker/picture-store.ts';
import type { Worker } from '../../../daemon/worker/handle.ts';
import { FrameWrightError } from '../../../shared/errors.ts';

let folder: string, home: string, count = 0;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-pictures-')); });
beforeEach(() => { home = join(folder, String(++count)); });
afterAll(() => rm(folder, { recursive: true }));

const bytes = 1000, idOf = (name: string): string => pictureId(name);
const keep = (name: string): Promise<unknown> => keepPicture(home, { id: idOf(name), type: 'image/png', width: 1, height: 1 }, new Uint8Array(bytes).fill(name.charCodeAt(0)));
const kept = async (): Promise<string[]> => (await readdir(pictureFolder(home))).sort();
const ids = (...names: string[]): string[] => names.map(idOf).sort();

describe('kept pictures', () => {
  it('are let go of when they take more than their share, the longest unused first', async () => {
    const pictures = createPictures(home, () => 4 * bytes);
    for (const name of ['a', 'b', 'c']) {
      await keep(name);
      await pictures.used([idOf(name)]);
    }
    await pictures.read(idOf('a'));
    await keep('d');
    await pictures.used([idOf('d')]);
    expect(await kept()).toEqual(ids('a', 'c', 'd'));
    await expect(pictures.read(idOf('b'))).rejects.toMatchObject({ code: 'picture-gone' });
    expect([await pictures.has(ids('a', 'c')), await pictures.has(ids('a', 'b'))]).toEqual([true, false]);
  });
  it('are known again by a daemon that starts later, with when each was used; what a dead worker left unfinished goes', async () => {
    for (const name of ['a', 'b', 'c']) await keep(name);
    const past = (hours: number): Date => new Date(Date.now() - hours * 3600_000), unfinished = join(pictureFolder(home), `${idOf('x')}.1`), fresh = join(pictureFolder(home), `${idOf('y')}.2`);
    await utimes(join(pictureFolder(home), idOf('b')), past(9), past(9));
    for (const path of [unfinished, fresh]) await writeFile(path, 'half');
    await utimes(unfinished, past(2), past(2));
    const pictures = createPictures(home, () => 3 * bytes);
    await keep('d');
    await pictures.used([idOf('d')]);
    const left = await kept();
    expect([left.includes(idOf('b')), left.includes(idOf('d')), left.filter((name) => name.includes('.'))]).toEqual([false, true, [`${idOf('y')}.2`]]);
  });
  it('that were asked for stay, even if they are too many; a smaller share holds from the next picture on', async () => {
    let most = 2 * bytes;
    const pictures = createPictures(home, () => most);
    for (const name of ['a', 'b', 'c']) await keep(name);
    await pictures.used(ids('a', 'b', 'c'));
    expect(await kept()).toEqual(ids('a', 'b', 'c'));
    most = 1;
    await pictures.used(ids('b'));
    expect(await kept()).toEqual(ids('b'));
  });
  it('that are damaged count as gone, and no id leads out of the folder', async () => {
    const pictures = createPictures(home, () => 1e9), path = join(pictureFolder(home), idOf('a'));
    await keep('a');
    for (const damaged of ['', 'FrameWright picture\n', 'FrameWright picture\n{}\nx', 'FrameWright picture\nno\nx']) {
      await writeFile(path, damaged);
      await expect(pictures.read(idOf('a'))).rejects.toMatchObject({ code: 'picture-gone' });
      await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    }
    for (const id of ['', '..', '../a', `${idOf('a')}/../x`]) await expect(pictures.read(id)).rejects.toMatchObject({ code: 'picture-gone' });
  });
});

type Asked = { readonly size: number | null; resolve(value: unknown): void };
/** A worker whose answers the test gives. */
function desk(now: () => number = () => 0): PictureDesk & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const call = ((_task: string, request: { size: number | null }, { signal }: { signal?: AbortSignal } = {}) => {
    if (signal?.aborted) return Promise.reject(new FrameWrightError('cancelled'));
    return new Promise((resolve, reject) => {
      asked.push({ size: request.size, resolve });
      signal?.addEventListener('abort', () => reject(new FrameWrightError('cancelled')));
    });
  }) as Worker['call'];
  return { ...createPictureDesk({ call }, createPictures(home, () => 1e9), now), asked };
}
const until = async (holds: () => boolean): Promise<void> => { while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5)); };

describe('requests for pictures', () => {
  const answer = { id: '', type: 'image/png', width: 1, height: 1 } as const;
  it('that were answered are remembered while file and picture are what they were, and not for ever', async () => {
    let time = 0;
    const { ask, asked } = desk(() => time), path = join(folder, `source-${count}`), request = { path, frame: 1, size: 8 }, ref = { ...answer, id: idOf('a') };
    await writeFile(path, 'one');
    const made = async (): Promise<number> => {
      const before = asked.length, pending = ask('frame', request, [path]);
      await Promise.race([pending, until(() => asked.length > before)]);
      if (asked.length > before) {
        await keep('a');
        asked.at(-1)!.resolve(ref);
      }
      expect(await pending).toEqual(ref);
      return asked.length;
    };
    expect([await made(), await made()]).toEqual([1, 1]);
    await writeFile(path, 'three');
    expect([await made(), await made()]).toEqual([2, 2]);
    await rm(join(pictureFolder(home), idOf('a')));
    expect([await made(), await made()]).toEqual([3, 3]);
    time += 3600_000;
    expect(await made()).toBe(4);
  });
  it('are refused when too many wait', async () => {
    const { ask, asked } = desk(), waiting = Array.from({ length: 256 }, (_, frame) => ask('frame', { path: folder, frame, size: 1 }, [folder]));
    await until(() => asked.length === 256);
    await expect(ask('frame', { path: folder, frame: 999, size: 1 }, [folder])).rejects.toMatchObject({ code: 'too-many' });
    asked.forEach(({ resolve }) => resolve(answer));
    await Promise.all(waiting);
  });
  it('replace earlier ones that call themselves the same, and no others', async () => {
    const { ask, asked, replacing } = desk();
    const first = replacing('a'), other = replacing('b');
    const [one, two] = [ask('frame', { path: folder, frame: 1, size: 1 }, [folder], first.signal), ask('frame', { path: folder, frame: 2, size: 2 }, [folder], other.signal)];
    await until(() => asked.length === 2);
    const given = new AbortController(), second = replacing('a', given.signal);
    await expect(one).rejects.toMatchObject({ code: 'cancelled' });
    first.done();
    const third = replacing('a');
    expect([first.signal.aborted, second.signal.aborted, third.signal.aborted, other.signal.aborted]).toEqual([true, true, false, false]);
    // Which of two files is looked at first is the system's business.
    asked.find(({ size }) => size === 2)!.resolve(answer);
    expect(await two).toEqual(answer);
  });
});
