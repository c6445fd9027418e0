import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInProcessTransport } from '../../../daemon/server/in-process.ts';
import { createClient, type Client } from '../../../shared/client.ts';
import type { AnyEvent } from '../../../shared/events.ts';

const entry = new URL('./fake-worker.ts', import.meta.url);
let home: string, folder: string, clients: Client[];
const open = (options = {}): Client => {
  const client = createClient(createInProcessTransport({ home, workerEntry: entry, settings: { retries: 0 }, ...options }));
  clients.push(client);
  return client;
};
const clip = async (words = '', name = 'clip.mp4'): Promise<string> => { await writeFile(join(folder, name), `a clip ${words}`); return join(folder, name); };
const left = async (): Promise<string[]> => (await readdir(folder)).filter((name) => !name.startsWith('clip.mp4')).sort();

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fw-home-'));
  folder = await mkdtemp(join(tmpdir(), 'fw-jobs-'));
  clients = [];
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all([home, folder].map((path) => rm(path, { recursive: true })));
});

const complete = async (client: Client, request: Parameters<Client['submit']>[0]) => client.follow({ job: (await client.submit(request)).id });

test('a job runs from first look to delivery and leaves nothing else behind', async () => {
  const client = open();
  const events: AnyEvent[] = [];
  client.onEvent((event) => events.push(event));
  const done = await complete(client, { path: await clip(), wish: {} });
  expect(done).toMatchObject({ state: 'done', progress: 1, error: null, output: join(folder, 'clip.restored.mp4') });
  expect(await left()).toEqual(['clip.restored.framewright.json', 'clip.restored.mp4']);
  const detail = await client.job({ job: done.id });
  expect(detail.plans.map((plan) => plan.revision)).toEqual([1, 2]);
  expect(detail.units.map((unit) => unit.unit).sort()).toEqual(['audio-1', ...[0, 1, 2].map((part) => `survey-${part}`), ...[0, 1, 2, 3, 4, 5].map((segment) => `video-${segment}`)]);
  expect(detail.units.every((unit) => unit.attempts === 1 && unit.state === 'done')).toBe(true);
  const fractions = events.flatMap((event) => (event.kind === 'progress' ? [event.fraction] : []));
  expect(events.find(({ kind }) => kind === 'progress')).toMatchObject({ title: 'Taking a first look' });
  expect(fractions).toEqual(fractions.toSorted((one, other) => one - other));
  expect(events.flatMap((event) => (event.kind === 'state' ? [event.state] : []))).toEqual(['queued', 'planned', 'running', 'delivering', 'done']);
  expect(events.flatMap((event) => (event.kind === 'job' ? [event.summary] : [])).at(-1)).toEqual(done);
});

test('refused before any work: existing output or sidecar, wrong ending, no room, no folder', async () => {
  const client = open();
  const path = await clip();
  const refuse = (code: string, request = {}) => expect(client.submit({ path, wish: {}, ...request })).rejects.toMatchObject({ code });
  await writeFile(join(folder, 'there.mp4'), 'mine');
  await writeFile(join(folder, 'other.framewright.json'), 'mine');
  await refuse('output-exists', { output: join(folder, 'there.mp4') });
  await refuse('output-exists', { output: join(folder, 'other.mp4') });
  await refuse('bad-value', { output: join(folder, 'there.avi') });
  await refuse('output-is-source', { output: path, overwrite: true });
  await refuse('output-unwritable', { output: join(folder, 'there.mp4', 'inside', 'x.mp4') });
  await refuse('disk-too-small', { path: await clip('huge', 'huge.mp4') });
  await refuse('input-missing', { path: join(folder, 'none.mp4') });
  expect(await client.jobs({})).toEqual([]);
  expect(await readFile(join(folder, 'there.mp4'), 'utf8')).toBe('mine');
});

test('outputs: a folder, an overwrite, a container by name', async () => {
  const client = open();
  const path = await clip();
  expect((await complete(client, { path, wish: {}, output: `${join(folder, 'out')}/` })).output).toBe(join(folder, 'out', 'clip.restored.mp4'));
  await writeFile(join(folder, 'x.mkv'), 'old');
  expect(await complete(client, { path, wish: {}, output: join(folder, 'x.mkv'), overwrite: true })).toMatchObject({ state: 'done', output: join(folder, 'x.mkv') });
  expect(await readFile(join(folder, 'x.mkv'), 'utf8')).toContain('video-5 line 4');
});

