// A daemon whose answers are always the same, behind the real door: pages in every state, without waiting for work.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccess } from '../../daemon/server/access.ts';
import { createHub, type Hub } from '../../daemon/server/hub.ts';
import type { Served } from '../../daemon/server/perform.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { JobSummary } from '../../shared/job.ts';
import type { OperationName } from '../../shared/operations.ts';
import { settings } from '../../shared/settings.ts';
import { fakeJobs, fakeReport } from './fake-jobs.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const pictures = Object.fromEntries(['before', 'after'].map((name) => {
  const bytes = readFileSync(join(fixtures, `${name}.jpg`));
  return [name, { bytes, ref: { id: createHash('sha256').update(bytes).digest('hex'), type: 'image/jpeg', width: 480, height: 360 } }] as const;
}));
const before = pictures.before!.ref, after = pictures.after!.ref;

export type Asked = { readonly name: OperationName; readonly request: unknown };
export type Fake = {
  readonly served: Served; readonly hub: Hub; readonly clip: string;
  /** One of the fixed jobs. */ job(id: string): JobSummary;
  /** Everything that was asked, in order. */ readonly asked: Asked[];
  /** Other answers than the usual. */ readonly answers: Map<OperationName, (request: never) => unknown>;
};

/** `folder` holds the file `clip`, which the door looks for; pages never read it. */
export function createFake(home: string, clip: string): Fake {
  const fixed = JSON.parse(readFileSync(join(fixtures, 'answers.json'), 'utf8').replaceAll('{CLIP}', JSON.stringify(clip).slice(1, -1))) as Record<string, unknown>;
  const access = createAccess(home), hub = createHub('fake', () => '2026-11-20T10:00:00.000Z');
  const jobs = fakeJobs(clip), asked: Asked[] = [];
  const answers = new Map<OperationName, (request: never) => unknown>();
  const usual: Readonly<Record<string, (request: never, signal: never) => unknown>> = {
    ...access.handlers,
    ...Object.fromEntries(Object.entries(fixed).map(([name, value]) => [name, () => value])),
    describe: () => describe(hub), settings: () => settings.parse({}), changeSettings: (patch: object) => settings.parse(patch),
    jobs: ({ search }: { search?: string }) => jobs.filter((job) => search === undefined || job.source.includes(search)),
    job: ({ job }: { job: string }) => ({ ...oneJob(jobs, job), plans: job === 'queued22' ? [] : [fixed.plan], units: [], sidecar: null, log: [] }),
    log: () => ({ lines: ['10:00:01 Planned: 3 segments', '10:00:02 Segment 1 of 3 began', '10:00:41 Segment 1 of 3 is done'], next: 3 }),
    report: ({ job }: { job: string }) => fakeReport(oneJob(jobs, job), fixed.explain as never),
    batches: () => [{ id: 'batch222', createdAt: '2026-11-20T08:00:00.000Z', title: 'Tapes 1991–1996', jobs: 12, done: 7, failed: 1, progress: 0.63 }],
    watches: () => [{ id: 'watch222', folder: join(home, 'Inbox'), wish: { quality: 'best', scale: '1080p' }, output: null, settleSeconds: 5, createdAt: '2026-11-18T08:00:00.000Z', trouble: null, taken: 9, done: 8, failed: 1 }, { id: 'watch333', folder: join(home, 'Server'), wish: { quality: 'balanced', style: 'film' }, output: '/data/Restored', settleSeconds: 5, createdAt: '2026-11-18T08:00:00.000Z', trouble: 'The folder is gone.', taken: 2, done: 2, failed: 0 }],
    folder: () => folderOf(home, clip),
    frame: () => before, probe: () => (fixed.analyze as { media: unknown }).media,
    resultFrame: ({ frame }: { frame: number }) => ({ frame, source: frame, before, after }),
    thumbnails: ({ count }: { count: number }) => Array.from({ length: count }, (_, i) => ({ frame: i * 12, picture: i % 2 ? after : before })),
    previewFrame: ({ frame, draft }: { frame: number; draft: boolean }) => shownFrame(frame, draft),
    compare: ({ frame, draft, wishes }: { frame: number; draft: boolean; wishes: { title: string }[] }) => ({ frame, before, columns: wishes.map(({ title }) => ({ title, preview: shownFrame(frame, draft) })) }),
    submit: () => jobs[0], pairingCode: () => ({ code: '482913', expiresAt: '2026-11-20T10:05:00.000Z' }),
  };
  const call = (name: OperationName, request: unknown): unknown => {
    asked.push({ name, request });
    const answer = answers.get(name) ?? usual[name];
    return answer ? answer(request as never, undefined as never) : jobs[0];
  };
  return {
    hub, asked, answers, clip, job: (id) => oneJob(jobs, id),
    served: { hub, access, call: (async (name: OperationName, request: unknown) => call(name, request)) as Served['call'], bytes: async (id) => bytesOf(id) },
  };
}

const shownFrame = (frame: number, draft: boolean) => ({ frame, before, after, draft, plan: 'f'.repeat(64), title: 'Balanced', notices: [], cached: false, seconds: 0.2 });

function bytesOf(id: string): Uint8Array {
  const found = Object.values(pictures).find(({ ref }) => ref.id === id);
  if (!found) throw new FrameWrightError('picture-gone');
  return found.bytes;
}

function oneJob(jobs: readonly JobSummary[], id: string): JobSummary {
  const found = jobs.find((job) => job.id === id);
  if (!found) throw new FrameWrightError('job-missing', { job: id, why: 'It was removed, or never existed.' });
  return found;
}

const describe = (hub: Hub) => ({
  name: 'framewright', version: '0.1.0', protocol: 1, pid: 4242, startedAt: '2026-11-20T07:30:00.000Z', home: '/data/framewright', port: 47800, epoch: hub.epoch, endsWhenIdle: true, clients: 2,
  hosts: [{ host: 'Premiere Pro', state: 'idle' }], jobs: { queued: 1, running: 1, waiting: 1, paused: 1, done: 1, failed: 1 }, hold: null, tokenPlace: 'the system keychain', notices: [],
});

const folderOf = (home: string, clip: string) => ({
  path: home, parent: '/', separator: '/', more: 0, places: [{ title: 'Home', path: home }, { title: 'Videos', path: join(home, 'Videos') }],
  entries: [
    { name: 'Tapes', path: join(home, 'Tapes'), kind: 'folder', bytes: null, modifiedAt: '2026-11-02T10:00:00.000Z' },
    { name: 'harbour-1994.mp4', path: clip, kind: 'video', bytes: 512_396, modifiedAt: '2026-11-12T10:00:00.000Z' },
    { name: 'interview.wav', path: join(home, 'interview.wav'), kind: 'sound', bytes: 48_000_000, modifiedAt: '2026-10-01T10:00:00.000Z' },
    { name: 'notes.txt', path: join(home, 'notes.txt'), kind: 'other', bytes: 900, modifiedAt: '2026-09-01T10:00:00.000Z' },
  ],
});
