// Evidence about fields: how well the lines of a frame fit its own neighbours, the frame before and the frame after.
import { distance, load8, sum32 } from './lanes.as';

/** |above + below - 2 between| of eight pixels, as unsigned 16-bit lanes. */
// @ts-ignore: decorator
@inline function misfit(above: v128, between: v128, below: v128): v128 {
  return i16x8.abs(i16x8.sub(i16x8.add(above, below), i16x8.add(between, between)));
}

/**
 * Writes five sums as f64 to `into`: lines between this frame's neighbours taken [0] from the other frame as if the top field came first, [1] as
 * if the bottom field came first, [2] from this frame itself; [3] and [4] change of top and bottom lines since the frame before. Only the first `columns` pixels of each line are read.
 */
// @ts-ignore: decorator
@inline function measure<T>(before: usize, current: usize, after: usize, columns: i32, width: i32, height: i32, shift: i32, into: usize): void {
  const stride = <usize>width * sizeof<T>();
  // `even` is large when the top field came first: its lines then lie one and a half fields away from those they are put between.
  let even: u64 = 0, odd: u64 = 0, own: u64 = 0, changeEven: u64 = 0, changeOdd: u64 = 0;
  for (let y = 2; y + 2 < height; y++) {
    let fromBefore = i32x4.splat(0), fromAfter = i32x4.splat(0), fromSelf = i32x4.splat(0), change = i32x4.splat(0);
    const row = <usize>y * stride;
    for (let x = 0; x + 8 <= columns; x += 8) {
      const at = row + <usize>x * sizeof<T>();
      const above = load8<T>(current + at - stride, shift), below = load8<T>(current + at + stride, shift);
      const earlier = load8<T>(before + at, shift), here = load8<T>(current + at, shift);
      fromBefore = i32x4.add(fromBefore, i32x4.extadd_pairwise_i16x8_u(misfit(above, earlier, below)));
      fromAfter = i32x4.add(fromAfter, i32x4.extadd_pairwise_i16x8_u(misfit(above, load8<T>(after + at, shift), below)));
      fromSelf = i32x4.add(fromSelf, i32x4.extadd_pairwise_i16x8_u(misfit(above, here, below)));
      change = i32x4.add(change, i32x4.extadd_pairwise_i16x8_u(distance(here, earlier)));
    }
    own += sum32(fromSelf);
    if (y & 1) { odd += sum32(fromBefore); even += sum32(fromAfter); changeOdd += sum32(change); }
    else { even += sum32(fromBefore); odd += sum32(fromAfter); changeEven += sum32(change); }
  }
  store<f64>(into, <f64>odd);
  store<f64>(into, <f64>even, 8);
  store<f64>(into, <f64>own, 16);
  store<f64>(into, <f64>changeEven, 24);
  store<f64>(into, <f64>changeOdd, 32);
}

export function fields8(before: usize, current: usize, after: usize, columns: i32, width: i32, height: i32, shift: i32, into: usize): void { measure<u8>(before, current, after, columns, width, height, shift, into); }
export function fields16(before: usize, current: usize, after: usize, columns: i32, width: i32, height: i32, shift: i32, into: usize): void { measure<u16>(before, current, after, columns, width, height, shift, into); }
