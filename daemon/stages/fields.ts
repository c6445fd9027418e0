// How a filter works on an interlaced stream that stays interlaced: on each field by itself.
import type { StreamShape } from '../../shared/media.ts';

export const isInterlaced = (shape: StreamShape): boolean => shape.fieldOrder === 'tff' || shape.fieldOrder === 'bff';

/** Why the fields of an interlaced stream cannot be taken apart, or null: every plane must split into two fields of equal height. */
export function whyNoFields(shape: StreamShape): string | null {
  const chromaLines = { 420: 2, 440: 2, 410: 4, 411: 1, 422: 1, 444: 1, none: 1 }[shape.pixel.chroma];
  if (!isInterlaced(shape) || shape.height % (2 * chromaLines) === 0) return null;
  return `the video stays interlaced and its ${shape.height} lines do not split into two fields of equal height`;
}

/**
 * A filter without memory between frames as it is for whole frames, and field by field for an interlaced stream: one frame in, one frame out.
 * Not `il`, which stacks the fields in one picture where a filter mixes them along the line at which they meet.
 */
export function onFields(graph: string, shape: StreamShape): string {
  if (!isInterlaced(shape)) return graph;
  const order = `setfield=mode=${shape.fieldOrder}`;
  return `${order},separatefields,${graph},weave=first_field=${shape.fieldOrder === 'tff' ? 'top' : 'bottom'},${order}`;
}
