// A worker inside the test's own process: it does small jobs at once, or as far as the test lets it, and remembers in which order.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fingerprintOf } from '../../../daemon/media/files.ts';
import type { RequestOf } from '../../../daemon/worker/contract.ts';
import type { CallOptions, Worker } from '../../../daemon/worker/handle.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/plan.ts';
import { fakeAnalysis, fakePlan } from './fake-plan.ts';

export type Tame = {
  readonly worker: Worker;
  /** Names of sources in the order in which their runs began, and of those that run now. */
  readonly begun: string[]; readonly running: Set<string>;
  /** Runs of these sources stop before their second segment until they are taken out with `release`. */
  hold(name: string): void; release(name: string): void;
  /** The next runs of the source fail with these. */
  readonly failures: Map<string, FrameWrightError[]>;
};

/** `deviceOf` chooses the slot by the source's name. */
export function tameWorker(deviceOf: (name: string) => string = () => 'cpu'): Tame {
  const begun: string[] = [], running = new Set<string>(), gates = new Map<string, PromiseWithResolvers<void>>(), failures = new Map<string, FrameWrightError[]>();
  const pass = async (name: string, signal: AbortSignal | undefined): Promise<void> => {
    if (signal?.aborted) throw new FrameWrightError('cancelled');
    const stopped = Promise.withResolvers<void>();
    signal?.addEventListener('abort', () => stopped.resolve());
    await Promise.race([gates.get(name)?.promise, ...(signal ? [stopped.promise] : [])]);
    if (signal?.aborted) throw new FrameWrightError('cancelled');
  };
  const run = async ({ plan, segments, folder }: RequestOf<'run'>, { onEvent, signal, drain }: CallOptions<'run'>): Promise<null> => {
    const name = basename(plan.media.path);
    begun.push(name);
    const failure = failures.get(name)?.shift();
    if (failure) throw failure;
    running.add(name);
    try {
      for (const segment of segments) {
        if (drain?.aborted) return null;
        if (segment > 0 && gates.has(name)) await pass(name, signal);
        onEvent?.({ kind: 'begin', unit: `video-${segment}` });
        onEvent?.({ kind: 'unit', unit: { unit: `video-${segment}`, seconds: 0, ...await write(join(folder, `video-${segment}`), `segment ${segment}\n`) } });
      }
      return null;
    } finally { running.delete(name); }
  };
  const tasks: Partial<Record<string, (request: never, options: never) => Promise<unknown>>> = {
    plan: async ({ path }: RequestOf<'plan'>, { signal }: CallOptions<'plan'>) => {
      await pass(`plan of ${basename(path)}`, signal);
      if (path.includes('bad')) throw new FrameWrightError('input-not-media', { path, why: 'It is bad.' });
      return planFor(path, deviceOf(basename(path)));
    },
    run, deliver,
  };
  return {
    begun, running, failures,
    hold: (name) => { gates.set(name, Promise.withResolvers()); },
    release: (name) => { gates.get(name)?.resolve(); gates.delete(name); },
    worker: { call: (async (task: string, request: never, options: never = {} as never) => tasks[task]!(request, options)) as never, load: () => null, pid: () => null, close: async () => {} },
  };
}

async function planFor(path: string, device: string): Promise<Plan> {
  const plan = fakePlan(path, await fingerprintOf(path), { segments: 3 });
  return { ...plan, analysis: fakeAnalysis('survey'), streams: plan.streams.slice(0, 1), resources: { ...plan.resources, device } };
}

async function deliver({ units, output, folder }: RequestOf<'deliver'>) {
  const text = (await Promise.all(units.map(({ file }) => readFile(file, 'utf8')))).join('');
  const sidecar = `${output}.json`, made = [[join(folder, 'sidecar'), sidecar, '{}'], [join(folder, 'result'), output, text]] as const;
  const files = await Promise.all(made.map(async ([from, to, content]) => { const { file, ...written } = await write(from, content); return { from: file, to, ...written }; }));
  return { sidecar, files };
}

async function write(file: string, text: string): Promise<{ file: string; sha256: string; bytes: number }> {
  await writeFile(file, text);
  return { file, sha256: createHash('sha256').update(text).digest('hex'), bytes: text.length };
}
