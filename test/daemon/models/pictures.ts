// Real pictures as planes, for figures that can be compared with published ones.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PlaneFrame } from '../../../shared/planes.ts';
import type { StreamShape } from '../../../shared/media.ts';
import { makeFrame, pixel, shapeOf } from './toys.ts';

/** BT.709 limited-range codes / 255 of 8-bit RGB. */
type Picture = { readonly width: number; readonly height: number; readonly y: Float64Array; readonly u: Float64Array; readonly v: Float64Array };

export async function readPicture(path: string): Promise<Picture> {
  const { data, info: { width, height, channels } } = await sharp(path).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const y = new Float64Array(width * height), u = y.slice(), v = y.slice();
  for (let at = 0; at < y.length; at++) {
    const [r, g, b] = [data[at * channels]! / 255, data[at * channels + 1]! / 255, data[at * channels + 2]! / 255];
    const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    y[at] = (16 + 219 * luma) / 255;
    u[at] = (128 + (224 * (b - luma)) / 1.8556) / 255;
    v[at] = (128 + (224 * (r - luma)) / 1.5748) / 255;
  }
  return { width, height, y, u, v };
}

/** 8-bit 4:2:0, left-sited chroma (1 2 1 across, 1 1 down). */
export function toFrame({ width, height, y, u, v }: Picture): { shape: StreamShape; frame: PlaneFrame } {
  const shape = shapeOf(pixel('yuv420p', 'yuv', '420'), width, height);
  const at = (plane: Float64Array, x: number, row: number) => plane[Math.min(height - 1, row) * width + Math.max(0, Math.min(width - 1, x))]!;
  const chroma = (plane: Float64Array, x: number, row: number) => [0, 1].reduce((sum, down) => sum + at(plane, 2 * x - 1, 2 * row + down) + 2 * at(plane, 2 * x, 2 * row + down) + at(plane, 2 * x + 1, 2 * row + down), 0) / 8;
  return { shape, frame: makeFrame(shape, ({ name }, x, row) => (name === 'y' ? at(y, x, row) : chroma(name === 'u' ? u : v, x, row))) };
}

/** PSNR in dB of luma codes against a picture's, `border` samples left out on each side. */
export function psnrY(codes: ArrayLike<number>, width: number, truth: Picture, border: number): number {
  let sum = 0, count = 0;
  const height = codes.length / width;
  for (let row = border; row < Math.min(height, truth.height) - border; row++) for (let x = border; x < Math.min(width, truth.width) - border; x++) {
    sum += (codes[row * width + x]! - 255 * truth.y[row * truth.width + x]!) ** 2;
    count++;
  }
  return 10 * Math.log10(255 ** 2 / (sum / count));
}

/** Pairs of Set5: the ×2 reduction and the original. */
export const set5 = (folder: string): { small: string; large: string }[] =>
  readdirSync(join(folder, 'HR')).map((name) => ({ large: join(folder, 'HR', name), small: join(folder, 'LR_bicubic', 'X2', name.replace('.png', 'x2.png')) }));
