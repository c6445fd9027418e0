// How a filter works on an interlaced stream that stays interlaced: on each field by itself.
import type { StreamShape } from '../../shared/media.ts';
import { apart, splitsIntoFields } from '../media/field-lines.ts';

export const isInterlaced = (shape: StreamShape): boolean => shape.fieldOrder === 'tff' || shape.fieldOrder === 'bff';

/** Why the fields of an interlaced stream cannot be taken apart, or null: every plane must split into two fields of equal height. */
export function whyNoFields(shape: StreamShape): string | null {
  if (!isInterlaced(shape) || splitsIntoFields(shape)) return null;
  return `the video stays interlaced and its ${shape.height} lines do not split into two fields of equal height`;
}

/** A filter without memory between frames as it is for whole frames, and field by field for an interlaced stream: one frame in, one frame out. */
export const onFields = (graph: string, { fieldOrder }: StreamShape): string => (fieldOrder === 'tff' || fieldOrder === 'bff' ? apart(graph, fieldOrder) : graph);
