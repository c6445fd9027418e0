// Combing: pixels that differ from the lines above and below in the same direction while those agree with the lines beyond.
import { load8, sum16 } from './lanes.as';

/**
 * A 16x16 block with this many combed pixels is visibly combed: half the count of FFmpeg's fieldmatch, because fewer pixels pass this stricter test. Of
 * progressive material, grainy and noisy too, less than 1 % of the blocks of any frame reach it.
 */
const COMBED_PIXELS: u32 = 40;

/** 1 where a lane stands out upwards from the lines around it by more than `limit`, -1 where downwards, 0 elsewhere. */
// @ts-ignore: decorator
@inline function standsOut<T>(at: usize, stride: usize, shift: i32, limit: v128, sixfold: v128): v128 {
  const middle = load8<T>(at, shift), above = load8<T>(at - stride, shift), below = load8<T>(at + stride, shift);
  const up = i16x8.sub(middle, above), down = i16x8.sub(middle, below);
  const higher = v128.and(i16x8.gt_s(up, limit), i16x8.gt_s(down, limit));
  const lower = v128.and(i16x8.lt_s(up, i16x8.neg(limit)), i16x8.lt_s(down, i16x8.neg(limit)));
  const near = i16x8.add(above, below), beyond = i16x8.add(load8<T>(at - 2 * stride, shift), load8<T>(at + 2 * stride, shift));
  const fit = i16x8.sub(i16x8.add(beyond, i16x8.shl(middle, 2)), i16x8.add(near, i16x8.shl(near, 1)));
  return v128.and(i16x8.sub(lower, higher), i16x8.gt_s(i16x8.abs(fit), sixfold));
}

/** All ones where a lane and the pixel two to the right stand out alike: combing runs along a line, the grain of noise does not. */
// @ts-ignore: decorator
@inline function combed<T>(at: usize, stride: usize, shift: i32, limit: v128, sixfold: v128): v128 {
  const here = standsOut<T>(at, stride, shift, limit, sixfold), right = standsOut<T>(at + 2 * sizeof<T>(), stride, shift, limit, sixfold);
  return i16x8.gt_s(i16x8.abs(i16x8.add(here, right)), i16x8.splat(1));
}

/** Writes as f64 to `into`: [0] combed pixels, [1] combed blocks, [2] blocks looked at. `limit` in code values after `shift`, at most 682. Of every `step` pixels of a line (a multiple of 16) the first 16 are read. */
// @ts-ignore: decorator
@inline function measure<T>(plane: usize, step: i32, width: i32, height: i32, shift: i32, limit: i32, into: usize): void {
  const stride = <usize>width * sizeof<T>();
  const once = i16x8.splat(<i16>limit), sixfold = i16x8.splat(<i16>(limit * 6));
  let pixels: f64 = 0, blocks: f64 = 0, looked: f64 = 0;
  for (let y = 2; y + 19 <= height; y += 16) {
    for (let x = 0; x + 16 <= width; x += step) {
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

export function comb8(plane: usize, step: i32, width: i32, height: i32, shift: i32, limit: i32, into: usize): void { measure<u8>(plane, step, width, height, shift, limit, into); }
export function comb16(plane: usize, step: i32, width: i32, height: i32, shift: i32, limit: i32, into: usize): void { measure<u16>(plane, step, width, height, shift, limit, into); }
