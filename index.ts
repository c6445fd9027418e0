// FrameWright as a library: what the command line does, as functions. Everything is typed by `shared/`; failures are FrameWrightErrors with a code.
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createClient, type Client } from './shared/client.ts';
import type { Analysed, Analysis, SoundAnalysis } from './shared/analysis.ts';
import { errorFrom, FrameWrightError, type ErrorCode } from './shared/errors.ts';
import type { Progress } from './shared/events.ts';
import type { Media, SoundMedia } from './shared/media.ts';
import type { AnyPlan, Plan, SoundPlan } from './shared/plan.ts';
import type { Interpretation, WishInput } from './shared/preset.ts';
import { lazyClient } from './shared/lazy-client.ts';
import { connectDaemon } from './daemon/connect.ts';
import { findHome } from './daemon/jobs/home.ts';

export type { Analysed, Analysis, AnyPlan, Client, Interpretation, Media, Plan, Progress, SoundAnalysis, SoundMedia, SoundPlan, WishInput };
export { FrameWrightError };

export type LibraryOptions = {
  /** The data folder (job store, measurements); by default the one that the command line uses. */
  readonly home?: string;
  /** Whether the daemon does the work, found or started; default true. False keeps everything in this process, which then is the only one that works in that data folder. */
  readonly daemon?: boolean;
};
export type AnalyzeOptions = LibraryOptions & {
  /** `glance` (default) takes at most three seconds for any length; `survey` looks at every frame. */
  readonly depth?: 'glance' | 'survey';
  /** What you know better than the file's tags. */
  readonly interpretation?: Interpretation;
};
/** A wish (`quality`, `style`, `scale`, `stages` … as in presets), all parts optional; `configFile` is the path of a preset file. */
export type PlanOptions = LibraryOptions & WishInput & { readonly configFile?: string };
export type RestoreOptions = PlanOptions & {
  /** A file whose ending names its kind, or a folder; by default `clip.restored.mp4` beside the source. */
  readonly output?: string;
  /** Whether an existing output may be replaced; default false. */
  readonly overwrite?: boolean;
  /** Called about four times a second. `fraction` never falls. */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the job, keeping what is finished: `framewright resume <job>` goes on with it. */
  readonly signal?: AbortSignal;
};
export type Restored = {
  /** Absolute paths of the result and of the JSON that says what was done. */
  readonly output: string; readonly sidecar: string;
  /** Id of the job, for `framewright jobs show`, and the plan that was carried out. */
  readonly job: string; readonly plan: AnyPlan;
};

/** A client for several calls; close it when done. Its operations are those of `shared/operations.ts`; paths are absolute. Nothing is opened before the first call. */
export function connect({ home: given, daemon = true }: LibraryOptions = {}): Client {
  const home = resolve(given ?? findHome(process.env));
  return lazyClient(async () => {
    if (daemon) return (await connectDaemon({ home, client: 'library', start: 'while-needed' }))!;
    const { createInProcessTransport } = await import('./daemon/server/in-process.ts');
    return createClient(createInProcessTransport({ home }));
  });
}

/** What a file is and what it shows; `media.video` is null for a sound file. @throws FrameWrightError `input-…`. */
export const analyze = (path: string, { depth = 'glance', interpretation, ...where }: AnalyzeOptions = {}): Promise<Analysed> =>
  once(where, (client) => client.analyze({ path: resolve(path), depth, interpretation }));

/** What would be done to a file, and why; nothing is written beside it. `source` is null for a sound file. @throws FrameWrightError `input-…`, `unknown-name`, `bad-value`, `range-…`. */
export const plan = (path: string, { home, daemon, configFile, ...wish }: PlanOptions = {}): Promise<AnyPlan> =>
  once({ home, daemon }, (client) => client.plan({ path: resolve(path), wish, config: configFile && resolve(configFile) }));

/** Restores a file and resolves when the verified result is in place. @throws FrameWrightError what ended the job, with its id in `values.job`. */
export const restore = (path: string, { home, daemon, configFile, output, overwrite, onProgress, signal, ...wish }: RestoreOptions = {}): Promise<Restored> =>
  once({ home, daemon }, async (client) => {
    if (signal?.aborted) throw new FrameWrightError('cancelled');
    const name = `library (process ${process.pid}, ${randomUUID().slice(0, 8)})`, tell = progressOfOne(client, name, onProgress);
    const { id } = await client.submit({ path: resolve(path), wish, config: configFile && resolve(configFile), output: output === undefined ? null : absolute(output), overwrite, client: name, key: randomUUID() });
    tell(id);
    const stop = (): void => { client.cancel({ job: id }).catch(() => { /* It ended first; follow says how. */ }); };
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    const ended = await client.follow({ job: id });
    signal?.removeEventListener('abort', stop);
    if (ended.error) throw errorFrom({ code: ended.error.code as ErrorCode, values: { job: id, ...ended.error.values } });
    if (ended.state !== 'done') throw new FrameWrightError('daemon-gone', { why: 'The daemon ends; the job goes on when it starts again.', job: id });
    const { plans, sidecar } = await client.job({ job: id });
    return { output: ended.output, sidecar: sidecar!, job: id, plan: plans.at(-1)! };
  });

/** The daemon tells of every job. What came before this one's name was known is told then. */
function progressOfOne(client: Client, name: string, onProgress: RestoreOptions['onProgress']): (job: string) => void {
  let own: string | null = null;
  const early: Progress[] = [];
  const know = (job: string): void => {
    own = job;
    for (const event of early.splice(0)) if (event.job === job) onProgress?.(event);
  };
  client.onEvent((event) => {
    if (event.kind === 'job' && event.summary.client === name && own === null) know(event.job);
    if (event.kind !== 'progress') return;
    if (own === null) early.push(event);
    else if (event.job === own) onProgress?.(event);
  });
  return (job) => { if (own === null) know(job); };
}

/** An ending separator, which makes a folder of a name, stays. */
const absolute = (path: string): string => resolve(path) + (/[\\/]$/.test(path) ? '/' : '');

async function once<Result>(options: LibraryOptions, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = connect(options);
  try { return await work(client); } finally { await client.close(); }
}
