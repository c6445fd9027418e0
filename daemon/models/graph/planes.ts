// Which planes a stream has, by the names their tensors carry in a wrapped graph.
import type { PixelFormat, StreamShape } from '../../../shared/media.ts';

/** `name` is `y u v`, `g b r` or `a`; sizes in samples. Chroma of odd sizes is rounded up, as FFmpeg does. */
export type PlaneName = 'y' | 'u' | 'v' | 'g' | 'b' | 'r' | 'a';
export type NamedPlane = { readonly name: PlaneName; readonly width: number; readonly height: number };

const names: Readonly<Record<PixelFormat['family'], readonly PlaneName[]>> = { yuv: ['y', 'u', 'v'], grey: ['y'], gbr: ['g', 'b', 'r'] };

/** Luma samples per chroma sample across and down. */
export function subsampling({ chroma }: PixelFormat): { readonly x: 1 | 2; readonly y: 1 | 2 } {
  return { x: chroma === '420' || chroma === '422' ? 2 : 1, y: chroma === '420' || chroma === '440' ? 2 : 1 };
}

/** In FFmpeg's order. */
export function planesOf({ width, height, pixel }: Pick<StreamShape, 'width' | 'height' | 'pixel'>): NamedPlane[] {
  const by = subsampling(pixel);
  const plane = (name: PlaneName): NamedPlane => (name === 'u' || name === 'v'
    ? { name, width: Math.ceil(width / by.x), height: Math.ceil(height / by.y) } : { name, width, height });
  return [...names[pixel.family], ...(pixel.alpha ? ['a' as const] : [])].map(plane);
}
