// What measuring one pair of frames costs, in a process of its own: the two source frames and the two result frames, read, brought together and compared.
//   node metered.ts '<json: MeteredTask>'   →  one JSON line { cpu } in seconds for each pair
import { readFileSync } from 'node:fs';
import type { Plan } from '../../shared/plan.ts';
import { openDecoder } from '../../daemon/media/decode.ts';
import { readTable, unpackIndex } from '../../daemon/media/table.ts';
import { openMeter } from '../../daemon/run/meter.ts';

export type MeteredTask = { readonly plan: string; readonly home: string; readonly times: number };

const task = JSON.parse(process.argv[2]!) as MeteredTask;
const plan = JSON.parse(readFileSync(task.plan, 'utf8')) as Plan, index = unpackIndex(await readTable(task.home, plan.index));
const decoder = await openDecoder(plan.media, index, { threads: 1 });
const frames = [(await decoder.read())!.frame, (await decoder.read())!.frame];
const segments = Array.from({ length: task.times + 5 }, (_, id) => ({ id, first: 0, count: 2, from: 0, to: 2, warm: 0 }));
const meter = openMeter({ plan, index, cuts: new Uint32Array(), segments });
let before = process.cpuUsage();
for (const segment of segments) {
  // The first ones open graphs and warm the kernels.
  if (segment.id === 5) before = process.cpuUsage();
  for (const [n, frame] of frames.entries()) {
    await meter.source(n, frame);
    await meter.result(segment, n, frame);
  }
}
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${JSON.stringify({ cpu: (user + system) / 1e6 / task.times })}\n`);
for (const frame of frames) frame.free();
meter.close();
await decoder.close();
