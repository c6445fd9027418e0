// What the light does: exposure that flickers from frame to frame, and footage that is dark as a whole.
import type { Content } from '../../shared/analysis.ts';
import type { FrameFacts } from './look.ts';
import type { SampleFacts } from './sample.ts';

/** 8-bit code value of black. */
const BLACK = 16;
/** Frames on either side that tell a frame's exposure from what it should be; shots shorter than this many frames say nothing. */
const AROUND = 4, SHORTEST = 8;

/** How far brightness above black strays from the mean of the frames around it, RMS as a share, in every shot. A fade or a movement is as good as straight over nine frames and leaves nothing. */
export function flickerOf(shots: readonly (readonly Pick<FrameFacts, 'frame' | 'luma'>[])[]): Content['flicker'] {
  const told = shots.filter((shot) => shot.length >= SHORTEST).map((shot) => ({ first: shot[0]!.frame, share: strayOf(shot.map(({ luma }) => Math.max(0, luma - BLACK))) })).sort((a, b) => a.share - b.share);
  const worst = told.at(-1), middle = told[told.length >> 1];
  return { share: rounded(middle?.share ?? 0), worst: rounded(worst?.share ?? 0), first: worst?.first ?? 0 };
}

/** Frames whose window leaves the shot are left out: a one-sided mean would take a fade for flicker. */
function strayOf(levels: readonly number[]): number {
  const around = Math.min(AROUND, (levels.length - 1) >> 1);
  const strays = levels.slice(around, levels.length - around).flatMap((level, i) => {
    const window = levels.slice(i, i + 2 * around + 1), mean = window.reduce((sum, one) => sum + one, 0) / window.length;
    // In near black a share means nothing.
    return mean < 4 ? [] : [(level - mean) / mean];
  });
  return strays.length === 0 ? 0 : Math.sqrt(strays.reduce((sum, stray) => sum + stray ** 2, 0) / strays.length);
}

/** A sample is dark when half of it lies below 40 and 98 of 100 pixels below 120 (limited range): an ordinary picture's middle lies near 100, its highlights near 200; a night scene with lamps is not dark. */
const DARK = { median: 40, highlights: 120 } as const;

/** Frames that are all black (fades, pauses) say nothing about the footage. */
export function lightOf(samples: readonly Pick<SampleFacts, 'median' | 'highlights'>[]): Content['lowLight'] {
  const shown = samples.filter(({ highlights }) => highlights > BLACK + 8);
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const dark = shown.filter(({ median, highlights }) => median < DARK.median && highlights < DARK.highlights);
  return { median: rounded(middle(shown.map(({ median }) => median))), highlights: rounded(middle(shown.map(({ highlights }) => highlights))), dark: rounded(dark.length / Math.max(1, shown.length)) };
}

const rounded = (value: number): number => Math.round(value * 10000) / 10000;
