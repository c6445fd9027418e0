// How far two planes are apart, exactly, at 8 to 16 bits.
import { distance, load8, sum16, valueAt } from './lanes.as';

/** Sum of squared differences of `count` values. */
// @ts-ignore: decorator
@inline function squared<T>(a: usize, b: usize, count: i32): f64 {
  let wide = i64x2.splat(0), i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = <usize>i * sizeof<T>();
    const d = distance(load8<T>(a + at, 0), load8<T>(b + at, 0));
    const low = i32x4.extmul_low_i16x8_u(d, d), high = i32x4.extmul_high_i16x8_u(d, d);
    wide = i64x2.add(wide, i64x2.add(i64x2.extend_low_i32x4_u(low), i64x2.extend_high_i32x4_u(low)));
    wide = i64x2.add(wide, i64x2.add(i64x2.extend_low_i32x4_u(high), i64x2.extend_high_i32x4_u(high)));
  }
  let total = i64x2.extract_lane(wide, 0) + i64x2.extract_lane(wide, 1);
  for (; i < count; i++) {
    const d = <i64>(valueAt<T>(a + <usize>i * sizeof<T>()) - valueAt<T>(b + <usize>i * sizeof<T>()));
    total += d * d;
  }
  return <f64>total;
}

/** Sum of absolute differences of `count` values. */
// @ts-ignore: decorator
@inline function absolute<T>(a: usize, b: usize, count: i32): f64 {
  let total: u64 = 0, i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = <usize>i * sizeof<T>();
    total += sum16(distance(load8<T>(a + at, 0), load8<T>(b + at, 0)));
  }
  for (; i < count; i++) total += abs(valueAt<T>(a + <usize>i * sizeof<T>()) - valueAt<T>(b + <usize>i * sizeof<T>()));
  return <f64>total;
}

export function squared8(a: usize, b: usize, count: i32): f64 { return squared<u8>(a, b, count); }
export function squared16(a: usize, b: usize, count: i32): f64 { return squared<u16>(a, b, count); }
export function absolute8(a: usize, b: usize, count: i32): f64 { return absolute<u8>(a, b, count); }
export function absolute16(a: usize, b: usize, count: i32): f64 { return absolute<u16>(a, b, count); }

/** The largest sum of absolute differences over an 8×8 block of two 8-bit planes; what is left over at the right and below is not read. */
export function peak8(a: usize, b: usize, width: i32, height: i32): u32 {
  let most: u32 = 0;
  for (let y = 0; y + 8 <= height; y += 8) {
    for (let x = 0; x + 8 <= width; x += 8) {
      let sum = i16x8.splat(0);
      for (let row = 0; row < 8; row++) {
        const at = <usize>(y + row) * <usize>width + <usize>x;
        sum = i16x8.add(sum, distance(load8<u8>(a + at, 0), load8<u8>(b + at, 0)));
      }
      most = max(most, sum16(sum));
    }
  }
  return most;
}
