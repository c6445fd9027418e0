// What a picture is drawn with. Typed functions over kernels.wasm; all measure 8-bit code values whatever the depth.
import type { Plane } from '../../shared/planes.ts';
import { bytesOf, kernels, place, RESULT, results } from './kernels.ts';

/** Of tall planes some rows stand for all: about 360 are read. */
const rowStep = ({ height }: Plane): number => Math.max(1, Math.floor(height / 360));

/** Shares, 0 to 1: of 8×8 blocks that are flat, and of neighbouring pixels that step by 32 code values or more between still surroundings, as drawn lines and letters do. */
export function drawnOf(plane: Plane, depth: number): { readonly flat: number; readonly steps: number } {
  const [at] = place([plane], 0);
  kernels().call('drawn', bytesOf(plane), at!, plane.width, plane.height, depth - 8, rowStep(plane), RESULT);
  const [blocks, flat, pairs, steps] = results(4) as [number, number, number, number];
  return { flat: blocks === 0 ? 0 : flat / blocks, steps: pairs === 0 ? 0 : steps / pairs };
}

/** Places an edge must have to be believed. */
const ENOUGH = 64;

/**
 * How sharp edges are across and down, 1 for a step from one pixel to the next, 0 for a ramp of eight pixels or more: for a step the squared changes to the next pixel are an eighth of those over eight
 * pixels, for a long ramp a sixty-fourth. `noise`, a standard deviation, is taken out of both. Null without edges.
 */
export function acuityOf(plane: Plane, depth: number, noise: number): { readonly across: number | null; readonly down: number | null } {
  const [at] = place([plane], 0), least = Math.max(16, Math.ceil(6 * noise));
  kernels().call('acuity', bytesOf(plane), at!, plane.width, plane.height, depth - 8, rowStep(plane), least, RESULT);
  const [nearAcross, farAcross, across, nearDown, farDown, down] = results(6) as [number, number, number, number, number, number];
  const sharpness = (near: number, far: number, count: number): number | null => {
    const own = 2 * noise ** 2 * count;
    if (count < ENOUGH || far <= own) return null;
    return Math.max(0, Math.min(1, (Math.max(0, near - own) / (far - own) - 1 / 64) / (1 / 8 - 1 / 64)));
  };
  return { across: sharpness(nearAcross, farAcross, across), down: sharpness(nearDown, farDown, down) };
}

/** How the noise of flat blocks hangs together with the pixel to the right and below, -1 to 1: 0 for a sensor's, high across and low down for a tape's. Null where there is none. */
export function grainOf(plane: Plane, depth: number, noise: number): { readonly across: number; readonly down: number } | null {
  const [at] = place([plane], 0);
  kernels().call('grain', bytesOf(plane), at!, plane.width, plane.height, depth - 8, rowStep(plane), 2.5 * noise ** 2 + 0.1, RESULT);
  const [squares, right, below] = results(3) as [number, number, number];
  return squares < ENOUGH ? null : { across: right / squares, down: below / squares };
}
