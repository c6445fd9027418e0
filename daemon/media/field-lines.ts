// Interlaced pictures get another number of lines: each field for itself, every plane of it where its lines lie in the new frame.
import type { StreamShape } from '../../shared/media.ts';
import { chromaStep } from './plane-sizes.ts';

/** Sinc lobes to either side; so many that a shift changes nothing on the side of the scaling that has more lines than the picture fills. */
const lobes = 6;
/** What the weights of one shift add up to. With 16-bit samples the sums stay below 2³¹. */
const one = 2 ** 14;

/** Planar formats that `convolution` does not take, whose lines cannot be moved. */
export const unmovable: readonly string[] = ['yuv440p10le', 'gbrap14le'];

type Size = Pick<StreamShape, 'width' | 'height'>;

/** Whether every plane of a picture splits into two fields of equal height. */
export const splitsIntoFields = ({ height, pixel }: Pick<StreamShape, 'height' | 'pixel'>): boolean => height % (2 * chromaStep(pixel).y) === 0;

/**
 * A chain without memory between frames, field by field for interlaced frames: one frame in, one frame out.
 * Not `il`, which stacks the fields in one picture where a filter mixes them along the line at which they meet.
 */
export function apart(graph: string, order: 'tff' | 'bff'): string {
  const mark = `setfield=mode=${order}`;
  return `${mark},separatefields,${graph},weave=first_field=${order === 'tff' ? 'top' : 'bottom'},${mark}`;
}

/**
 * `scale` (a filter that takes each field of `input` to half of `size`) with the fields where they belong. A scaler takes a field's lines for the middles of its
 * stripes, but a top field's luma lies a quarter of a field line above, a bottom field's below, so every field is moved as well: before the scaling where lines
 * are lost and after it where lines are gained, which is where the picture is finer than its detail.
 */
export function scaledFields(scale: string, input: StreamShape, size: Size): string {
  const order = input.fieldOrder === 'bff' ? [1, 0] as const : [0, 1] as const;
  const moves = order.map((parity, n) => `${moved(input, size, parity)}:enable='eq(mod(n,2),${n})'`);
  return apart(inTurn(scale, moves, input, size).join(','), input.fieldOrder === 'bff' ? 'bff' : 'tff');
}

/**
 * The same with every frame coming out as soon as it went in, which `separatefields` does not do: both fields side by side, then stacked and interleaved. At twice
 * the cost in memory; `input` is interlaced and `size` splits into fields.
 */
export function scaledFieldsAtOnce(scale: string, input: StreamShape, size: Size): string {
  const field = (name: 'top' | 'bottom', parity: 0 | 1): string => `[${name}0]field=type=${name},${inTurn(scale, [moved(input, size, parity)], input, size).join(',')}[${name}1]`;
  const together = ['luma', 'chroma', 'alpha'].map((plane) => `${plane}_mode=interleave`).join(':');
  return `split=outputs=2[top0][bottom0];${field('top', 0)};${field('bottom', 1)};[top1][bottom1]vstack=inputs=2,il=${together},setfield=mode=${input.fieldOrder}`;
}

const inTurn = (scale: string, moves: readonly string[], input: Size, size: Size): string[] => (size.height > input.height ? [scale, ...moves] : [...moves, scale]);

/** Moves the lines of one field from where they lie to where a scaler takes them to lie, or back. */
function moved(input: StreamShape, size: Size, parity: 0 | 1): string {
  const factor = size.height / input.height, grows = factor > 1, lines = grows ? factor - 1 : 1 - 1 / factor;
  const frame = { ...input, height: Math.max(input.height, size.height) };
  const names = frame.pixel.family === 'yuv' ? ['luma', 'chroma', 'chroma', 'luma'] as const : ['luma', 'luma', 'luma', 'luma'] as const;
  const planes = names.slice(0, frame.pixel.family === 'grey' ? 1 : frame.pixel.alpha ? 4 : 3);
  const kernels = planes.map((plane, i) => {
    const step = plane === 'chroma' ? chromaStep(frame.pixel).y : 1;
    return `${i}m='${weights((0.5 - lieOf(frame, step, parity)) * lines, frame.height / 2 / step).join(' ')}':${i}mode=column:${i}rdiv=${1 / one}`;
  });
  return `convolution=${kernels.join(':')}`;
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
