// Small models and pictures for tests: models that return what they were given, with a known residual; planes by formula.
import { createTensor } from '../../../daemon/hardware/tensor.ts';
import { openSession } from '../../../daemon/hardware/session.ts';
import type { CardIo } from '../../../daemon/models/card.ts';
import { createBuilder } from '../../../daemon/models/graph/build.ts';
import { elementType, writeModel, type Model, type Value } from '../../../daemon/models/graph/onnx.ts';
import { planesOf, type NamedPlane } from '../../../daemon/models/graph/planes.ts';
import { inputName, wrapModel } from '../../../daemon/models/graph/wrap.ts';
import type { PixelFormat, StreamShape } from '../../../shared/media.ts';
import type { PlaneFrame } from '../../../shared/planes.ts';

export const pixel = (name: string, family: PixelFormat['family'], chroma: PixelFormat['chroma'], depth = 8, alpha = false): PixelFormat => ({ name, family, chroma, depth, alpha });
export const formats: readonly PixelFormat[] = [
  pixel('yuv420p', 'yuv', '420'), pixel('yuv420p10le', 'yuv', '420', 10), pixel('yuva420p', 'yuv', '420', 8, true), pixel('yuv422p', 'yuv', '422'), pixel('yuv422p10le', 'yuv', '422', 10),
  pixel('yuv440p', 'yuv', '440'), pixel('yuv444p', 'yuv', '444'), pixel('yuv444p12le', 'yuv', '444', 12), pixel('yuva444p16le', 'yuv', '444', 16, true),
  pixel('gray', 'grey', 'none'), pixel('gray12le', 'grey', 'none', 12), pixel('gbrp', 'gbr', '444'), pixel('gbrap12le', 'gbr', '444', 12, true),
];

export const shapeOf = (format: PixelFormat, width: number, height: number, colour: Partial<StreamShape['colour']> = {}): StreamShape => ({
  width, height, pixel: format, sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 }, frames: 1, fieldOrder: 'progressive',
  colour: { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left', ...colour },
});
export const grown = (shape: StreamShape, scale: number): StreamShape => ({ ...shape, width: shape.width * scale, height: shape.height * scale });

/** `value(plane, x, y)` as a share of the largest code. */
export function makeFrame(shape: StreamShape, value: (plane: NamedPlane, x: number, y: number) => number): PlaneFrame {
  const max = 2 ** shape.pixel.depth - 1;
  return { frame: 0, planes: planesOf(shape).map((plane) => {
    const { data } = createTensor(shape.pixel.depth === 8 ? 'uint8' : 'uint16', [1, 1, plane.height, plane.width]);
    for (let y = 0; y < plane.height; y++) for (let x = 0; x < plane.width; x++) data[y * plane.width + x] = Math.round(max * value(plane, x, y));
    return { width: plane.width, height: plane.height, data: data as Uint8Array };
  }) };
}
export const blank = (shape: StreamShape): PlaneFrame => makeFrame(shape, () => 0);

/** Noise over a gradient, the same every time. */
export function texture(seed = 1) {
  let state = seed;
  return (_: NamedPlane, x: number, y: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0.2 + 0.4 * ((x + y) % 50) / 50 + 0.2 * (state / 2 ** 32);
  };
}

export const toyIo = (scale: 1 | 2, window: number, multipleOf = 4): CardIo => ({
  layout: 'yuv420', range: 'limited', multipleOf, scale, window: { before: window, after: window }, reach: 4,
  inputs: { luma: 'y', chroma: 'uv', strength: 'strength' }, outputs: { luma: 'y_out', chroma: 'uv_out' },
});

/** Returns the middle frame (enlarged linearly when `scale` is 2) plus `lift` on luma and `chromaLift` on chroma, both in shares of the largest code. */
export function toyModel({ scale, window }: { scale: 1 | 2; window: number }, lift = 0, chromaLift = 0): Model {
  const b = createBuilder('toy', 17);
  const frames = 2 * window + 1;
  const y = b.input('y', elementType.float32, [1, frames, 0, 0]), uv = b.input('uv', elementType.float32, [1, 2 * frames, 0, 0]), strength = b.input('strength', elementType.float32, [1, 1, 1, 1]);
  const middle = (value: string, from: number, count: number) => b.add('Slice', [value, b.ints([from]), b.ints([from + count]), b.ints([1])]);
  const enlarge = (value: string) => (scale === 1 ? value : b.add('Resize', [value, '', b.floats([1, 1, 2, 2])], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }));
  const lifted = (value: string, by: number) => b.add('Add', [enlarge(value), b.add('Mul', [strength, b.floats([by])])]);
  const any = (name: string, from: string) => { b.output(name, from, elementType.float32, [1, 1, 0, 0]); };
  any('y_out', lifted(middle(y, window, 1), lift));
  any('uv_out', lifted(middle(uv, 2 * window, 2), chromaLift));
  const model = b.finish();
  const free = (value: Value): Value => (value.name === 'strength' ? value : { ...value, dims: value.dims.map((_, at) => `${value.name}_${at}`) });
  return { ...model, graph: { ...model.graph, inputs: model.graph.inputs.map(free), outputs: model.graph.outputs.map(free) } };
}

/** Runs a model wrapped for `shape` once. */
export async function runWrapped(model: Model, io: CardIo, shape: StreamShape, frames: readonly PlaneFrame[], strength = 1): Promise<PlaneFrame> {
  const session = await openSession({ model: writeModel(wrapModel(model, io, shape)), provider: 'cpu', threads: 1 });
  const result = grown(shape, io.scale), into = blank(result);
  const tensors = (frame: PlaneFrame, planes: readonly NamedPlane[], name: (plane: NamedPlane) => string) => Object.fromEntries(planes.map((plane, at) =>
    [name(plane), { type: shape.pixel.depth === 8 ? 'uint8' as const : 'uint16' as const, dims: [1, 1, plane.height, plane.width], data: frame.planes[at]!.data }]));
  const strengthTensor = createTensor('float32', [1, 1, 1, 1]);
  strengthTensor.data[0] = strength;
  const inputs = Object.assign({ strength: strengthTensor }, ...frames.map((frame, at) => tensors(frame, planesOf(shape), (plane) => inputName(plane.name, at))));
  await session.run(Object.fromEntries(Object.entries(inputs).filter(([name]) => session.inputs.includes(name))) as never, tensors(into, planesOf(result), (plane) => plane.name));
  await session.close();
  return into;
}

/** Largest difference between two planes, in codes. */
export const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
