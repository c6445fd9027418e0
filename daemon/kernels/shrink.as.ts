// A plane at a fraction of its size: the mean of every square of pixels, as 8-bit code values.
import { load8, sum16, valueAt } from './lanes.as';

/** `into` receives floor(width / side) × floor(height / side) bytes. `down` is the plane's depth less 8. */
// @ts-ignore: decorator
@inline function measure<T>(plane: usize, width: i32, height: i32, side: i32, down: i32, into: usize): void {
  const stride = <usize>width * sizeof<T>(), area = <u32>(side * side), half = area >> 1;
  const columns = width / side, rows = height / side;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum: u32 = 0;
      for (let y = 0; y < side; y++) {
        let at = plane + <usize>(row * side + y) * stride + <usize>(column * side) * sizeof<T>(), x = 0;
        for (; x + 8 <= side; x += 8) { sum += sum16(load8<T>(at, 0)); at += 8 * sizeof<T>(); }
        for (; x < side; x++) { sum += valueAt<T>(at); at += sizeof<T>(); }
      }
      store<u8>(into++, <u8>min(<u32>255, ((sum + half) / area) >> down));
    }
  }
}

export function shrink8(plane: usize, width: i32, height: i32, side: i32, down: i32, into: usize): void { measure<u8>(plane, width, height, side, down, into); }
export function shrink16(plane: usize, width: i32, height: i32, side: i32, down: i32, into: usize): void { measure<u16>(plane, width, height, side, down, into); }
