import { describe, expect, it } from 'vitest';
import { newlyClipped, similarityOf, unrestOf, type Luma } from '../../../daemon/kernels/likeness.ts';
import type { Plane } from '../../../shared/planes.ts';
import { addNoise, draw, scene } from './picture.ts';

const luma = (plane: Plane, depth = 8, full = false): Luma => ({ plane, depth, full });

/** SSIM as it is written in the paper, window by window, in 8-bit code values. */
function defined(a: Plane, b: Plane, unit: number): number {
  const found: number[] = [];
  for (let y = 0; y + 8 <= a.height; y += 4) {
    for (let x = 0; x + 8 <= (a.width & ~7); x += 4) {
      const values = (plane: Plane) => Array.from({ length: 64 }, (_, i) => plane.data[(y + (i >> 3)) * plane.width + x + (i & 7)]! / unit);
      const p = values(a), q = values(b), mean = (some: number[]) => some.reduce((sum, one) => sum + one, 0) / 64;
      const [mp, mq] = [mean(p), mean(q)], variance = mean(p.map((one) => one * one)) - mp * mp + mean(q.map((one) => one * one)) - mq * mq, covariance = mean(p.map((one, i) => one * q[i]!)) - mp * mq;
      const c1 = (0.01 * 255) ** 2, c2 = (0.03 * 255) ** 2;
      found.push(((2 * mp * mq + c1) * (2 * covariance + c2)) / ((mp * mp + mq * mq + c1) * (variance + c2)));
    }
  }
  return found.reduce((sum, one) => sum + one, 0) / found.length;
}

describe('similarityOf', () => {
  it.each([8, 10, 12, 16])('is the published formula at %d bits and odd sizes', (depth) => {
    const a = scene(101, 75, depth), b = addNoise(a, depth, 9);
    // Values above twelve bits lose their last ones.
    expect(similarityOf(luma(a, depth), luma(b, depth))).toBeCloseTo(defined(a, b, 2 ** (depth - 8)), depth > 12 ? 3 : 9);
  });
  it('is 1 for the same picture, at different depths too, and has no answer below a window', () => {
    const values = (x: number, y: number) => (x * 7 + y * 3) % 256;
    expect(similarityOf(luma(draw(64, 48, 8, values)), luma(draw(64, 48, 8, values)))).toBe(1);
    expect(similarityOf(luma(draw(64, 48, 8, values)), luma(draw(64, 48, 10, values), 10))).toBe(1);
    expect(similarityOf(luma(draw(7, 48, 8, values)), luma(draw(7, 48, 8, values)))).toBeNull();
  });
  it('survives the largest sums that there are', () => {
    const white = draw(64, 64, 16, () => 256), black = draw(64, 64, 16, () => 0);
    expect(similarityOf(luma(white, 16), luma(white, 16))).toBe(1);
    expect(similarityOf(luma(white, 16), luma(black, 16))).toBeLessThan(0.001);
  });
  it('refuses planes of different sizes', () => { expect(() => similarityOf(luma(scene(64, 48)), luma(scene(48, 64)))).toThrow(RangeError); });
});

describe('unrestOf', () => {
  const still = scene(96, 64), lit = draw(96, 64, 8, (x, y) => still.data[y * 96 + x]! + 5), pair = (a: Plane, b: Plane) => [luma(a), luma(b)] as const;
  it('is nothing where the result changes no more than the source', () => {
    const noisy = pair(addNoise(still, 8, 3, 1), addNoise(still, 8, 3, 2));
    expect(unrestOf(noisy, noisy)).toMatchObject({ excess: 0, all: 96 * 64 });
    expect(unrestOf(noisy, pair(still, still)).excess).toBe(0);
  });
  it('counts what the result changes more, in 8-bit code values of every value', () => {
    const { excess, still: values } = unrestOf(pair(still, still), pair(still, lit));
    expect(excess / values).toBeCloseTo(5, 9);
  });
  it('leaves out what moves in the source', () => {
    const moved = draw(96, 64, 8, (x, y) => (x < 48 ? still.data[y * 96 + x]! : (still.data[y * 96 + x]! + 60) % 230));
    const { excess, still: values, all } = unrestOf(pair(still, moved), pair(moved, still));
    expect([excess, values / all]).toEqual([0, 0.5]);
  });
});

describe('newlyClipped', () => {
  const ramp = draw(100, 10, 8, (x) => 20 + 2 * x);
  it('counts values at the ends that were not there before, in whatever depth', () => {
    for (const depth of [8, 10, 16]) {
      const source = luma(ramp), result = luma(draw(100, 10, depth, (x) => 20 + 2 * x + (x >= 97 ? 30 : x < 2 ? -20 : 0)), depth);
      expect(newlyClipped(source, result)).toBe(50);
      expect(newlyClipped(result, result)).toBe(0);
    }
  });
  it('knows where full range ends', () => {
    expect(newlyClipped(luma(ramp, 8, true), luma(draw(100, 10, 8, (x) => (x < 5 ? 255 : 17)), 8, true))).toBe(50);
    expect(newlyClipped(luma(ramp, 8, true), luma(draw(100, 10, 10, (x) => (x < 5 ? 256 : 17)), 10, true))).toBe(50);
  });
});
