// Numbers and formats as people read them. Never used where a program reads again.
import type { PixelFormat, StreamShape } from '../../shared/media.ts';

/** `45 s`, `3 min`, `2 h 10 min`. */
export function secondsWords(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ''}`;
}

/** `12 min`, or `9 to 15 min` when the ends read differently. */
export function intervalWords({ low, high }: { readonly low: number; readonly high: number }): string {
  const from = secondsWords(low), to = secondsWords(high);
  if (from === to) return to;
  const unit = / (\w+)$/.exec(to)?.[1];
  return unit && from.endsWith(` ${unit}`) && !from.includes(' h') ? `${from.slice(0, -unit.length - 1)} to ${to}` : `${from} to ${to}`;
}

/** Decimal units, as disks are sold: `850 MB`, `1.4 GB`. */
export function bytesWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** `10-bit 4:2:2`, `8-bit RGB with transparency`, `8-bit grey`. */
export function pixelWords({ family, chroma, depth, alpha }: PixelFormat): string {
  const kind = family === 'grey' ? 'grey' : family === 'gbr' ? 'RGB' : [...chroma].join(':');
  return `${depth}-bit ${kind}${alpha ? ' with transparency' : ''}`;
}

export const sizeWords = ({ width, height }: Pick<StreamShape, 'width' | 'height'>): string => `${width}×${height}`;

/** First letter large, full stop at the end. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' ? '' : `${trimmed[0]!.toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
}
