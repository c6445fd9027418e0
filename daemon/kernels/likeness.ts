// How like its source a picture is. Typed functions over kernels.wasm; planes may differ in depth, not in size.
import type { Plane } from '../../shared/planes.ts';
import { bytesOf, kernels, place, RESULT, results } from './kernels.ts';

/** A plane whose code values mean something: `full` where black is 0 and white the largest code, else 16 and 235 at 8 bits. */
export type Luma = { readonly plane: Plane; readonly depth: number; readonly full: boolean };

/** Bits that the kernels work with, and one 8-bit code value of these. */
const BITS = 12, CODE = 1 << (BITS - 8);

/**
 * Mean structural similarity, -1 to 1, 1 for equal planes: SSIM of Wang et al. 2004 ("Image quality assessment: from error visibility to structural similarity")
 * over 8×8 windows of equal weight, one every 4 pixels, K1 0.01, K2 0.03, L 255 eight-bit code values. Null for planes smaller than a window.
 */
export function similarityOf(a: Luma, b: Luma): number | null {
  const { width, height } = a.plane, [one, other, scratch] = levelled([a, b], 16 * width);
  kernels().call('similar', 0, one!, other!, width, height, scratch!, RESULT);
  const [sum, count] = results(2) as [number, number];
  return count === 0 ? null : sum / count;
}

/** A block counts as still up to this mean change, 8-bit code values: noise of a standard deviation of 7 stays below, moving edges lie far above. */
export const STILL = 8;

/**
 * Where two frames of a source show the same (8×8 blocks that change by at most `STILL` on average): how much more those of the result change, 8-bit code values
 * summed over `still` values of `all`.
 */
export function unrestOf(source: readonly [Luma, Luma], result: readonly [Luma, Luma]): { readonly excess: number; readonly still: number; readonly all: number } {
  const { width, height } = source[0].plane, [a, b, c, d] = levelled([...source, ...result], 0);
  kernels().call('unrest', 0, a!, b!, c!, d!, width, height, STILL * CODE, RESULT);
  const [excess, still, all] = results(3) as [number, number, number];
  return { excess: excess / CODE, still, all };
}

/** How many values of the result lie at or beyond black or white where the source's do not. */
export function newlyClipped(source: Luma, result: Luma): number {
  const [a, b] = levelled([source, result], 0);
  return kernels().call('clipped', 0, a!, b!, source.plane.data.length, ...endsOf(source), ...endsOf(result));
}

/** Black and white at 12 bits. */
const endsOf = ({ depth, full }: Luma): [number, number] => (full ? [0, (2 ** depth - 1) * 2 ** (BITS - depth)] : [16 * CODE, 235 * CODE]).map(Math.floor) as [number, number];

/** Addresses of the planes at 12 bits, then of `room` bytes. */
function levelled(given: readonly Luma[], room: number): number[] {
  const size = given[0]!.plane.data.length, each = (size * 2 + 63) & ~63;
  if (given.some(({ plane }) => plane.width !== given[0]!.plane.width || plane.data.length !== size)) throw new RangeError('planes of different sizes cannot be compared');
  const placed = place(given.map(({ plane }) => plane), each * given.length + room), free = placed.at(-1)!;
  given.forEach(({ plane, depth }, i) => kernels().call('level', bytesOf(plane), placed[i]!, size, Math.max(0, BITS - depth), Math.max(0, depth - BITS), free + i * each));
  return [...given.map((_, i) => free + i * each), free + each * given.length];
}
