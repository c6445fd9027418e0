// Where chroma lies between the luma samples, and how interlaced chroma gets other lines without leaving its place.
import type { StreamShape } from '../../shared/media.ts';
import { chromaStep } from '../media/plane-sizes.ts';
import { grown } from './frames.ts';

/** The position of chroma samples, as a filter takes it. */
export const placeOf = ({ chromaPosition }: StreamShape['colour']): string => (chromaPosition === 'unspecified' ? 'left' : chromaPosition);

/** The same across alone: where chroma lies if it is in the middle of its lines. */
export const columnPlaceOf = ({ chromaPosition }: StreamShape['colour']): 'left' | 'center' => (['center', 'top', 'bottom'].includes(chromaPosition) ? 'center' : 'left');

/**
 * Chroma of half the lines to and from chroma on every line, each field for itself: its chroma lies a quarter of a line nearer to its own luma than that of whole
 * frames (H.264 figure 6-2), which only swscale knows. Fields that the chroma does not divide are grown by lines that are cut off again; `name` keeps the labels of one
 * graph apart.
 */
export function chromaLines(from: StreamShape, to: StreamShape, name = 'lines'): string {
  const lines = 2 * Math.max(chromaStep(from.pixel).y, chromaStep(to.pixel).y), height = Math.ceil(from.height / lines) * lines;
  const graph = `scale=interl=1:in_chroma_loc=${placeOf(from.colour)}:out_chroma_loc=${placeOf(to.colour)}:in_range=${from.colour.range}:out_range=${to.colour.range}:flags=bicubic,format=pix_fmts=${to.pixel.name}`;
  if (height === from.height) return graph;
  return `${grown(from, { ...from, height }, name)},${graph},crop=w=${from.width}:h=${from.height}:x=0:y=0:exact=1`;
}
