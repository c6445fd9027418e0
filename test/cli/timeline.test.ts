// What `framewright timeline` says and does around its jobs, with a daemon that answers as the test wants.
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FrameWrightError } from '../../shared/errors.ts';
import type { JobSummary } from '../../shared/job.ts';
import type { ParsedRequestOf } from '../../shared/operations.ts';
import { cli, doneJob, type Answers } from './support.ts';

if (process.getuid?.() === 0) process.stderr.write('SKIPPED: a timeline in a folder that takes nothing: root writes everywhere.\n');
let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-timeline-')); });
afterEach(() => rm(folder, { recursive: true }));

const time = (value: number) => ({ OTIO_SCHEMA: 'RationalTime.1', rate: 25, value });
const clip = (name: string, start: number, duration: number) => ({ OTIO_SCHEMA: 'Clip.1', name, source_range: { OTIO_SCHEMA: 'TimeRange.1', start_time: time(start), duration: time(duration) }, media_reference: { OTIO_SCHEMA: 'ExternalReference.1', target_url: `${name}.mov` } });
const cut = (...clips: object[]) => ({ OTIO_SCHEMA: 'Timeline.1', name: 'Cut', global_start_time: time(0), tracks: { OTIO_SCHEMA: 'Stack.1', children: [{ OTIO_SCHEMA: 'Track.1', kind: 'Video', children: clips }] } });
const media = (path: string, more: object = {}) => ({ path, still: false, parts: null, fingerprint: { size: 1, mtimeMs: 1, edges: '00' }, audio: [], video: { timecode: null, rate: { nominal: { num: 25, den: 1 }, constant: true }, shape: { width: 64, height: 48, frames: 100, pixel: { alpha: false } }, ...more } });

type Submitted = ParsedRequestOf<'submit'>;
/** Jobs by key; each ends as `ends` says. */
function daemon(ends: (request: Submitted) => Partial<JobSummary>, known = new Map<string, JobSummary>()): Answers & { readonly submitted: Submitted[]; readonly again: string[] } {
  const submitted: Submitted[] = [], again: string[] = [], byId = new Map<string, JobSummary>();
  const answers: Answers = {
    probe: ({ path }: { path: string }) => { if (/gone/.test(path)) throw new FrameWrightError('input-missing', { path, why: 'It has gone.' }); return media(path, /clear/.test(path) ? { shape: { width: 64, height: 48, frames: 100, pixel: { alpha: true } } } : {}); },
    submit: (request: Submitted) => {
      submitted.push(request);
      const { range } = request.wish as { range: { in: number; out: number } }, before = known.get(request.key!), id = before?.id ?? `j${submitted.length}`;
      const job = { ...doneJob, id, source: request.path, output: `${request.output}${submitted.length}.mov`, clip: { asked: null, from: range.in, to: range.out, inFrame: 0, frames: range.out - range.in, rate: { num: 25, den: 1 } }, ...before, ...(before ? {} : ends(request)) } as JobSummary;
      byId.set(id, job);
      known.set(request.key!, job);
      return job;
    },
    retry: ({ job }: { job: string }) => { again.push(`retry ${job}`); return byId.get(job); }, resume: ({ job }: { job: string }) => { again.push(`resume ${job}`); return byId.get(job); }, cancel: ({ job }: { job: string }) => byId.get(job),
    follow: ({ job }: { job: string }) => {
      const was = byId.get(job)!, ended = { ...was, ...(was.state === 'running' ? { state: 'cancelled' } : was.state === 'planned' ? { state: 'done' } : {}) } as JobSummary;
      for (const [key, { id }] of known) if (id === job) known.set(key, ended);
      return ended;
    },
  };
  return Object.assign(answers as Answers & { submitted: Submitted[]; again: string[] }, { submitted, again });
}

async function write(value: object, ...files: string[]): Promise<string> {
  for (const file of files) await writeFile(join(folder, file), '');
  await writeFile(join(folder, 'cut.otio'), JSON.stringify(value));
  return join(folder, 'cut.otio');
}

