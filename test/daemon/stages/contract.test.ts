// One contract for every method of every video stage: what it declares is what it does.
import { describe, expect, it } from 'vitest';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { allocatePlanes } from '../../../daemon/media/planes.ts';
import { openPlaneSession } from '../../../daemon/models/plane-session.ts';
import { wrapModel } from '../../../daemon/models/graph/wrap.ts';
import { cardOf } from '../../../daemon/models/store.ts';
import { planar } from '../../../daemon/stages/formats.ts';
import { videoStages } from '../../../daemon/stages/index.ts';
import type { Method, Params, Stage } from '../../../daemon/stages/stage.ts';
import type { StreamShape } from '../../../shared/media.ts';
import { picture, shapeOf, through, worst } from './pictures.ts';
import { planeLayout } from '../../../daemon/media/plane-sizes.ts';

/** What a plan would have decided where `auto` stands. */
const decided: Readonly<Record<string, Params>> = { deinterlace: { parity: 'tff' }, upscale: { width: 160, height: 120 }, resize: { width: 96, height: 80 }, crop: { left: 8, top: 8, width: 48, height: 32 }, fit: { width: 96, height: 64 } };
const variants: Readonly<Record<string, readonly Params[]>> = { deinterlace: [{ rate: 'field' }, { rate: 'single' }], fit: [{ how: 'pad' }, { how: 'blur' }, { how: 'crop', width: 48 }] };

type Case = { readonly name: string; readonly stage: Stage; readonly method: Method; readonly params: Params };
const cases: readonly Case[] = videoStages.flatMap((stage) => stage.methods.flatMap((method) => (variants[stage.id] ?? [{}]).map((variant) => ({
  name: [stage.id, method.id, ...Object.values(variant)].join(' '), stage, method, params: stage.params.parse({ ...decided[stage.id], ...variant }),
}))));
const kindOf = ({ method, params }: Case): string => method.work(params, sourceFor({ method }, 'yuv420p'), 0.6).kind;
const filters = cases.filter((one) => one.method.needs.model === null && kindOf(one) === 'filter');
const kernels = cases.filter((one) => one.method.needs.model === null && kindOf(one) === 'process');
const models = cases.filter(({ method }) => method.needs.model !== null);

const promised = ({ stage, method, params }: Case, input: StreamShape): StreamShape => method.shape?.(params, input) ?? stage.shape(params, input);

function graphOf({ method, params }: Case, input: StreamShape, strength = 0.6): string {
  const work = method.work(params, input, strength);
  if (work.kind !== 'filter') throw new TypeError(`${method.id} is no filter`);
  return work.graph;
}

const clip = (shape: StreamShape, count = shape.frames) => Array.from({ length: count }, (_, n) => picture(shape, n));
const run = (one: Case, shape: StreamShape, inputs = clip(shape), strength = 0.6) => through(graphOf(one, shape, strength), shape, promised(one, shape), inputs);
function sourceFor({ method }: Pick<Case, 'method'>, pixel: string, differs: Partial<StreamShape> = {}): StreamShape {
  return  shapeOf(pixel, { ...(method.interlaced === 'is-the-deinterlacer' ? { fieldOrder: 'tff' } : {}), ...differs });
}

describe.each(filters)('$name: formats', (one) => {
  const { accepted = [], refused = [] } = Object.groupBy(planar, (name) => (one.method.accepts(pixelFormatOf(name)) ? 'accepted' : 'refused'));

  it.each(accepted)('takes %s as it is and gives what it declares', async (name) => {
    const shape = sourceFor(one, name, { frames: 3 }), output = promised(one, shape), inputs = clip(shape);
    const made = await run(one, shape, inputs);
    expect({ width: made.width, height: made.height, format: made.format, sar: made.sar }).toEqual({ width: output.width, height: output.height, format: name, sar: `${output.sar.num}:${output.sar.den}` });
    expect(made.frames.map(({ n }) => n)).toEqual(Array.from({ length: output.frames }, (_, n) => n));
    const planes = made.frames.map((frame) => frame.planes);
    if (one.stage.covers) return checkCovered(one, shape, output, inputs, planes);
    checkDepth(shape, planes[0]!.planes[0]!.data);
    checkAlpha(one, shape, inputs, planes);
  });

  it('refuses only what it would convert or lose', async () => {
    for (const name of refused) {
      const shape = sourceFor(one, name, { frames: 2 });
      await expect(run(one, shape).then((made) => made.format), `${name} goes through unchanged`).rejects.toThrow(/silently|refused/);
    }
  });
});

/** Low bits are in use: nothing went through fewer bits on the way. */
function checkDepth({ pixel: { depth } }: StreamShape, data: Uint8Array | Uint16Array): void {
  if (depth === 8) return;
  const coarse = 2 ** Math.min(4, depth - 8);
  expect(data.filter((value) => value % coarse !== 0).length / data.length).toBeGreaterThan(0.4);
}

