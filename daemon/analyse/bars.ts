// Black bars: edges that stay black in nearly every sampled frame.
import type { Analysis } from '../../shared/analysis.ts';
import type { SampleFacts } from './sample.ts';

/** Bars thinner than this many pixels are blanking or ringing, not a format; and fewer frames than this prove nothing. */
const THINNEST = 4, FEWEST = 3;
/** Share of frames that may reach into a bar (a flash, a subtitle in the bar would be more). */
const OUTLIERS = 0.05;

/** The picture inside the bars, in source pixels, on even edges; null without bars. */
export function findBars(samples: readonly SampleFacts[], width: number, height: number): Analysis['bars'] {
  const pictures = samples.flatMap((sample) => (sample.picture ? [sample.picture] : []));
  if (pictures.length < FEWEST) return null;
  const smallest = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length * OUTLIERS)]!;
  const largest = (values: number[]): number => values.sort((a, b) => b - a)[Math.floor(values.length * OUTLIERS)]!;
  const left = trim(smallest(pictures.map((p) => p.left))), top = trim(smallest(pictures.map((p) => p.top)));
  const right = trim(width - 1 - largest(pictures.map((p) => p.right))), bottom = trim(height - 1 - largest(pictures.map((p) => p.bottom)));
  return left + top + right + bottom === 0 ? null : { left, top, width: width - left - right, height: height - top - bottom };
}

const trim = (edge: number): number => (edge < THINNEST ? 0 : edge - (edge % 2));