it('asks for what editors want, under keys that say what it is', async () => {
  const path = await write(cut(clip('a', 10, 5), clip('clear', 0, 5)), 'a.mov', 'clear.mov'), answers = daemon(() => ({}));
  const said = await cli(['timeline', path, '--style', 'film', '--priority', '3'], answers);
  expect(said.status, said.err).toBe(0);
  expect(answers.submitted.map(({ path: source, wish, output, overwrite, priority, planned }) => [source, wish.delivery, wish.scale, wish.style, wish.range, wish.handles, output, overwrite, priority, planned])).toEqual([
    [join(folder, 'a.mov'), 'prores-422-hq', '1', 'film', { unit: 'frames', in: 10, out: 15 }, { before: 24, after: 24 }, `${join(folder, 'cut.restored')}/`, false, 3, false],
    [join(folder, 'clear.mov'), 'prores-4444', '1', 'film', { unit: 'frames', in: 0, out: 5 }, { before: 24, after: 24 }, `${join(folder, 'cut.restored')}/`, false, 3, false],
  ]);
  const keys = answers.submitted.map(({ key }) => key), other = daemon(() => ({}));
  expect(new Set(keys).size).toBe(2);
  await cli(['timeline', path, '--style', 'film', '--priority', '3'], other);
  expect(other.submitted.map(({ key }) => key)).toEqual(keys);
  await cli(['timeline', path, '--style', 'film', '--handles', '3'], other);
  expect(keys).not.toContain(other.submitted.at(-1)!.key);
});

it('leaves the choice to whoever made one', async () => {
  const path = await write(cut(clip('a', 10, 5)), 'a.mov');
  for (const [option, expected] of [[['--for', 'web'], [null, '1']], [['--preset', 'x'], [null, undefined]], [['--delivery', 'h264', '--scale', '2'], ['h264', '2']], [['--crf', '20'], [null, '1']]] as const) {
    const answers = daemon(() => ({}));
    await cli(['timeline', path, ...option], answers);
    expect([answers.submitted[0]!.wish.delivery, answers.submitted[0]!.wish.scale]).toEqual(expected);
  }
});

it('goes on with jobs that failed, were stopped, or whose result has gone', async () => {
  const path = await write(cut(clip('a', 10, 5), clip('b', 0, 5), clip('c', 0, 5)), 'a.mov', 'b.mov', 'c.mov'), known = new Map<string, JobSummary>();
  const ends = { a: { state: 'failed', error: { code: 'disk-full', values: { path: '/', needed: '1 GB', free: '0' } } }, b: { state: 'cancelled' }, c: { state: 'planned', output: '/somewhere/gone.mov' } } as const;
  await cli(['timeline', path], daemon(({ path: source }) => ends[source.at(-5) as 'a']!, known));
  const answers = daemon(() => ({ state: 'planned' }), known);
  await cli(['timeline', path], answers);
  expect(answers.again).toEqual(['retry j1', 'resume j2']);
  expect(answers.submitted.slice(2).map(({ key, output, overwrite }) => [key!.endsWith('-1'), output, overwrite])).toEqual([[false, `${join(folder, 'cut.restored')}/`, false], [true, '/somewhere/gone.mov', true]]);
});

it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('restores nothing where the new timeline could not be written', async () => {
  const path = await write(cut(clip('a', 10, 5)), 'a.mov'), answers = daemon(() => ({}));
  await chmod(folder, 0o555);
  try {
    const said = await cli(['timeline', path], answers);
    expect([said.status, answers.submitted]).toEqual([4, []]);
    expect(said.err).toContain(`--media ${folder}`);
  } finally { await chmod(folder, 0o755); }
});

it('writes what was restored, says what was not, and never writes over anything', async () => {
  const path = await write(cut(clip('a', 10, 5), clip('b', 20, 5), clip('lost', 0, 5)), 'a.mov', 'b.mov'), failing = daemon(({ path: source }) => (source.endsWith('b.mov') ? { state: 'failed', error: { code: 'disk-full', values: { path: '/', needed: '1 GB', free: '0' } } } : {}));
  await writeFile(join(folder, 'cut.restored.otio'), 'mine');
  const said = await cli(['timeline', path], failing);
  expect([said.status, await readFile(join(folder, 'cut.restored.otio'), 'utf8')]).toEqual([4, 'mine']);
  expect(said.out).toMatch(/lost: There is no file at[^]*1 clip of it points at results, 2 at what they pointed at before[^]*b was not restored: The disk of/);
  const made = JSON.parse(await readFile(join(folder, 'cut.restored-2.otio'), 'utf8')) as { tracks: { children: { children: { media_reference: { target_url: string } }[] }[] } };
  expect(made.tracks.children[0]!.children.map(({ media_reference: { target_url: url } }) => url)).toEqual([`${join(folder, 'cut.restored')}/1.mov`, 'b.mov', 'lost.mov']);
});

