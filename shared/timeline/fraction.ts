// Exact times of timelines: fractions of whole numbers without bounds, because sums over rates that have nothing in common outgrow what a number holds.
import { ratio, type Rational } from '../time.ts';

/** In lowest terms, `den` > 0. Times are seconds, rates frames per second. */
export type Fraction = { readonly num: bigint; readonly den: bigint };

/** @throws RangeError when `den` is 0. */
export function fraction(num: bigint | number, den: bigint | number = 1n): Fraction {
  let n = BigInt(num), d = BigInt(den);
  if (d === 0n) throw new RangeError(`${num}/${den} is not a fraction`);
  if (d < 0n) { n = -n; d = -d; }
  const divisor = commonDivisor(n < 0n ? -n : n, d);
  return { num: n / divisor, den: d / divisor };
}

function commonDivisor(a: bigint, b: bigint): bigint {
  while (b) [a, b] = [b, a % b];
  return a || 1n;
}

export const zero = fraction(0), one = fraction(1);
export const add = (a: Fraction, b: Fraction): Fraction => fraction(a.num * b.den + b.num * a.den, a.den * b.den);
export const subtract = (a: Fraction, b: Fraction): Fraction => fraction(a.num * b.den - b.num * a.den, a.den * b.den);
export const multiply = (a: Fraction, b: Fraction): Fraction => fraction(a.num * b.num, a.den * b.den);
/** @throws RangeError when `b` is 0. */
export const divide = (a: Fraction, b: Fraction): Fraction => fraction(a.num * b.den, a.den * b.num);
export const sum = (all: readonly Fraction[]): Fraction => all.reduce(add, zero);
/** Negative, zero or positive as `a` is smaller than, equal to or larger than `b`. */
export const compare = (a: Fraction, b: Fraction): number => { const { num } = subtract(a, b); return num < 0n ? -1 : num > 0n ? 1 : 0; };
export const equal = (a: Fraction, b: Fraction): boolean => a.num === b.num && a.den === b.den;
export const largest = (a: Fraction, b: Fraction): Fraction => (compare(a, b) < 0 ? b : a);
export const smallest = (a: Fraction, b: Fraction): Fraction => (compare(a, b) < 0 ? a : b);

export const floor = ({ num, den }: Fraction): number => Number(num >= 0n || num % den === 0n ? num / den : num / den - 1n);
export const ceil = (a: Fraction): number => -floor({ num: -a.num, den: a.den });
/** The nearest whole number, halves upwards. */
export const round = (a: Fraction): number => floor(add(a, fraction(1, 2)));
export const isWhole = ({ den }: Fraction): boolean => den === 1n;
/** As a float, for numbers in files that hold no fractions. */
export const toFloat = ({ num, den }: Fraction): number => Number(num) / Number(den);

export const fromRational = ({ num, den }: Rational): Fraction => fraction(num, den);
/** @throws RangeError when a part of it is too large for a number. */
export const toRational = ({ num, den }: Fraction): Rational => ratio(num, den);

/** Digits of a number that means something; more take long to read. */
const longestNumber = 400;

/** `12`, `-0.5`, `1e-3` exactly as written. @throws RangeError when it is no decimal number. */
export function parseDecimal(text: string): Fraction {
  const [, sign = '', whole, digits = '', exponent = '0'] = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text) ?? [];
  if (whole === undefined || text.length > longestNumber) throw new RangeError(`"${text.slice(0, 40)}" is not a number`);
  const power = Number(exponent) - digits.length, value = BigInt(`${sign}${whole}${digits}`);
  return power >= 0 ? fraction(value * 10n ** BigInt(power)) : fraction(value, 10n ** BigInt(-power));
}

/** A rate as decimals write it: those that are within 0.005 of an NTSC rate (23.98, 29.97002616) are that rate. @throws RangeError when it is not above 0. */
export function rateFrom(text: string): Fraction {
  const rate = parseDecimal(text), nominal = Math.round(toFloat(rate) * 1.001), ntsc = fraction(nominal * 1000, 1001);
  if (rate.num <= 0n) throw new RangeError(`${text} is no rate`);
  return !isWhole(rate) && nominal > 0 && Math.abs(toFloat(subtract(rate, ntsc))) < 0.005 ? ntsc : rate;
}
