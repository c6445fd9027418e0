// Damaged files through whole jobs: whatever happens must be a catalogued answer or a result that plays.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createInProcessTransport } from '../../daemon/server/in-process.ts';
import { createClient, type Client } from '../../shared/client.ts';
import { toFrameWrightError } from '../../shared/errors.ts';
import type { WishInput } from '../../shared/preset.ts';
import { damage, randomFrom } from './damage.ts';
import { wishForNothing } from './identity.ts';
import { readWhole } from './reader.ts';

export type Outcome = {
  readonly what: string;
  /** `restored`, the error's code, or what must never happen. */
  readonly answer: string;
  readonly wrong: string | null;
  /** The longest time without an answer or any progress. */
  readonly seconds: number;
};
export type Fuzzed = { readonly outcomes: readonly Outcome[]; /** Most memory that a worker held, bytes; 0 where the system does not tell. */ readonly peak: number };

const mostSeconds = 30;

export type Fuzz = { readonly seeds: readonly string[]; readonly first: number; readonly count: number; readonly folder: string; readonly onOutcome?: (outcome: Outcome) => void };

/** Damages the seeds in turn, files number `first` up to below `first + count`, in one daemon with its own home. */
export async function fuzz({ seeds, first, count, folder, onOutcome }: Fuzz): Promise<Fuzzed> {
  const wholes = await Promise.all(seeds.map((path) => readFile(path)));
  const client = createClient(createInProcessTransport({ home: join(folder, `home-${first}`) }));
  const outcomes: Outcome[] = [];
  let peak = 0;
  try {
    // Looking at the machine for the first time is none of a file's time.
    await client.hardware({});
    const nothing = await wishForNothing(client);
    for (let n = first; n < first + count; n++) {
      const random = randomFrom(n + 1), seed = n % seeds.length;
      const { kind, bytes } = damage(wholes[seed]!, wholes[Math.floor(random() * wholes.length)]!, random);
      const path = join(folder, `damaged-${n}.${seeds[seed]!.split('.').at(-1)!}`), output = join(folder, `restored-${n}.mkv`);
      await writeFile(path, bytes);
      const outcome = await tryOne(client, nothing, { what: `${n}: ${kind} of ${seeds[seed]!.split(/[\\/]/).at(-1)!}`, path, output });
      outcomes.push(outcome);
      onOutcome?.(outcome);
      peak = Math.max(peak, peakOfWorkers());
      await Promise.all([path, output, `${output.slice(0, -4)}.framewright.json`].map((file) => rm(file, { force: true })));
    }
  } finally {
    await client.close();
  }
  return { outcomes, peak };
}

async function tryOne(client: Client, nothing: WishInput, { what, path, output }: { readonly what: string; readonly path: string; readonly output: string }): Promise<Outcome> {
  const begun = performance.now();
  let moved = begun, furthest = 0, silence = 0;
  const move = (): void => { silence = Math.max(silence, performance.now() - moved); moved = performance.now(); };
  const stop = client.onEvent((event) => {
    if (event.kind === 'progress' && event.fraction <= furthest) return;
    if (event.kind === 'progress') furthest = event.fraction;
    move();
  });
  const ended = new AbortController();
  const answer = await Promise.race([restore(client, nothing, path, output), silent(() => performance.now() - moved, ended.signal)]);
  ended.abort();
  stop();
  move();
  return { what, answer: answer.code, seconds: silence / 1000, wrong: await wrongWith(answer, output) };
}

/** Resolves when nothing has moved for too long. */
async function silent(since: () => number, signal: AbortSignal): Promise<Answer> {
  while (!signal.aborted && since() < mostSeconds * 1000) await sleep(250);
  return { code: 'late', says: `nothing moved for ${mostSeconds} s` };
}

type Answer = { readonly code: string; readonly says: string };

async function restore(client: Client, wish: WishInput, path: string, output: string): Promise<Answer> {
  try {
    const { id } = await client.submit({ path, wish: { ...wish, delivery: 'ffv1', container: 'mkv' }, output });
    const ended = await client.follow({ job: id });
    await client.remove({ job: id });
    return { code: ended.error?.code ?? 'restored', says: JSON.stringify(ended.error?.values ?? {}) };
  } catch (thrown) {
    const { code, message } = toFrameWrightError(thrown);
    return { code, says: message };
  }
}

/** An internal fault is never an answer; a result must decode from end to end. */
async function wrongWith({ code, says }: Answer, output: string): Promise<string | null> {
  if (code === 'late' || code === 'internal' || code === 'verify-failed') return `${code}: ${says}`;
  if (code !== 'restored') return null;
  const read = await readWhole(output).catch((error: Error) => error);
  if (read instanceof Error) return `the result does not open: ${read.message}`;
  return read.errors > 0 || read.frames + read.tracks.length === 0 ? `the result does not play: ${read.errors} errors, ${read.frames} frames` : null;
}

/** The highest resident memory of this process's children, as Linux keeps it. */
function peakOfWorkers(): number {
  try {
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return Math.max(0, ...children.map((pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024));
  } catch {
    return 0;
  }
}
