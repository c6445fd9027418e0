// What a plane holds: extremes, mean, and for two chroma planes the mean distance from grey.
import { highest16, load8, lowest16, sum16, valueAt } from './lanes.as';

/** Writes as f64 to `into`: [0] sum, [1] smallest, [2] largest of `count` values. */
// @ts-ignore: decorator
@inline function measure<T>(plane: usize, count: i32, into: usize): void {
  let low = i16x8.splat(-1), high = i16x8.splat(0), total: u64 = 0, i = 0;
  for (; i + 8 <= count; i += 8) {
    const value = load8<T>(plane + <usize>i * sizeof<T>(), 0);
    low = v128.min<u16>(low, value);
    high = v128.max<u16>(high, value);
    total += sum16(value);
  }
  let smallest = lowest16(low), largest = highest16(high);
  for (; i < count; i++) {
    const value = <u32>valueAt<T>(plane + <usize>i * sizeof<T>());
    smallest = min(smallest, value);
    largest = max(largest, value);
    total += value;
  }
  store<f64>(into, <f64>total);
  store<f64>(into, <f64>smallest, 8);
  store<f64>(into, <f64>largest, 16);
}

/** Writes as f64 to `into`: [0] sum and [1] largest distance of `count` 8-bit chroma pairs from grey (128, 128). */
export function saturation8(u: usize, v: usize, count: i32, into: usize): void {
  let total: f64 = 0, largest: f64 = 0;
  for (let i = 0; i < count; i++) {
    const du = <f64>load<u8>(u + i) - 128, dv = <f64>load<u8>(v + i) - 128;
    const distance = Math.sqrt(du * du + dv * dv);
    total += distance;
    largest = Math.max(largest, distance);
  }
  store<f64>(into, total);
  store<f64>(into, largest, 8);
}

export function statistics8(plane: usize, count: i32, into: usize): void { measure<u8>(plane, count, into); }
export function statistics16(plane: usize, count: i32, into: usize): void { measure<u16>(plane, count, into); }
