// Evidence about fields: how well the lines of a frame fit its own neighbours, the frame before and the frame after.
import { distance, load8, sum32 } from './lanes.as';

/** |above + below - 2 between| of eight pixels, as unsigned 16-bit lanes. */
// @ts-ignore: decorator
@inline function misfit(above: v128, between: v128, below: v128): v128 {
  return i16x8.abs(i16x8.sub(i16x8.add(above, below), i16x8.add(between, between)));
}

/**
 * Writes thirteen sums as f64 to `into`: misfit between this frame's neighbouring lines of [0] top lines from the frame before and [1] after, [2] bottom
 * lines from the frame before and [3] after, [4] all lines of this frame itself; [5] and [6] change of top and bottom lines since the frame before.
 * Then, where a top pixel changed by more than `limit`: misfit of [7] its own and [8] the earlier value, and [9] the change; [10] to [12] of bottom pixels. Of
 * every `step` pixels of a line (a multiple of 16) the first 16 are read.
 */
// @ts-ignore: decorator
@inline function measure<T>(before: usize, current: usize, after: usize, step: i32, width: i32, height: i32, shift: i32, limit: i32, into: usize): void {
  const stride = <usize>width * sizeof<T>(), least = i16x8.splat(<i16>limit);
  for (let i = 0; i < 13; i++) store<f64>(into + (i << 3), 0);
  for (let y = 2; y + 2 < height; y++) {
    let fromBefore = i32x4.splat(0), fromAfter = i32x4.splat(0), fromSelf = i32x4.splat(0), change = i32x4.splat(0);
    let movedSelf = i32x4.splat(0), movedBefore = i32x4.splat(0), moved = i32x4.splat(0);
    const row = <usize>y * stride;
    for (let x = 0; x + 8 <= width; x = x & 8 ? x + step - 8 : x + 8) {
      const at = row + <usize>x * sizeof<T>();
      const above = load8<T>(current + at - stride, shift), below = load8<T>(current + at + stride, shift);
      const earlier = load8<T>(before + at, shift), here = load8<T>(current + at, shift);
      const asBefore = misfit(above, earlier, below), asSelf = misfit(above, here, below), far = distance(here, earlier);
      const moves = i16x8.gt_u(far, least);
      fromBefore = i32x4.add(fromBefore, i32x4.extadd_pairwise_i16x8_u(asBefore));
      fromAfter = i32x4.add(fromAfter, i32x4.extadd_pairwise_i16x8_u(misfit(above, load8<T>(after + at, shift), below)));
      fromSelf = i32x4.add(fromSelf, i32x4.extadd_pairwise_i16x8_u(asSelf));
      change = i32x4.add(change, i32x4.extadd_pairwise_i16x8_u(far));
      movedSelf = i32x4.add(movedSelf, i32x4.extadd_pairwise_i16x8_u(v128.and(asSelf, moves)));
      movedBefore = i32x4.add(movedBefore, i32x4.extadd_pairwise_i16x8_u(v128.and(asBefore, moves)));
      moved = i32x4.add(moved, i32x4.extadd_pairwise_i16x8_u(v128.and(far, moves)));
    }
    const bottom = y & 1, masked = into + 56 + bottom * 24;
    add(into + (bottom << 4), fromBefore);
    add(into + (bottom << 4) + 8, fromAfter);
    add(into + 32, fromSelf);
    add(into + 40 + (bottom << 3), change);
    add(masked, movedSelf);
    add(masked + 8, movedBefore);
    add(masked + 16, moved);
  }
}

// @ts-ignore: decorator
@inline function add(at: usize, lanes: v128): void {
  store<f64>(at, load<f64>(at) + <f64>sum32(lanes));
}

export function fields8(before: usize, current: usize, after: usize, step: i32, width: i32, height: i32, shift: i32, limit: i32, into: usize): void { measure<u8>(before, current, after, step, width, height, shift, limit, into); }
export function fields16(before: usize, current: usize, after: usize, step: i32, width: i32, height: i32, shift: i32, limit: i32, into: usize): void { measure<u16>(before, current, after, step, width, height, shift, limit, into); }
