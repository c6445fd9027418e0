// The conversions that a plan writes out, run on real frames; and every delivery's settings, given to the real encoder.
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlaneFrame } from '../../../shared/planes.ts';
import type { StreamShape } from '../../../shared/media.ts';
import type { Plan } from '../../../shared/plan.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import { openEncoder } from '../../../daemon/media/encode.ts';
import { openFilter } from '../../../daemon/media/filter.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { allocatePlanes, copyIn, copyOut, createFrame } from '../../../daemon/media/planes.ts';
import { convertIn, convertOut } from '../../../daemon/plan/conversion.ts';
import { legalSize } from '../../../daemon/plan/format.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets, type PresetLibrary } from '../../../daemon/plan/presets.ts';
import { machine, makeClip, makeWish, type ClipWish } from '../../plans/builder.ts';
import { avPixelFormat } from '../../../daemon/media/pixel-code.ts';

let presets: PresetLibrary;
beforeAll(async () => { presets = await loadPresets(); });

const shapeOf = (made: ClipWish): StreamShape => makeClip({ frames: 2, ...made }).media.video.shape;
const out = (shape: StreamShape, pixel: string, range: 'limited' | 'full' = shape.colour.range as 'limited'): { graph: string; output: StreamShape } => {
  const to = pixelFormatOf(pixel), step = convertOut(shape, { pixel: to, ...legalSize(shape, to, false), range })!;
  return { graph: step.graph!, output: step.output };
};

/** One frame, filled by plane, through a graph. */
async function through(shape: StreamShape, fill: (plane: number, x: number, y: number) => number, { graph, output }: { graph: string; output: StreamShape }): Promise<PlaneFrame> {
  const planes = allocatePlanes(shape), result = allocatePlanes(output);
  planes.planes.forEach(({ width, data }, plane) => data.forEach((_, at) => { data[at] = fill(plane, at % width, Math.floor(at / width)); }));
  const frame = createFrame(shape);
  copyIn(planes, frame);
  frame.pts = 0n;
  const filter = await openFilter(graph, { shape, timeBase: { num: 1, den: 25 } }, { threads: 1 });
  const frames = [...await filter.push(frame), ...await filter.flush()];
  expect(frames).toHaveLength(1);
  copyOut(frames[0]!, result);
  frames[0]!.free();
  filter.close();
  return result;
}
const values = (planes: PlaneFrame, plane: number): number[] => [...new Set(planes.planes[plane]!.data)];

describe('a conversion at the end', () => {
  it('deepens and widens chroma without changing values', async () => {
    const shape = shapeOf({ width: 32, height: 16 });
    const result = await through(shape, (plane) => [100, 90, 200][plane]!, out(shape, 'yuv422p10le'));
    expect([0, 1, 2].map((plane) => values(result, plane))).toEqual([[400], [360], [800]]);
  });
  it('gives grey neutral chroma', async () => {
    const shape = shapeOf({ width: 32, height: 16, pixel: 'gray' });
    const result = await through(shape, () => 77, out(shape, 'yuv420p'));
    expect([0, 1, 2].map((plane) => values(result, plane))).toEqual([[77], [128], [128]]);
  });
  it('narrows full range', async () => {
    const shape = shapeOf({ width: 32, height: 16, colour: { range: 'full' } });
    const result = await through(shape, (plane) => (plane === 0 ? 255 : 128), out(shape, 'yuv422p10le', 'limited'));
    expect([0, 1, 2].map((plane) => values(result, plane))).toEqual([[940], [512], [512]]);
  });
  it('dithers when bits go', async () => {
    const shape = shapeOf({ width: 64, height: 32, pixel: 'yuv420p10le' });
    const result = await through(shape, (plane) => (plane === 0 ? 402 : 512), out(shape, 'yuv420p'));
    const luma = [...result.planes[0]!.data];
    expect(values(result, 0).sort()).toEqual([100, 101]);
    expect(luma.reduce((sum, value) => sum + value, 0) / luma.length).toBeCloseTo(100.5, 1);
  });
  it('repeats the last line and column where chroma needs even sides', async () => {
    const shape = shapeOf({ width: 33, height: 17, pixel: 'yuv420p' });
    const result = await through(shape, (plane, x, y) => (plane === 0 ? 20 + x + 2 * y : 128), out(shape, 'yuv420p'));
    const { width, height, data } = result.planes[0]!;
    expect([width, height]).toEqual([34, 18]);
    expect([data[32], data[33], data[34 * 16 + 5], data[34 * 17 + 5], data[34 * 17 + 33]]).toEqual([52, 52, 57, 57, 84]);
    expect([values(result, 1), values(result, 2)]).toEqual([[128], [128]]);
  });
  it('keeps the fields apart when chroma changes its lines', async () => {
    const shape = shapeOf({ width: 32, height: 32, fieldOrder: 'tff' });
    const result = await through(shape, (_plane, _x, y) => (y % 2 === 0 ? 80 : 160), out(shape, 'yuv422p10le'));
    const chroma = result.planes[1]!;
    expect([...new Set(chroma.data.filter((_, at) => Math.floor(at / chroma.width) % 2 === 0))]).toEqual([320]);
    expect([...new Set(chroma.data.filter((_, at) => Math.floor(at / chroma.width) % 2 === 1))]).toEqual([640]);
  });
  it('turns RGB into the matrix of its size', () => {
    const { output } = out(shapeOf({ width: 640, height: 480, pixel: 'gbrp', colour: { matrix: 'gbr', range: 'full', primaries: 'bt709' } }), 'yuv444p');
    expect(output.colour).toMatchObject({ matrix: 'smpte170m', range: 'limited' });
  });
  it('is absent when nothing differs', () => {
    const shape = shapeOf({ width: 32, height: 16 });
    expect(convertOut(shape, { pixel: shape.pixel, width: 32, height: 16, range: 'limited' })).toBeNull();
  });
});

