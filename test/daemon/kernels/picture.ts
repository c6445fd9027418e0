// Pictures made of a formula, with noise of known strength, so a kernel's answer can be checked.
import type { Plane } from '../../../shared/planes.ts';

/** Repeatable numbers, 0 to 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normally distributed numbers of deviation 1. */
export function normalNumbers(seed: number): () => number {
  const random = randomNumbers(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A plane of `depth` bits from a formula in 8-bit code values, rounded and clipped. */
export function draw(width: number, height: number, depth: number, value: (x: number, y: number) => number): Plane {
  const count = width * height, peak = 2 ** depth - 1;
  const data = depth > 8 ? new Uint16Array(new SharedArrayBuffer(count * 2)) : new Uint8Array(new SharedArrayBuffer(count));
  for (let i = 0; i < count; i++) data[i] = Math.max(0, Math.min(peak, Math.round(value(i % width, Math.floor(i / width)) * 2 ** (depth - 8))));
  return { width, height, data };
}

/** The plane with white noise of `deviation` 8-bit code values added. */
export function addNoise(plane: Plane, depth: number, deviation: number, seed = 1): Plane {
  const normal = normalNumbers(seed), unit = 2 ** (depth - 8);
  return draw(plane.width, plane.height, depth, (x, y) => plane.data[y * plane.width + x]! / unit + deviation * normal());
}

/** Soft hills, a sharp disc, a fine stripe pattern in one corner: something of everything. */
export const scene = (width: number, height: number, depth = 8): Plane => draw(width, height, depth, (x, y) => {
  const disc = Math.hypot(x - width * 0.6, y - height * 0.4) < height * 0.2;
  const stripes = x < width / 4 && y < height / 3 ? 40 * (x % 3) : 0;
  return 90 + 40 * Math.sin(x / 37) * Math.cos(y / 29) + (disc ? 60 : 0) + stripes;
});
