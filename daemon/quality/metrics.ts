// How near two pictures are, in the numbers that the field reports.
import type { PlaneFrame } from '../../shared/planes.ts';
import { squaredError } from '../kernels/kernels.ts';

/** PSNR of one plane, dB, over all values: 10 log10(peak² / mean squared error), peak 2^depth − 1. Infinity when equal. Frames must have one shape. */
export function psnrOf(a: PlaneFrame, b: PlaneFrame, depth: number, plane = 0): number {
  const first = a.planes[plane]!, second = b.planes[plane]!;
  const peak = 2 ** depth - 1;
  return 10 * Math.log10((peak * peak * first.data.length) / squaredError(first, second));
}

/** PSNR of every plane of the frames, in FFmpeg's order. */
export const psnrOfPlanes = (a: PlaneFrame, b: PlaneFrame, depth: number): number[] => a.planes.map((_plane, i) => psnrOf(a, b, depth, i));

/** Squared error and values gathered over many frames, so a clip's PSNR is that of its mean squared error and not a mean of decibels. */
export function gatherPsnr(depth: number, plane = 0): { add(a: PlaneFrame, b: PlaneFrame): void; decibels(): number } {
  const peak = 2 ** depth - 1;
  let error = 0, values = 0;
  return {
    add(a, b) {
      error += squaredError(a.planes[plane]!, b.planes[plane]!);
      values += a.planes[plane]!.data.length;
    },
    decibels: () => 10 * Math.log10((peak * peak * values) / error),
  };
}
