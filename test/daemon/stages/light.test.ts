// What evening out flicker and lifting low light do to pictures: measured on clips that were made to flicker, to fade and to be dark.
import { describe, expect, it } from 'vitest';
import { flickerOf } from '../../../daemon/analyse/light.ts';
import { statsOf } from '../../../daemon/kernels/kernels.ts';
import { allocatePlanes, copyOut } from '../../../daemon/media/planes.ts';
import { slidingWindow } from '../../../daemon/run/window.ts';
import { deflicker, gainOf } from '../../../daemon/stages/video/deflicker.ts';
import { lowLight } from '../../../daemon/stages/video/low-light.ts';
import type { PlaneFrame } from '../../../shared/planes.ts';
import { pull } from '../../fixtures/clip.ts';
import { shapeOf } from './pictures.ts';
import { sceneOf } from './scenes.ts';

const shape = shapeOf('yuv420p', { width: 64, height: 48, frames: 60 });
const frames = async (chain: string): Promise<PlaneFrame[]> => (await pull(`${chain},format=yuv420p`, 'buffersink', 60)).frames.map((frame, n) => {
  const planes = allocatePlanes(shape, n);
  copyOut(frame, planes);
  frame.free();
  return planes;
});
const source = 'testsrc2=size=64x48:rate=25:duration=2.4,lutyuv=y=val*0.6+30';
const level = ({ planes }: PlaneFrame): number => statsOf(planes[0]!).mean - 16;

/** All frames of one shot through the stage. */
async function evened(inputs: readonly PlaneFrame[], strength = 1): Promise<PlaneFrame[]> {
  const { window: { before, after }, work } = deflicker.methods[0]!, made: PlaneFrame[] = [];
  const opened = work(deflicker.params.parse({}), shape, strength);
  if (opened.kind !== 'process') throw new TypeError('deflicker is a process');
  const processor = await opened.open({ input: shape, output: shape, strength, scan: [], session: () => Promise.reject(new Error('no session')) });
  const window = slidingWindow<PlaneFrame>(before, after);
  const put = async (view: { readonly frames: readonly PlaneFrame[] }): Promise<void> => {
    const into = allocatePlanes(shape, made.length);
    await processor.push({ current: before, frames: view.frames }, into);
    made.push(into);
  };
  for (const input of inputs) { const view = window.push(input); if (view) await put(view); window.retire(); }
  for (const view of window.flush()) await put(view);
  await processor.close();
  return made;
}

const variance = (values: readonly number[]): number => { const mean = values.reduce((sum, one) => sum + one, 0) / values.length; return values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length; };
const flicker = (all: readonly PlaneFrame[]): number => flickerOf([all.map((one, frame) => ({ frame, luma: level(one) + 16 }))]).share;

describe('evening out flicker', () => {
  it.each([['from frame to frame', '0.9+0.1*random(0)'], ['in a beat', '0.92+0.08*sin(N*2.4)']])('takes away four fifths of its variance at least: %s', async (_what, by) => {
    const spoiled = await frames(`${source},geq=lum='16+(lum(X,Y)-16)*(${by.replace('random(0)', 'abs(sin(N*N*1.7))')})':cb='128+(cb(X,Y)-128)*(${by.replace('random(0)', 'abs(sin(N*N*1.7))')})':cr='cr(X,Y)'`);
    const made = await evened(spoiled);
    expect(flicker(spoiled)).toBeGreaterThan(0.02);
    expect(flicker(made) ** 2).toBeLessThan(0.2 * flicker(spoiled) ** 2);
    expect(variance(made.map(level))).toBeLessThan(0.2 * variance(spoiled.map(level)));
  });
  it('leaves steady footage, fades and flashes as they are', async () => {
    const steady = await frames(source), fade = await frames(`${source},fade=out:10:40`), flash = await frames(`${source},lutyuv=y='min(235,val*1.8)':enable='between(n,30,31)'`);
    for (const inputs of [steady, fade, flash]) {
      const made = await evened(inputs);
      const off = inputs.map((input, i) => Math.abs(level(made[i]!) - level(input)));
      expect(Math.max(...off)).toBeLessThan(2.5);
    }
  });
  it('draws a line through the neighbours', () => {
    const run = (of: (at: number) => number, from = -6, to = 6) => Array.from({ length: to - from + 1 }, (_, i) => ({ at: from + i, level: of(from + i) }));
    expect(gainOf(run(() => 50))).toBe(1);
    expect(gainOf(run((at) => 50 + 3 * at))).toBeCloseTo(1, 10);
    expect(gainOf(run((at) => 50 + 3 * at, 0))).toBeCloseTo(1, 10);
    expect(gainOf(run((at) => (at === 0 ? 45 : 50)))).toBeCloseTo((50 - 5 / 13) / 45, 10);
    expect(gainOf(run((at) => (at === 0 ? 90 : 50)))).toBe(1);
  });
});

