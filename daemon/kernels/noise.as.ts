// Noise from the flattest 8x8 blocks: what is left of a block when the plane that fits it best is taken away.
import { load8, sum32 } from './lanes.as';

const BINS: i32 = 16384;
/** Share of blocks, flattest first, that count as flat. */
const FLATTEST: f64 = 0.1;
/** Residuals are kept in 1/64 of an 8-bit code value. */
const FINE: f64 = 64;

/** What one block holds, filled by `look`. */
let mean: f64 = 0, residual: f64 = 0, uneven: f64 = 0;

/** Σ of lanes times their distance from the block's middle in half pixels: -7, -5 … 7. */
// @ts-ignore: decorator
@inline function tilt(lanes: v128): f64 {
  return <f64><i32>sum32(i32x4.dot_i16x8_s(lanes, i16x8(-7, -5, -3, -1, 1, 3, 5, 7)));
}

// @ts-ignore: decorator
@inline function sumOf(lanes: v128): i32 {
  return <i32>sum32(i32x4.extadd_pairwise_i16x8_s(lanes));
}

/** Largest less smallest of the means of a block's four quarters, from its upper and lower column sums. */
// @ts-ignore: decorator
@inline function quarterRange(upper: v128, lower: v128): f64 {
  const top = i32x4.extadd_pairwise_i16x8_s(upper), bottom = i32x4.extadd_pairwise_i16x8_s(lower);
  const a = i32x4.extract_lane(top, 0) + i32x4.extract_lane(top, 1), b = i32x4.extract_lane(top, 2) + i32x4.extract_lane(top, 3);
  const c = i32x4.extract_lane(bottom, 0) + i32x4.extract_lane(bottom, 1), d = i32x4.extract_lane(bottom, 2) + i32x4.extract_lane(bottom, 3);
  return <f64>(max(max(a, b), max(c, d)) - min(min(a, b), min(c, d))) / 16;
}

/**
 * Least squares of a + b x + c y over 8×8: with x and y in half pixels from the middle their squares sum to 1344, and 61 degrees of freedom are left.
 * Values have at most 12 bits, so column sums stay within 16 bits and squares within 32.
 */
function look<T>(at: usize, stride: usize, shift: i32): void {
  let upper = i16x8.splat(0), lower = i16x8.splat(0), squares = i32x4.splat(0), slope: f64 = 0;
  for (let row = 0; row < 8; row++) {
    const value = load8<T>(at + <usize>row * stride, shift);
    if (row < 4) upper = i16x8.add(upper, value);
    else lower = i16x8.add(lower, value);
    squares = i32x4.add(squares, i32x4.dot_i16x8_s(value, value));
    slope += <f64>(sumOf(value) * (2 * row - 7));
  }
  const sum = <f64>(sumOf(upper) + sumOf(lower)), across = tilt(i16x8.add(upper, lower));
  const rest = <f64>sum32(squares) - (sum * sum) / 64 - (across * across + slope * slope) / 1344;
  mean = sum / 64;
  residual = Math.sqrt(Math.max(0, rest) / 61);
  uneven = quarterRange(upper, lower);
}

/** Value at which the running count passes `share` of `total`, in bins, with its fraction. */
function quantile(histogram: usize, total: u32, share: f64): f64 {
  const wanted = <f64>total * share;
  let seen: f64 = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const here = <f64>load<u32>(histogram + (<usize>bin << 2));
    if (here > 0 && seen + here >= wanted) return bin == 0 ? 0 : <f64>bin - 0.5 + (wanted - seen) / here;
    seen += here;
  }
  return <f64>(BINS - 1);
}

// @ts-ignore: decorator
@inline function count(histogram: usize, value: u32): void {
  const at = histogram + (<usize>min(value, <u32>BINS - 1) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** Keeps unevenness (1/16) and residual (1/64 code value) of every block at `blocks`, 8 bytes each; constant black blocks (bars) are left out. */
function gather<T>(plane: usize, width: i32, height: i32, shift: i32, unit: f64, blocks: usize, histogram: usize): u32 {
  const stride = <usize>width * sizeof<T>();
  let kept: u32 = 0;
  for (let y = 0; y + 8 <= height; y += 8) {
    for (let x = 0; x + 8 <= width; x += 8) {
      look<T>(plane + <usize>y * stride + <usize>x * sizeof<T>(), stride, shift);
      if (residual == 0 && mean <= 17 * unit) continue;
      const unevenness = <u32>((uneven / unit) * 16);
      store<u32>(blocks + (<usize>kept << 3), unevenness);
      store<u32>(blocks + (<usize>kept << 3), <u32>((residual / unit) * FINE + 0.5), 4);
      count(histogram, unevenness);
      kept++;
    }
  }
  return kept;
}

/**
 * Middle residual of the flattest blocks in 8-bit code values; -1 when the plane holds no usable block. `unit` is one 8-bit code value after `shift`.
 * `scratch` has room for two histograms and 8 bytes per block.
 */
// @ts-ignore: decorator
@inline function measure<T>(plane: usize, width: i32, height: i32, shift: i32, unit: i32, scratch: usize): f64 {
  const histogram = scratch, residuals = scratch + BINS * 4, blocks = scratch + BINS * 8;
  memory.fill(scratch, 0, BINS * 8);
  const kept = gather<T>(plane, width, height, shift, <f64>unit, blocks, histogram);
  if (kept == 0) return -1;
  const limit = <u32>(quantile(histogram, kept, FLATTEST) + 1);
  let flat: u32 = 0;
  for (let i: u32 = 0; i < kept; i++) {
    const block = blocks + (<usize>i << 3);
    if (load<u32>(block) > limit) continue;
    count(residuals, load<u32>(block, 4));
    flat++;
  }
  return quantile(residuals, flat, 0.5) / FINE;
}

export function noise8(plane: usize, width: i32, height: i32, shift: i32, unit: i32, scratch: usize): f64 { return measure<u8>(plane, width, height, shift, unit, scratch); }
export function noise16(plane: usize, width: i32, height: i32, shift: i32, unit: i32, scratch: usize): f64 { return measure<u16>(plane, width, height, shift, unit, scratch); }
