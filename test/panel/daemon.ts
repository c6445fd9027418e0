// A daemon that does as a test says, for the panel's logic: real requests are parsed, jobs go on when they are told to.
import { FrameWrightError } from '../../shared/errors.ts';
import { createClient, type Client, type Transport } from '../../shared/client.ts';
import type { AnyEvent } from '../../shared/events.ts';
import type { JobSummary } from '../../shared/job.ts';
import { operations, type OperationName, type ParsedRequestOf } from '../../shared/operations.ts';
import type { Connection, LineState } from '../../shared/panel/link.ts';

type Submitted = ParsedRequestOf<'submit'>;
export type PaperDaemon = {
  readonly transport: Transport; readonly client: Client; readonly connection: Connection;
  /** Everything that was asked, in order. */ readonly asked: { readonly name: OperationName; readonly request: unknown }[];
  submitted(): readonly Submitted[];
  /** Other answers than the usual ones; thrown errors are refusals. */ readonly answers: Map<OperationName, (request: never) => unknown>;
  jobs(): readonly JobSummary[];
  change(job: string, to: Partial<JobSummary>): void;
  finish(job: string, frames?: number, inFrame?: number): void;
  forget(job: string): void;
  tell(event: AnyEvent): void;
  line(kind: LineState['kind']): void;
};

const rate = { num: 25, den: 1 };
const shape = { width: 1920, height: 1080, pixel: { name: 'yuv420p', family: 'yuv', chroma: '420', depth: 8, alpha: false }, sar: { num: 1, den: 1 }, rate, frames: 1000 };
/** As much of a media as panels read. */
export const paperMedia = (path: string, video: object | null = {}): unknown => ({ path, still: false, durationSeconds: 40, audio: [], notices: [], video: video && { shape, rate: { average: rate, nominal: rate, constant: true }, ...video } });
const picture = { id: 'f'.repeat(64), type: 'image/jpeg', width: 192, height: 108 };

export function createPaperDaemon(): PaperDaemon {
  const jobs = new Map<string, JobSummary>(), keys = new Map<string, string>(), listeners = new Set<(event: AnyEvent) => void>(), watchers = new Set<() => void>();
  const asked: PaperDaemon['asked'] = [], answers: PaperDaemon['answers'] = new Map();
  let line: LineState = { kind: 'open', error: null, version: '1', features: [] }, clock = 0;
  const tell = (event: AnyEvent): void => { for (const listener of [...listeners]) listener(event); };
  const known = (id: string): JobSummary => {
    const job = jobs.get(id);
    if (!job) throw new FrameWrightError('job-missing', { job: id, why: 'It is not in the queue.' });
    return job;
  };
  const change = (id: string, to: Partial<JobSummary>): JobSummary => {
    const job = { ...known(id), ...to, updatedAt: new Date(Date.UTC(2026, 0, 1) + ++clock).toISOString() };
    jobs.set(id, job);
    tell({ kind: 'job', job: id, summary: job });
    return job;
  };
  const submit = ({ path, key, output, client }: Submitted): JobSummary => {
    const old = key === undefined ? undefined : keys.get(key);
    if (old !== undefined) return known(old);
    const id = `job-${jobs.size + 1}`;
    if (key !== undefined) keys.set(key, id);
    jobs.set(id, { id, state: 'queued', source: path, output: output ?? path, createdAt: '', finishedAt: null, updatedAt: '', progress: 0, error: null, priority: 0, client, batch: null, attempts: 1, retryAt: null, clip: null, title: '' });
    return change(id, {});
  };
  const usual: { readonly [Name in OperationName]?: (request: never) => unknown } = {
    submit, probe: ({ path }: { path: string }) => paperMedia(path), analyze: ({ path }: { path: string }) => ({ media: paperMedia(path), analysis: { depth: 'glance', audio: [], notices: [] } }), frame: () => picture,
    jobs: ({ client }: { client?: string }) => [...jobs.values()].filter((job) => client === undefined || job.client === client), job: ({ job }: { job: string }) => known(job), describe: () => ({ hold: null }),
    cancel: ({ job }: { job: string }) => change(job, { state: 'cancelled' }), retry: ({ job }: { job: string }) => change(job, { state: 'planned', error: null }), resume: ({ job }: { job: string }) => change(job, { state: 'planned' }),
    presets: () => [{ name: 'best', kind: 'quality', title: 'Best', description: '' }], stages: () => [{ id: 'denoise', takesStrength: true }, { id: 'deinterlace', takesStrength: false }],
    plan: () => ({ source: shape, steps: [{ stage: 'deinterlace' }, { stage: 'denoise' }], streams: [], map: { constantRate: null }, result: { rate: { num: 50, den: 1 } } }),
  };
  const transport: Transport = {
    async call(name, request) {
      asked.push({ name, request });
      if (line.kind !== 'open') throw new FrameWrightError('daemon-gone', { why: 'It does not run.' });
      const answer = answers.get(name) ?? usual[name];
      if (!answer) throw new FrameWrightError('internal', { what: `the test did not expect ${name}.`, why: '' });
      return await answer(operations[name].request.parse(request) as never) as never;
    },
    subscribe(listener) { listeners.add(listener); return () => { listeners.delete(listener); }; },
    bytes: async () => new Uint8Array(), close: async () => undefined,
  };
  return {
    transport, client: createClient(transport), asked, answers, tell, change, jobs: () => [...jobs.values()],
    submitted: () => asked.filter(({ name }) => name === 'submit').map(({ request }) => request as Submitted),
    finish(id, frames = 50, inFrame = 0) { change(id, { state: 'done', progress: 1, output: `/results/${id}.mov`, clip: { asked: null, from: 0, to: frames, inFrame, frames, rate } }); },
    forget(id) { jobs.delete(id); tell({ kind: 'removed', job: id }); },
    line(kind) { line = { ...line, kind }; for (const watcher of [...watchers]) watcher(); },
    connection: { state: () => line, subscribe(watcher) { watchers.add(watcher); return () => { watchers.delete(watcher); }; }, pair: async () => undefined, startDaemon: async () => undefined, retry: () => undefined },
  };
}
