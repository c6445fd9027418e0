// Resolve's ways of writing rates and times, as exact ones.
import { readRate } from '../shared/panel/instant.ts';
import { formatRatio, parseRatio } from '../shared/time.ts';

/** `{ rate: '30000/1001', dropFrame: true }` of `29.97 DF`; null of what is no rate. Rates with a fraction are the ones of NTSC. */
export function readFrameRate(text: string): { readonly rate: string; readonly dropFrame: boolean } | null {
  const [, number, drop] = /^\s*(\d+(?:\.\d+)?)\s*(?:fps)?\s*(DF)?\s*$/i.exec(text) ?? [];
  if (number === undefined || Number(number) <= 0) return null;
  const value = Number(number), nominal = Math.round(value);
  // 23.98 and 23.976 are one rate; so are the doubles of all of these.
  const isNtsc = !Number.isInteger(value) && Math.abs(value - nominal / 1.001) < 0.006;
  return { rate: isNtsc ? `${nominal * 1000}/1001` : formatRatio(parseRatio(number)), dropFrame: drop !== undefined };
}

/** Frame numbers in a second of timecode: 30 for 30000/1001. */
export function nominalRate(rate: string): number {
  const { num, den } = readRate(rate);
  return Math.max(1, Number((num * 2n + den) / (den * 2n)));
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Frame 0 is 00:00:00:00; drop frame has a semicolon before its frames. `frame` from 0. */
export function formatTimecode(frame: number, rate: string, dropFrame: boolean): string {
  const nominal = nominalRate(rate), number = dropFrame ? withDropped(frame, nominal) : frame, seconds = Math.floor(number / nominal);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${dropFrame ? ';' : ':'}${two(number % nominal)}`;
}

/** Null of what is no timecode at this rate. Whether numbers were dropped is read from its semicolon. */
export function parseTimecode(text: string, rate: string): { readonly frame: number; readonly dropFrame: boolean } | null {
  const [, h, m, s, separator, f] = /^\s*(\d{1,2}):(\d{2}):(\d{2})([:;.,])(\d{2,3})\s*$/.exec(text) ?? [];
  if (f === undefined) return null;
  const nominal = nominalRate(rate), dropFrame = separator === ';', minutes = Number(h) * 60 + Number(m);
  if (Number(f) >= nominal || Number(m) > 59 || Number(s) > 59) return null;
  const dropped = dropFrame ? droppedEachMinute(nominal) * (minutes - Math.floor(minutes / 10)) : 0;
  return { frame: (minutes * 60 + Number(s)) * nominal + Number(f) - dropped, dropFrame };
}

/** SMPTE ST 12-1: the first two numbers of every minute but each tenth are left out at 30, the first four at 60. */
const droppedEachMinute = (nominal: number): number => Math.round(nominal / 15);

function withDropped(frame: number, nominal: number): number {
  const dropped = droppedEachMinute(nominal), minute = nominal * 60 - dropped, tenMinutes = minute * 10 + dropped;
  const tens = Math.floor(frame / tenMinutes), rest = frame % tenMinutes;
  return frame + dropped * 9 * tens + (rest > dropped ? dropped * Math.floor((rest - dropped) / minute) : 0);
}