describe('lifting low light', () => {
  const dark = { median: 30, highlights: 90, dark: 1 };
  const graph = async (chain: string, lift: number) => {
    const work = lowLight.methods[0]!.work(lowLight.params.parse({ lift }), shape, 0.5);
    return frames(`${chain},${work.kind === 'filter' ? work.graph : ''}`);
  };
  it('lifts the middle, keeps black, white and hue, and clips nothing', async () => {
    const ramp = 'nullsrc=size=64x48:rate=25:duration=0.04,geq=lum=\'if(eq(Y,0),16,if(eq(Y,1),235,16+X*3))\':cb=\'100+X/2\':cr=\'140-X/8\'';
    const [before, after] = [(await frames(ramp))[0]!, (await graph(ramp, 2))[0]!];
    const [y, made] = [before.planes[0]!, after.planes[0]!];
    expect([made.data[0], made.data[y.width]]).toEqual([16, 235]);
    const line = [...made.data.subarray(5 * y.width, 6 * y.width)];
    expect(line.every((value, x) => value >= y.data[5 * y.width + x]! && (x === 0 || value >= line[x - 1]!))).toBe(true);
    expect(new Set(line).size).toBe(64);
    const turn = (planes: PlaneFrame, x: number): number => Math.atan2(planes.planes[2]!.data[x]! - 128, planes.planes[1]!.data[x]! - 128);
    for (const x of [2, 8, 20, 30]) expect(Math.abs(turn(after, x) - turn(before, x))).toBeLessThan(0.12);
  });
  it('makes noise stronger by no more than the lift, at black most', async () => {
    const noisy = (value: number): string => `color=c=black:s=64x48:r=25:d=0.04,format=yuv420p,lutyuv=y=${value}:u=128:v=128,noise=c0s=6:c0f=u:c0_seed=7`, lift = 1.5;
    const spread = ({ planes }: PlaneFrame): number => Math.sqrt(variance([...planes[0]!.data]));
    for (const value of [28, 60, 120]) {
      const [before, after] = [spread((await frames(noisy(value)))[0]!), spread((await graph(noisy(value), lift))[0]!)];
      expect(before).toBeGreaterThan(1);
      expect(after / before).toBeLessThan(1 + lift);
    }
  });
  it('goes as far as the noise allows, and further where that is cleaned first', () => {
    const lift = (luma: number, before: string[] = []): number | null => {
      const answer = lowLight.decide(sceneOf({ analysis: { noise: { luma, chroma: 0 }, content: { ...sceneOf().analysis.content, lowLight: dark } }, before }));
      return answer.use ? Number(answer.params['lift']) : null;
    };
    expect(lift(0.2)).toBeGreaterThan(1);
    expect(lift(2)).toBe(0.5);
    expect(lift(2, ['denoise'])).toBeGreaterThan(1);
    expect(lift(4)).toBeNull();
  });
  it('leaves night scenes with lamps, ordinary footage and HDR alone', () => {
    const decide = (lowLightFacts: typeof dark, of = {}) => lowLight.decide(sceneOf({ analysis: { content: { ...sceneOf().analysis.content, lowLight: lowLightFacts } }, ...of }));
    expect(decide({ median: 30, highlights: 210, dark: 0 })).toMatchObject({ use: false, why: expect.stringMatching(/not dark as a whole/) });
    expect(decide(dark)).toMatchObject({ use: true, why: expect.stringMatching(/half of the picture lies below 30/) });
    expect(decide(dark, { shape: { colour: { range: 'limited', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084', chromaPosition: 'topleft' } } })).toMatchObject({ use: false, why: expect.stringMatching(/PQ/) });
  });
});
