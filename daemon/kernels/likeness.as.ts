// How like its source a picture is: structural similarity, unrest that the source does not have, values newly at the ends of the range. Planes are brought to 12 bits first.
import { distance, load8, sum32, valueAt } from './lanes.as';

/** Side of a window in pixels, and how far windows lie apart. */
const SIDE = 8, STEP = 4;
/** 255 eight-bit code values at 12 bits; Wang et al. 2004: C1 = (0.01 L)², C2 = (0.03 L)². */
const L: f64 = 4080, C1: f64 = 0.01 * 0.01 * L * L, C2: f64 = 0.03 * 0.03 * L * L, N: f64 = 64;

/** `into` receives `count` values of 16 bits: shifted left, then right. */
// @ts-ignore: decorator
@inline function level<T>(plane: usize, count: i32, left: i32, right: i32, into: usize): void {
  let i = 0;
  for (; i + 8 <= count; i += 8) v128.store(into + (<usize>i << 1), i16x8.shr_u(i16x8.shl(load8<T>(plane + <usize>i * sizeof<T>(), 0), left), right));
  for (; i < count; i++) store<u16>(into + (<usize>i << 1), <u16>((valueAt<T>(plane + <usize>i * sizeof<T>()) << left) >> right));
}

/** Sums over every 4×4 block of four lines: of a, of b, of both squared, of their products; 16 bytes each at `blocks`. */
function addBlocks(a: usize, b: usize, width: i32, blocks: usize): void {
  const stride = <usize>width << 1;
  for (let x = 0; x + 8 <= width; x += 8) {
    let sumA = i16x8.splat(0), sumB = i16x8.splat(0), squares = i32x4.splat(0), products = i32x4.splat(0);
    for (let y = 0; y < STEP; y++) {
      const at = <usize>y * stride + (<usize>x << 1), p = v128.load(a + at), q = v128.load(b + at);
      sumA = i16x8.add(sumA, p);
      sumB = i16x8.add(sumB, q);
      squares = i32x4.add(squares, i32x4.add(i32x4.dot_i16x8_s(p, p), i32x4.dot_i16x8_s(q, q)));
      products = i32x4.add(products, i32x4.dot_i16x8_s(p, q));
    }
    // Neighbouring lanes belong together: (a, b) and (squares, products) are added pair by pair and woven into one vector for each block.
    const means = pairs(i32x4.extadd_pairwise_i16x8_u(sumA), i32x4.extadd_pairwise_i16x8_u(sumB)), rest = pairs(squares, products), at = blocks + (<usize>(x >> 2) << 4);
    v128.store(at, v128.shuffle<i64>(means, rest, 0, 2));
    v128.store(at, v128.shuffle<i64>(means, rest, 1, 3), 16);
  }
}

/** [p0 + p1, q0 + q1, p2 + p3, q2 + q3]. */
// @ts-ignore: decorator
@inline function pairs(p: v128, q: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(p, q, 0, 4, 2, 6), v128.shuffle<i32>(p, q, 1, 5, 3, 7));
}

// @ts-ignore: decorator
@inline function windowSimilarity(sums: v128): f64 {
  const a = <f64>(<u32>i32x4.extract_lane(sums, 0)) / N, b = <f64>(<u32>i32x4.extract_lane(sums, 1)) / N;
  const spread = <f64>(<u32>i32x4.extract_lane(sums, 2)) / N - a * a - b * b, common = <f64>(<u32>i32x4.extract_lane(sums, 3)) / N - a * b;
  return ((2 * a * b + C1) * (2 * common + C2)) / ((a * a + b * b + C1) * (spread + C2));
}

/** Writes as f64 to `into`: [0] sum of SSIM and [1] count of all 8×8 windows, one every 4 pixels, of two planes of 12 bits. `scratch` has room for 8 bytes a column. */
export function similar(a: usize, b: usize, width: i32, height: i32, scratch: usize, into: usize): void {
  const columns = (width >> 3) << 1, line = <usize>columns << 4, stride = <usize>(width * STEP) << 1;
  let above = scratch, below = scratch + line, total: f64 = 0, count: f64 = 0;
  for (let y = 0; y + STEP <= height; y += STEP) {
    addBlocks(a, b, width, below);
    a += stride;
    b += stride;
    for (let x = 0; y > 0 && x + 1 < columns; x++) {
      const at = <usize>x << 4;
      total += windowSimilarity(i32x4.add(i32x4.add(v128.load(above + at), v128.load(above + at, 16)), i32x4.add(v128.load(below + at), v128.load(below + at, 16))));
      count++;
    }
    const done = above;
    above = below;
    below = done;
  }
  store<f64>(into, total);
  store<f64>(into, count, 8);
}

/**
 * Writes as f64 to `into`: [0] by how much c and d differ more than a and b, summed over the 8×8 blocks in which a and b differ by at most `limit` on average,
 * [1] values in such blocks, [2] values in all blocks. 12 bits.
 */
export function unrest(a: usize, b: usize, c: usize, d: usize, width: i32, height: i32, limit: i32, into: usize): void {
  const stride = <usize>width << 1, most = <u32>(limit * SIDE * SIDE);
  let total: u64 = 0, still: f64 = 0, all: f64 = 0;
  for (let y = 0; y + SIDE <= height; y += SIDE) {
    for (let x = 0; x + SIDE <= width; x += SIDE) {
      let own = i32x4.splat(0), more = i32x4.splat(0);
      for (let row = 0; row < SIDE; row++) {
        const at = <usize>(y + row) * stride + (<usize>x << 1);
        const before = distance(v128.load(a + at), v128.load(b + at)), after = distance(v128.load(c + at), v128.load(d + at));
        own = i32x4.add(own, i32x4.extadd_pairwise_i16x8_u(before));
        more = i32x4.add(more, i32x4.extadd_pairwise_i16x8_u(v128.sub_sat<u16>(after, before)));
      }
      all += N;
      if (sum32(own) > most) continue;
      total += sum32(more);
      still += N;
    }
  }
  store<f64>(into, <f64>total);
  store<f64>(into, still, 8);
  store<f64>(into, all, 16);
}

/** 1 bits in the lanes that lie at or beyond either end. */
// @ts-ignore: decorator
@inline function beyond(value: v128, low: v128, high: v128): v128 {
  return v128.or(i16x8.le_u(value, low), i16x8.ge_u(value, high));
}

/** How many of `count` values of b lie at or beyond b's ends where those of a do not lie at a's. 12 bits. */
export function clipped(a: usize, b: usize, count: i32, lowA: i32, highA: i32, lowB: i32, highB: i32): f64 {
  const la = i16x8.splat(<i16>lowA), ha = i16x8.splat(<i16>highA), lb = i16x8.splat(<i16>lowB), hb = i16x8.splat(<i16>highB);
  let total = 0, i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = <usize>i << 1;
    total += popcnt(i16x8.bitmask(v128.andnot(beyond(v128.load(b + at), lb, hb), beyond(v128.load(a + at), la, ha))));
  }
  for (; i < count; i++) {
    const p = <i32>load<u16>(a + (<usize>i << 1)), q = <i32>load<u16>(b + (<usize>i << 1));
    if ((q <= lowB || q >= highB) && p > lowA && p < highA) total++;
  }
  return <f64>total;
}

export function level8(plane: usize, count: i32, left: i32, right: i32, into: usize): void { level<u8>(plane, count, left, right, into); }
export function level16(plane: usize, count: i32, left: i32, right: i32, into: usize): void { level<u16>(plane, count, left, right, into); }
