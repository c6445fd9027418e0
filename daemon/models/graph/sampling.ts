// Halving and doubling planes along one axis inside a graph, at exact positions. All filters are separable and replicate the border.
import type { Builder } from './build.ts';

export type Axis = 'x' | 'y';
/** A float value of a graph with its size. */
export type Picture = { readonly value: string; readonly channels: number; readonly width: number; readonly height: number };

/** Replicates the border. Sides in samples. */
export function pad(b: Builder, picture: Picture, { left = 0, right = 0, top = 0, bottom = 0 }: { left?: number; right?: number; top?: number; bottom?: number }): Picture {
  if (!left && !right && !top && !bottom) return picture;
  const value = b.add('Pad', [picture.value, b.ints([0, 0, top, left, 0, 0, bottom, right])], { mode: 'edge' });
  return { ...picture, value, width: picture.width + left + right, height: picture.height + top + bottom };
}

/** The top left `width`×`height`. */
export function crop(b: Builder, picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture;
  const value = b.add('Slice', [picture.value, b.ints([0, 0]), b.ints([height, width]), b.ints([2, 3])]);
  return { ...picture, value, width, height };
}

/** Channels by number, in that order. */
export function pick(b: Builder, picture: Picture, channels: readonly number[]): Picture {
  return { ...picture, value: b.add('Gather', [picture.value, b.ints(channels)], { axis: 1 }), channels: channels.length };
}

/** One kernel per output phase on every channel for itself; kernels start `before` samples ahead. */
function convolve(b: Builder, picture: Picture, axis: Axis, kernels: readonly (readonly number[])[], before: number, stride: number): Picture {
  const taps = kernels[0]!.length;
  const after = taps - 1 - before;
  const padded = pad(b, picture, axis === 'x' ? { left: before, right: after } : { top: before, bottom: after });
  const weights = Array.from({ length: picture.channels }, () => kernels.flat()).flat();
  const size = axis === 'x' ? [1, taps] : [taps, 1];
  const value = b.add('Conv', [padded.value, b.floats(weights, [picture.channels * kernels.length, 1, ...size])], {
    group: picture.channels, kernel_shape: size, strides: axis === 'x' ? [1, stride] : [stride, 1],
  });
  return {
    value, channels: picture.channels * kernels.length,
    width: axis === 'x' ? Math.floor(picture.width / stride) : picture.width, height: axis === 'y' ? Math.floor(picture.height / stride) : picture.height,
  };
}

/**
 * Half the samples, antialiased. `offset` is where a new sample lies between two old ones: 0 on the first (binomial 1 2 1), 0.5 halfway
 * (1 3 3 1, its even sibling).
 */
export function halve(b: Builder, picture: Picture, axis: Axis, offset: 0 | 0.5): Picture {
  const kernel = offset === 0 ? [0.25, 0.5, 0.25] : [0.125, 0.375, 0.375, 0.125];
  return convolve(b, picture, axis, [kernel], 1, 2);
}

/** How a point between samples is made: from the two beside it, or by a Catmull-Rom cubic (Keys 1981, a = -0.5) from four. */
export type Kernel = 'linear' | 'cubic';

/** Twice the samples: new sample j is taken at `j / 2 + shift` of the old ones. `shift` from -0.5 to 0.5; -0.25 keeps the picture's edges in place. */
export function double(b: Builder, picture: Picture, axis: Axis, shift: number, kernel: Kernel = 'linear'): Picture {
  const phases = [shift, shift + 0.5].map((at) => taps[kernel].map((sample) => weigh[kernel](Math.abs(at - sample))));
  const { value, channels } = convolve(b, picture, axis, phases, -taps[kernel][0]!, 1);
  const { width, height } = picture;
  const apart = b.add('Reshape', [value, b.ints([picture.channels, 2, height, width])]);
  const woven = b.add('Transpose', [apart], { perm: axis === 'x' ? [0, 2, 3, 1] : [0, 2, 1, 3] });
  const size = axis === 'x' ? { width: width * 2, height } : { width, height: height * 2 };
  return { value: b.add('Reshape', [woven, b.ints([1, picture.channels, size.height, size.width])]), channels: channels / 2, ...size };
}

const taps: Readonly<Record<Kernel, readonly number[]>> = { linear: [-1, 0, 1], cubic: [-2, -1, 0, 1, 2] };
const weigh: Readonly<Record<Kernel, (distance: number) => number>> = {
  linear: (distance) => Math.max(0, 1 - distance),
  cubic: (distance) => (distance < 1 ? (1.5 * distance - 2.5) * distance ** 2 + 1 : distance < 2 ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 : 0),
};
