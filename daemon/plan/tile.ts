// Whether a model's frame is cut into tiles, and how large they are.
import type { StreamShape } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';

export type Tile = NonNullable<Plan['resources']['tile']>;

/** Twice the receptive radius of the widest model (denoise-lite, about 30 pixels) and a little: what a tile keeps equals the whole frame. */
const overlap = 64;
/** Sides that `auto` tries, pixels, multiples of the run's grid of 16. */
const sides = [2048, 1536, 1280, 1024, 768, 512, 384, 256] as const;

/**
 * The largest tile up to `most` whose memory fits (frames with no more pixels than that stay whole), null for whole frames, or `none` when not even the smallest fits. `memoryOf` gives a step's bytes at a shape.
 */
export function tileFor(wish: Wish['tile'], shape: StreamShape, memoryOf: (shape: StreamShape) => number, budget: number, most = Infinity): Tile | null | 'none' {
  const fits = (side: number): boolean => memoryOf({ ...shape, width: Math.min(side, shape.width), height: Math.min(side, shape.height) }) <= budget;
  const longest = Math.max(shape.width, shape.height);
  if (wish === 'off') return fits(longest) ? null : 'none';
  if (wish !== 'auto') {
    const side = Math.ceil(wish / 16) * 16;
    if (!fits(side)) return 'none';
    return side < longest ? { size: side, overlap } : null;
  }
  if (shape.width * shape.height <= most ** 2 && fits(longest)) return null;
  const side = sides.find((one) => one < longest && one <= most && fits(one));
  return side ? { size: side, overlap } : 'none';
}

/** The rule that serves two steps: the smaller tile. */
export const smallerTile = (a: Tile | null, b: Tile | null): Tile | null => (a && b ? (a.size <= b.size ? a : b) : (a ?? b));
