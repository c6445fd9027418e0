// Makes a plane brighter or darker about a fixed value, as another exposure would have made it.
import { valueAt } from './lanes.as';

/** `into` receives about + (value - about) × gain, rounded and kept within 0 to `peak`. */
// @ts-ignore: decorator
@inline function expose<T>(plane: usize, count: i32, about: f64, gain: f64, peak: f64, into: usize): void {
  for (let i = 0; i < count; i++) {
    const at = <usize>i * sizeof<T>(), value = about + (<f64>valueAt<T>(plane + at) - about) * gain;
    store<T>(into + at, <T>max(0, min(peak, Math.floor(value + 0.5))));
  }
}

export function expose8(plane: usize, count: i32, about: f64, gain: f64, peak: f64, into: usize): void { expose<u8>(plane, count, about, gain, peak, into); }
export function expose16(plane: usize, count: i32, about: f64, gain: f64, peak: f64, into: usize): void { expose<u16>(plane, count, about, gain, peak, into); }
