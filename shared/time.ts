// Exact time: rationals, ticks and the ways people write them. No float ever holds a time that is stored.
import { z } from 'zod';

/** An exact fraction; `den` > 0. Used for rates (frames per second), time bases (seconds per tick) and aspect ratios. */
export const rational = z.object({ num: z.int().describe('Numerator.'), den: z.int().positive().describe('Denominator, at least 1.') }).readonly().describe('An exact fraction: of rates frames per second, of time bases seconds per tick.');
export type Rational = z.infer<typeof rational>;

/** A fraction in lowest terms. @throws RangeError when `den` is 0 or a part is not a safe integer. */
export function ratio(num: number | bigint, den: number | bigint): Rational {
  let n = BigInt(num), d = BigInt(den);
  if (d === 0n) throw new RangeError(`${num}/${den} is not a fraction`);
  if (d < 0n) { n = -n; d = -d; }
  const divisor = greatestCommonDivisor(n < 0n ? -n : n, d);
  return { num: safe(n / divisor), den: safe(d / divisor) };
}

export const multiply = (a: Rational, b: Rational): Rational => ratio(BigInt(a.num) * BigInt(b.num), BigInt(a.den) * BigInt(b.den));
export const divide = (a: Rational, b: Rational): Rational => ratio(BigInt(a.num) * BigInt(b.den), BigInt(a.den) * BigInt(b.num));
export const invert = (a: Rational): Rational => ratio(a.den, a.num);
export const toNumber = (a: Rational): number => a.num / a.den;

/** Negative, zero or positive as `a` is smaller than, equal to or larger than `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = BigInt(a.num) * BigInt(b.den) - BigInt(b.num) * BigInt(a.den);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
export const equal = (a: Rational, b: Rational): boolean => compare(a, b) === 0;

/** Ticks of time base `from` as ticks of `to`, rounded to the nearest, halves away from zero (FFmpeg's AV_ROUND_NEAR_INF). */
export function rescale(ticks: number, from: Rational, to: Rational): number {
  const numerator = BigInt(ticks) * BigInt(from.num) * BigInt(to.den);
  const denominator = BigInt(from.den) * BigInt(to.num);
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (magnitude * 2n + denominator) / (denominator * 2n);
  return safe(numerator < 0n ? -rounded : rounded);
}

/** Seconds as a float, for display and estimates only. */
export const secondsOf = (ticks: number, timeBase: Rational): number => (ticks * timeBase.num) / timeBase.den;

/** `24000/1001`, `25`, `23.976` (the NTSC rates are recognised) or `8:9`. @throws RangeError when it is none of these. */
export function parseRatio(text: string): Rational {
  const fraction = /^\s*(\d+)\s*[/:]\s*(\d+)\s*$/.exec(text);
  if (fraction) return ratio(BigInt(fraction[1]!), BigInt(fraction[2]!));
  const decimal = /^\s*(\d+)(?:\.(\d{1,6}))?\s*$/.exec(text);
  if (!decimal) throw new RangeError(`"${text}" is neither a number nor a fraction such as 24000/1001`);
  const value = Number(text);
  const ntsc = [24, 30, 48, 60, 120].find((rate) => Math.abs(value - rate / 1.001) < 0.006 && decimal[2]);
  if (ntsc) return ratio(ntsc * 1000, 1001);
  const digits = decimal[2] ?? '';
  return ratio(BigInt(decimal[1]! + digits), 10n ** BigInt(digits.length));
}

export const formatRatio = (value: Rational): string => (value.den === 1 ? `${value.num}` : `${value.num}/${value.den}`);

/** `90`, `1:30`, `0:01:30.5` or `90s`, `2m`, `1h30m` as exact seconds. @throws RangeError when it cannot be read so. */
export function parseSeconds(text: string): Rational {
  const clock = /^(?:(\d+):)?(\d+):(\d{1,2})(?:[.,](\d{1,9}))?$/.exec(text.trim());
  if (clock) return joinSeconds(BigInt(clock[1] ?? 0) * 3600n + BigInt(clock[2]!) * 60n + BigInt(clock[3]!), clock[4]);
  const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:[.,](\d{1,9}))?s?)?$/.exec(text.trim());
  if (!units || text.trim() === '') throw new RangeError(`"${text}" is not a time; write 90, 1:30, 0:01:30.5 or 1h30m`);
  return joinSeconds(BigInt(units[1] ?? 0) * 3600n + BigInt(units[2] ?? 0) * 60n + BigInt(units[3] ?? 0), units[4]);
}

function joinSeconds(whole: bigint, fraction = ''): Rational {
  return ratio(whole * 10n ** BigInt(fraction.length) + BigInt(fraction || 0), 10n ** BigInt(fraction.length));
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b) [a, b] = [b, a % b];
  return a || 1n;
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is too large for an exact time`);
  return number;
}
