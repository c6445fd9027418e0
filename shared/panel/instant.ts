// Exact times of editors: whole units at an exact rate, as strings. Premiere Pro counts ticks, Resolve frames; no float ever holds one.
import { ratio, type Rational } from '../time.ts';

/** `at` whole units (may be negative) of which `rate` pass in a second: `'254016000000'` for Premiere's ticks, `'30000/1001'` for frames of NTSC video. */
export type Instant = { readonly at: string; readonly rate: string };
/** Half-open. */
export type Span = { readonly in: Instant; readonly out: Instant };
/** Ticks of Premiere Pro in a second. */
export const premiereTicks = '254016000000';

type Fraction = { readonly num: bigint; readonly den: bigint };

/** @throws RangeError when it is neither a whole number nor a fraction of two above 0. */
export function readRate(rate: string): Fraction {
  const [, num, den = '1'] = /^(\d+)(?:\/(\d+))?$/.exec(rate) ?? [];
  if (num === undefined || BigInt(num) === 0n || BigInt(den) === 0n) throw new RangeError(`"${rate}" is not a rate such as 25 or 30000/1001`);
  return { num: BigInt(num), den: BigInt(den) };
}
export const rateOf = ({ num, den }: Rational): string => (den === 1 ? `${num}` : `${num}/${den}`);
/** @throws RangeError when a part of it is too large for a number. */
export function rationalOf(rate: string): Rational {
  const { num, den } = readRate(rate);
  return ratio(num, den);
}

export const instant = (at: bigint | number | string, rate: string): Instant => ({ at: String(BigInt(at)), rate });
/** Seconds, exactly. */
function secondsOf({ at, rate }: Instant): Fraction {
  const { num, den } = readRate(rate);
  return { num: BigInt(at) * den, den: num };
}

export type Rounding = 'floor' | 'ceil' | 'near';
/** The same time in units of another rate, rounded where it does not fall on one; halves go away from zero. */
export function convert(time: Instant, rate: string, rounding: Rounding = 'near'): Instant {
  if (time.rate === rate) return time;
  const { num, den } = secondsOf(time), to = readRate(rate);
  return { at: String(divide(num * to.num, den * to.den, rounding)), rate };
}
/** Whole units of `rate`, for counts that a number holds. */
export const unitsOf = (time: Instant, rate: string, rounding: Rounding = 'near'): number => Number(convert(time, rate, rounding).at);
export const isWhole = (time: Instant, rate: string): boolean => compareTimes(convert(time, rate), time) === 0;

/** Sums are in the rate of the first, rounded to the nearest where the second does not fall on one of its units. */
export const add = (a: Instant, b: Instant): Instant => ({ at: String(BigInt(a.at) + BigInt(convert(b, a.rate).at)), rate: a.rate });
export const subtract = (a: Instant, b: Instant): Instant => ({ at: String(BigInt(a.at) - BigInt(convert(b, a.rate).at)), rate: a.rate });
/** Negative, zero or positive as `a` is before, at or after `b`. */
export function compareTimes(a: Instant, b: Instant): number {
  const one = secondsOf(a), other = secondsOf(b), difference = one.num * other.den - other.num * one.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
export const sameTime = (a: Instant, b: Instant): boolean => compareTimes(a, b) === 0;
export const lengthOf = (span: Span): Instant => subtract(span.out, span.in);
/** Seconds as a float, for drawing alone. */
export const approximateSeconds = (time: Instant): number => {
  const { num, den } = secondsOf(time);
  return Number(num * 1_000_000n / den) / 1e6;
};

/** The quotient of two whole numbers, `den` above 0. */
function divide(num: bigint, den: bigint, rounding: Rounding): bigint {
  const floor = num >= 0n || num % den === 0n ? num / den : num / den - 1n;
  if (rounding === 'floor' || floor * den === num) return floor;
  if (rounding === 'ceil') return floor + 1n;
  const magnitude = ((num < 0n ? -num : num) * 2n + den) / (2n * den);
  return num < 0n ? -magnitude : magnitude;
}
