/// <reference path="../../../node_modules/types-for-adobe/Premiere/24.0/index.d.ts" />
// Times as ExtendScript meets them: ticks as text, and a constructor that takes no notice of what it is given.
import { ticksPerSecond } from './state.ts';

const unsimulated = (): never => { throw new Error('This is not simulated.'); };

/** `new Time('0.5s')` is 0 without an error, as was reported. */
export class FakeTime implements Time {
  #ticks = 0n;
  get ticks(): string { return String(this.#ticks); }
  set ticks(text: string) { this.#ticks = /^-?\d+$/.test(String(text)) ? BigInt(text) : 0n; }
  get seconds(): number { return Number(this.#ticks) / Number(ticksPerSecond); }
  /** What Premiere takes as seconds it holds as ticks. */
  set seconds(value: number) { this.#ticks = BigInt(Math.round(value * 1e9)) * (ticksPerSecond / 1_000_000n) / 1000n; }
  bind = unsimulated;
  unbind = unsimulated;
  setTimeout = unsimulated;
  getFormatted = unsimulated;
}
export function timeOf(ticks: bigint): FakeTime {
  const time = new FakeTime();
  time.ticks = String(ticks);
  return time;
}
/** Whole ticks of what a script hands over: a time, or seconds. */
export const ticksIn = (given: Time | number | string): bigint => {
  if (typeof given === 'object') return BigInt(given.ticks);
  const time = new FakeTime();
  time.seconds = Number(given);
  return BigInt(time.ticks);
};
