// What the picture filters do to pictures: the effect they are there for, measured against a known original.
import { describe, expect, it } from 'vitest';
import { shapeOf } from './pictures.ts';
import { pull } from '../../fixtures/clip.ts';
import { material } from '../../fixtures/shared.ts';
import { filterCost, modelCost } from '../../../daemon/stages/costs.ts';
import { measureFilters } from '../../../daemon/stages/speeds.ts';
import { videoStages } from '../../../daemon/stages/index.ts';
import type { Params } from '../../../daemon/stages/stage.ts';
import type { StreamShape } from '../../../shared/media.ts';
import { hardware } from './scenes.ts';

function graphOf(id: string, methodId: string, wish: Params, shape: StreamShape, strength: number | null): string {
  const stage = videoStages.find((one) => one.id === id)!, method = stage.methods.find((one) => one.id === methodId)!;
  const work = method.work(stage.params.parse(wish), shape, strength);
  if (work.kind !== 'filter') throw new TypeError(`${methodId} is no filter`);
  return work.graph;
}

/** Mean of a number that FFmpeg writes beside each frame, leaving out the first `skip`. */
async function mean(chain: string, key: string, skip = 2): Promise<number> {
  const { frames } = await pull(chain, 'buffersink', Infinity);
  const values = frames.map((frame) => Number(frame.getMetadata().getAll()[key]));
  for (const frame of frames) frame.free();
  return values.slice(skip).reduce((sum, value) => sum + value, 0) / (values.length - skip);
}

/** PSNR-Y of `source,spoil,mend` against `source`, dB. */
const psnr = async (source: string, spoil: string, mend: string): Promise<number> =>
  10 * Math.log10(255 ** 2 / Math.max(1e-6, await mean(`${source},split[clean][to];[to]${spoil},${mend}[made];[made][clean]psnr`, 'lavfi.psnr.mse.y')));

const moving = (rate: number, frames: number): string => `testsrc2=size=160x120:rate=${rate}:duration=${frames / rate},scale,format=pix_fmts=yuv420p`;

describe('deinterlace', () => {
  const shape = (fieldOrder: 'tff' | 'bff') => shapeOf('yuv420p', { fieldOrder });
  const weave = { tff: 'interleave_top', bff: 'interleave_bottom' };

  it.each(['bwdif', 'w3fdif', 'yadif', 'estdif'].flatMap((method) => (['tff', 'bff'] as const).map((order) => [method, order] as const)))('%s gives the 50 pictures that %s fields were made of', async (method, order) => {
    const result = (parity: 'tff' | 'bff') => psnr(moving(50, 24), `tinterlace=mode=${weave[order]}`, graphOf('deinterlace', method, { rate: 'field', parity }, shape(order), null));
    const right = await result(order);
    expect(right).toBeGreaterThan(24);
    expect(right).toBeGreaterThan(await result(order === 'tff' ? 'bff' : 'tff') + 1);
  });

  const field = material('testdata/fate/mpeg2_field_encoding.mp4');
  it.skipIf(!field)('real fields of the bottom order come out in the order of time', async () => {
    // Out of order, movement goes back and forth: neighbours differ more than in order.
    const jitter = (parity: string) => mean(`movie=${field},trim=end_frame=12,setpts=N/25/TB,${graphOf('deinterlace', 'bwdif', { rate: 'field', parity }, shape('bff'), null)},signalstats`, 'lavfi.signalstats.YDIF');
    expect(await jitter('bff')).toBeLessThan(await jitter('tff') * 0.8);
  });
});

describe('denoise', () => {
  // FFmpeg's noise of strength s has a standard deviation of s / √3.
  it.each([['nlmeans', 2], ['atadenoise', 2], ['hqdn3d', 1], ['bm3d', 2]] as const)('%s gains at least %f dB on noise of six code values', async (method, gain) => {
    const source = 'mandelbrot=size=160x120:rate=25:end_pts=2000,trim=end_frame=12,scale,format=pix_fmts=yuv420p', noise = 'noise=alls=10:allf=t:all_seed=5';
    const [noisy, clean] = [await psnr(source, noise, 'null'), await psnr(source, noise, graphOf('denoise', method, {}, shapeOf('yuv420p'), 0.09 * 6))];
    expect(clean - noisy).toBeGreaterThan(gain);
  });
});