describe('a conversion at the start', () => {
  it.each(['nv12', 'yuvj420p', 'rgb24', 'bgra', 'pal8', 'uyvy422', 'yuyv422', 'p010le', 'ya8', 'monow', 'rgb565le', 'x2rgb10le', 'nv16', 'v30xle'])('writes out how %s becomes planes', async (pixel) => {
    const rgb = pixelFormatOf(pixel).family === 'gbr';
    const shape = shapeOf({ width: 64, height: 32, pixel, colour: rgb ? { matrix: 'gbr', range: 'full' } : pixel.startsWith('yuvj') ? { range: 'full' } : {} });
    const step = convertIn(shape)!;
    const filter = await openFilter(step.graph!, { shape, timeBase: { num: 1, den: 25 } }, { threads: 1 });
    expect(filter.output).toMatchObject({ width: 64, height: 32, format: avPixelFormat(step.output.pixel.name) });
    filter.close();
    expect(step.title).toMatch(/^Reading the pixels as /);
  });
  it('is absent for planes', () => { for (const pixel of ['yuv420p', 'gbrp', 'yuv411p', 'gray10le', 'yuva444p12le']) expect(convertIn(shapeOf({ pixel }))).toBeNull(); });
});

const pixels = ['yuv420p', 'yuv422p', 'yuv444p', 'yuv411p', 'yuv440p', 'nv12', 'yuvj420p', 'rgb24', 'gray', 'gray12le', 'yuv420p10le', 'yuv444p12le', 'yuva420p', 'yuva444p12le', 'gbrp', 'gbrap12le', 'yuv444p16le'];

describe.each(['h264', 'hevc', 'av1', 'prores-422-hq', 'prores-4444', 'dnxhr-hqx', 'ffv1'])('the delivery %s', (delivery) => {
  it.each(pixels)('takes %s, whole and odd and interlaced, with complete settings', async (pixel) => {
    for (const [width, height, fieldOrder] of [[320, 176, 'progressive'], [321, 177, 'progressive'], [320, 176, 'tff']] as const) {
      const plan = planned({ width, height, pixel, fieldOrder }, delivery);
      if (plan === null) continue;
      for (const { graph, input, output } of plan.steps) {
        const filter = await openFilter(graph!, { shape: input, timeBase: { num: 1, den: 25 } }, { threads: 1 });
        expect(filter.output).toMatchObject({ width: output.width, height: output.height, format: avPixelFormat(output.pixel.name) });
        filter.close();
      }
      (await openEncoder(plan.delivery.video, plan.result.colour, plan.media.video.hdr)).close();
    }
  });
});

/** The plan that changes nothing; null where the delivery keeps no fields and says so. */
function planned(made: ClipWish, delivery: string): Plan | null {
  const gbr = pixelFormatOf(made.pixel!).family === 'gbr', tff = made.fieldOrder === 'tff';
  const clip = makeClip({
    frames: 10, ...made, colour: gbr ? { matrix: 'gbr', range: 'full' } : {},
    analysis: tff ? { interlacing: { verdict: 'tff', confidence: 1, combed: 0.6, container: 'tff', evidence: [], runs: [] } } : {},
  });
  try {
    return makePlan({ ...clip, hardware: machine('cpu'), wish: makeWish({ style: 'archive', delivery }), presets, revision: 1 });
  } catch (error) {
    if (tff && error instanceof FrameWrightError && error.code === 'illegal-delivery' && !presets.deliveries[delivery]!.fields) return null;
    throw error;
  }
}
