// Whether two small pictures show the same scene: how many of one's textured 8×8 patches are found again in the other, near their place, whatever the exposure.
import { load8, sum32 } from './lanes.as';

const SIDE: i32 = 8, PIXELS: i32 = 64;

/** Sum and sum of squares of the patch last read. */
let sum: i32 = 0, squares: i32 = 0;

// @ts-ignore: decorator
@inline function read(at: usize, stride: i32): void {
  let total = i16x8.splat(0), energy = i32x4.splat(0);
  for (let row = 0; row < SIDE; row++) {
    const value = load8<u8>(at + <usize>(row * stride), 0);
    total = i16x8.add(total, value);
    energy = i32x4.add(energy, i32x4.dot_i16x8_s(value, value));
  }
  sum = <i32>sum32(i32x4.extadd_pairwise_i16x8_s(total));
  squares = <i32>sum32(energy);
}

// @ts-ignore: decorator
@inline function product(a: usize, b: usize, stride: i32): i32 {
  let together = i32x4.splat(0);
  for (let row = 0; row < SIDE; row++) {
    const at = <usize>(row * stride);
    together = i32x4.add(together, i32x4.dot_i16x8_s(load8<u8>(a + at, 0), load8<u8>(b + at, 0)));
  }
  return <i32>sum32(together);
}

/** 64 × the patch's 64-fold variance: squares and sum belong to it. */
// @ts-ignore: decorator
@inline function spread(): f64 { return <f64>PIXELS * <f64>squares - <f64>sum * <f64>sum; }

/** The largest correlation (-1 to 1) of the patch with those of `other` up to `reach` pixels away; `variance` and `total` are the patch's own. */
function nearest8(patch: usize, variance: f64, total: f64, other: usize, x: i32, y: i32, width: i32, height: i32, reach: i32): f64 {
  let best: f64 = -1;
  for (let v = max(0, y - reach); v <= min(height - SIDE, y + reach); v++) {
    for (let u = max(0, x - reach); u <= min(width - SIDE, x + reach); u++) {
      const at = other + <usize>(v * width + u);
      read(at, width);
      const its = spread();
      if (its <= 0) continue;
      const shared = <f64>PIXELS * <f64>product(patch, at, width) - total * <f64>sum;
      best = max(best, shared / Math.sqrt(variance * its));
    }
  }
  return best;
}

/**
 * Writes as f64 to `into`: [0] textured patches of `a` that correlate by `alike` or more with one of `b`, [1] textured patches. Textured: a deviation of `texture`
 * code values or more.
 */
export function patches8(a: usize, b: usize, width: i32, height: i32, reach: i32, texture: f64, alike: f64, into: usize): void {
  let found: f64 = 0, textured: f64 = 0;
  const least = texture * texture * <f64>(PIXELS * PIXELS);
  for (let y = 0; y + SIDE <= height; y += SIDE) {
    for (let x = 0; x + SIDE <= width; x += SIDE) {
      const patch = a + <usize>(y * width + x);
      read(patch, width);
      const variance = spread(), total = <f64>sum;
      if (variance < least) continue;
      textured++;
      if (nearest8(patch, variance, total, b, x, y, width, height, reach) >= alike) found++;
    }
  }
  store<f64>(into, found);
  store<f64>(into, textured, 8);
}
