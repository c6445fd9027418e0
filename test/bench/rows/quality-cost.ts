// What the live numbers cost: the CPU time of all pairs that are measured, as a share of the whole run's.
import { join } from 'node:path';
import type { Spent } from '../bare.ts';
import { measure, median } from '../child.ts';
import { only, type Shop } from '../material.ts';
import type { Bench, Row } from '../row.ts';
import { pairsOf } from '../../../daemon/run/pairs.ts';
import { cutsOf, indexOf } from '../../../daemon/worker/tasks/tables.ts';
import { veryfast } from './filters.ts';

export const qualityCost: Bench = {
  name: 'quality-cost', title: 'Live numbers',
  async run(shop, rounds) {
    return [await cost(shop, rounds, 640, 360, 300), await cost(shop, rounds, 1920, 1080, 100)];
  },
};

async function cost(shop: Shop, rounds: number, width: number, height: number, frames: number): Promise<Row> {
  const { plan, file } = await shop.plan(await shop.clip(width, height, frames), only({ denoise: { method: 'hqdn3d', strength: 0.4 } }), veryfast);
  const index = await indexOf(plan, shop.home), cuts = await cutsOf(plan, shop.home), pairs = plan.segments.flatMap((segment) => pairsOf(segment, plan.map, index, cuts)).length;
  const spent: number[] = [], each: number[] = [];
  for (let round = 0; round < Math.min(3, rounds); round++) {
    spent.push((await measure<Spent>('ours.ts', { plan: file, home: shop.home, folder: join(shop.folder, `measured-${width}-${round}`) })).cpu);
    each.push((await measure<{ cpu: number }>('metered.ts', { plan: file, home: shop.home, times: 20 })).cpu);
  }
  const share = (pairs * median(each)) / median(spent);
  return { what: `hqdn3d → x264 veryfast, ${width}×${height}: share of the CPU time`, holds: '≤ 2 %', found: `${(100 * share).toFixed(2)} %`, ok: share <= 0.02, note: `${pairs} pairs in ${frames} frames, ${(1000 * median(each)).toFixed(1)} ms each` };
}
