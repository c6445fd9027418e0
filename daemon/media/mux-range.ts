// The span of the source that a result holds, and how the source's clock becomes the result's.
import type { FrameIndex } from '../../shared/media.ts';
import type { AnyPlan, Plan, SoundPlan } from '../../shared/plan.ts';
import { ratio, rescale, type Rational } from '../../shared/time.ts';
import { jumpsOf, type Jump } from './running-clock.ts';

export type Span = {
  /** What is subtracted from the source's times, in `ticks` of `timeBase`. */
  readonly epoch: { readonly ticks: number; readonly timeBase: Rational };
  /** Bounds on the source's clock, in the same ticks; null leaves that end open, so sound may begin before the picture and end after it. */
  readonly from: number | null; readonly to: number | null;
  /** Where the source's clock was set anew; all times here run on. */
  readonly jumps: readonly Jump[];
};

/** The span of a plan: open at an end where nothing was cut away. */
export function spanOf({ clip, map, media }: Pick<Plan, 'clip' | 'map' | 'media'>, index: FrameIndex): Span {
  return {
    epoch: { ticks: map.epoch, timeBase: media.video.timeBase },
    from: clip.in > 0 ? index.pts[clip.in]! : null,
    to: clip.out < index.frames ? index.pts[clip.out]! : null,
    jumps: jumpsOf(media, index),
  };
}

/** The span of a sound file's plan, in samples of its first track. */
function soundSpan({ clip, map, media }: SoundPlan): Span {
  const { startPts, duration, timeBase } = media.audio[0]!, at = (ticks: number): number => rescale(ticks, timeBase, map.timeBase), start = at(startPts ?? 0);
  return { epoch: { ticks: map.epoch, timeBase: map.timeBase }, from: clip.in > 0 ? start + clip.in : null, to: clip.out < at(duration ?? 0) ? start + clip.out : null, jumps: [] };
}

/** The span of either kind of plan; `index` is null for a sound file. */
export const anySpanOf = (plan: AnyPlan, index: FrameIndex | null): Span => (plan.source === null ? soundSpan(plan) : spanOf(plan, index!));

/** A tick count of the span's clock in ticks of another time base. */
export const inTicks = (ticks: number, { epoch }: Span, timeBase: Rational): number => rescale(ticks, epoch.timeBase, timeBase);

/** Bounds in exact seconds of the source's clock, as an audio unit wants them, with the clock's jumps. */
export function secondsOfSpan(span: Span): { readonly from: Rational | null; readonly to: Rational | null; readonly jumps: readonly Jump[] } {
  const exact = (ticks: number | null): Rational | null => (ticks === null ? null : ratio(BigInt(ticks) * BigInt(span.epoch.timeBase.num), span.epoch.timeBase.den));
  return { from: exact(span.from), to: exact(span.to), jumps: span.jumps };
}

const nanoseconds: Rational = { num: 1, den: 1_000_000_000 };
/** Epoch and bounds in nanoseconds; the bounds on the result's clock. */
export function spanInNanoseconds(span: Span): { readonly epochNs: number; readonly fromNs: number | null; readonly toNs: number | null } {
  const ns = (ticks: number): number => inTicks(ticks, span, nanoseconds);
  return { epochNs: ns(span.epoch.ticks), fromNs: span.from === null ? null : ns(span.from - span.epoch.ticks), toNs: span.to === null ? null : ns(span.to - span.epoch.ticks) };
}
