// Encoding to a size: the whole film again with another bit rate until the result weighs what it should.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/plan.ts';
import { bytes as bytesWords } from '../../../shared/words.ts';
import { encodeWhole } from '../../run/whole.ts';

/** What came of it: the packet file, every encoding on the way, and why the result stays smaller than asked for; null where it does not. */
export type Fitted = { readonly file: string; readonly trials: readonly Trial[]; readonly missed: string | null };
/** One encoding: what was asked of the encoder, and what came of it. */
export type Trial = { readonly bitRate: number; /** Of the coded picture; of the whole file where that was asked. */ readonly bytes: number };
export type ToSizeRequest = {
  readonly plan: Plan; readonly units: readonly string[]; readonly folder: string; readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void;
  /** Bytes of the file around a coded picture of this packet file. */
  weigh(path: string): Promise<number>;
};

/** A result may be so much smaller than asked for, and aims a little below. */
const tolerance = 0.02, aim = 0.992;
const mostTrials = 8;
/** An encoder that gains less than this from a tenth more has nothing left to spend it on. */
const spent = { more: 1.1, gain: 1.01 };
/** How little the size may follow the bit rate and still be believed. */
const leastSlope = 0.1;
/** Below this no encoder goes. */
const leastBitRate = 1000;

/**
 * Writes the coded picture. A file size is never exceeded; a result that stays more than 2 % below what was asked for says why.
 * @throws FrameWrightError `size-too-small` when even the encoder's least is too much; as `encodeWhole`.
 */
export async function encodeToSize(request: ToSizeRequest): Promise<Fitted> {
  const { plan, folder, signal } = request, { video } = plan.delivery, target = plan.delivery.target!, { passes } = target;
  const stats = join(folder, 'pass.log'), progress = openProgress(request.onProgress);
  const encode = (bitRate: number, number: 1 | 2 | null, into: string | null): Promise<number> =>
    encodeWhole({ plan, units: request.units, bitRate, pass: number === null ? null : { number, stats }, into, signal, onProgress: progress.part }).finally(progress.next);
  const goal = target.fileBytes ?? target.videoBytes, ceiling = target.fileBytes === null ? goal * (1 + tolerance) : goal;
  if (passes === 2) await encode(video.rateControl.value, 1, null);
  let best: (Trial & { file: string }) | null = null, bitRate = Math.max(leastBitRate, Math.round(video.rateControl.value * aim));
  const trials: Trial[] = [];
  for (let count = 0; count < mostTrials; count++) {
    const file = join(folder, `whole-${count}.packets`);
    const coded = await encode(bitRate, passes === 2 ? 2 : null, file);
    const trial = { bitRate, bytes: target.fileBytes === null ? coded : await request.weigh(file) };
    trials.push(trial);
    if (trial.bytes <= ceiling && (best === null || trial.bytes > best.bytes)) {
      if (best) await rm(best.file);
      best = { ...trial, file };
    } else await rm(file);
    if ((best && best.bytes >= goal * (1 - tolerance)) || isSpent(trials)) break;
    const next = nextBitRate(trials, goal * (target.fileBytes === null ? 1 : aim));
    if (trials.some((one) => one.bitRate === next)) break;
    bitRate = next;
  }
  if (best) return { file: best.file, trials, missed: best.bytes >= goal * (1 - tolerance) ? null : whyMissed(best, trials, goal) };
  const least = Math.min(...trials.map(({ bytes }) => bytes)), megabytes = Math.ceil(least / 1e5) / 10;
  throw new FrameWrightError('size-too-small', { asked: bytesWords(goal), least: bytesWords(least), leastArgument: `${megabytes}MB`, why: `The encoder was asked for less ${trials.length} times and came no lower.` });
}

function whyMissed(best: Trial, trials: readonly Trial[], goal: number): string {
  const why = isSpent(trials) ? 'given more, the encoder found nothing to spend it on' : `of ${trials.length} encodings none came nearer without exceeding it`;
  return `The result has ${bytesWords(best.bytes)} of the ${bytesWords(goal)} asked for: ${why}.`;
}

/** Whether the encoder was given clearly more than before and made nothing of it. */
function isSpent(trials: readonly Trial[]): boolean {
  const [before, last] = [trials.at(-2), trials.at(-1)];
  return before !== undefined && last !== undefined && last.bitRate > before.bitRate * spent.more && last.bytes < before.bytes * spent.gain;
}

/** Along the line through the nearest two encodings on logarithmic scales: those below and above, or where only one side is known, the two on it; in proportion after the first. */
function nextBitRate(trials: readonly Trial[], goal: number): number {
  const sorted = [...trials].sort((a, b) => a.bytes - b.bytes);
  const below = sorted.findLast(({ bytes }) => bytes <= goal), above = sorted.find(({ bytes }) => bytes > goal);
  const [near, far] = below && above ? [below, above] : below ? [below, sorted.at(-2)] : [above!, sorted[1]];
  const slope = far && far.bitRate !== near.bitRate ? Math.log(far.bytes / near.bytes) / Math.log(far.bitRate / near.bitRate) : 1;
  const factor = (goal / near.bytes) ** (1 / Math.max(leastSlope, slope));
  return Math.max(leastBitRate, Math.round(near.bitRate * Math.min(4, Math.max(0.25, factor))));
}

/** Nobody knows how many passes it takes: each fills half of what is left. */
function openProgress(tell: (fraction: number) => void): { part(fraction: number): void; next(): void } {
  let done = 0;
  return {
    part: (fraction) => tell(done + ((1 - done) / 2) * fraction),
    next: () => { done += (1 - done) / 2; },
  };
}
