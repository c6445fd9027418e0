// FrameWright as a library: what the command line does, as functions. Everything is typed by `shared/`; failures are FrameWrightErrors with a code.
import { resolve } from 'node:path';
import { createClient, type Client } from './shared/client.ts';
import type { Analysed, Analysis, SoundAnalysis } from './shared/analysis.ts';
import { errorFrom, FrameWrightError, type ErrorCode } from './shared/errors.ts';
import type { Progress } from './shared/events.ts';
import type { Media, SoundMedia } from './shared/media.ts';
import type { AnyPlan, Plan, SoundPlan } from './shared/plan.ts';
import type { Interpretation, WishInput } from './shared/preset.ts';
import { findHome } from './daemon/jobs/home.ts';
import { createInProcessTransport } from './daemon/server/in-process.ts';

export type { Analysed, Analysis, AnyPlan, Client, Interpretation, Media, Plan, Progress, SoundAnalysis, SoundMedia, SoundPlan, WishInput };
export { FrameWrightError };

/** `home` is the data folder (job store, measurements); by default the one that the command line uses. */
export type LibraryOptions = { readonly home?: string };
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

/** A client for several calls; close it when done. Its operations are those of `shared/operations.ts`. */
export const connect = ({ home }: LibraryOptions = {}): Client => createClient(createInProcessTransport({ home: home ?? findHome(process.env) }));

/** What a file is and what it shows; `media.video` is null for a sound file. @throws FrameWrightError `input-…`. */
export const analyze = (path: string, { depth = 'glance', interpretation, home }: AnalyzeOptions = {}): Promise<Analysed> =>
  once({ home }, (client) => client.analyze({ path: resolve(path), depth, interpretation }));

/** What would be done to a file, and why; nothing is written beside it. `source` is null for a sound file. @throws FrameWrightError `input-…`, `unknown-name`, `bad-value`, `range-…`. */
export const plan = (path: string, { home, configFile, ...wish }: PlanOptions = {}): Promise<AnyPlan> =>
  once({ home }, (client) => client.plan({ path: resolve(path), wish, config: configFile }));

/** Restores a file and resolves when the verified result is in place. @throws FrameWrightError what ended the job, with its id in `values.job`. */
export const restore = (path: string, { home, configFile, output, overwrite, onProgress, signal, ...wish }: RestoreOptions = {}): Promise<Restored> =>
  once({ home }, async (client) => {
    client.onEvent((event) => { if (event.kind === 'progress') onProgress?.(event); });
    if (signal?.aborted) throw new FrameWrightError('cancelled');
    const { id } = await client.submit({ path: resolve(path), wish, config: configFile, output: output ?? null, overwrite });
    const stop = (): void => { client.cancel({ job: id }).catch(() => { /* It ended first; follow says how. */ }); };
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    const ended = await client.follow({ job: id });
    signal?.removeEventListener('abort', stop);
    if (ended.error) throw errorFrom({ code: ended.error.code as ErrorCode, values: { job: id, ...ended.error.values } });
    const { plans, sidecar } = await client.job({ job: id });
    return { output: ended.output, sidecar: sidecar!, job: id, plan: plans.at(-1)! };
  });

async function once<Result>(options: LibraryOptions, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = connect(options);
  try { return await work(client); } finally { await client.close(); }
}
