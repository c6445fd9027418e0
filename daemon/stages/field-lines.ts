// Interlaced pictures get another number of lines: each field for itself, every plane of it where its lines lie in the new frame.
import type { StreamShape } from '../../shared/media.ts';
import { chromaStep } from '../media/plane-sizes.ts';
import { onFields } from './fields.ts';
import { allBut, type Accepts } from './formats.ts';
import type { Size } from './frames.ts';

/** Sinc lobes to either side; so many that a shift changes nothing on the side of the scaling that has more lines than the picture fills. */
const lobes = 6;
/** What the weights of one shift add up to. With 16-bit samples the sums stay below 2³¹. */
const one = 2 ** 14;

/** Formats that `convolution` takes, whose lines can be moved. */
export const movable: Accepts = allBut('yuv440p10le', 'gbrap14le');

/**
 * `scale` (a filter that takes each field of `input` to half of `size`) with the fields where they belong. A scaler takes a field's lines for the middles of its
 * stripes, but a top field's luma lies a quarter of a field line above, a bottom field's below, so every field is moved as well: before the scaling where lines
 * are lost and after it where lines are gained, which is where the picture is finer than its detail.
 */
export function scaledFields(scale: string, input: StreamShape, size: Size): string {
  const factor = size.height / input.height, grows = factor > 1;
  const order = input.fieldOrder === 'bff' ? [1, 0] as const : [0, 1] as const;
  const moves = order.map((parity, n) => moved({ ...input, height: Math.max(input.height, size.height) }, parity, grows ? factor - 1 : 1 - 1 / factor, n));
  return onFields([...(grows ? [scale] : []), ...moves, ...(grows ? [] : [scale])].join(','), input);
}

/** Moves the lines of one field of each frame: those that come first, `n` 0, or second. */
function moved(frame: StreamShape, parity: 0 | 1, lines: number, n: number): string {
  const names = frame.pixel.family === 'yuv' ? ['luma', 'chroma', 'chroma', 'luma'] as const : ['luma', 'luma', 'luma', 'luma'] as const;
  const planes = names.slice(0, frame.pixel.family === 'grey' ? 1 : frame.pixel.alpha ? 4 : 3);
  const kernels = planes.map((plane, i) => {
    const step = plane === 'chroma' ? chromaStep(frame.pixel).y : 1;
    return `${i}m='${weights((0.5 - lieOf(frame, step, parity)) * lines, frame.height / 2 / step).join(' ')}':${i}mode=column:${i}rdiv=${1 / one}`;
  });
  return `convolution=${kernels.join(':')}:enable='eq(mod(n,2),${n})'`;
}

/** Where the first line of a field lies, in lines of that field from the picture's edge: 0.5 would be the middle of its stripe. Chroma of a step of 1 shares luma's lines. */
function lieOf({ colour: { chromaPosition } }: StreamShape, step: number, parity: 0 | 1): number {
  const first = chromaPosition.startsWith('top') ? 0.5 : chromaPosition.startsWith('bottom') ? step - 0.5 : step / 2;
  return (first + parity * step) / (2 * step);
}

/** Lanczos weights that read a plane of `height` lines `by` lines below; whole numbers with the sum `one`. FFmpeg mirrors at the edges, once, so no more lines than there are. */
function weights(by: number, height: number): number[] {
  const reach = Math.min(24, height, Math.ceil(Math.abs(by)) + lobes);
  const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  const exact = Array.from({ length: 2 * reach + 1 }, (_, i) => { const x = i - reach - by; return Math.abs(x) < lobes ? sinc(x) * sinc(x / lobes) : 0; });
  const sum = exact.reduce((total, weight) => total + weight, 0), whole = exact.map((weight) => Math.round(weight / sum * one));
  const nearest = whole.indexOf(Math.max(...whole));
  return whole.with(nearest, whole[nearest]! + one - whole.reduce((total, weight) => total + weight, 0));
}
