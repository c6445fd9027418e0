import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import type { StreamShape } from '../../../shared/media.ts';

/** A stream shape for tests: 160×120, 25 fps, 4:2:0 8 bit, untagged, with what differs. */
export const shapeOf = (differs: Partial<StreamShape> = {}): StreamShape => ({
  width: 160, height: 120, pixel: pixelFormatOf('yuv420p'), sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 }, frames: 10, fieldOrder: 'progressive',
  colour: { range: 'unspecified', matrix: 'unspecified', primaries: 'unspecified', transfer: 'unspecified', chromaPosition: 'unspecified' }, ...differs,
});