it('writes nothing when nothing was made', async () => {
  const path = await write(cut(clip('a', 10, 5)), 'a.mov'), none = daemon(() => ({ state: 'failed', error: { code: 'input-codec', values: { path: 'a.mov', codec: 'x', why: 'y' } } }));
  expect((await cli(['timeline', path], none)).status).toBe(3);
  const stop = new AbortController(), running = daemon(() => { stop.abort(); return { state: 'running' }; });
  const stopped = await cli(['timeline', path], running, { interrupted: stop.signal });
  expect([stopped.status, stopped.out]).toEqual([130, expect.stringContaining('No timeline was written. The same command goes on')]);
  expect(stopped.asked.map(({ name }) => name)).toContain('cancel');
  const detached = await cli(['timeline', path, '--detach'], daemon(() => ({ state: 'running' })));
  expect([detached.status, detached.out]).toEqual([0, expect.stringContaining('the same command without --detach writes the timeline')]);
  expect((await readdir(folder)).sort()).toEqual(['a.mov', 'cut.otio']);
});

it('finds files that were moved, and does not choose among several', async () => {
  const path = await write(cut(clip('a', 10, 5), clip('b', 0, 5)));
  for (const place of [['cards', 'one', 'A.MOV'], ['cards', 'one', 'b.mov'], ['cards', 'two', 'b.mov']]) { await mkdir(join(folder, ...place.slice(0, -1)), { recursive: true }); await writeFile(join(folder, ...place), ''); }
  const said = await cli(['timeline', path, '--media', join(folder, 'cards'), '--dry-run', '--json'], daemon(() => ({})));
  const plan = JSON.parse(said.out) as { orders: { path: string }[]; kept: { name: string; why: string }[] };
  expect([plan.orders.map((one) => one.path), plan.kept.map(({ name, why }) => [name, why.slice(0, 21)])]).toEqual([[join(folder, 'cards', 'one', 'A.MOV')], [['b', '2 files have its name']]]);
});

it('refuses a folder of footage that cannot be searched, instead of calling its files missing', async () => {
  const path = await write(cut(clip('a', 10, 5)));
  const said = await cli(['timeline', path, '--media', join(folder, 'card'), '--dry-run'], daemon(() => ({})));
  expect([said.status, said.err]).toEqual([3, expect.stringContaining(`${join(folder, 'card')} cannot be read.`)]);
  expect(said.err).toContain('It is to be searched for footage.');
});

it.each<[readonly string[], RegExp]>([
  [['cut.otio', '--format', 'aaf'], /no timeline format called "aaf"/], [['cut.otio', '--timeline-rate', '25'], /Only an EDL/], [['cut.otio', '--from', '10f'], /takes no --from/], [['missing.otio'], /There is no file/], [['cut.otio', 'b.otio'], /More than one/], [['cut.otio', '--delivery', 'tiff16'], /points at films/], [['cut.otio', '--container', 'pictures'], /points at films/],
  [['two.otio', '--format', 'edl'], /holds 2 timelines/], [['list.edl', '--timeline-rate', 'x'], /not a value for --timeline-rate/],
])('%j', async (words, says) => {
  await write(cut(clip('a', 10, 5)), 'a.mov');
  await writeFile(join(folder, 'two.otio'), JSON.stringify({ OTIO_SCHEMA: 'SerializableCollection.1', children: [cut(), cut()] }));
  await writeFile(join(folder, 'list.edl'), '001 A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00');
  const said = await cli(['timeline', ...words.map((word) => (/\.\w+$/.test(word) ? join(folder, word) : word))], daemon(() => ({})));
  expect([said.status > 0, said.err.replaceAll(/\s+/g, ' ')]).toEqual([true, expect.stringMatching(says)]);
});

it('has nothing to do for a timeline of titles', async () => {
  const path = await write(cut({ OTIO_SCHEMA: 'Stack.1', name: 'nested', children: [], source_range: null }));
  const said = await cli(['timeline', path], daemon(() => ({})));
  expect([said.status, said.out]).toEqual([0, expect.stringMatching(/nested: It is a timeline within the timeline[^]*nothing to restore/)]);
});
