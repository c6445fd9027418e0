// How much black lies at each edge of a picture, and whether it ends all at once, as a bar does and a dark sky does not.
import { valueAt } from './lanes.as';

/** A line is black when its mean is dark and hardly a value bright: the smallest subtitle is brighter, noise of six deviations is not. */
const BRIGHT_SHARE: i32 = 200;

/** Whether `count` values from `at`, `stride` bytes apart, are black. */
// @ts-ignore: decorator
@inline function isBlack<T>(at: usize, count: i32, stride: usize, shift: i32, dark: i32, bright: i32): bool {
  let sum: i64 = 0, above = 0;
  const most = count / BRIGHT_SHARE;
  for (let i = 0; i < count; i++) {
    const value = valueAt<T>(at + <usize>i * stride) >> shift;
    sum += value;
    if (value > bright && ++above > most) return false;
  }
  return sum <= <i64>dark * count;
}

/** Whether half of these values are brighter than black. */
// @ts-ignore: decorator
@inline function isPicture<T>(at: usize, count: i32, stride: usize, shift: i32, dark: i32): bool {
  let above = 0;
  for (let i = 0; i < count; i++) if (valueAt<T>(at + <usize>i * stride) >> shift > dark) above++;
  return above * 2 >= count;
}

/**
 * Writes as f64 to `into`: black columns at the left, lines at the top, columns at the right, lines at the bottom (-1 four times for a black frame), and bits 1, 2, 4, 8 for the
 * edges, in this order, that end all at once. `dark` and `bright` in code values after `shift`. Of columns every other line is read.
 */
// @ts-ignore: decorator
@inline function measure<T>(plane: usize, width: i32, height: i32, shift: i32, dark: i32, bright: i32, into: usize): void {
  const one = <usize>sizeof<T>(), line = <usize>width * one;
  let top = 0, bottom = 0, left = 0, right = 0;
  while (top < height && isBlack<T>(plane + <usize>top * line, width, one, shift, dark, bright)) top++;
  if (top == height) {
    for (let i = 0; i < 5; i++) store<f64>(into + i * 8, i == 4 ? 0 : -1);
    return;
  }
  while (isBlack<T>(plane + <usize>(height - 1 - bottom) * line, width, one, shift, dark, bright)) bottom++;
  const first = plane + <usize>top * line, lines = (height - top - bottom + 1) / 2;
  while (left < width && isBlack<T>(first + <usize>left * one, lines, 2 * line, shift, dark, bright)) left++;
  while (left + right < width && isBlack<T>(first + <usize>(width - 1 - right) * one, lines, 2 * line, shift, dark, bright)) right++;
  const across = width - left - right, inside = first + <usize>left * one;
  let straight = 0;
  // Two lines further in, past what a codec or a scaler blurs into the bar.
  if (across > 4 && height - top - bottom > 4) {
    if (isPicture<T>(inside + 2 * one, lines, 2 * line, shift, dark)) straight |= 1;
    if (isPicture<T>(inside + 2 * line, across, one, shift, dark)) straight |= 2;
    if (isPicture<T>(first + <usize>(width - right - 3) * one, lines, 2 * line, shift, dark)) straight |= 4;
    if (isPicture<T>(plane + <usize>(height - bottom - 3) * line + <usize>left * one, across, one, shift, dark)) straight |= 8;
  }
  store<f64>(into, left);
  store<f64>(into, top, 8);
  store<f64>(into, right, 16);
  store<f64>(into, bottom, 24);
  store<f64>(into, straight, 32);
}

export function edges8(plane: usize, width: i32, height: i32, shift: i32, dark: i32, bright: i32, into: usize): void { measure<u8>(plane, width, height, shift, dark, bright, into); }
export function edges16(plane: usize, width: i32, height: i32, shift: i32, dark: i32, bright: i32, into: usize): void { measure<u16>(plane, width, height, shift, dark, bright, into); }
