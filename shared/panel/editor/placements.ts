// Which frames of a finished result lie where on the timeline. Everything is counted in the media's own time, as exact fractions.
import type { JobClip } from '../../job.ts';
import { divide, type Rational } from '../../time.ts';
import type { HostClip, Placement } from '../host.ts';
import { convert, instant, lengthOf, rationalOf, rateOf, type Instant } from '../instant.ts';
import { speedOf, subtractExactly, type Extension } from './extension.ts';
import { reinterprets, type Asked } from './orders.ts';

/** What a finished job says of its result, as notes keep it; null for sound alone. */
export type Result = Pick<JobClip, 'inFrame' | 'frames' | 'rate'> | null;
export type PlacementFacts = {
  readonly path: string; readonly clip: HostClip; readonly mode: Placement['mode']; readonly extension: Extension | null; readonly asked: Asked | null; readonly result: Result;
  /** Frames per second of the sequence, by which sound is counted. */ readonly sequenceRate: string;
  readonly scale: Placement['scale']; readonly label: string;
};

export function placementOf(facts: PlacementFacts): Placement {
  const { path, clip, mode, extension, scale, label } = facts, outwards = extension !== null && extension.asked > 0 ? extension : null;
  const nothing = instant(0, outwards?.rate ?? clip.place.in.rate), by = outwards ? instant(outwards.asked, outwards.rate) : nothing;
  return { path, shows: showsOf(facts), mode, clip: mode === 'bin' ? null : clip, before: outwards?.edge === 'start' ? by : nothing, after: outwards?.edge === 'end' ? by : nothing, scale, label };
}

/** All of a result that only goes into the bin or stands for the whole media; else what the clip shows, with what was added to it. */
export function showsOf({ clip, mode, extension, asked, result, sequenceRate }: PlacementFacts): Placement['shows'] {
  if (result === null) return { from: 0, frames: Number(convert(lengthOf(clip.place), sequenceRate, 'ceil').at), rate: sequenceRate };
  const rate = rateOf(result.rate), all = { from: 0, frames: result.frames, rate };
  if (mode === 'bin' || (mode === 'swap' && asked === null)) return all;
  const shown = shownMedia(clip, mode, extension, asked), paced = rateOf(reinterprets(clip, mode) ? divide(result.rate, speedOf(clip)) : result.rate);
  const from = Math.min(result.frames - 1, Math.max(0, result.inFrame + Number(convert(shown.in, paced, 'floor').at)));
  const to = result.inFrame + Number(convert(shown.out, paced, 'ceil').at);
  return { from, frames: Math.max(1, Math.min(result.frames, to) - from), rate };
}

/** From the in point that was asked for, in the media's time. */
function shownMedia(clip: HostClip, mode: Placement['mode'], extension: Extension | null, asked: Asked | null): { readonly in: Instant; readonly out: Instant } {
  const from = clip.source ? subtractExactly(clip.source.in, asked?.in ?? instant(0, clip.source.in.rate)) : instant(0, '1');
  const to = addExactly(from, mediaLength(clip));
  if (extension === null || extension.asked <= 0) return { in: from, out: to };
  const before = subtractExactly(from, extension.media), after = addExactly(to, extension.media), early = extension.side === 'before';
  if (mode === 'append' || mode === 'prepend') return early ? { in: before, out: from } : { in: to, out: after };
  return early ? { in: before, out: to } : { in: from, out: after };
}

/** What passes of the media while the clip is on screen. */
function mediaLength(clip: HostClip): Instant {
  const length = lengthOf(clip.place), paced: Rational = divide(rationalOf(length.rate), speedOf(clip));
  return { at: length.at, rate: rateOf(paced) };
}

const addExactly = (a: Instant, b: Instant): Instant => subtractExactly(a, { at: String(-BigInt(b.at)), rate: b.rate });
