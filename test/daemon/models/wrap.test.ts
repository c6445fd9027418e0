import { describe, expect, it } from 'vitest';
import { subsampling } from '../../../daemon/models/graph/planes.ts';
import { refusalOf, wrapModel } from '../../../daemon/models/graph/wrap.ts';
import type { StreamShape } from '../../../shared/media.ts';
import { formats, furthest, grown, makeFrame, pixel, runWrapped, shapeOf, texture, toyIo, toyModel } from './toys.ts';

describe.each(formats.map((format) => [format.name, format] as const))('%s', (_, format) => {
  const shape = shapeOf(format, 37, 23);
  const max = 2 ** format.depth - 1;

  it('comes back exactly from a model that changes nothing, odd size and alpha included', async () => {
    const frames = [makeFrame(shape, texture(1)), makeFrame(shape, texture(2)), makeFrame(shape, texture(3))];
    const result = await runWrapped(toyModel({ scale: 1, window: 1 }), toyIo(1, 1), shape, frames);
    const tolerance = format.family === 'gbr' || format.depth === 16 ? 1 : 0;
    result.planes.forEach(({ data }, at) => expect(furthest(data, frames[1]!.planes[at]!.data), `plane ${at}`).toBeLessThanOrEqual(tolerance));
  });

  it('takes over the whole residual of luma and chroma, and leaves alpha alone', async () => {
    const lift = 0.03, chromaLift = -0.02;
    const flat = makeFrame(shape, () => 0.5);
    const { planes } = await runWrapped(toyModel({ scale: 1, window: 0 }, lift, chromaLift), toyIo(1, 0), shape, [flat]);
    if (format.family === 'gbr') return expect(planes[0]!.data[0]).toBeGreaterThan(0.5 * max);
    const wanted = [0.5 + lift, ...(format.family === 'yuv' ? [0.5 + chromaLift, 0.5 + chromaLift] : []), ...(format.alpha ? [0.5] : [])];
    planes.forEach(({ data }, at) => expect([Math.min(...data), Math.max(...data)].every((code) => Math.abs(code - wanted[at]! * max) <= 1.01), `plane ${at}`).toBe(true));
  });

  it('keeps every sample in its place when doubled', async () => {
    const step = subsampling(format);
    const place = (plane: { name: string }, of: StreamShape) => (x: number, y: number) => {
      const chroma = plane.name === 'u' || plane.name === 'v';
      const across = chroma && step.x === 2 ? 2 * x : x, down = chroma && step.y === 2 ? 2 * y + 0.5 : y;
      return of === shape ? [across, down] : [(across + 0.5) / 2 - 0.5, (down + 0.5) / 2 - 0.5];
    };
    const ramp = (of: StreamShape) => makeFrame(of, (plane, x, y) => { const [across, down] = place(plane, of)(x, y) as [number, number]; return 0.2 + across / 100 + down / 200; });
    const result = await runWrapped(format.family === 'gbr' ? toyModel({ scale: 2, window: 0 }) : leftSited, toyIo(2, 0), shape, [ramp(shape)]);
    const wanted = ramp(grown(shape, 2));
    result.planes.forEach(({ data, width, height }, at) => {
      for (let y = 6; y < height - 6; y++) for (let x = 6; x < width - 6; x++) {
        expect(Math.abs(data[y * width + x]! - wanted.planes[at]!.data[y * width + x]!), `plane ${at} at ${x},${y}`).toBeLessThanOrEqual(Math.max(1, max * 0.0006) + 0.5);
      }
    });
  });
});

/** Doubles linearly and, like `upscale-lite`, puts left-sited chroma where it belongs: an eighth of a chroma sample beside a plain enlargement. */
const leftSited = (() => {
  const model = toyModel({ scale: 2, window: 0 });
  // j / 2 - 0.125 across instead of j / 2 - 0.25: on a ramp of 2 / 100 for each chroma sample, 0.0025 more.
  const graph = model.graph;
  const constant = { name: 'eighth', type: 1, dims: [1], data: new Uint8Array(new Float32Array([0.125 * 0.02]).buffer) };
  const last = graph.nodes.find((node) => node.outputs[0] === 'uv_out')!;
  const nodes = [...graph.nodes.filter((node) => node !== last), { ...last, op: 'Add', inputs: [last.inputs[0]!, 'eighth'], name: 'shifted' }];
  return { ...model, graph: { ...graph, nodes, initializers: [...graph.initializers, constant] } };
})();

