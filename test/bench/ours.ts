// One run of a plan's segments in a process of its own, as the worker does it.
//   node ours.ts '<json: OurTask>'   →  one JSON line { cpu, wall, frames, rss, pump, pumpCpu, growth }
import { mkdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Plan } from '../../shared/plan.ts';
import { readTable, unpackCuts, unpackIndex } from '../../daemon/media/table.ts';
import { runVideo } from '../../daemon/run/run.ts';
import type { Spent } from './bare.ts';

export type OurTask = { readonly plan: string; readonly home: string; readonly folder: string };
/** `pump`: milliseconds for each frame in which the pumping thread's event loop was not waiting; `pumpCpu`: its own CPU time. `growth`: resident bytes between the third and the last segment; null with fewer than five. */
export type OurSpent = Spent & { readonly pump: number; readonly pumpCpu: number; readonly growth: number | null };

const task = JSON.parse(process.argv[2]!) as OurTask;
const plan = JSON.parse(readFileSync(task.plan, 'utf8')) as Plan;
mkdirSync(task.folder, { recursive: true });
const index = unpackIndex(await readTable(task.home, plan.index));
const cuts = plan.analysis.cuts ? unpackCuts(await readTable(task.home, plan.analysis.cuts)) : new Uint32Array();
const resident: number[] = [];
const before = process.resourceUsage(), thread = process.threadCpuUsage(), busy = performance.eventLoopUtilization(), begun = performance.now();
await runVideo({
  plan, index, cuts, pending: plan.segments.map((segment) => segment.id), folder: task.folder, signal: new AbortController().signal,
  onUnit: () => { resident.push(process.memoryUsage.rss()); },
});
const wall = (performance.now() - begun) / 1000;
const { active } = performance.eventLoopUtilization(busy);
const own = process.threadCpuUsage(thread);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const spent: OurSpent = {
  cpu: (userCPUTime + systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6, wall, frames: plan.map.frames, rss: maxRSS * 1024,
  pump: active / plan.map.frames, pumpCpu: (own.user + own.system) / 1000 / plan.map.frames, growth: resident.length >= 5 ? resident.at(-1)! - resident[2]! : null,
};
process.stdout.write(`${JSON.stringify(spent)}\n`);
