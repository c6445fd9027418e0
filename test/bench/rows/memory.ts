// Memory is bounded by the frame size, not by the film; time grows with the frames and with nothing else.
import { join } from 'node:path';
import type { Plan } from '../../../shared/plan.ts';
import { measure } from '../child.ts';
import { only } from '../material.ts';
import type { OurSpent } from '../ours.ts';
import { mebibytes, ratioWords, secondsWords, type Bench, type Row } from '../row.ts';
import { veryfast } from './filters.ts';

export const memory: Bench = {
  name: 'memory', title: 'Memory and length',
  async run(shop) {
    const rows: Row[] = [];
    const run = async (name: string, width: number, height: number, frames: number, wish: Parameters<typeof shop.plan>[1], change = veryfast): Promise<OurSpent> => {
      const { file } = await shop.plan(await shop.clip(width, height, frames), wish, change);
      return measure<OurSpent>('ours.ts', { plan: file, home: shop.home, folder: join(shop.folder, `memory-${name}`) });
    };
    const same = await run('same', 1920, 1080, 100, only({ denoise: { method: 'hqdn3d', strength: 0.4 } }), inSegments);
    rows.push({ what: 'worker peak, 1920×1080 → 1920×1080', holds: '≤ 1.5 GiB', found: mebibytes(same.rss), ok: same.rss <= 1.5 * 2 ** 30 });
    rows.push({ what: 'growth from the third to the last segment', holds: '≤ 64 MiB', found: same.growth === null ? 'fewer than five segments' : mebibytes(same.growth), ok: same.growth !== null && same.growth <= 64 * 2 ** 20 });
    const double = await run('double', 1920, 1080, 10, only({ upscale: { method: 'upscale-lite' } }, { quality: 'best', scale: '2' }));
    rows.push({ what: 'worker peak, 1920×1080 → 3840×2160 (upscale-lite)', holds: '≤ 3 GiB', found: mebibytes(double.rss), ok: double.rss <= 3 * 2 ** 30 });
    const lengths: OurSpent[] = [];
    for (const times of [1, 4, 16]) lengths.push(await run(`length-${times}`, 320, 180, 125 * times, only({ denoise: { method: 'hqdn3d', strength: 0.4 } })));
    const [one, four, sixteen] = lengths as [OurSpent, OurSpent, OurSpent];
    rows.push({ what: '1×, 4× and 16× the frames (125, 500, 2000 of 320×180)', holds: 'time grows no faster than frames', found: `${secondsWords(one.wall)}, ${secondsWords(four.wall)}, ${secondsWords(sixteen.wall)}: 16× takes ${ratioWords(sixteen.wall / one.wall)}`, ok: sixteen.wall / one.wall <= 17 });
    rows.push({ what: 'peak for 16× the frames against 1×', holds: 'bounded by the frame size', found: `${mebibytes(sixteen.rss)} against ${mebibytes(one.rss)}`, ok: sixteen.rss <= one.rss + 64 * 2 ** 20 });
    return rows;
  },
};

/** The plan in ten segments of equal length, each after the warm-up that its filters need: a film of one shot is planned as one. */
function inSegments(plan: Plan): Plan {
  const count = Math.ceil(plan.map.frames / 10), warmup = plan.steps.reduce((sum, step) => sum + step.window.before + step.warmup, 0);
  const segments = Array.from({ length: Math.ceil(plan.map.frames / count) }, (_, id) => {
    const first = id * count, frames = Math.min(count, plan.map.frames - first), from = plan.clip.in + first;
    return { id, first, count: frames, from, to: from + frames, warm: Math.min(warmup, first) };
  });
  return { ...veryfast(plan), segments };
}
