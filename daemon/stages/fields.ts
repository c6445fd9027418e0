// How a filter works on an interlaced stream that stays interlaced: on each field by itself.
import type { StreamShape } from '../../shared/media.ts';
import { chromaStep } from '../media/plane-sizes.ts';

export const isInterlaced = (shape: StreamShape): boolean => shape.fieldOrder === 'tff' || shape.fieldOrder === 'bff';

/** Why the fields of an interlaced stream cannot be taken apart, or null: every plane must split into two fields of equal height. */
export function whyNoFields(shape: StreamShape): string | null {
  if (!isInterlaced(shape) || shape.height % (2 * chromaStep(shape.pixel).y) === 0) return null;
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
