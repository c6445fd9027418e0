import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan, Step } from '../../../shared/plan.ts';
import type { Measured } from '../../../daemon/run/meter.ts';
import { pairsOf } from '../../../daemon/run/pairs.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { restoreWhole } from '../quality/whole.ts';
import { convertIn } from '../../../daemon/plan/conversion.ts';
import { seen, telecine, telecined } from './cadence.ts';
import { ffv1, h264, planOf, runPlan, sourceOf, type PlanSpec, type Source } from './job.ts';
import { countFrames, filterStep } from './line.ts';

/** A picture of which most stands still, with something that moves. */
const scene = 'testsrc2=size=160x120:rate=25';
let clip: Source;
beforeAll(async () => { clip = await sourceOf('clip.mkv', { video: scene, frames: 24, codec: 'ffv1', colour: { matrix: 1, primaries: 1, transfer: 1, range: 1 } }); });

const measured = async (source: Source, spec: PlanSpec, change: (plan: Plan) => Plan = (plan) => plan): Promise<Measured> => (await runPlan(source, change(planOf(source, spec)))).units[0]!.quality!;
const step = (source: Source, graph: string, over: Partial<Step> = {}): Step => filterStep(graph, { input: source.media.video.shape, output: source.media.video.shape, ...over });
const same = { consistency: 1, similarity: 1, clipped: 0 };

describe('the numbers of a segment', () => {
  it('are 1, 1 and 0 where nothing changed, and name its frames', async () => {
    const frames = countFrames(), { units } = await runPlan(clip, planOf(clip, { segmentsAt: [10] }));
    expect(units.map(({ quality }) => quality)).toEqual([{ from: 0, to: 10, ...same }, { from: 10, to: 24, ...same }]);
    expect(frames.alive()).toBe(0);
    frames.restore();
  });
  it('fall in consistency with flicker alone', async () => {
    const { consistency, similarity, clipped } = await measured(clip, { steps: [step(clip, "hue=b='0.4*mod(n,2)'")] });
    expect(consistency).toBeLessThan(0.8);
    expect(similarity).toBeGreaterThan(0.9);
    expect(clipped).toBeLessThan(0.1);
  });
  it('fall in consistency with noise that comes and goes', async () => { expect((await measured(clip, { steps: [step(clip, 'noise=c0_strength=40:c0_flags=t:c0_seed=1')] })).consistency).toBeLessThan(0.85); });
  it('fall in similarity with blur, the more the stronger', async () => {
    const [little, much] = [await measured(clip, { steps: [step(clip, 'gblur=sigma=1')] }), await measured(clip, { steps: [step(clip, 'gblur=sigma=4')] })];
    expect(little.similarity).toBeLessThan(0.97);
    expect(much.similarity).toBeLessThan(little.similarity! - 0.1);
    // What moves is spread over what stands still.
    expect(much.consistency).toBeGreaterThan(0.9);
  });
  it('count what is clipped anew', async () => {
    const { clipped } = await measured(clip, { steps: [step(clip, "lut=c0='if(gt(val,150),240,val)'")] });
    expect(clipped).toBeGreaterThan(0.05);
    expect((await measured(clip, { steps: [step(clip, "lut=c0='clip(val,17,234)'")] })).clipped).toBe(0);
  });
  it('say nothing of rest where all of the source moves', async () => {
    const noise = await sourceOf('noise.mkv', { video: 'color=gray:size=160x120:rate=25,noise=c0_strength=100:c0_flags=t:c0_seed=3', frames: 8, codec: 'ffv1' });
    expect(await measured(noise, {})).toMatchObject({ consistency: null, similarity: 1 });
  });
});

