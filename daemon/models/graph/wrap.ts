// Graph surgery: a model on floats becomes one on planes of code values, at one fixed size, with every conversion inside the graph.
import type { PixelFormat, StreamShape } from '../../../shared/media.ts';
import type { CardIo } from '../card.ts';
import { createBuilder, float, type Builder } from './build.ts';
import { reduceChroma, restoreChroma, sitingOf } from './chroma.ts';
import { codesOf, quantize, readPlanes, toGreenBlueRed, toLumaChroma, writePlanes, type Codes } from './codes.ts';
import { elementType, type Model } from './onnx.ts';
import { planesOf, type NamedPlane, type PlaneName } from './planes.ts';
import { crop, pad, pick, type Picture } from './sampling.ts';

/** Why planes of this kind cannot be given to a model, or null when they can. */
export function refusalOf({ chroma, depth, family }: PixelFormat): string | null {
  if (depth < 8 || depth > 16) return `${depth} bits per sample are neither 8 to 16`;
  if (family === 'yuv' && !['420', '422', '440', '444'].includes(chroma)) return `chroma ${chroma} has no exact place on the model's grid`;
  return null;
}

/** Name of frame `frame`'s plane among a wrapped graph's inputs: `y0`, `u0` … Frames count from the window's oldest. */
export const inputName = (name: PlaneName, frame: number): string => `${name}${frame}`;

/**
 * Inputs: each window frame's planes as `[1, 1, height, width]` uint8 (8 bits) or uint16 (more), and `strength` `[1, 1, 1, 1]` float; of alpha only
 * the current frame's. Outputs: the planes of the result by their names, `scale` times as large. @throws RangeError where `refusalOf` says why.
 */
export function wrapModel(model: Model, io: CardIo, shape: StreamShape): Model {
  const refusal = refusalOf(shape.pixel);
  if (refusal) throw new RangeError(refusal);
  const b = createBuilder('framewright', 21);
  const codes = codesOf(shape);
  const planes = planesOf(shape);
  const frames = io.window.before + 1 + io.window.after;
  for (let frame = 0; frame < frames; frame++) {
    for (const { name, width, height } of planes) if (name !== 'a' || frame === io.window.before) b.input(inputName(name, frame), codes.type, [1, 1, height, width]);
  }
  const strength = b.input(io.inputs.strength, elementType.float32, [1, 1, 1, 1]);
  const { luma, chroma } = readWindow(b, shape, io, codes, frames);
  const siting = sitingOf(shape.pixel.family === 'gbr' ? { ...shape, pixel: { ...shape.pixel, chroma: '444' } } : shape);
  const seen = chroma ? reduceChroma(b, chroma, siting) : neutralChroma(b, luma, frames, codes);
  const made = b.inline(model, { [io.inputs.luma]: luma.value, [io.inputs.chroma]: seen.value, [io.inputs.strength]: strength });
  const current = (picture: Picture) => (frames === 1 ? picture : pick(b, picture, [2 * io.window.before, 2 * io.window.before + 1]));
  const grown = (picture: Picture, value: string, channels: number): Picture => ({ value, channels, width: picture.width * io.scale, height: picture.height * io.scale });
  const result = {
    luma: grown(luma, made[io.outputs.luma]!, 1),
    chroma: chroma && restoreChroma(b, { full: current(chroma), seen: current(seen), made: grown(seen, made[io.outputs.chroma]!, 2) }, siting, io.scale),
  };
  const outputs = planesOf({ pixel: shape.pixel, width: shape.width * io.scale, height: shape.height * io.scale });
  const alpha = shape.pixel.alpha ? [scaleAlpha(b, inputName('a', io.window.before), io.scale, codes)] : [];
  const values = [...writeResult(b, result, shape, outputs, codes), ...alpha];
  outputs.forEach(({ name, width, height }, at) => b.output(name, values[at]!, codes.type, [1, 1, height, width]));
  return b.finish();
}

/** All frames' luma, and chroma at the stream's own sampling (null for grey), padded by replication to what the model divides by. */
function readWindow(b: Builder, shape: StreamShape, io: CardIo, codes: Codes, frames: number): { luma: Picture; chroma: Picture | null } {
  const named = Object.fromEntries(planesOf(shape).map((plane) => [plane.name, plane])) as Partial<Record<PlaneName, NamedPlane>>;
  const inputs = (...names: PlaneName[]) => Array.from({ length: frames }, (_, frame) => names.map((name) => inputName(name, frame))).flat();
  const target = (picture: Picture, byX = 1, byY = 1): Picture => pad(b, picture, {
    right: up(shape.width, io.multipleOf) / byX - picture.width, bottom: up(shape.height, io.multipleOf) / byY - picture.height,
  });
  if (shape.pixel.family === 'gbr') {
    const mixed = toLumaChroma(b, target(readPlanes(b, inputs('g', 'b', 'r'), shape, codes.rgb)));
    const channels = Array.from({ length: frames * 3 }, (_, channel) => channel);
    return { luma: pick(b, mixed, channels.filter((channel) => channel % 3 === 0)), chroma: pick(b, mixed, channels.filter((channel) => channel % 3)) };
  }
  const luma = target(readPlanes(b, inputs('y'), named.y!, codes.luma));
  if (!named.u) return { luma, chroma: null };
  const { x, y } = sitingOf(shape);
  return { luma, chroma: target(readPlanes(b, inputs('u', 'v'), named.u, codes.chroma), x.step, y.step) };
}

const up = (size: number, multiple: number): number => Math.ceil(size / multiple) * multiple;

/** What a model on 4:2:0 is given for grey pictures. */
function neutralChroma(b: Builder, luma: Picture, frames: number, { max }: Codes): Picture {
  const width = luma.width / 2, height = luma.height / 2, channels = 2 * frames;
  return { width, height, channels, value: b.add('Expand', [b.floats([(max + 1) / 2 / max]), b.ints([1, channels, height, width])]) };
}

/** @returns The result's planes in FFmpeg's order, without alpha. */
function writeResult(b: Builder, { luma, chroma }: { luma: Picture; chroma: Picture | null }, shape: StreamShape, outputs: readonly NamedPlane[], codes: Codes): readonly string[] {
  const fit = (picture: Picture, at: number) => crop(b, picture, outputs[at]!.width, outputs[at]!.height);
  if (shape.pixel.family === 'gbr') {
    const joined = { ...luma, channels: 3, value: b.add('Concat', [luma.value, chroma!.value], { axis: 1 }) };
    return writePlanes(b, fit(toGreenBlueRed(b, joined), 0), codes.rgb, codes);
  }
  return [...writePlanes(b, fit(luma, 0), codes.luma, codes), ...(chroma ? writePlanes(b, fit(chroma, 1), codes.chroma, codes) : [])];
}

/** Alpha as it came, or enlarged by a Catmull-Rom cubic on luma's own sites. */
function scaleAlpha(b: Builder, alpha: string, scale: 1 | 2, codes: Codes): string {
  if (scale === 1) return alpha;
  const levels = b.add('Cast', [alpha], { to: elementType.float32 });
  const grown = b.add('Resize', [levels, '', b.floats([1, 1, scale, scale])], { mode: 'cubic', coordinate_transformation_mode: 'half_pixel', cubic_coeff_a: float(-0.5) });
  return quantize(b, grown, 1, codes);
}
