// Times of a sequence as editors read them.
import { timecodeAfter } from '../../timecode.ts';
import type { HostContext } from '../host.ts';
import { add, readRate, unitsOf, type Instant } from '../instant.ts';

type Sequence = NonNullable<HostContext['sequence']>;

/** `01:00:04:12`, with `;` before the frames in drop-frame. `time` counts from the sequence's first moment. */
export function timecodeOf(time: Instant, { rate, dropFrame, startsAt }: Pick<Sequence, 'rate' | 'dropFrame' | 'startsAt'>): string {
  return timecodeAfter(dropFrame ? '00:00:00;00' : '00:00:00:00', unitsOf(add(startsAt, time), rate), countPerSecond(rate));
}

/** Frames that timecode counts in a second: 30 for 30000/1001. */
export function countPerSecond(rate: string): number {
  const { num, den } = readRate(rate);
  return Number((num + den - 1n) / den);
}

/** `25`, `29.97`, `23.976`: a rate as editors say it. */
export function rateName(rate: string): string {
  const { num, den } = readRate(rate), value = Number(num * 100_000n / den) / 100_000;
  return String(Number(value.toFixed(Math.abs(value - 23.976) < 0.01 ? 3 : 2)));
}
