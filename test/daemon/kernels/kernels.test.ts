import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { absoluteError, bandingOf, combOf, fieldsOf, noiseOf, saturationOf, shrink, squaredError, statsOf } from '../../../daemon/kernels/kernels.ts';
import type { Plane } from '../../../shared/planes.ts';
import { addNoise, draw, randomNumbers, scene } from './picture.ts';

const depths = [8, 10, 12, 16] as const;

describe('noiseOf', () => {
  for (const depth of depths) {
    it.each([2, 5, 10, 20])(`is within 15 %% of white noise of deviation %d at ${depth} bits`, (deviation) => {
      const measured = noiseOf(addNoise(scene(320, 240, depth), depth, deviation), depth)!;
      expect(measured / deviation).toBeGreaterThan(0.85);
      expect(measured / deviation).toBeLessThan(1.15);
    });
  }
  it('is near zero for a clean picture', () => { expect(noiseOf(scene(320, 240), 8)).toBeLessThan(1); });
  it('does not count black bars as clean picture', () => {
    const noisy = addNoise(scene(320, 240), 8, 8);
    const letterbox = draw(320, 240, 8, (x, y) => (y < 80 || y >= 160 ? 16 : noisy.data[y * 320 + x]!));
    expect(noiseOf(letterbox, 8)! / 8).toBeGreaterThan(0.85);
  });
  it('has no answer for black or for a picture smaller than a block', () => {
    expect(noiseOf(draw(64, 64, 8, () => 16), 8)).toBeNull();
    expect(noiseOf(draw(7, 9, 8, () => 90), 8)).toBeNull();
  });
});

/** A bar that moves 12 pixels per frame; fields of two moments are woven when `step` says so. */
const bar = (moment: (y: number) => number): Plane => draw(160, 120, 8, (x, y) => (Math.abs(x - 20 - 12 * moment(y)) < 10 ? 200 : 60));

describe('combing and fields', () => {
  it('sees combing where two moments are woven and none in a whole frame', () => {
    expect(combOf(bar((y) => 3 + (y % 2) / 2), 8).blocks).toBeGreaterThan(0.05);
    expect(combOf(bar(() => 3), 8)).toEqual({ pixels: 0, blocks: 0 });
  });
  it.each([['top', 0], ['bottom', 1]] as const)('tells that the %s field came first', (first, parity) => {
    const at = (frame: number) => bar((y) => frame + (y % 2 === parity ? 0 : 0.5));
    const evidence = fieldsOf(at(2), at(3), at(4), 8);
    const top = evidence.bottomBefore + evidence.topAfter, bottom = evidence.topBefore + evidence.bottomAfter;
    const [right, wrong] = first === 'top' ? [top, bottom] : [bottom, top];
    expect(wrong).toBeGreaterThan(1.04 * right);
  });
  it('tells a progressive frame by its own fit, and a repeated field by its stillness', () => {
    const moving = fieldsOf(bar(() => 2), bar(() => 3), bar(() => 4), 8);
    expect(moving.bottomBefore + moving.topAfter).toBeGreaterThan(1.5 * moving.own);
    const repeated = fieldsOf(bar(() => 2), bar((y) => (y % 2 ? 3 : 2)), bar(() => 3), 8);
    expect(repeated.changeTop).toBe(0);
    expect(repeated.changeBottom).toBeGreaterThan(0);
  });
});

describe('bandingOf', () => {
  const ramp = (x: number, y: number) => 90 + x / 24 + y / 60;
  it('finds a ramp of clean steps', () => { expect(bandingOf(draw(256, 192, 8, ramp), 8).stepped).toBe(1); });
  it('finds none where grain breaks the steps', () => { expect(bandingOf(addNoise(draw(256, 192, 8, ramp), 8, 0.8), 8).stepped).toBe(0); });
  it('finds none in a ramp that ten bits can show', () => { expect(bandingOf(draw(256, 192, 10, ramp), 10).stepped).toBe(0); });
  it('finds eight-bit steps kept in ten bits', () => { expect(bandingOf(draw(256, 192, 10, (x, y) => Math.round(ramp(x, y))), 10).stepped).toBe(1); });
  it('knows no gradient in a constant picture', () => { expect(bandingOf(draw(256, 192, 8, () => 70), 8)).toEqual({ smooth: 0, stepped: 0 }); });
});

describe('exact sums', () => {
  const noise = (depth: number, seed: number): Plane => {
    const random = randomNumbers(seed);
    return draw(101, 37, depth, () => random() * 255.9);
  };
  it.each(depths)('agree with the definition at %d bits and odd sizes', (depth) => {
    const a = noise(depth, 1), b = noise(depth, 2);
    let squared = 0, absolute = 0;
    a.data.forEach((value, i) => { squared += (value - b.data[i]!) ** 2; absolute += Math.abs(value - b.data[i]!); });
    expect(squaredError(a, b)).toBe(squared);
    expect(absoluteError(a, b)).toBe(absolute);
    const { mean, min, max } = statsOf(a);
    expect([mean, min, max]).toEqual([[...a.data].reduce((sum, value) => sum + value, 0) / a.data.length, Math.min(...a.data), Math.max(...a.data)]);
  });
  it('reach the largest differences that 16 bits allow', () => {
    const black = draw(64, 64, 16, () => 0), white: Plane = { width: 64, height: 64, data: new Uint16Array(64 * 64).fill(65535) };
    expect(squaredError(black, white)).toBe(64 * 64 * 65535 ** 2);
  });
  it('refuse planes that cannot be compared', () => { expect(() => squaredError(noise(8, 1), noise(10, 1))).toThrow(RangeError); });
});

describe('shrink and saturation', () => {
  it.each(depths)('shrinks to the means of squares at %d bits', (depth) => {
    const plane = draw(50, 31, depth, (x, y) => (Math.floor(x / 9) * 20 + Math.floor(y / 9) * 30) % 250);
    const small = shrink(plane, depth, 9);
    expect([small.width, small.height]).toEqual([5, 3]);
    small.data.forEach((value, i) => { expect(Math.abs(value - ((i % 5) * 20 + Math.floor(i / 5) * 30) % 250)).toBeLessThanOrEqual(1); });
  });
  it('measures the distance from grey', () => {
    expect(saturationOf(draw(16, 16, 8, () => 131), draw(16, 16, 8, () => 124))).toEqual({ mean: 5, max: 5 });
  });
});

describe('kernels.wasm', () => {
  it('is what its sources compile to, byte for byte', async () => {
    const { compileKernels } = await import('../../../daemon/kernels/build.mjs' as string) as { compileKernels(): Promise<Uint8Array> };
    const committed = await readFile(new URL('../../../daemon/kernels/kernels.wasm', import.meta.url));
    expect(Buffer.compare(Buffer.from(await compileKernels()), committed)).toBe(0);
  });
});