test('the same key is one job; a second job for the same output is refused while the first is under way', async () => {
  const client = open();
  const path = await clip('slow');
  const first = await client.submit({ path, wish: {}, key: 'k' });
  expect((await client.submit({ path, wish: {}, key: 'k' })).id).toBe(first.id);
  await expect(client.submit({ path, wish: {} })).rejects.toMatchObject({ code: 'output-exists' });
  await client.cancel({ job: first.id });
});

test('cancelled jobs keep what is finished and go on when resumed', async () => {
  const client = open();
  const { id } = await client.submit({ path: await clip('slow'), wish: {} });
  await new Promise<void>((resolve) => client.onEvent((event) => { if (event.kind === 'unit' && event.unit === 'video-1') resolve(); }));
  expect(await client.cancel({ job: id })).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
  expect(await left()).toEqual([`.framewright-${id}`]);
  await expect(client.cancel({ job: id })).rejects.toMatchObject({ code: 'job-state' });
  const before = (await client.job({ job: id })).units.filter((unit) => unit.state === 'done');
  await client.resume({ job: id.slice(0, 5) });
  await expect(client.resume({ job: id })).rejects.toMatchObject({ code: 'job-state' });
  expect(await client.follow({ job: id })).toMatchObject({ state: 'done', error: null });
  const after = (await client.job({ job: id })).units;
  for (const unit of before) expect(after).toContainEqual(unit);
  await expect(client.resume({ job: id })).rejects.toMatchObject({ code: 'job-state', values: { state: 'done' } });
});

test('failures are catalogued with the job, kept in the store and mended by resume', async () => {
  const client = open();
  const full = await complete(client, { path: await clip('full', 'full.mp4'), wish: {} });
  expect(full).toMatchObject({ state: 'failed', error: { code: 'disk-full', values: { job: full.id, path: folder, needed: '1.0 kB' } } });
  expect(await complete(client, { path: await clip('fail', 'fail.mp4'), wish: {} })).toMatchObject({ error: { code: 'internal', values: { what: 'a fault nobody thought of' } } });
  expect(await complete(client, { path: await clip('contradict', 'con.mp4'), wish: {} })).toMatchObject({ error: { code: 'analysis-contradicted', values: { pathArgument: join(folder, 'con.mp4') } } });
  await writeFile(join(folder, 'roomy'), '');
  await client.resume({ job: full.id });
  expect(await client.follow({ job: full.id })).toMatchObject({ state: 'done' });
  expect(await client.remove({ job: full.id })).toEqual({ removed: full.id });
  await expect(client.job({ job: full.id })).rejects.toMatchObject({ code: 'job-missing' });
});

test('a worker that dies is started again once; the same death twice fails the job', async () => {
  const client = open();
  const once = await complete(client, { path: await clip('die-once-at-3', 'once.mp4'), wish: {} });
  expect(once).toMatchObject({ state: 'done' });
  expect((await client.job({ job: once.id })).log.join()).toMatch(/ended unexpectedly and is started again.*a codec fell over/s);
  const twice = await complete(client, { path: await clip('die-at-3', 'twice.mp4'), wish: {} });
  expect(twice).toMatchObject({ state: 'failed', error: { code: 'worker-died', values: { job: twice.id } } });
  expect((await client.job({ job: twice.id })).units.find((unit) => unit.unit === 'video-3')!.attempts).toBe(2);
});

test('a source that changed is refused, a lost segment is made again', async () => {
  const client = open();
  const path = await clip('full');
  const { id } = await complete(client, { path, wish: {} });
  await writeFile(path, 'another clip');
  await client.resume({ job: id });
  expect(await client.follow({ job: id })).toMatchObject({ state: 'failed', error: { code: 'input-changed' } });
  await clip('full');
  await writeFile(join(folder, 'roomy'), '');
  await rm(join(folder, `.framewright-${id}`, 'attempt-1', 'video-0'));
  await client.resume({ job: id });
  expect(await client.follow({ job: id })).toMatchObject({ state: 'done' });
  expect((await client.job({ job: id })).units.find((unit) => unit.unit === 'video-0')!.attempts).toBe(2);
});

