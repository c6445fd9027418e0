// A frame as scene detectors see it: a small RGB picture turned into hue, saturation and value, with the sums they compare.
import { valueAt } from './lanes.as';

/** Where the planes are and how their code values are to be read, set by `open`. */
let luma: usize = 0, blue: usize = 0, red: usize = 0, stride: i32 = 0, chromaStride: i32 = 0, acrossBits: i32 = 0, downBits: i32 = 0, down: i32 = 0, isFull: bool = false;
/** The colour last looked up, 8 bits. */
let r: i32 = 0, g: i32 = 0, b: i32 = 0;

// @ts-ignore: decorator
@inline function clip(value: i32): i32 { return max(0, min(255, value)); }

/** BT.601 to RGB in 1/8192, every product rounded down by itself, as FFmpeg's scaler does on x86 where it is told nothing else: dark scenes are measured in single code values. */
// @ts-ignore: decorator
@inline function look<T>(x: i32, y: i32): void {
  const level = valueAt<T>(luma + <usize>(y * stride + x) * sizeof<T>()) >> down;
  let u = 0, v = 0;
  if (blue != 0) {
    const at = <usize>((y >> downBits) * chromaStride + (x >> acrossBits)) * sizeof<T>();
    u = (valueAt<T>(blue + at) >> down) - 128;
    v = (valueAt<T>(red + at) >> down) - 128;
  }
  if (isFull) {
    r = clip(level + ((v * 11485) >> 13));
    g = clip(level + ((u * -2819) >> 13) + ((v * -5850) >> 13));
    b = clip(level + ((u * 14516) >> 13));
  } else {
    const grey = ((level - 16) * 9539) >> 13;
    r = clip(grey + ((v * 13075) >> 13));
    g = clip(grey + ((u * -3209) >> 13) + ((v * -6660) >> 13));
    b = clip(grey + ((u * 16525) >> 13));
  }
}

/** Weights of bilinear scaling in OpenCV's unit. */
const ONE: i32 = 2048;

/** The colour between four pixels: `wx` of 2048 is the share of the right ones, `wy` that of the lower ones. */
// @ts-ignore: decorator
@inline function blend<T>(x: i32, y: i32, wx: i32, wy: i32): void {
  look<T>(x, y);
  if ((wx | wy) == 0) return;
  let reds = r * (ONE - wx) * (ONE - wy), greens = g * (ONE - wx) * (ONE - wy), blues = b * (ONE - wx) * (ONE - wy);
  if (wx != 0) {
    look<T>(x + 1, y);
    reds += r * wx * (ONE - wy); greens += g * wx * (ONE - wy); blues += b * wx * (ONE - wy);
  }
  if (wy != 0) {
    look<T>(x, y + 1);
    reds += r * (ONE - wx) * wy; greens += g * (ONE - wx) * wy; blues += b * (ONE - wx) * wy;
    if (wx != 0) {
      look<T>(x + 1, y + 1);
      reds += r * wx * wy; greens += g * wx * wy; blues += b * wx * wy;
    }
  }
  r = (reds + (1 << 21)) >> 22;
  g = (greens + (1 << 21)) >> 22;
  b = (blues + (1 << 21)) >> 22;
}

/** OpenCV's division tables: the fractions 255/n and 30/n (180 hues in six parts) of 2^12, rounded to the nearest, for n of 0 to 255. */
const SATURATIONS: i32 = 0, HUES: i32 = 1024, TABLES: i32 = 2048;

function fillTables(tables: usize): void {
  store<i32>(tables + SATURATIONS, 0);
  store<i32>(tables + HUES, 0);
  for (let n = 1; n < 256; n++) {
    store<i32>(tables + SATURATIONS + (<usize>n << 2), <i32>nearest(<f64>(255 << 12) / <f64>n));
    store<i32>(tables + HUES + (<usize>n << 2), <i32>nearest(<f64>(30 << 12) / <f64>n));
  }
}

/** Hue 0 to 179 in half of the usual 8-bit hues, saturation and value 0 to 255: OpenCV's 8-bit HSV. */
// @ts-ignore: decorator
@inline function storeColour(hue: usize, saturation: usize, value: usize, tables: usize): void {
  const most = max(r, max(g, b)), spread = most - min(r, min(g, b));
  let h = most == r ? g - b : most == g ? b - r + 2 * spread : r - g + 4 * spread;
  h = (h * load<i32>(tables + HUES + (<usize>spread << 2)) + 2048) >> 12;
  store<u8>(hue, <u8>(h < 0 ? h + 180 : h));
  store<u8>(saturation, <u8>((spread * load<i32>(tables + SATURATIONS + (<usize>most << 2)) + 2048) >> 12));
  store<u8>(value, <u8>most);
}

/** The place of a small pixel in the source: its pixel and the weight of the next one, packed. Beyond an edge lies the edge. */
function place(at: i32, small: i32, large: i32): i32 {
  const exact = (<f64>at + 0.5) * (<f64>large / <f64>small) - 0.5, whole = <i32>Math.floor(exact);
  if (whole < 0) return 0;
  if (whole >= large - 1) return (large - 1) << 12;
  return (whole << 12) | <i32>nearest((exact - <f64>whole) * <f64>ONE);
}

/**
 * `into` receives hue, saturation and value, `columns` × `rows` bytes each, and after them, aligned to 4, the counts of 256 luma values (BT.601 from RGB).
 * `sum` receives as f64 the sum of all red, green and blue values. `scratch` has room for 2048 bytes and 4 for each column.
 */
// @ts-ignore: decorator
@inline function measure<T>(width: i32, height: i32, columns: i32, rows: i32, into: usize, sum: usize, scratch: usize): void {
  const count = columns * rows, histogram = (into + <usize>(3 * count) + 3) & ~3, places = scratch + TABLES;
  memory.fill(histogram, 0, 1024);
  fillTables(scratch);
  for (let column = 0; column < columns; column++) store<i32>(places + (<usize>column << 2), place(column, columns, width));
  let total: u64 = 0, at = into;
  for (let row = 0; row < rows; row++) {
    const y = place(row, rows, height);
    for (let column = 0; column < columns; column++) {
      const x = load<i32>(places + (<usize>column << 2));
      blend<T>(x >> 12, y >> 12, x & 4095, y & 4095);
      storeColour(at, at + <usize>count, at + <usize>(2 * count), scratch);
      total += r + g + b;
      const bin = histogram + (<usize>((r * 4899 + g * 9617 + b * 1868 + 8192) >> 14) << 2);
      store<u32>(bin, load<u32>(bin) + 1);
      at++;
    }
  }
  store<f64>(sum, <f64>total);
}

/** Says how the planes of the next call lie: addresses (0 for no chroma), rows, chroma steps as powers of two, depth less 8, and whether the range is full. */
export function scenePlanes(y: usize, u: usize, v: usize, width: i32, chromaWidth: i32, across: i32, vertical: i32, shift: i32, full: i32): void {
  luma = y; blue = u; red = v; stride = width; chromaStride = chromaWidth; acrossBits = across; downBits = vertical; down = shift; isFull = full != 0;
}
export function scene8(width: i32, height: i32, columns: i32, rows: i32, into: usize, sum: usize, scratch: usize): void { measure<u8>(width, height, columns, rows, into, sum, scratch); }
export function scene16(width: i32, height: i32, columns: i32, rows: i32, into: usize, sum: usize, scratch: usize): void { measure<u16>(width, height, columns, rows, into, sum, scratch); }