describe('source and result are brought together', () => {
  it.each(['yuv422p10le', 'gray', 'gray12le', 'gbrp10le', 'yuva444p', 'yuv410p', 'yuv444p16le'])('in %s', async (pixel) => {
    const source = await sourceOf(`${pixel}.mkv`, { video: scene, frames: 4, codec: 'ffv1', pixel });
    expect(await measured(source, {})).toEqual({ from: 0, to: 4, ...same });
  });
  it.each(['uyvy422', 'yuyv422', 'nv12', 'rgb48be', 'yuv420p10be', 'gray16be', 'ya8'])('as %s, which has no planes of its own', async (pixel) => {
    const { media, ...made } = await sourceOf(`${pixel}.nut`, { video: scene, frames: 4, codec: 'rawvideo', pixel }), { shape } = media.video;
    // As the planner reads what carries no tags.
    const colour = { ...shape.colour, range: shape.pixel.family === 'gbr' ? 'full' : 'limited' } as const;
    const source = { ...made, media: { ...media, video: { ...media.video, shape: { ...shape, colour } } } };
    expect(await measured(source, { steps: [convertIn(source.media.video.shape)!] })).toEqual({ from: 0, to: 4, ...same });
  });
  it('where depth, range or model of colour change', async () => {
    const { shape } = clip.media.video, to = (name: string, over: object) => ({ ...shape, pixel: { ...shape.pixel, ...over, name } });
    const ten = to('yuv420p10le', { depth: 10 }), full = { ...shape, colour: { ...shape.colour, range: 'full' as const } }, rgb = { ...to('gbrp10le', { depth: 10, family: 'gbr' as const, chroma: '444' as const }), colour: { ...shape.colour, range: 'full' as const, matrix: 'gbr' } };
    expect(await measured(clip, { steps: [step(clip, 'scale,format=pix_fmts=yuv420p10le', { output: ten })] })).toMatchObject(same);
    for (const [graph, output] of [['scale=in_range=limited:out_range=full', full], ['scale,format=pix_fmts=gbrp10le', rgb]] as const) {
      const { similarity, consistency, clipped } = await measured(clip, { steps: [step(clip, graph, { output })] });
      expect([graph, similarity! > 0.99, consistency! > 0.98, clipped < 0.02]).toEqual([graph, true, true, true]);
    }
  });
  it('at the smaller size', async () => {
    for (const [width, height] of [[320, 240], [80, 60], [200, 90]] as const) {
      const { similarity, consistency } = await measured(clip, { encoder: h264, steps: [step(clip, `scale=w=${width}:h=${height}:flags=lanczos`, { output: { ...clip.media.video.shape, width, height } })] });
      expect([width, similarity! > 0.97, consistency! > 0.98]).toEqual([width, true, true]);
    }
  });
  it('where edges are cut off or put around', async () => {
    const { shape } = clip.media.video, cut = { left: 16, top: 12, width: 120, height: 96 }, cropped = { ...shape, width: 120, height: 96 };
    const crop = step(clip, 'crop=w=120:h=96:x=16:y=12:exact=1', { stage: 'crop', params: cut, output: cropped });
    const fit = step(clip, 'pad=w=200:h=120:x=40:y=12', { stage: 'fit', params: { width: 200, height: 120, how: 'pad' }, input: cropped, output: { ...shape, width: 200, height: 120 } });
    expect(await measured(clip, { steps: [crop] })).toMatchObject(same);
    expect(await measured(clip, { steps: [crop, fit] })).toMatchObject(same);
  });
  it.each([[90, false, 'transpose=dir=clock'], [180, false, 'vflip,hflip'], [270, true, 'hflip,transpose=dir=cclock'], [0, true, 'hflip']] as const)('where the picture was turned by %d, mirrored %s', async (rotation, mirrored, graph) => {
    const { shape } = clip.media.video, output = rotation % 180 ? { ...shape, width: shape.height, height: shape.width } : shape;
    expect(await measured(clip, { encoder: h264, steps: [step(clip, graph, { stage: 'turn', params: { rotation, mirrored }, output })] })).toMatchObject(same);
  });
  it('where the encoder asks for another column', async () => {
    const odd = await sourceOf('odd.mkv', { video: scene.replace('160x120', '161x121'), frames: 4, codec: 'ffv1', pixel: 'yuv444p' }), { shape } = odd.media.video;
    const grown = step(odd, 'pad=w=162:h=122:x=0:y=0,fillborders=right=1:bottom=1:mode=smear', { stage: 'convert-out', output: { ...shape, width: 162, height: 122 } });
    expect(await measured(odd, { steps: [grown] })).toMatchObject(same);
  });
});