test('a source that changes while the job runs is noticed before the result gets its name', async () => {
  const client = open();
  const path = await clip('slow');
  const { id, output } = await client.submit({ path, wish: {} });
  const changed = new Promise<void>((resolve) => client.onEvent((event) => { if (event.kind === 'unit' && event.unit === 'video-0') resolve(writeFile(path, 'a clip cut short')); }));
  expect(await client.follow({ job: id })).toMatchObject({ state: 'failed', error: { code: 'input-changed' } });
  await changed;
  expect(existsSync(output)).toBe(false);
});

test('a file that takes the name meanwhile is never replaced, and resuming delivers once it is gone', async () => {
  const client = open();
  const submitted = await client.submit({ path: await clip('slow'), wish: {} });
  await writeFile(submitted.output, 'mine');
  expect(await client.follow({ job: submitted.id })).toMatchObject({ state: 'failed', error: { code: 'output-exists' } });
  expect(await readFile(submitted.output, 'utf8')).toBe('mine');
  expect(await left()).toEqual([`.framewright-${submitted.id}`, 'clip.restored.mp4']);
  await rm(submitted.output);
  await client.resume({ job: submitted.id });
  expect(await client.follow({ job: submitted.id })).toMatchObject({ state: 'done' });
});

function startOwner(action: string, subject: string): ChildProcess {
  return fork(new URL('./owner-process.ts', import.meta.url), [action, subject], { execArgv: [], env: { ...process.env, TEST_HOME: home, TEST_WORKER: entry.href }, serialization: 'advanced' });
}
const message = (child: ChildProcess, kind: string) => new Promise<Record<string, unknown>>((resolve) => child.on('message', (sent: Record<string, unknown>) => { if (sent.kind === kind) resolve(sent); }));

test('two processes: the second may read, and changes nothing while the first owns the store; a job goes on with the next owner', async () => {
  const owner = startOwner('submit', await clip('slow'));
  const first = String((await message(owner, 'submitted')).job);
  const client = open(), locked = { code: 'store-locked', values: { pid: owner.pid } };
  expect((await client.jobs({})).map(({ id }) => id)).toEqual([first]);
  const path = await clip('', 'two.mp4');
  for (const refused of [client.submit({ path, wish: {} }), client.cancel({ job: first }), client.follow({ job: first })]) await expect(refused).rejects.toMatchObject(locked);
  owner.kill('SIGKILL');
  await new Promise((resolve) => owner.once('exit', resolve));
  await complete(client, { path, wish: {} });
  expect(await client.follow({ job: first })).toMatchObject({ state: 'done', attempts: 2 });
});

test('closing stops a running job, which goes on with the next owner; the picture of a finished one counts up, that of one that replaces is replaced', async () => {
  const client = open();
  const { id } = await client.submit({ path: await clip('slow'), wish: {} });
  await client.close();
  const again = open();
  expect((await again.jobs({}))[0]).toMatchObject({ id, state: 'planned', error: null });
  await expect(again.picture({ job: id })).rejects.toMatchObject({ code: 'job-state' });
  expect(await again.follow({ job: id })).toMatchObject({ state: 'done' });
  await again.picture({ job: id });
  expect((await again.picture({ job: id })).picture).toBe(join(folder, 'clip.restored.before-after-2.png'));
  const replacing = await complete(again, { path: join(folder, 'clip.mp4'), wish: {}, output: join(folder, 'clip.restored.mp4'), overwrite: true });
  expect((await again.picture({ job: replacing.id })).picture).toBe(join(folder, 'clip.restored.before-after.png'));
});

test('an owner killed while it delivers: the next one finds the bytes in place, or puts them there', async () => {
  await mkdir(home, { recursive: true });
  const owner = startOwner('submit', await clip());
  const id = String((await message(owner, 'submitted')).job);
  owner.on('message', (event: { kind: string; state?: string }) => { if (event.state === 'delivering') owner.kill('SIGKILL'); });
  await new Promise((resolve) => owner.once('exit', resolve));
  const client = open();
  expect(await client.follow({ job: id })).toMatchObject({ state: 'done' });
  expect(existsSync(join(folder, `.framewright-${id}`))).toBe(false);
});
