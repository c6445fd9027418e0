// How a picture and the frame around it are put together from whole samples: growing, margins, and sides made of the picture's own edges.
import type { Rect, StreamShape } from '../../shared/media.ts';
import { planeLayout, chromaStep } from '../media/plane-sizes.ts';

export type Size = { readonly width: number; readonly height: number };

/** A side in pixels of a picture that is reduced `factor` times, even so that fields and chroma stay whole; `auto` stays what it is. */
export const reducedSide = (side: number | 'auto', factor: number): number | 'auto' => (side === 'auto' ? side : Math.max(2, 2 * Math.round(side / factor / 2)));

/** How much lies before a picture in the middle of a longer frame, and how much of its beginning is cut by a shorter one; multiples of `grid`. */
export function margins(picture: number, frame: number, grid: number): { readonly before: number; readonly cut: number } {
  const half = (length: number): number => Math.max(0, Math.floor(length / 2 / grid) * grid);
  return { before: half(frame - picture), cut: half(picture - frame) };
}

/** The picture with whole chroma samples at its right and bottom edge: as it is, or with the last column and line repeated. `name` keeps labels apart. */
export function wholeChroma(shape: StreamShape, name: string): { readonly size: Size; readonly graph: readonly string[] } {
  const { x, y } = chromaStep(shape.pixel);
  const size = { width: Math.ceil(shape.width / x) * x, height: Math.ceil(shape.height / y) * y };
  return { size, graph: size.width === shape.width && size.height === shape.height ? [] : [grown(shape, size, name)] };
}

/**
 * More lines or columns, copies of the last ones. Plane by plane, since FFmpeg's pad would drop the lines and columns that the chroma does not divide; `name`
 * keeps the labels of one graph apart.
 */
export function grown(from: StreamShape, to: Size, name: string): string {
  const before = planeLayout(from), after = planeLayout({ ...to, pixel: from.pixel });
  if (before.length === 1) return grow(before[0]!, after[0]!);
  const letters = (from.pixel.family === 'gbr' ? ['g', 'b', 'r', 'a'] : ['y', 'u', 'v', 'a']).slice(0, before.length);
  const planes = letters.map((letter, i) => `[${name}${letter}0]${grow(before[i]!, after[i]!)}[${name}${letter}1]`);
  const maps = letters.slice(1).map((_, i) => `map${i + 1}s=${i + 1}`).join(':');
  return [
    `extractplanes=planes=${letters.join('+')}${letters.map((letter) => `[${name}${letter}0]`).join('')}`, ...planes,
    `${letters.map((letter) => `[${name}${letter}1]`).join('')}mergeplanes=${maps}:format=${from.pixel.name}`,
  ].join(';');
}

const grow = (from: Size, to: Size): string =>
  (from.width === to.width && from.height === to.height ? 'null' : `pad=w=${to.width}:h=${to.height}:x=0:y=0,fillborders=right=${to.width - from.width}:bottom=${to.height - from.height}:mode=smear`);

/** Blur of the sides: so large a part of the frame's height is averaged, three times over, that nothing in them draws the eye. Judged by eye on testdata's 4:3 clips. */
const blurShare = 1 / 30, blurPasses = 3;

/**
 * The picture at `at` of a frame of `size`, its surroundings filled with the blurred part of the picture that would lie there if it were enlarged to cover the
 * frame. The picture's own samples are copied. For whole frames or one field.
 */
export function blurredSides(input: StreamShape, size: Size, at: Rect): string {
  const across = size.width > input.width ? [sides(input, 'width', size.width, at.left)] : [];
  const wide = { ...input, width: size.width };
  const down = size.height > input.height ? [sides(wide, 'height', size.height, at.top)] : [];
  return [...across, ...down, `setsar=sar=${input.sar.num}/${input.sar.den}:max=100000`].join(',');
}

/** Strips before and after the picture along one axis. */
function sides(input: StreamShape, axis: 'width' | 'height', length: number, before: number): string {
  const strips = [['a', before, 0], ['z', length - before - input[axis], 1]] as const, filled = strips.filter(([, thick]) => thick > 0);
  const name = (part: string, end: string): string => `[fit${axis[0]}${part}${end}]`;
  const parts = [...filled.map(([part]) => part), 'p'], order = ['a', 'p', 'z'].filter((part) => parts.includes(part));
  return [
    `split=outputs=${parts.length}${parts.map((part) => name(part, '0')).join('')}`,
    ...filled.map(([part, thick, end]) => `${name(part, '0')}${strip(input, axis, length, thick, end)}${name(part, '1')}`),
    `${order.map((part) => name(part, part === 'p' ? '0' : '1')).join('')}${axis === 'width' ? 'hstack' : 'vstack'}=inputs=${order.length}`,
  ].join(';');
}

/** One strip: what of the enlarged picture would lie there, out of the picture, enlarged and blurred. */
function strip(input: StreamShape, axis: 'width' | 'height', length: number, thick: number, end: 0 | 1): string {
  const step = chromaStep(input.pixel), across = axis === 'width', factor = length / input[axis];
  const snap = (value: number, grid: number, most: number): number => Math.min(most, Math.max(grid, Math.round(value / grid) * grid));
  const width = snap(across ? thick / factor : input.width / factor, step.x, input.width), height = snap(across ? input.height / factor : thick / factor, step.y, input.height);
  const centre = (whole: number, part: number, grid: number): number => Math.floor((whole - part) / 2 / grid) * grid;
  const left = across ? (end ? input.width - width : 0) : centre(input.width, width, step.x), top = across ? centre(input.height, height, step.y) : (end ? input.height - height : 0);
  const to = across ? { width: thick, height: input.height } : { width: input.width, height: thick };
  const wanted = Math.round(Math.max(to.width, to.height) * blurShare);
  const below = (radius: number, sides: Size): number => Math.min(radius, Math.ceil(Math.min(sides.width, sides.height) / 2) - 1);
  const radius = below(wanted, to), chroma = below(Math.round(wanted / step.x), { width: to.width / step.x, height: to.height / step.y });
  return `crop=w=${width}:h=${height}:x=${left}:y=${top}:exact=1,scale=w=${to.width}:h=${to.height}:flags=bilinear,boxblur=lr=${radius}:lp=${blurPasses}:cr=${chroma}:cp=${blurPasses}:ar=0`;
}
