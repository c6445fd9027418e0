import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../../shared/client.ts';
import type { JobSummary } from '../../../shared/job.ts';
import { createInProcessTransport } from '../../../daemon/server/in-process.ts';
import { makeClip } from '../../fixtures/clip.ts';

const wish = { quality: 'fast', scale: '1', delivery: 'ffv1' };
let folder: string, client: Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-many-'));
  client = createClient(createInProcessTransport({ home: join(folder, 'home'), settings: { retries: 0 } }));
  await makeClip(join(folder, 'clip.mkv'), { video: 'testsrc2=size=64x48:rate=25', frames: 6, codec: 'ffv1', pixel: 'yuv420p' });
});
afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true });
});

/** A folder of clips, by their names below it. */
async function folderOf(name: string, ...clips: string[]): Promise<string> {
  for (const clip of clips) {
    await mkdir(join(folder, name, clip, '..'), { recursive: true });
    await copyFile(join(folder, 'clip.mkv'), join(folder, name, clip));
  }
  return join(folder, name);
}
const endOf = (jobs: readonly JobSummary[]) => Promise.all(jobs.map(({ id }) => client.follow({ job: id })));

describe('a batch', () => {
  it('makes a job of every file, keeps the folders, and goes on where one fails', async () => {
    const source = await folderOf('season', 'e2.mkv', 'e10.mkv', 'extras/e2.mkv');
    await writeFile(join(source, 'e3.mkv'), 'no video at all');
    await writeFile(join(source, 'notes.txt'), 'passed over');
    const { batch, jobs } = await client.submitBatch({ folder: source, recursive: true, wish, output: join(folder, 'out/'), client: 'test' });
    expect(jobs.map((job) => job.source.slice(source.length + 1))).toEqual(['e2.mkv', 'e3.mkv', 'e10.mkv', 'extras/e2.mkv']);
    const ended = await endOf(jobs);
    expect(ended.map(({ state }) => state)).toEqual(['done', 'failed', 'done', 'done']);
    expect(ended[1]!.error).toMatchObject({ code: 'input-not-media' });
    expect(await readdir(join(folder, 'out'))).toEqual(expect.arrayContaining(['e2.restored.mkv', 'e10.restored.mkv', 'extras']));
    expect(await readdir(join(folder, 'out', 'extras'))).toContain('e2.restored.mkv');
    expect((await client.batches({})).find(({ id }) => id === batch.id)).toMatchObject({ title: source, jobs: 4, done: 3, failed: 1 });
    expect(await client.jobs({ batch: batch.id })).toHaveLength(4);
  });

  it('with a known key is the batch that there is', async () => {
    const paths = [join(await folderOf('twice', 'a.mkv'), 'a.mkv')], request = { paths, wish, key: 'twice' };
    const [one, other] = await Promise.all([client.submitBatch(request), client.submitBatch(request)]);
    expect(other!.batch.id).toBe(one!.batch.id);
    expect(await client.jobs({ batch: one!.batch.id })).toHaveLength(1);
    await endOf(one!.jobs);
  });

  it('can be stopped as a whole', async () => {
    const source = await folderOf('many', ...Array.from({ length: 12 }, (_, i) => `${i}.mkv`));
    const { batch } = await client.submitBatch({ folder: source, wish, output: join(folder, 'stopped/') });
    const stopped = await client.cancelBatch({ batch: batch.id });
    expect(stopped.done + stopped.failed).toBe(12);
    expect(stopped.failed).toBeGreaterThan(0);
  });

  it.each([[{}, 'bad-value'], [{ folder: '/nowhere', paths: [] }, 'bad-value'], [{ folder: '/nowhere/at/all' }, 'input-missing']] as const)('of %j is refused with %s', async (named, code) => {
    await expect(client.submitBatch({ ...named, paths: 'paths' in named ? [...named.paths] : undefined, wish })).rejects.toMatchObject({ code });
  });
  it('that is unknown is said', async () => { await expect(client.cancelBatch({ batch: 'nobody' })).rejects.toMatchObject({ code: 'batch-missing' }); });
});

describe('a watch folder', () => {
  it('restores what is put into it, and sorts the sources by how it went', async () => {
    const drop = join(folder, 'drop');
    await mkdir(drop);
    const watch = await client.watch({ folder: drop, wish, settleSeconds: 0.5 });
    await expect(client.watch({ folder: drop, wish })).rejects.toMatchObject({ code: 'bad-value' });
    await copyFile(join(folder, 'clip.mkv'), join(drop, 'good.mkv'));
    await writeFile(join(drop, 'bad.mp4'), 'this is no film');
    for (let waited = 0; waited < 60_000 && (await client.watches({}))[0]!.done + (await client.watches({}))[0]!.failed < 2; waited += 200) await sleep(200);
    for (let waited = 0; waited < 30_000 && (await readdir(drop)).some((name) => name.endsWith('.mp4') || name.endsWith('.mkv')); waited += 200) await sleep(200);
    expect((await readdir(drop)).sort()).toEqual(['done', 'failed', 'restored']);
    expect(await readdir(join(drop, 'done'))).toEqual(['good.mkv']);
    expect((await readdir(join(drop, 'failed'))).sort()).toEqual(['bad.mp4', 'bad.mp4.txt']);
    expect(await readFile(join(drop, 'failed', 'bad.mp4.txt'), 'utf8')).toMatch(/not a video/);
    expect(await readdir(join(drop, 'restored'))).toContain('good.restored.mkv');
    expect(await client.watches({})).toMatchObject([{ id: watch.id, taken: 2, done: 1, failed: 1, trouble: null }]);
    expect((await client.jobs({ search: 'good' })).map(({ source }) => source)).toEqual([join(drop, 'done', 'good.mkv')]);
    expect(await client.unwatch({ watch: watch.id })).toEqual({ removed: watch.id });
    expect(await client.watches({})).toEqual([]);
  });
  it('that is no folder is refused', async () => {
    await expect(client.watch({ folder: join(folder, 'clip.mkv'), wish })).rejects.toMatchObject({ code: 'input-unreadable' });
    await expect(client.watch({ folder: join(folder, 'nowhere'), wish })).rejects.toMatchObject({ code: 'input-missing' });
    await expect(client.unwatch({ watch: 'nobody' })).rejects.toMatchObject({ code: 'watch-missing' });
  });
});

describe('an editor that plays', () => {
  it('holds the queue, and lets it go on', async () => {
    const source = join(await folderOf('held', 'a.mkv'), 'a.mkv'), holds: (string | null)[] = [];
    const quiet = client.onEvent((event) => { if (event.kind === 'hold') holds.push(event.why); });
    await client.host({ host: 'Premiere Pro', state: 'playing' });
    const job = await client.submit({ path: source, wish, planned: false });
    await sleep(300);
    expect((await client.job({ job: job.id })).state).toBe('queued');
    expect(await client.describe({})).toMatchObject({ hold: 'Premiere Pro is playing.', hosts: [{ host: 'Premiere Pro', state: 'playing' }] });
    await client.changeSettings({ pauseWhilePlaying: false });
    expect((await client.follow({ job: job.id })).state).toBe('done');
    await client.host({ host: 'Premiere Pro', state: 'gone' });
    quiet();
    expect(holds).toEqual(['Premiere Pro is playing.', null]);
  });
});
