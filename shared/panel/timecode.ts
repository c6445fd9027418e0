// Frame numbers as people read and type them: hours:minutes:seconds:frames, counted at the nominal rate without dropping numbers.
import type { Rational } from '../time.ts';

const perSecond = (rate: Rational): number => Math.max(1, Math.round(rate.num / rate.den));
const two = (n: number): string => String(n).padStart(2, '0');

/** `0:01:23:12`. */
export function formatFrame(frame: number, rate: Rational): string {
  const fps = perSecond(rate), seconds = Math.floor(frame / fps);
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}:${two(frame % fps)}`;
}

/** A whole number is a frame; with colons, the last part is frames (`1:00:12` is a minute and 12 frames). Null for what is neither. */
export function parseFrame(text: string, rate: Rational): number | null {
  if (!/^\s*\d{1,9}([:;.]\d{1,3}){0,3}\s*$/.test(text)) return null;
  const parts = text.trim().split(/[:;.]/).map(Number);
  const frames = parts.pop()!;
  if (parts.length === 0) return frames;
  const fps = perSecond(rate);
  return frames >= fps ? null : parts.reduce((sum, part) => sum * 60 + part, 0) * fps + frames;
}
