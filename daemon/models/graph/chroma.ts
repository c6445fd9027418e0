// Chroma that is not the model's own 4:2:0: reduced for the model, whose residual is then laid onto the full chroma, so that no detail is lost.
// Doubled chroma is enlarged by a filter instead.
import type { ColourTags, StreamShape } from '../../../shared/media.ts';
import type { Builder } from './build.ts';
import { subsampling } from './planes.ts';
import { double, halve, type Axis, type Picture } from './sampling.ts';

/** Along one axis: luma samples per chroma sample, and where chroma sample i lies: at luma `step × i + offset`. */
export type Site = { readonly step: 1 | 2; readonly offset: 0 | 0.5 | 1 };
export type Siting = Readonly<Record<Axis, Site>>;

/** The models' own: 4:2:0, left. */
export const modelSiting = { x: { step: 2, offset: 0 }, y: { step: 2, offset: 0.5 } } as const satisfies Siting;

const across = (position: ColourTags['chromaPosition']) => (['center', 'top', 'bottom'].includes(position) ? 0.5 : 0);
const down = (position: ColourTags['chromaPosition']) => (position.startsWith('top') ? 0 : position.startsWith('bottom') ? 1 : 0.5);

/** Untagged chroma counts as left, as in FFmpeg. */
export function sitingOf({ pixel, colour }: StreamShape): Siting {
  const step = subsampling(pixel);
  return {
    x: { step: step.x, offset: step.x === 2 ? across(colour.chromaPosition) : 0 },
    y: { step: step.y, offset: step.y === 2 ? down(colour.chromaPosition) : 0 },
  };
}

/** Chroma at the model's sites. What is subsampled already goes in as it is: a quarter sample beside its place does not change a residual. */
export function reduceChroma(b: Builder, chroma: Picture, siting: Siting): Picture {
  const across = siting.x.step === 1 ? halve(b, chroma, 'x', modelSiting.x.offset) : chroma;
  return siting.y.step === 1 ? halve(b, across, 'y', modelSiting.y.offset) : across;
}

/** `seen` is the 4:2:0 chroma that the model was given, `made` what it returned, `full` the stream's own chroma of the same frame. */
export type ChromaPictures = { readonly full: Picture; readonly seen: Picture; readonly made: Picture };

/**
 * The result's chroma at the stream's own sites. At the same size: what the model made where the stream's chroma is its own 4:2:0, else `full` plus the model's
 * residual. Doubled: a cubic of `full`, whatever its sampling. The model's own doubled chroma lies 0.08 pixels of the source right of its place (fitted to
 * slow waves, test/fixtures/shift.ts) and is worse besides unless there is noise, which is denoising's business. Set5, ×2, mean of U and V in dB, model against
 * cubic: clean 4:2:0 44.6, 46.0; with noise of deviation 2 41.0, 41.4; of 5 36.3, 35.4; clean 4:4:4 45.0, 48.1; 4:2:2 46.1, 46.6.
 */
export function restoreChroma(b: Builder, { full, seen, made }: ChromaPictures, siting: Siting, scale: 1 | 2): Picture {
  if (scale === 2) return axes.reduce((grown, axis) => double(b, grown, axis, doubledShift(siting[axis]), 'cubic'), full);
  const finer = axes.filter((axis) => siting[axis].step === 1);
  if (finer.length === 0) return made;
  const residual = { ...made, value: b.add('Sub', [made.value, seen.value]) };
  const spread = finer.reduce((picture, axis) => double(b, picture, axis, -modelSiting[axis].offset / 2), residual);
  return { ...full, value: b.add('Add', [full.value, spread.value]) };
}

const axes = ['x', 'y'] as const;

/** ×2 that keeps every sample's place in the picture: result sample j lies at luma `step × j + offset` of the doubled picture, which is `(… + 0.5) / 2 - 0.5` of the old one. */
const doubledShift = ({ step, offset }: Site): number => ((offset + 0.5) / 2 - 0.5 - offset) / step;