describe('results with other frames than the source are paired by the map', () => {
  it.each([['tff', 'field'], ['bff', 'field'], ['tff', 'frame']] as const)('%s deinterlaced by %s', async (order, rate) => {
    const interlaced = await sourceOf(`${order}-${rate}.mkv`, { video: `testsrc2=size=160x120:rate=50,tinterlace=mode=interleave_${order === 'tff' ? 'top' : 'bottom'}`, frames: 10, codec: 'ffv1', interlaced: order });
    const { shape } = interlaced.media.video, doubled = rate === 'field';
    expect(shape.fieldOrder).toBe(order);
    const output = { ...shape, fieldOrder: 'progressive' as const, rate: doubled ? { num: 50, den: 1 } : shape.rate, frames: doubled ? 20 : 10 };
    const graph = `bwdif=mode=send_${rate}:parity=${order}:deint=all,setfield=mode=prog${doubled ? '' : ',settb=expr=intb*2'}`;
    expect(await measured(interlaced, { kind: doubled ? 'fields' : 'source', steps: [step(interlaced, graph, { output })] })).toMatchObject(same);
    expect(await measured(interlaced, {})).toMatchObject(same);
    const larger = await measured(interlaced, { kind: doubled ? 'fields' : 'source', steps: [step(interlaced, graph, { output }), step(interlaced, 'scale=w=320:h=240:flags=lanczos', { input: output, output: { ...output, width: 320, height: 240 } })] });
    expect(larger.similarity).toBeGreaterThan(0.97);
  });
  it('film out of video, and a constant rate', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fw-measured-')), path = join(folder, 'film.mkv'), pulldown = { pattern: '23', first: 'bottom' } as const;
    await makeClip(path, { video: telecine('testsrc2=size=64x48:rate=24000/1001', pulldown), frames: 20, codec: 'ffv1', interlaced: 'bff' });
    const wish = { quality: 'fast', scale: '1', delivery: 'ffv1', stages: { denoise: { strength: 'off' }, deblock: { strength: 'off' } } } as const;
    for (const fps of [null, '60']) {
      const whole = await restoreWhole(path, { ...wish, ...(fps ? { fps } : {}) }, undefined, seen('telecine', [telecined(0, 20, pulldown)]));
      expect(whole.units.find(({ unit }) => unit === 'video-0')!.quality).toMatchObject({ similarity: 1, clipped: 0 });
    }
  });
});

describe('pairsOf', () => {
  const pairs = (frames: number, cuts: number[] = [], kind: 'source' | 'fields' = 'source') => {
    const plan = planOf({ ...clip, index: { ...clip.index, frames, pts: Float64Array.from({ length: frames }, (_, i) => i * 40), duration: new Float64Array(frames).fill(40) } as never }, { kind, encoder: ffv1 });
    return pairsOf(plan.segments[0]!, plan.map, clip.index, Uint32Array.from(cuts)).map(({ first, second }) => [first.r, second?.r ?? null]);
  };
  it('takes one for 96 frames, from the middle of each part, and sixteen at most', () => {
    expect(pairs(96)).toEqual([[48, 49]]);
    expect(pairs(200)).toEqual([[33, 34], [99, 100], [166, 167]]);
    expect(pairs(5000)).toHaveLength(16);
  });
  it('keeps within a shot, and takes single frames where nothing follows', () => {
    expect(pairs(10, [6])).toEqual([[6, 7]]);
    expect(pairs(4, [1, 2, 3])).toEqual([[2, null]]);
    expect(pairs(4, [2, 3])).toEqual([[0, 1]]);
    expect(pairs(1)).toEqual([[0, null]]);
  });
  it('compares the same field of neighbouring frames', () => { expect(pairs(10, [], 'fields')).toEqual([[10, 12]]); });
});
