// Combing: pixels that differ from the lines above and below in the same direction while those agree with the lines beyond.
import { load8, sum16 } from './lanes.as';

/** A 16x16 block with this many combed pixels is visibly combed (the count FFmpeg's fieldmatch uses). */
const COMBED_PIXELS: u32 = 80;

/** All ones where a lane is combed by more than `limit` code values. */
// @ts-ignore: decorator
@inline function combed<T>(at: usize, stride: usize, shift: i32, limit: v128, sixfold: v128): v128 {
  const middle = load8<T>(at, shift), above = load8<T>(at - stride, shift), below = load8<T>(at + stride, shift);
  const up = i16x8.sub(middle, above), down = i16x8.sub(middle, below);
  const higher = v128.and(i16x8.gt_s(up, limit), i16x8.gt_s(down, limit));
  const lower = v128.and(i16x8.lt_s(up, i16x8.neg(limit)), i16x8.lt_s(down, i16x8.neg(limit)));
  const near = i16x8.add(above, below), beyond = i16x8.add(load8<T>(at - 2 * stride, shift), load8<T>(at + 2 * stride, shift));
  const fit = i16x8.sub(i16x8.add(beyond, i16x8.shl(middle, 2)), i16x8.add(near, i16x8.shl(near, 1)));
  return v128.and(v128.or(higher, lower), i16x8.gt_s(i16x8.abs(fit), sixfold));
}

/** Writes as f64 to `into`: [0] combed pixels, [1] combed blocks, [2] blocks looked at. `limit` in code values after `shift`, at most 682. Of each line `columns` pixels are read. */
// @ts-ignore: decorator
@inline function measure<T>(plane: usize, columns: i32, width: i32, height: i32, shift: i32, limit: i32, into: usize): void {
  const stride = <usize>width * sizeof<T>();
  const once = i16x8.splat(<i16>limit), sixfold = i16x8.splat(<i16>(limit * 6));
  let pixels: f64 = 0, blocks: f64 = 0, looked: f64 = 0;
  for (let y = 2; y + 18 <= height; y += 16) {
    for (let x = 0; x + 16 <= columns; x += 16) {
      let sum = i16x8.splat(0);
      for (let row = 0; row < 16; row++) {
        const at = plane + <usize>(y + row) * stride + <usize>x * sizeof<T>();
        sum = i16x8.sub(sum, combed<T>(at, stride, shift, once, sixfold));
        sum = i16x8.sub(sum, combed<T>(at + 8 * sizeof<T>(), stride, shift, once, sixfold));
      }
      const here = sum16(sum);
      pixels += <f64>here;
      if (here >= COMBED_PIXELS) blocks++;
      looked++;
    }
  }
  store<f64>(into, pixels);
  store<f64>(into, blocks, 8);
  store<f64>(into, looked, 16);
}

export function comb8(plane: usize, columns: i32, width: i32, height: i32, shift: i32, limit: i32, into: usize): void { measure<u8>(plane, columns, width, height, shift, limit, into); }
export function comb16(plane: usize, columns: i32, width: i32, height: i32, shift: i32, limit: i32, into: usize): void { measure<u16>(plane, columns, width, height, shift, limit, into); }