it('keeps detail of full chroma that 4:2:0 cannot hold', async () => {
  const shape = shapeOf(pixel('yuv444p', 'yuv', '444'), 32, 32);
  const stripes = makeFrame(shape, ({ name }, x) => (name === 'u' && x % 2 ? 0.7 : 0.3));
  const { planes } = await runWrapped(toyModel({ scale: 1, window: 0 }, 0, 0.1), toyIo(1, 0), shape, [stripes]);
  expect(planes[1]!.data[16 * 32 + 17]! - planes[1]!.data[16 * 32 + 16]!).toBe(stripes.planes[1]!.data[17]! - stripes.planes[1]!.data[16]!);
});

it('shows a full-range picture to the model as the limited-range one it would have been', async () => {
  const format = pixel('yuv420p', 'yuv', '420');
  const full = shapeOf(format, 16, 16, { range: 'full' });
  const frame = makeFrame(full, () => 0.5);
  const { planes } = await runWrapped(toyModel({ scale: 1, window: 0 }, 10 / 255, 10 / 255), toyIo(1, 0), full, [frame]);
  expect(planes[0]!.data[0]).toBe(Math.round(frame.planes[0]!.data[0]! + 10 * 255 / 219));
  expect(planes[1]!.data[0]).toBe(Math.round(frame.planes[1]!.data[0]! + 10 * 255 / 224));
});

it('clips at the ends of the depth', async () => {
  for (const format of [pixel('yuv420p', 'yuv', '420'), pixel('yuv420p10le', 'yuv', '420', 10)]) {
    const shape = shapeOf(format, 8, 8);
    const high = await runWrapped(toyModel({ scale: 1, window: 0 }, 2, 2), toyIo(1, 0), shape, [makeFrame(shape, () => 0.9)]);
    const low = await runWrapped(toyModel({ scale: 1, window: 0 }, -2, -2), toyIo(1, 0), shape, [makeFrame(shape, () => 0.1)]);
    for (const { data } of high.planes) expect(Math.min(...data)).toBe(2 ** format.depth - 1);
    for (const { data } of low.planes) expect(Math.max(...data)).toBe(0);
  }
});

it.each(['left', 'center', 'topleft', 'top', 'bottomleft', 'bottom'] as const)('doubles 4:2:0 chroma sited %s in its own place', async (chromaPosition) => {
  const shape = shapeOf(pixel('yuv420p10le', 'yuv', '420', 10), 64, 64, { chromaPosition });
  const across = ['center', 'top', 'bottom'].includes(chromaPosition) ? 0.5 : 0;
  const down = chromaPosition.startsWith('top') ? 0 : chromaPosition.startsWith('bottom') ? 1 : 0.5;
  const ramp = (of: StreamShape, doubled: boolean) => makeFrame(of, ({ name }, x, y) => {
    if (name === 'y') return 0.5;
    const [i, j] = [2 * x + across, 2 * y + down];
    const [u, v] = doubled ? [(i + 0.5) / 2 - 0.5, (j + 0.5) / 2 - 0.5] : [i, j];
    return 0.2 + u / 100 + v / 100 / 2;
  });
  const { planes } = await runWrapped(leftSited, toyIo(2, 0), shape, [ramp(shape, false)]);
  const wanted = ramp(grown(shape, 2), true).planes[1]!;
  for (let at = 10 * 64 + 10; at < 54 * 64; at++) if (at % 64 > 9 && at % 64 < 54) expect(Math.abs(planes[1]!.data[at]! - wanted.data[at]!)).toBeLessThanOrEqual(1);
});

it('refuses what has no exact place on the model’s grid', () => {
  expect(refusalOf(pixel('yuv411p', 'yuv', '411'))).toContain('411');
  expect(refusalOf(pixel('grayf32le', 'grey', 'none', 32))).toContain('32 bits');
  expect(() => wrapModel(toyModel({ scale: 1, window: 0 }), toyIo(1, 0), shapeOf(pixel('yuv410p', 'yuv', '410'), 16, 16))).toThrow('410');
});
