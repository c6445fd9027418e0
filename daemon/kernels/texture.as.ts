// What a picture is drawn with: flat areas, steps as drawn or written, how sharp edges are across and down, and how its noise hangs together.
import { valueAt } from './lanes.as';

let base: usize = 0, stride: i32 = 0, down: i32 = 0;
// @ts-ignore: decorator
@inline function at<T>(x: i32, y: i32): i32 { return valueAt<T>(base + <usize>(y * stride + x) * sizeof<T>()) >> down; }

/** A step: two neighbours so far apart, in 8-bit code values, with hardly a change just before and just after. */
const STEP: i32 = 32, STILL: i32 = 4;
/** Largest range of an 8×8 block that counts as flat. */
const FLAT: i32 = 2;

/** Writes as f64 to `into`: [0] 8×8 blocks, [1] flat ones, [2] pairs of neighbours looked at, [3] steps. Of every `every` rows of blocks one is read. */
// @ts-ignore: decorator
@inline function drawn<T>(plane: usize, width: i32, height: i32, shift: i32, every: i32, into: usize): void {
  base = plane; stride = width; down = shift;
  let blocks: f64 = 0, flat: f64 = 0, pairs: f64 = 0, steps: f64 = 0;
  for (let top = 0; top + 8 <= height; top += 8 * every) {
    for (let left = 0; left + 8 <= width; left += 8) {
      let low = 255, high = 0;
      for (let y = top; y < top + 8; y++) {
        for (let x = left; x < left + 8; x++) { const value = at<T>(x, y); low = min(low, value); high = max(high, value); }
      }
      blocks++;
      if (high - low <= FLAT) flat++;
    }
    for (let y = top; y < top + 8; y += 2) {
      for (let x = 1; x + 2 < width; x++) {
        pairs++;
        const here = at<T>(x, y), next = at<T>(x + 1, y);
        if (abs(next - here) >= STEP && abs(here - at<T>(x - 1, y)) <= STILL && abs(at<T>(x + 2, y) - next) <= STILL) steps++;
      }
    }
  }
  store<f64>(into, blocks); store<f64>(into, flat, 8); store<f64>(into, pairs, 16); store<f64>(into, steps, 24);
}

/** How far edges are looked at, and the least change over that distance that is one. */
const REACH: i32 = 8;

/**
 * Writes as f64 to `into`, across and then down: sum of squared changes to the next pixel, the same over eight pixels, and how many places counted: those that change by `least` or more over eight
 * pixels.
 */
// @ts-ignore: decorator
@inline function acuity<T>(plane: usize, width: i32, height: i32, shift: i32, every: i32, least: i32, into: usize): void {
  base = plane; stride = width; down = shift;
  let nearAcross: u64 = 0, farAcross: u64 = 0, across: u64 = 0, nearDown: u64 = 0, farDown: u64 = 0, vertical: u64 = 0;
  for (let y = 0; y + REACH < height; y += every) {
    for (let x = 0; x + REACH < width; x++) {
      const here = at<T>(x, y), right = at<T>(x + REACH, y) - here, below = at<T>(x, y + REACH) - here;
      if (abs(right) >= least) { const near = at<T>(x + 1, y) - here; nearAcross += near * near; farAcross += right * right; across++; }
      if (abs(below) >= least) { const near = at<T>(x, y + 1) - here; nearDown += near * near; farDown += below * below; vertical++; }
    }
  }
  store<f64>(into, <f64>nearAcross); store<f64>(into, <f64>farAcross, 8); store<f64>(into, <f64>across, 16);
  store<f64>(into, <f64>nearDown, 24); store<f64>(into, <f64>farDown, 32); store<f64>(into, <f64>vertical, 40);
}

/** Writes as f64 to `into` over 8×8 blocks whose variance is above 0 and at most `most`: [0] sum of squares about the block's mean, [1] and [2] of products with the next pixel to the right and below. */
// @ts-ignore: decorator
@inline function grain<T>(plane: usize, width: i32, height: i32, shift: i32, every: i32, most: f64, into: usize): void {
  base = plane; stride = width; down = shift;
  let squares: f64 = 0, right: f64 = 0, below: f64 = 0;
  for (let top = 0; top + 8 <= height; top += 8 * every) {
    for (let left = 0; left + 8 <= width; left += 8) {
      let sum = 0, energy = 0;
      for (let y = top; y < top + 8; y++) for (let x = left; x < left + 8; x++) { const value = at<T>(x, y); sum += value; energy += value * value; }
      const mean = <f64>sum / 64, variance = <f64>energy / 64 - mean * mean;
      if (variance <= 0 || variance > most) continue;
      for (let y = top; y < top + 7; y++) {
        for (let x = left; x < left + 7; x++) {
          const here = <f64>at<T>(x, y) - mean;
          squares += here * here;
          right += here * (<f64>at<T>(x + 1, y) - mean);
          below += here * (<f64>at<T>(x, y + 1) - mean);
        }
      }
    }
  }
  store<f64>(into, squares); store<f64>(into, right, 8); store<f64>(into, below, 16);
}

export function drawn8(plane: usize, width: i32, height: i32, shift: i32, every: i32, into: usize): void { drawn<u8>(plane, width, height, shift, every, into); }
export function drawn16(plane: usize, width: i32, height: i32, shift: i32, every: i32, into: usize): void { drawn<u16>(plane, width, height, shift, every, into); }
export function acuity8(plane: usize, width: i32, height: i32, shift: i32, every: i32, least: i32, into: usize): void { acuity<u8>(plane, width, height, shift, every, least, into); }
export function acuity16(plane: usize, width: i32, height: i32, shift: i32, every: i32, least: i32, into: usize): void { acuity<u16>(plane, width, height, shift, every, least, into); }
export function grain8(plane: usize, width: i32, height: i32, shift: i32, every: i32, most: f64, into: usize): void { grain<u8>(plane, width, height, shift, every, most, into); }
export function grain16(plane: usize, width: i32, height: i32, shift: i32, every: i32, most: f64, into: usize): void { grain<u16>(plane, width, height, shift, every, most, into); }
