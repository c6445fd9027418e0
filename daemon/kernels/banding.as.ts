// Banding: smooth blocks whose gradient is a few clean steps instead of a fine grain of values.
import { distance, highest16, load8, lowest16, sum16 } from './lanes.as';

const SIDE: i32 = 32;
/** A smooth block spans at most this many 8-bit code values, so a band is five pixels or wider. */
const STEPS: u32 = 6;

/**
 * 0 when the block at `at` is no smooth gradient, 1 when it is one, 2 when it is one that shows steps: values change at few places, no more often
 * than half again as the contours of a plane with that many steps cross its rows and columns.
 */
// @ts-ignore: decorator
@inline function judge<T>(at: usize, stride: usize, shift: i32, unit: i32): i32 {
  const least = i16x8.splat(<i16>(unit - 1));
  let low = i16x8.splat(-1), high = i16x8.splat(0), turns = i16x8.splat(0);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x += 8) {
      const here = at + <usize>y * stride + <usize>x * sizeof<T>();
      const value = load8<T>(here, shift);
      low = v128.min<u16>(low, value);
      high = v128.max<u16>(high, value);
      turns = i16x8.sub(turns, i16x8.gt_u(distance(value, load8<T>(here - sizeof<T>(), shift)), least));
      turns = i16x8.sub(turns, i16x8.gt_u(distance(value, load8<T>(here - stride, shift)), least));
    }
  }
  const range = (highest16(high) - lowest16(low)) / <u32>unit, changes = sum16(turns);
  if (range == 0 || range > STEPS) return 0;
  return changes > 0 && changes <= range * SIDE * 3 ? 2 : 1;
}

/** Writes as f64 to `into`: [0] smooth gradient blocks, [1] those that show steps, [2] blocks looked at. `unit` is one 8-bit code value after `shift`. */
// @ts-ignore: decorator
@inline function measure<T>(plane: usize, width: i32, height: i32, shift: i32, unit: i32, into: usize): void {
  const stride = <usize>width * sizeof<T>();
  let smooth: f64 = 0, stepped: f64 = 0, looked: f64 = 0;
  for (let y = 1; y + SIDE <= height; y += SIDE) {
    for (let x = 1; x + SIDE <= width; x += SIDE) {
      const verdict = judge<T>(plane + <usize>y * stride + <usize>x * sizeof<T>(), stride, shift, unit);
      if (verdict > 0) smooth++;
      if (verdict > 1) stepped++;
      looked++;
    }
  }
  store<f64>(into, smooth);
  store<f64>(into, stepped, 8);
  store<f64>(into, looked, 16);
}

export function banding8(plane: usize, width: i32, height: i32, shift: i32, unit: i32, into: usize): void { measure<u8>(plane, width, height, shift, unit, into); }
export function banding16(plane: usize, width: i32, height: i32, shift: i32, unit: i32, into: usize): void { measure<u16>(plane, width, height, shift, unit, into); }
