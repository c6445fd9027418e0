// A plane at a fraction of its size: the mean of every square of pixels, as 8-bit code values.
import { load8, valueAt } from './lanes.as';

/** Sums `side` lines column by column into `sums`, 32 bits each. */
// @ts-ignore: decorator
@inline function addLines<T>(at: usize, width: i32, side: i32, sums: usize): void {
  const stride = <usize>width * sizeof<T>();
  let x = 0;
  for (; x + 8 <= width; x += 8) {
    let low = i32x4.splat(0), high = i32x4.splat(0);
    for (let y = 0; y < side; y++) {
      const value = load8<T>(at + <usize>y * stride + <usize>x * sizeof<T>(), 0);
      low = i32x4.add(low, i32x4.extend_low_i16x8_u(value));
      high = i32x4.add(high, i32x4.extend_high_i16x8_u(value));
    }
    v128.store(sums + (<usize>x << 2), low);
    v128.store(sums + (<usize>x << 2), high, 16);
  }
  for (; x < width; x++) {
    let sum: u32 = 0;
    for (let y = 0; y < side; y++) sum += valueAt<T>(at + <usize>y * stride + <usize>x * sizeof<T>());
    store<u32>(sums + (<usize>x << 2), sum);
  }
}

/** `into` receives floor(width / side) × floor(height / side) bytes; `sums` has room for a line of 32-bit numbers. `down` is the plane's depth less 8. */
// @ts-ignore: decorator
@inline function measure<T>(plane: usize, width: i32, height: i32, side: i32, down: i32, into: usize, sums: usize): void {
  const area = <u32>(side * side), half = area >> 1;
  const columns = width / side, rows = height / side;
  for (let row = 0; row < rows; row++) {
    addLines<T>(plane + <usize>(row * side) * <usize>width * sizeof<T>(), width, side, sums);
    let at = sums;
    for (let column = 0; column < columns; column++) {
      let sum: u32 = 0;
      for (let x = 0; x < side; x++) { sum += load<u32>(at); at += 4; }
      store<u8>(into++, <u8>min(<u32>255, ((sum + half) / area) >> down));
    }
  }
}

export function shrink8(plane: usize, width: i32, height: i32, side: i32, down: i32, into: usize, sums: usize): void { measure<u8>(plane, width, height, side, down, into, sums); }
export function shrink16(plane: usize, width: i32, height: i32, side: i32, down: i32, into: usize, sums: usize): void { measure<u16>(plane, width, height, side, down, into, sums); }
