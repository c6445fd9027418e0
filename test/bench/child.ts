// Children whose CPU seconds are their own, and how repeated measurements become one figure.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Spent } from './bare.ts';

const run = promisify(execFile);

/** Runs a program of this folder with a JSON task and reads the JSON line it ends with. */
export async function measure<Result = Spent>(program: string, task: unknown, environment: NodeJS.ProcessEnv = {}): Promise<Result> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, program), JSON.stringify(task)], { maxBuffer: 1 << 26, env: { ...process.env, ...environment } });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Result;
}

/** Runs every program in turn, `rounds` times over, so that whatever else the machine does falls on all of them alike. */
export async function interleave<Key extends string>(rounds: number, programs: Readonly<Record<Key, () => Promise<Spent>>>): Promise<Record<Key, Spent>> {
  const keys = Object.keys(programs) as Key[];
  const all = Object.fromEntries(keys.map((key) => [key, [] as Spent[]])) as Record<Key, Spent[]>;
  for (let round = 0; round < rounds; round++) for (const key of keys) all[key].push(await programs[key]());
  return Object.fromEntries(keys.map((key) => [key, middle(all[key])])) as Record<Key, Spent>;
}

const middle = (runs: readonly Spent[]): Spent => ({
  cpu: median(runs.map((run) => run.cpu)), wall: median(runs.map((run) => run.wall)), frames: runs[0]!.frames, rss: Math.max(...runs.map((run) => run.rss)),
});

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
