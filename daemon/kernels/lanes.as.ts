// Reads eight neighbouring values as 16-bit lanes, whatever the plane's own width.

/** Eight values from `at`, each shifted right by `shift`. */
// @ts-ignore: decorator
@inline export function load8<T>(at: usize, shift: i32): v128 {
  if (sizeof<T>() == 1) return v128.load_ext<u8>(at);
  return i16x8.shr_u(v128.load(at), shift);
}

// @ts-ignore: decorator
@inline export function sum32(v: v128): u32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

/** Sum of eight unsigned 16-bit lanes. */
// @ts-ignore: decorator
@inline export function sum16(v: v128): u32 {
  return sum32(i32x4.extadd_pairwise_i16x8_u(v));
}

/** |a - b| of unsigned 16-bit lanes. */
// @ts-ignore: decorator
@inline export function distance(a: v128, b: v128): v128 {
  return v128.or(v128.sub_sat<u16>(a, b), v128.sub_sat<u16>(b, a));
}

// @ts-ignore: decorator
@inline export function valueAt<T>(at: usize): i32 {
  return sizeof<T>() == 1 ? <i32>load<u8>(at) : <i32>load<u16>(at);
}

/** Smallest of eight unsigned 16-bit lanes. */
// @ts-ignore: decorator
@inline export function lowest16(v: v128): u32 {
  v = v128.min<u16>(v, v128.shuffle<u16>(v, v, 4, 5, 6, 7, 0, 1, 2, 3));
  v = v128.min<u16>(v, v128.shuffle<u16>(v, v, 2, 3, 0, 1, 6, 7, 4, 5));
  return min(<u32>i16x8.extract_lane_u(v, 0), <u32>i16x8.extract_lane_u(v, 1));
}

/** Largest of eight unsigned 16-bit lanes. */
// @ts-ignore: decorator
@inline export function highest16(v: v128): u32 {
  return 0xffff - lowest16(v128.not(v));
}