describe('deband', () => {
  it.each([['gradfun', 'yuv420p'], ['deband', 'yuv420p'], ['deband', 'yuv420p10le']] as const)('%s smooths the steps of a coarse gradient in %s', async (method, pixel) => {
    const graph = graphOf('deband', method, {}, shapeOf(pixel), 1);
    const ramp = 'gradients=size=256x128:x0=0:y0=0:x1=255:y1=127:c0=0x404040:c1=0x606060:n=2:speed=0.00001:duration=0.2:rate=25,scale,format=pix_fmts=yuv420p';
    const steps = "lut=y='bitand(val,252)+2'", deep = pixel === 'yuv420p' ? 'null' : `scale,format=pix_fmts=${pixel}`;
    const error = (mend: string) => psnr(ramp, steps, `${deep},${mend},${deep === 'null' ? 'null' : 'scale,format=pix_fmts=yuv420p'}`);
    expect(await error(graph)).toBeGreaterThan(await error('null') + 0.5);
  });
});

describe('sharpen', () => {
  it.each(['cas', 'unsharp'])('%s narrows edges', async (method) => {
    const blur = `${moving(25, 4)},gblur=sigma=1.2`;
    expect(await mean(`${blur},${graphOf('sharpen', method, {}, shapeOf('yuv420p'), 0.8)},blurdetect`, 'lavfi.blur', 0)).toBeLessThan(await mean(`${blur},blurdetect`, 'lavfi.blur', 0));
  });
});

describe('cost', () => {
  it('measures every filter that a stage uses', async () => {
    const speeds = await measureFilters();
    expect(Object.keys(speeds).sort()).toEqual(['atadenoise', 'bm3d', 'bwdif', 'cas', 'crop', 'deband', 'deblock', 'estdif', 'gradfun', 'hqdn3d', 'lut', 'nlmeans', 'null', 'pad', 'unsharp', 'w3fdif', 'yadif', 'zscale']);
    for (const speed of Object.values(speeds)) expect(speed).toBeGreaterThan(0.1);
  });

  it('counts what was measured, by samples and bits', () => {
    const shape = shapeOf('yuv420p', { width: 1000, height: 1000 });
    expect(filterCost('hqdn3d', 100, shape, hardware).cpuSeconds).toBeCloseTo(0.01);
    expect(filterCost('hqdn3d', 100, shape, { ...hardware, filterMegapixels: { hqdn3d: 50 } }).cpuSeconds).toBeCloseTo(0.02);
    expect(filterCost('hqdn3d', 100, shapeOf('yuv444p10le', { width: 1000, height: 1000 }), hardware).cpuSeconds).toBeCloseTo(0.03);
  });

  it('takes the fastest device for a model, and the card where nothing was measured', () => {
    const shape = shapeOf('yuv420p', { width: 1000, height: 1000 });
    const row = { model: 'upscale-lite', precision: 'fp32', width: 640, height: 360 } as const;
    const cpu = { ...row, provider: 'cpu', threads: 4, secondsPerMegapixel: 0.2 }, gpu = { ...row, provider: 'cuda', threads: 1, secondsPerMegapixel: 0.01 };
    expect(modelCost('upscale-lite', shape, hardware).cpuSeconds).toBeGreaterThan(0.1);
    expect(modelCost('upscale-lite', shape, { ...hardware, throughput: [cpu] })).toMatchObject({ cpuSeconds: 0.8, deviceSeconds: 0 });
    expect(modelCost('upscale-lite', shape, { ...hardware, throughput: [cpu, gpu] })).toMatchObject({ cpuSeconds: 0, deviceSeconds: 0.01 });
  });
});
