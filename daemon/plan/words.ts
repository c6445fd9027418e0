// Numbers and formats as people read them. Never used where a program reads again.
import type { PixelFormat, StreamShape } from '../../shared/media.ts';

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
