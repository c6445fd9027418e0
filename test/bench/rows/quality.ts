// Picture quality where the truth is known: enlarging Set5, and taking known noise off real clips.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { material } from '../../fixtures/shared.ts';
import { median } from '../child.ts';
import { enlargedByFilter, enlargedByModel, frames, framesThrough, shapeOf, withModel, yPsnr } from '../pictures.ts';
import type { Bench, Row } from '../row.ts';

export const quality: Bench = {
  name: 'quality', title: 'Picture quality (PSNR-Y, dB)', long: true,
  async run() {
    return [...await set5(), ...await noise()];
  },
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

async function set5(): Promise<Row[]> {
  const folder = material('testdata/sr/Set5');
  if (!folder) return [];
  const names = readdirSync(join(folder, 'HR'));
  const toLuma = 'scale=in_range=full:out_range=limited:out_color_matrix=bt709:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p,setsar=1';
  const even = 'crop=floor(iw/4)*4:floor(ih/4)*4:0:0';
  const harness: number[] = [];
  const results: Record<string, number[]> = { bicubic: [], lanczos: [], 'upscale-lite': [] };
  for (const name of names) {
    const [truth] = await frames(`movie=${join(folder, 'HR', name)},${even},${toLuma}`, 1);
    const { width, height } = shapeOf(truth!);
    // MATLAB's reduction enlarged by MATLAB's kernel (a = −0.5): the published 33.65 shows that the harness measures what the field does.
    const [matlab] = await frames(`movie=${join(folder, 'LR_bicubic', 'X2', name.replace('.png', 'x2.png'))},${even.replaceAll('/4)*4', '/2)*2')},${toLuma}`, 1);
    const reduced = shapeOf(matlab!);
    if (reduced.width * 2 === width && reduced.height * 2 === height) harness.push(yPsnr(truth!, await enlargedByFilter(matlab!, 'bicubic:param0=0:param1=0.5'), 2));
    const [small] = await frames(`movie=${join(folder, 'HR', name)},${even},${toLuma},scale=${width / 2}:${height / 2}:flags=bicubic+accurate_rnd`, 1);
    results.bicubic!.push(yPsnr(truth!, await enlargedByFilter(small!, 'bicubic'), 4));
    results.lanczos!.push(yPsnr(truth!, await enlargedByFilter(small!, 'lanczos'), 4));
    results['upscale-lite']!.push(yPsnr(truth!, await enlargedByModel(small!, 'upscale-lite', 0), 4));
  }
  const found = Object.entries(results).map(([method, values]) => [method, mean(values)] as const);
  const lite = found.at(-1)![1], best = Math.max(...found.slice(0, -1).map(([, value]) => value));
  const check: Row = { what: `Set5 ×2, MATLAB's reduction and bicubic (${harness.length} of ${names.length} pictures whose size fits)`, holds: 'near the published 33.65 for all five', found: mean(harness).toFixed(2), ok: null, note: 'checks the harness' };
  return [check, ...found.map(([method, value]) => ({
    what: `Set5 ×2 (antialiased bicubic reduction), ${method}`, holds: method === 'upscale-lite' ? 'above both filters' : '', found: value.toFixed(2), ok: method === 'upscale-lite' ? lite > best : null,
    note: method === 'upscale-lite' ? '35.54 measured at training' : method === 'bicubic' ? '33.95 measured at training' : '34.43 measured at training',
  }))];
}

const levels = [5, 10, 20] as const, span = 12;

async function noise(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const clip of ['bigbuckbunny', 'bikes', 'car-turn']) {
    const path = material(`testdata/video/${clip}.mp4`);
    if (!path || !existsSync(path)) continue;
    for (const sigma of levels) rows.push(await oneNoise(clip, path, sigma));
  }
  return rows;
}

async function oneNoise(clip: string, path: string, sigma: number): Promise<Row> {
  const clean = await frames(`movie=${path},scale=-4:360:flags=bicubic+accurate_rnd,format=yuv420p,setsar=1`, span);
  // FFmpeg's noise filter draws a normal distribution of deviation strength / √3.
  const strength = (part: number): number => Math.round(sigma * part * Math.sqrt(3));
  const noisy = await framesThrough(clean, `noise=c0s=${strength(1)}:c0f=t:c1s=${strength(0.7)}:c1f=t:c2s=${strength(0.7)}:c2f=t:all_seed=7`);
  const score = (made: typeof clean): number => median(clean.map((truth, i) => yPsnr(truth, made[i]!, 0)));
  const best = async (graphs: readonly string[]): Promise<number> => Math.max(...await Promise.all(graphs.map(async (graph) => score(await framesThrough(noisy, graph)))));
  const hqdn3d = await best(['hqdn3d=4:3:6:4.5', 'hqdn3d=8:6:8:6', 'hqdn3d=16:12:12:9']);
  const nlmeans = await best(['nlmeans=s=3:p=7:r=9', 'nlmeans=s=6:p=7:r=9', 'nlmeans=s=10:p=7:r=9']);
  const lite = score(await withModel(noisy, 'denoise-lite', Math.min(1, 0.09 * sigma)));
  return {
    what: `${clip}, σ ${sigma}: noisy / hqdn3d / nlmeans / denoise-lite`, holds: 'denoise-lite above both filters', ok: lite > Math.max(hqdn3d, nlmeans),
    found: [score(noisy), hqdn3d, nlmeans, lite].map((value) => value.toFixed(2)).join(' / '), note: 'filters at the best of three settings, the network at its automatic one',
  };
}
