// Whether the shape that the file gives its picture on screen can be right. Only ever a suggestion: the bars and the size are evidence, not proof.
import type { Analysis } from '../../shared/analysis.ts';
import type { StreamShape } from '../../shared/media.ts';
import { toNumber } from '../../shared/time.ts';

/** Shapes that films and television have. */
const usual = [4 / 3, 1.375, 14 / 9, 5 / 3, 16 / 9, 1.85, 2, 2.2, 2.35, 2.39] as const;
/** A shape is one of these within so much; bars are measured to a pixel or two. */
const within = 0.025;
/** Columns and lines of BT.601 video, which has no square pixels, and the two shapes it is shown in. */
const columns601 = new Set([720, 704, 352, 480]), lines601 = new Set([576, 480, 486, 288, 240]);
const shapes601 = ['4:3', '16:9'] as const;

/** Another shape that fits the size or the picture inside the bars where the file's does not. */
export function suggestAspect(shape: Pick<StreamShape, 'width' | 'height' | 'sar'>, bars: Analysis['bars']): Analysis['aspect'] {
  const { width, height } = shape;
  if (!columns601.has(width) || !lines601.has(height)) return null;
  const told = (width / height) * toNumber(shape.sar);
  if (shape.sar.num === shape.sar.den) {
    const fitting = shapes601.filter((name) => isUsual(valueOf(name) * insideOf(shape, bars)));
    const suggested = fitting.length === 1 ? fitting[0]! : '4:3';
    return { suggested, says: `A ${width}×${height} picture is video, whose pixels are not square, as the file says or leaves unsaid; it is usually shown as 4:3 or 16:9${fitting.length === 1 && bars ? `, and only ${suggested} gives the picture inside its bars a usual shape` : ''}. If that is so: --aspect ${suggested}.` };
  }
  if (bars === null || isUsual(told * insideOf(shape, bars))) return null;
  const other = shapes601.find((name) => Math.abs(valueOf(name) / told - 1) > 0.1 && isUsual(valueOf(name) * insideOf(shape, bars)));
  return other ? { suggested: other, says: `Inside its bars the picture would be ${(told * insideOf(shape, bars)).toFixed(2)} times as wide as high, which no format is; shown as ${other} it is ${(valueOf(other) * insideOf(shape, bars)).toFixed(2)}. If that is so: --aspect ${other}.` } : null;
}

/** The aspect of the part inside the bars over that of the whole. */
const insideOf = ({ width, height }: Pick<StreamShape, 'width' | 'height'>, bars: Analysis['bars']): number => (bars ? (bars.width / width) / (bars.height / height) : 1);
const isUsual = (aspect: number): boolean => usual.some((one) => Math.abs(aspect / one - 1) < within);
function valueOf(name: (typeof shapes601)[number]): number {
  const [w, h] = name.split(':').map(Number) as [number, number];
  return w / h;
}