/** What a stage that moves the frame's edges keeps of the picture is copied, sample by sample, in every plane. */
function checkCovered({ stage, params }: Case, shape: StreamShape, output: StreamShape, inputs: readonly ReturnType<typeof picture>[], outputs: readonly ReturnType<typeof picture>[]): void {
  const { input: from, output: to } = stage.covers!(params, shape);
  expect([from.width, from.height]).toEqual([to.width, to.height]);
  const sides = planeLayout(shape), made = planeLayout(output);
  inputs.forEach((frame, i) => frame.planes.forEach((plane, p) => {
    const across = shape.width / sides[p]!.width, down = shape.height / sides[p]!.height;
    const at = (rect: typeof from, width: number, data: Uint8Array | Uint16Array): number[] => Array.from({ length: rect.height / down }, (_, y) => [...data.subarray((rect.top / down + y) * width + rect.left / across, (rect.top / down + y) * width + (rect.left + rect.width) / across)]).flat();
    expect(at(to, made[p]!.width, outputs[i]!.planes[p]!.data)).toEqual(at(from, sides[p]!.width, plane.data));
  }));
}

/** Alpha is a matte: cleaning leaves it as it is, scaling and deinterlacing keep it a gradient of the same mean. */
function checkAlpha({ method, stage }: Case, shape: StreamShape, inputs: readonly ReturnType<typeof picture>[], outputs: readonly ReturnType<typeof picture>[]): void {
  if (!shape.pixel.alpha) return;
  const plane = inputs[0]!.planes.length - 1;
  if (stage.shape(stage.params.parse(decided[stage.id] ?? {}), shape).width === shape.width && method.interlaced !== 'is-the-deinterlacer') {
    inputs.forEach((input, i) => expect(worst(input, outputs[i]!, plane)).toBe(0));
  } else {
    const mean = (frame: typeof inputs[number]) => (frame.planes[plane]!.data as Uint8Array).reduce((sum, value) => sum + value, 0) / frame.planes[plane]!.data.length / 2 ** shape.pixel.depth;
    expect(Math.abs(mean(inputs[0]!) - mean(outputs[0]!))).toBeLessThan(0.01);
  }
}

const odd: readonly (readonly [string, number, number])[] = [['yuv420p', 65, 51], ['yuv422p10le', 67, 49], ['yuv444p12le', 33, 35], ['yuva420p', 65, 51], ['gray', 65, 51], ['gbrp', 65, 51], ['yuv420p', 16, 16]];
describe.each(filters)('$name: odd sizes', (one) => {
  it.each(odd.filter(([name]) => one.method.accepts(pixelFormatOf(name))))('%s at %i×%i', async (name, width, height) => {
    const shape = sourceFor(one, name, { width, height, frames: 4 }), output = promised(one, shape);
    const made = await run(one, shape);
    expect([made.width, made.height, made.frames.length]).toEqual([output.width, output.height, output.frames]);
  });
});

const perField = filters.filter(({ method }) => method.interlaced === 'per-field');
describe.each(perField)('$name: interlaced', (one) => {
  it.each(['tff', 'bff'] as const)('%s: no field sees the other, and the order stays', async (fieldOrder) => {
    const shape = sourceFor(one, 'yuv420p', { fieldOrder });
    const [made, other] = [await run(one, shape), await run(one, shape, clip(shape).map(({ frame }) => picture(shape, frame, 1)))];
    expect(made.frames.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const [i, { planes, flags }] of made.frames.entries()) {
      expect(flags).toBe(fieldOrder === 'tff' ? 24 : 8);
      planes.planes.forEach((plane, p) => {
        const lines = (data: Uint8Array | Uint16Array) => data.filter((_, at) => Math.floor(at / plane.width) % 2 === 0);
        expect(lines(other.frames[i]!.planes.planes[p]!.data)).toEqual(lines(plane.data));
      });
    }
  });
});

describe.each(filters)('$name: whole and cut', (one) => {
  const { before, after } = one.method.window, { warmup } = one.method;
  const count = warmup ? warmup + 16 : 2 * (before + after) + 8, from = warmup ? warmup + 4 : before + 3, to = count - after - 2;

  it('a cut run equals the whole run', async () => {
    const shape = sourceFor(one, 'yuv420p', { frames: count }), all = clip(shape);
    const factor = promised(one, shape).frames / count;
    const whole = await run(one, shape, all, 1);
    const cut = await run(one, shape, all.slice(from - before - warmup, to + after), 1);
    const wanted = (frames: typeof whole.frames) => frames.filter(({ n }) => n >= from * factor && n < to * factor);
    expect(wanted(cut.frames).map(({ n }) => n)).toEqual(wanted(whole.frames).map(({ n }) => n));
    wanted(whole.frames).forEach(({ planes }, i) => expect(worst(planes, wanted(cut.frames)[i]!.planes)).toBeLessThanOrEqual(warmup ? 1 : 0));
  });

  it('the number of threads changes nothing', async () => {
    const shape = sourceFor(one, 'yuv420p', { width: 160, height: 96, frames: 3 }), output = promised(one, shape), inputs = clip(shape);
    const [single, double] = [await through(graphOf(one, shape), shape, output, inputs, 1), await through(graphOf(one, shape), shape, output, inputs, 2)];
    expect(single.frames.map(({ planes }, i) => worst(planes, double.frames[i]!.planes))).toEqual(single.frames.map(() => 0));
  });
});

