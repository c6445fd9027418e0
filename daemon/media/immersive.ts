// Whether what was said of a whole picture still holds of another.
import type { StreamShape } from '../../shared/media.ts';
import { toNumber } from '../../shared/time.ts';

/** Even sizes and rounded pixel shapes change a picture's shape by less; bars, crops and frames by more. */
const sameShape = 0.01;

/** True where a picture was only scaled: one that was cut or put into another frame lies differently around the viewer. */
export const hasShapeOf = (source: StreamShape, result: StreamShape): boolean => Math.abs(aspectOf(result) / aspectOf(source) - 1) < sameShape;

const aspectOf = ({ width, height, sar }: StreamShape): number => (width * toNumber(sar)) / height;
