// The index of a stream's frames, and the rates that it shows.
import { frameFlag, type FrameIndex } from '../../shared/media.ts';
import { compare, equal, ratio, toNumber, type Rational } from '../../shared/time.ts';
import type { Packets } from './scan.ts';
import type { Entry } from './timeline.ts';

/** Columns of an index from a timeline. `lastDuration` in ticks is for the frame that no other follows. */
export function buildIndex(packets: Packets, entries: readonly Entry[], lastDuration: number): FrameIndex {
  const frames = entries.length;
  const column = (value: (entry: Entry, n: number) => number): Float64Array => Float64Array.from({ length: frames }, (_, n) => value(entries[n]!, n));
  return {
    frames, pts: column((entry) => entry.pts), dts: column((entry) => packets.dts[entry.coding]!),
    duration: column((entry, n) => (n + 1 < frames ? entries[n + 1]!.pts - entry.pts : lastDuration)),
    position: column((entry) => packets.position[entry.coding]!),
    coding: Uint32Array.from(entries, (entry) => entry.coding),
    flags: Uint8Array.from(entries, (entry) => packets.flags[entry.coding]! | (entry.discontinuity ? frameFlag.discontinuity : 0)),
  };
}

/** Marks frames `[0, first)`, which no decoder can give: they lean on pictures before the file begins. */
export function markUndecodable(index: FrameIndex, first: number): FrameIndex {
  return { ...index, flags: index.flags.map((flags, n) => (n < first ? flags | frameFlag.undecodable : flags)) };
}

/** The index on a clock of `rate` frames per second, ticks of 1/rate.num seconds, from the same start. */
export function retime(index: FrameIndex, timeBase: Rational, rate: Rational): { index: FrameIndex; timeBase: Rational } {
  const start = Math.round(((index.pts[0] ?? 0) * timeBase.num * rate.num) / timeBase.den);
  return { timeBase: ratio(1, rate.num), index: { ...index, pts: index.pts.map((_, n) => start + n * rate.den), duration: index.duration.map(() => rate.den) } };
}

/** Whether some key frame is followed, in coding order, by pictures shown before it. */
export function hasOpenGop(index: FrameIndex): boolean {
  let latest = -1;
  for (let n = 0; n < index.frames; n++) {
    if (index.flags[n]! & frameFlag.key && latest > index.coding[n]!) return true;
    latest = Math.max(latest, index.coding[n]!);
  }
  return false;
}

/** Rates that recordings really have, frames per second. */
const usual: readonly Rational[] = [[24000, 1001], [24, 1], [25, 1], [30000, 1001], [30, 1], [48, 1], [50, 1], [60000, 1001], [60, 1], [120000, 1001], [120, 1], [12, 1], [15, 1], [15000, 1001], [16, 1], [18, 1], [20, 1], [100, 1]].map(([num, den]) => ratio(num!, den!));

export type Rates = { readonly average: Rational; readonly nominal: Rational; readonly constant: boolean };

/**
 * The rates an index shows. Constant when one rate puts every frame within a tick of its time; `candidates` (what the container claims) are tried
 * first when they are usual, for FFmpeg's guesses on a coarse clock are odd fractions; then usual rates. Otherwise nominal is the usual rate of the most frequent duration, or that duration's own.
 */
export function ratesOf(index: FrameIndex, timeBase: Rational, candidates: readonly Rational[]): Rates {
  const total = index.pts[index.frames - 1]! + index.duration[index.frames - 1]! - index.pts[0]!;
  const average = total > 0 ? ratio(BigInt(index.frames) * BigInt(timeBase.den), BigInt(total) * BigInt(timeBase.num)) : (candidates[0] ?? ratio(25, 1));
  const near = usual.filter((rate) => Math.abs(toNumber(rate) / toNumber(average) - 1) < 0.05).sort((a, b) => Math.abs(toNumber(a) - toNumber(average)) - Math.abs(toNumber(b) - toNumber(average)));
  const isUsual = (rate: Rational): boolean => usual.some((known) => equal(known, rate));
  const constant = [...candidates.filter(isUsual), ...near, ...candidates, average].find((rate) => fits(index, timeBase, rate));
  if (constant) return { average: constant, nominal: constant, constant: true };
  return { average, nominal: nominalRate(index, timeBase), constant: false };
}

function fits(index: FrameIndex, timeBase: Rational, rate: Rational): boolean {
  const ticksPerFrame = (rate.den * timeBase.den) / (rate.num * timeBase.num);
  if (ticksPerFrame < 1) return false;
  const start = index.pts[0]!;
  return index.pts.every((pts, n) => Math.abs(pts - start - n * ticksPerFrame) <= 1.001);
}

function nominalRate(index: FrameIndex, timeBase: Rational): Rational {
  const duration = commonDuration(index.duration);
  const rate = ratio(timeBase.den, timeBase.num * duration);
  const tolerance = Math.max(0.002, 1 / duration);
  return usual.find((known) => Math.abs(toNumber(known) / toNumber(rate) - 1) < tolerance) ?? (compare(rate, ratio(240, 1)) > 0 ? ratio(240, 1) : rate);
}

/** The duration most frames have, ticks, at least 1. */
export function commonDuration(durations: Iterable<number>): number {
  const counts = new Map<number, number>();
  for (const duration of durations) if (duration > 0) counts.set(duration, (counts.get(duration) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 1;
}