const neural: readonly (readonly [string, number, number])[] = [['yuv420p', 64, 48], ['yuv422p10le', 65, 51], ['yuv444p12le', 64, 48], ['yuva420p', 65, 51], ['gray', 64, 48], ['gbrp', 64, 48]];
describe.each(models)('$name: model', (one) => {
  const { method, params } = one;

  it.each(neural)('%s at %i×%i goes in and out as planes', async (name, width, height) => {
    const shape = shapeOf(name, { width, height }), output = promised(one, shape);
    expect(method.accepts(shape.pixel)).toBe(true);
    const work = method.work(params, shape, 0.5);
    if (work.kind !== 'process') throw new TypeError('a model is a process');
    const session = (card: string) => openPlaneSession(card, { input: shape, output, provider: 'cpu', precision: 'fp32', threads: 1 });
    const processor = await work.open({ input: shape, output, strength: 0.5, scan: [], session });
    const { before, after } = method.window;
    const frames = clip(shape, before + 1 + after), into = allocatePlanes(output, before);
    await processor.push({ current: before, frames }, into);
    await processor.close();
    expect(mean(into.planes[0]!.data)).toBeCloseTo(mean(frames[before]!.planes[0]!.data), shape.pixel.depth > 8 ? -1.5 : -0.5);
    if (shape.pixel.alpha && output.width === shape.width) expect(worst(into, frames[before]!, into.planes.length - 1)).toBe(0);
  });

  it('refuses only what its graph cannot be wrapped for', () => {
    for (const name of planar.filter((each) => !method.accepts(pixelFormatOf(each)))) {
      expect(() => wrapModel({} as never, cardOf(method.needs.model!).io, shapeOf(name)), name).toThrow(RangeError);
    }
  });
});

describe.each(kernels)('$name: kernel', (one) => {
  const { before, after } = one.method.window;
  /** The last of these frames of a shot of six, through one processor; neighbours beyond the shot's ends repeat its ends. */
  const make = async (shape: StreamShape, ...numbers: number[]) => {
    const output = promised(one, shape), work = one.method.work(one.params, shape, 0.6);
    if (work.kind !== 'process') throw new TypeError(`${one.method.id} is no process`);
    const processor = await work.open({ input: shape, output, strength: 0.6, scan: [], session: () => Promise.reject(new Error('no session')) });
    const around = (n: number) => Array.from({ length: before + 1 + after }, (_, i) => picture(shape, Math.max(0, Math.min(5, n - before + i))));
    const into = allocatePlanes(output);
    for (const n of numbers) await processor.push({ current: before, frames: around(n) }, { ...into, frame: n });
    await processor.close();
    return { into, own: picture(shape, numbers.at(-1)!) };
  };

  it.each(planar.filter((name) => one.method.accepts(pixelFormatOf(name))))('takes %s, odd sizes too, fills every plane and leaves the alpha', async (name) => {
    const shape = sourceFor(one, name, { width: 65, height: 51, frames: 6 }), { into, own } = await make(shape, 2);
    into.planes.forEach((plane) => expect(plane.data.some((value) => value !== 0)).toBe(true));
    checkDepth(shape, into.planes[0]!.data);
    if (shape.pixel.alpha) expect(worst(into, own, into.planes.length - 1)).toBe(0);
  });

  it('the same frame comes out whatever else the processor has seen', async () => {
    const shape = sourceFor(one, 'yuv420p', { frames: 6 });
    expect(worst((await make(shape, 0, 1, 2, 3)).into, (await make(shape, 3)).into)).toBe(0);
  });
});

const mean = (data: Uint8Array | Uint16Array): number => (data as Uint8Array).reduce((sum, value) => sum + value, 0) / data.length;

describe('the list', () => {
  it('is in canonical order, each stage and each method of a stage once', () => {
    expect(videoStages.map(({ id }) => id)).toEqual(['inverse-telecine', 'deinterlace', 'deblock', 'crop', 'deflicker', 'denoise', 'low-light', 'deband', 'upscale', 'resize', 'sharpen', 'fit', 'dejudder']);
    for (const { methods } of videoStages) expect(new Set(methods.map(({ id }) => id)).size).toBe(methods.length);
  });

  it('documents every parameter', () => {
    for (const { id, params } of videoStages) {
      for (const [key, schema] of Object.entries((params as unknown as { shape: Record<string, { description?: string }> }).shape)) expect(schema.description, `${id}.${key}`).toBeTruthy();
    }
  });
});
