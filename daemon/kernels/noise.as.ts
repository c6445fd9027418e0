// Noise from the flattest 8x8 blocks: the mean response to Immerkær's mask, which is blind to flat areas, ramps and straight edges.
import { load8, sum32 } from './lanes.as';

const BINS: i32 = 16384;
/** Share of blocks, flattest first, that count as flat; and the percentile of their responses that is taken as noise. */
const FLATTEST: f64 = 0.25;
const PERCENTILE: f64 = 0.35;
/** Responses are kept in 1/16 of a code value. */
const FINE: u32 = 16;

/** Second difference along a row. */
// @ts-ignore: decorator
@inline function bend<T>(at: usize, shift: i32): v128 {
  const step = sizeof<T>();
  const middle = load8<T>(at, shift);
  return i16x8.sub(i16x8.add(load8<T>(at - step, shift), load8<T>(at + step, shift)), i16x8.add(middle, middle));
}

/** Mean absolute response of one 8x8 block to [1 -2 1] × [1 -2 1], in 1/16 code values. */
function responseOf<T>(at: usize, stride: usize, shift: i32): u32 {
  let above = bend<T>(at - stride, shift), here = bend<T>(at, shift), sum = i32x4.splat(0);
  for (let row = 0; row < 8; row++) {
    const below = bend<T>(at + stride, shift);
    const mask = i16x8.sub(i16x8.add(above, below), i16x8.add(here, here));
    sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(i16x8.abs(mask)));
    above = here;
    here = below;
    at += stride;
  }
  return (sum32(sum) * FINE) >> 6;
}

/** Sums of the left and right 4x4 quarters whose rows start at `at`: left in the high, right in the low 32 bits. */
function quarters<T>(at: usize, stride: usize, shift: i32): u64 {
  let sum = load8<T>(at, shift);
  for (let row = 1; row < 4; row++) sum = i16x8.add(sum, load8<T>(at + row * stride, shift));
  const pairs = i32x4.extadd_pairwise_i16x8_u(sum);
  const left = i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1), right = i32x4.extract_lane(pairs, 2) + i32x4.extract_lane(pairs, 3);
  return (<u64>left << 32) | <u64>right;
}

/** First bin at which the running count passes `share` of `total`, with its fraction. */
function quantile(histogram: usize, total: u32, share: f64): f64 {
  const wanted = <f64>total * share;
  let seen: f64 = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const here = <f64>load<u32>(histogram + (<usize>bin << 2));
    if (here > 0 && seen + here >= wanted) return <f64>bin + (wanted - seen) / here;
    seen += here;
  }
  return <f64>(BINS - 1);
}

// @ts-ignore: decorator
@inline function count(histogram: usize, value: u32): void {
  const at = histogram + (<usize>min(value, <u32>BINS - 1) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** Keeps unevenness and response of every block at `blocks`, 8 bytes each, and counts unevenness; black constant blocks (bars) are left out. */
function gather<T>(plane: usize, width: i32, height: i32, shift: i32, bits: i32, blocks: usize, histogram: usize): u32 {
  const stride = <usize>width * sizeof<T>();
  let kept: u32 = 0;
  for (let y = 1; y + 9 <= height; y += 8) {
    for (let x = 1; x + 9 <= width; x += 8) {
      const at = plane + <usize>y * stride + <usize>x * sizeof<T>();
      const top = quarters<T>(at, stride, shift), bottom = quarters<T>(at + 4 * stride, stride, shift);
      const a = <u32>(top >> 32), b = <u32>top, c = <u32>(bottom >> 32), d = <u32>bottom;
      const response = responseOf<T>(at, stride, shift) >> (bits - 8);
      const mean = ((a + b + c + d) >> 6) >> (bits - 8);
      if (response == 0 && mean <= 17) continue;
      const uneven = (max(max(a, b), max(c, d)) - min(min(a, b), min(c, d))) >> (bits - 8);
      store<u32>(blocks + (<usize>kept << 3), uneven);
      store<u32>(blocks + (<usize>kept << 3), response, 4);
      count(histogram, uneven);
      kept++;
    }
  }
  return kept;
}

/**
 * Mean absolute mask response in flat areas, in 8-bit code values (the plane has `bits` bits after `shift`); -1 when the plane holds no usable block.
 * `scratch` has room for two histograms and 8 bytes per block.
 */
// @ts-ignore: decorator
@inline function measure<T>(plane: usize, width: i32, height: i32, shift: i32, bits: i32, scratch: usize): f64 {
  const histogram = scratch, responses = scratch + BINS * 4, blocks = scratch + BINS * 8;
  memory.fill(scratch, 0, BINS * 8);
  const kept = gather<T>(plane, width, height, shift, bits, blocks, histogram);
  if (kept == 0) return -1;
  const limit = <u32>quantile(histogram, kept, FLATTEST) + 1;
  let flat: u32 = 0;
  for (let i: u32 = 0; i < kept; i++) {
    const block = blocks + (<usize>i << 3);
    if (load<u32>(block) > limit) continue;
    count(responses, load<u32>(block, 4));
    flat++;
  }
  return quantile(responses, flat, PERCENTILE) / <f64>FINE;
}

export function noise8(plane: usize, width: i32, height: i32, shift: i32, bits: i32, scratch: usize): f64 { return measure<u8>(plane, width, height, shift, bits, scratch); }
export function noise16(plane: usize, width: i32, height: i32, shift: i32, bits: i32, scratch: usize): f64 { return measure<u16>(plane, width, height, shift, bits, scratch); }
