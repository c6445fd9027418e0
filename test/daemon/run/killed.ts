// A run that is there to be killed: node killed.ts <clip> <folder>. Says each finished unit on its own line.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runVideo } from '../../../daemon/run/run.ts';
import { killablePlan, openSource } from './job.ts';

const [path, folder] = process.argv.slice(2) as [string, string];
const source = await openSource(path, dirname(folder));
const plan = killablePlan(source);
await mkdir(folder, { recursive: true });
await runVideo({ plan, index: source.index, cuts: Uint32Array.of(17, 31), pending: plan.segments.map(({ id }) => id), folder, signal: new AbortController().signal, onUnit: ({ unit }) => process.stdout.write(`${unit}\n`), onProgress: (frames) => process.stdout.write(`frame ${frames}\n`) });
