// Filters-only plans against the bare one-pass program: CPU, wall, and what the pumping thread does for each frame.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Plan } from '../../../shared/plan.ts';
import type { Spent, Task } from '../bare.ts';
import { interleave, measure, median } from '../child.ts';
import { only, type Shop } from '../material.ts';
import type { OurSpent } from '../ours.ts';
import { ratioWords, secondsWords, type Bench, type Row } from '../row.ts';

export const filters: Bench = {
  name: 'filters', title: 'Filters-only plans',
  async run(shop, rounds) {
    const progressive = await shop.clip(640, 360, 500), interlaced = await shop.clip(720, 576, 250, 'interlaced');
    return [
      ...await compare(shop, rounds, 'hqdn3d → x264 veryfast, 640×360', progressive, only({ denoise: { method: 'hqdn3d', strength: 0.4 } }), veryfast),
      ...await compare(shop, rounds, 'bwdif (fields) → ffv1, 720×576', interlaced, only({ deinterlace: { method: 'bwdif', rate: 'field' } }, { delivery: 'ffv1' }), (plan) => plan),
    ];
  },
};

/** The plan with x264's preset veryfast, which is what the row names. */
export const veryfast = (plan: Plan): Plan => ({ ...plan, delivery: { ...plan.delivery, video: { ...plan.delivery.video, options: { ...plan.delivery.video.options, preset: 'veryfast' } } } });

async function compare(shop: Shop, rounds: number, what: string, path: string, wish: Parameters<Shop['plan']>[1], change: (plan: Plan) => Plan): Promise<Row[]> {
  const { plan, file } = await shop.plan(path, wish, change);
  const graph = plan.steps.map((step) => step.graph).join(',');
  const { threads } = plan.resources;
  const task: Task = { path, into: join(shop.folder, 'bare.mkv'), graph, encoder: plan.delivery.video, threads };
  const pumps: OurSpent[] = [];
  const programs: Record<string, () => Promise<Spent>> = {
    bare: () => measure('bare.ts', task),
    ours: async () => {
      const made = await measure<OurSpent>('ours.ts', { plan: file, home: shop.home, folder: join(shop.folder, `ours-${what.length}-${pumps.length}`) });
      pumps.push(made);
      return made;
    },
    ...(await hasSystemFfmpeg() ? { ffmpeg: () => systemFfmpeg(path, graph, plan, shop.folder) } : {}),
  };
  const { bare, ours, ffmpeg } = await interleave(rounds, programs) as { bare: Spent; ours: Spent; ffmpeg?: Spent };
  const pump = median(pumps.map((one) => one.pump)), pumpCpu = median(pumps.map((one) => one.pumpCpu));
  return [
    { what: `${what}: CPU`, holds: '≤ 1.10 × bare', found: `${ratioWords(ours.cpu / bare.cpu)} (${secondsWords(ours.cpu)} / ${secondsWords(bare.cpu)})`, ok: ours.cpu / bare.cpu <= 1.1, note: 'includes the check: every packet\'s time, and key frames decoded' },
    { what: `${what}: wall`, holds: '≤ 1.10 × bare', found: `${ratioWords(ours.wall / bare.wall)} (${secondsWords(ours.wall)} / ${secondsWords(bare.wall)})`, ok: ours.wall / bare.wall <= 1.1, note: ffmpeg ? `system ffmpeg: ${secondsWords(ffmpeg.cpu)} CPU, ${secondsWords(ffmpeg.wall)} wall` : 'no system ffmpeg here' },
    { what: `${what}: pump thread`, holds: '≤ 1 ms per frame + one copy', found: `${pump.toFixed(2)} ms per frame`, ok: pump <= 1, note: `${pumpCpu.toFixed(2)} ms of it its own CPU; why the rest passes was not measured (the encoder keeps both cores busy)` },
  ];
}

const run = promisify(execFile);
const hasSystemFfmpeg = (): Promise<boolean> => run('ffmpeg', ['-version']).then(() => true, () => false);

async function systemFfmpeg(path: string, graph: string, plan: Plan, folder: string): Promise<Spent> {
  const { video } = plan.delivery;
  const options = Object.entries(video.options).flatMap(([key, value]) => [`-${key}`, value]);
  const quality = video.rateControl.kind === 'crf' ? ['-crf', String(video.rateControl.value)] : [];
  const began = performance.now();
  const { stderr } = await run('ffmpeg', ['-nostdin', '-y', '-benchmark', '-threads', String(plan.resources.threads.decode), '-i', path, '-map', '0:v:0', '-vf', graph, '-c:v', video.encoder, '-threads', String(video.threads), '-g', String(video.gop), '-pix_fmt', video.pixel, ...quality, ...options, join(folder, 'system.mkv')], { maxBuffer: 1 << 26 });
  const used = /utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr);
  return { cpu: Number(used?.[1]) + Number(used?.[2]), wall: (performance.now() - began) / 1000, frames: plan.map.frames, rss: 0 };
}
