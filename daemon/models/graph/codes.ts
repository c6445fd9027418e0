// Code values of planes to what a model sees, and back, inside a graph.
import type { StreamShape } from '../../../shared/media.ts';
import type { Builder } from './build.ts';
import { elementType } from './onnx.ts';
import type { Picture } from './sampling.ts';

/** `seen = code × gain + offset`. */
export type Scale = { readonly gain: number; readonly offset: number };
/** How a stream's codes read: largest code, tensor type, and the scales of luma and chroma. */
export type Codes = { readonly max: number; readonly type: number; readonly luma: Scale; readonly chroma: Scale; /** Codes of G, B and R to 0…1. */ readonly rgb: Scale };

/** BT.709. Any matrix would do: it is undone exactly after the model, which is blind to it. */
const red = 0.2126, blue = 0.0722, green = 1 - red - blue;

/**
 * Our models see 8-bit limited-range codes / 255, deeper codes / (2^depth - 1). Full-range codes are taken to limited range (BT.601 and BT.709
 * quantisation: 16 + 219 Y, 128 + 224 C) and back. Untagged YUV counts as limited, untagged RGB as full, as everywhere in FFmpeg.
 */
export function codesOf({ pixel, colour }: StreamShape): Codes {
  const max = 2 ** pixel.depth - 1, middle = 2 ** (pixel.depth - 1);
  const limited = { gain: 1 / max, offset: 0 };
  const full = colour.range === 'full';
  return {
    max, type: pixel.depth === 8 ? elementType.uint8 : elementType.uint16,
    luma: full ? { gain: 219 / 255 / max, offset: 16 / 255 } : limited,
    chroma: full ? { gain: 224 / 255 / max, offset: 128 / 255 - (224 / 255) * (middle / max) } : limited,
    rgb: colour.range === 'limited' ? { gain: 255 / 219 / max, offset: -16 / 219 } : limited,
  };
}

/** Planes of equal size as channels of one float picture. */
export function readPlanes(b: Builder, planes: readonly string[], size: { width: number; height: number }, scale: Scale): Picture {
  const joined = planes.length === 1 ? planes[0]! : b.add('Concat', planes, { axis: 1 });
  const scaled = b.add('DequantizeLinear', [joined, b.floats([scale.gain], [])]);
  return { ...size, channels: planes.length, value: scale.offset ? b.add('Add', [scaled, b.floats([scale.offset])]) : scaled };
}

/** A float picture as codes: scaled back, clipped to 0…`max`, rounded to the nearest (halves to even). @returns One value per channel. */
export function writePlanes(b: Builder, picture: Picture, scale: Scale, codes: Codes): readonly string[] {
  const level = scale.offset ? b.add('Sub', [picture.value, b.floats([scale.offset])]) : picture.value;
  const whole = quantize(b, level, scale.gain, codes);
  return picture.channels === 1 ? [whole] : b.addMany('Split', [whole, b.ints(Array.from({ length: picture.channels }, () => 1))], picture.channels, { axis: 1 });
}

/** `value / step` clipped to 0…`max` and rounded, in one pass: QuantizeLinear saturates at its type's ends, so only other depths need a clip. */
export function quantize(b: Builder, value: string, step: number, { max, type }: Codes): string {
  const fits = max === (type === elementType.uint8 ? 255 : 65535);
  const low = fits ? value : b.add('Min', [value, b.floats([max * step], [])]);
  return b.add('QuantizeLinear', [low, b.floats([step], []), b.zero(type)]);
}

/** G, B, R of each frame (0…1) to Y, U, V as the model sees them. */
export function toLumaChroma(b: Builder, picture: Picture): Picture {
  const rows = [[green, blue, red], [-green / (2 * (1 - blue)), 0.5, -red / (2 * (1 - blue))], [-green / (2 * (1 - red)), -blue / (2 * (1 - red)), 0.5]];
  return mix(b, picture, rows.map((row, plane) => row.map((weight) => (weight * (plane ? 224 : 219)) / 255)), [16 / 255, 128 / 255, 128 / 255]);
}

/** Y, U, V of one frame back to G, B, R (0…1). */
export function toGreenBlueRed(b: Builder, picture: Picture): Picture {
  const y = 255 / 219, c = 255 / 224;
  const rowBlue = [y, 2 * (1 - blue) * c, 0], rowRed = [y, 0, 2 * (1 - red) * c];
  const rowGreen = [y, (-blue * rowBlue[1]!) / green, (-red * rowRed[2]!) / green];
  const rows = [rowGreen, rowBlue, rowRed];
  return mix(b, picture, rows, rows.map((row) => -(row[0]! * 16 + (row[1]! + row[2]!) * 128) / 255));
}

/** The same 3×3 matrix and offsets on every three channels. */
function mix(b: Builder, picture: Picture, rows: readonly (readonly number[])[], offsets: readonly number[]): Picture {
  const groups = picture.channels / 3;
  const repeat = (values: readonly number[]) => Array.from({ length: groups }, () => values).flat();
  const value = b.add('Conv', [picture.value, b.floats(repeat(rows.flat()), [picture.channels, 3, 1, 1]), b.floats(repeat(offsets))], { group: groups, kernel_shape: [1, 1] });
  return { ...picture, value };
}
