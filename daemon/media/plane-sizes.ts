// How large the planes of a picture are, by its size and sampling alone.
import type { PixelFormat, StreamShape } from '../../shared/media.ts';

/** How many luma pixels one chroma sample covers, across and down. */
const chromaSteps: Readonly<Record<PixelFormat['chroma'], { readonly x: number; readonly y: number }>> = {
  420: { x: 2, y: 2 }, 422: { x: 2, y: 1 }, 444: { x: 1, y: 1 }, 411: { x: 4, y: 1 }, 410: { x: 4, y: 4 }, 440: { x: 1, y: 2 }, none: { x: 1, y: 1 },
};

export const chromaStep = (pixel: PixelFormat): { readonly x: number; readonly y: number } => chromaSteps[pixel.chroma];

/** Width and height of every plane, in FFmpeg's order (Y U V A; G B R A; grey A). Chroma of odd sizes is rounded up, as FFmpeg does. */
export function planeLayout(shape: Pick<StreamShape, 'width' | 'height' | 'pixel'>): { readonly width: number; readonly height: number }[] {
  const full = { width: shape.width, height: shape.height };
  const step = chromaStep(shape.pixel);
  const chroma = { width: Math.ceil(shape.width / step.x), height: Math.ceil(shape.height / step.y) };
  const alpha = shape.pixel.alpha ? [full] : [];
  return shape.pixel.family === 'grey' ? [full, ...alpha] : shape.pixel.family === 'gbr' ? [full, full, full, ...alpha] : [full, chroma, chroma, ...alpha];
}
