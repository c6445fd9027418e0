// What scene detectors compare: small hue, saturation and value planes, and patches of small pictures. Typed functions over kernels.wasm.
import type { PixelFormat } from '../../shared/media.ts';
import type { Plane } from '../../shared/planes.ts';
import { bytesOf, copyFrom, kernels, place, RESULT, results } from './kernels.ts';

/** One frame as PySceneDetect's detectors see it. */
export type SceneView = {
  /** OpenCV's 8-bit hue (0 to 179), saturation and value. */
  readonly hue: Plane; readonly saturation: Plane; readonly value: Plane;
  /** Mean of all red, green and blue values, 0 to 255. */
  readonly level: number;
  /** Counts of the 256 luma values. */
  readonly histogram: Uint32Array;
};

const power: Readonly<Record<PixelFormat['chroma'], readonly [number, number]>> = { 420: [1, 1], 422: [1, 0], 440: [0, 1], 411: [2, 0], 410: [2, 2], 444: [0, 0], none: [0, 0] };

/** Longest side of the picture that detectors see (PySceneDetect's automatic downscaling). */
const EFFECTIVE_SIDE = 256;

/** The size that detectors see: the longest side is 256 pixels, and smaller pictures stay as they are. */
export function sceneSize({ width, height }: { readonly width: number; readonly height: number }): { readonly width: number; readonly height: number } {
  const factor = Math.max(width, height) / EFFECTIVE_SIDE;
  return factor <= 1 ? { width, height } : { width: Math.max(1, halfToEven(width / factor)), height: Math.max(1, halfToEven(height / factor)) };
}

/** Python's round. */
const halfToEven = (value: number): number => (Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));

/**
 * The small picture of a YUV or grey frame: bilinear without a low-pass, as OpenCV scales, and always by BT.601 with the nearest chroma sample, as FFmpeg's
 * scaler converts for OpenCV, so that thresholds mean what they mean there.
 */
export function sceneOf(planes: readonly Plane[], pixel: PixelFormat, full: boolean): SceneView {
  const [y, u, v] = pixel.family === 'yuv' ? planes : [planes[0]];
  const luma = y!, { width, height } = sceneSize(luma), count = width * height;
  const addresses = place(u && v ? [luma, u, v] : [luma], 3 * count + 1028 + 2048 + 4 * width + 4);
  const [across, down] = power[pixel.chroma], into = addresses.at(-1)!;
  kernels().call('scenePlanes', 0, addresses[0]!, u ? addresses[1]! : 0, v ? addresses[2]! : 0, luma.width, u?.width ?? 0, across, down, pixel.depth - 8, full ? 1 : 0);
  kernels().call('scene', bytesOf(luma), luma.width, luma.height, width, height, into, RESULT, (into + 3 * count + 3 + 1024) & ~3);
  const plane = (n: number): Plane => ({ width, height, data: copyFrom(into + n * count, count) });
  const histogram = new Uint32Array(copyFrom((into + 3 * count + 3) & ~3, 1024).buffer);
  return { hue: plane(0), saturation: plane(1), value: plane(2), level: results(1)[0]! / (3 * count), histogram };
}

/** How closely two histograms follow each other, -1 to 1: Pearson's correlation, OpenCV's HISTCMP_CORREL. Two flat histograms are alike. */
export function correlationOf(a: Uint32Array, b: Uint32Array): number {
  const mean = (of: Uint32Array): number => of.reduce((sum, count) => sum + count, 0) / of.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let together = 0, alone = 0, other = 0;
  for (let bin = 0; bin < a.length; bin++) {
    const [x, y] = [a[bin]! - meanA, b[bin]! - meanB];
    together += x * y; alone += x * x; other += y * y;
  }
  return alone * other > 0 ? together / Math.sqrt(alone * other) : 1;
}

/** The code value below which `share` of the counted pixels lie. */
export function percentileOf(histogram: Uint32Array, share: number): number {
  const wanted = histogram.reduce((sum, count) => sum + count, 0) * share;
  let seen = 0;
  const found = histogram.findIndex((count) => (seen += count) >= wanted);
  return found < 0 ? 255 : found;
}

/** A patch with a deviation of so many code values holds something to recognise; so close a correlation recognises it (the value of most template matchers). */
const TEXTURE = 4, ALIKE = 0.8;

/** Share (0 to 1) of the textured 8×8 patches of one 8-bit picture that another of the same size shows within `reach` pixels of their place, at any exposure; null where fewer than 8 are textured. */
export function recognised(a: Plane, b: Plane, reach: number): number | null {
  const [first, second] = place([a, b], 0);
  kernels().call('patches', 1, first!, second!, a.width, a.height, reach, TEXTURE, ALIKE, RESULT);
  const [found, textured] = results(2) as [number, number];
  return textured < 8 ? null : found / textured;
}
