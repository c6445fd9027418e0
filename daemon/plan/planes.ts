// Sizes of uncompressed pictures.
import type { StreamShape } from '../../shared/media.ts';

const chromaSamples = { 420: 0.5, 410: 0.125, 411: 0.5, 422: 1, 440: 1, 444: 2, none: 0 } as const;

/** Bytes of one frame's planes. */
export function planeBytes({ width, height, pixel }: Pick<StreamShape, 'width' | 'height' | 'pixel'>): number {
  const samples = 1 + chromaSamples[pixel.chroma] + (pixel.alpha ? 1 : 0);
  return width * height * samples * (pixel.depth > 8 ? 2 : 1);
}
