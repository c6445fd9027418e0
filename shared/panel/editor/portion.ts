// A portion of a clip: what of it lies between the in and out points of its sequence.
import type { HostClip, HostContext } from '../host.ts';
import { add, compareTimes, convert, instant, lengthOf, rateOf, subtract, type Instant } from '../instant.ts';
import { paceOf, rateAtSpeed, speedOf, subtractExactly } from './extension.ts';

/** Time of the sequence that is left out at the clip's beginning and at its end, at least 0; together less than the clip. */
export type Portion = { readonly head: Instant; readonly tail: Instant };

/** Null where no point is set, where nothing of the clip lies between them, and where the host tells too little to count by: source, speed, direction. */
export function markedPortion(clip: HostClip, { sequence }: HostContext): Portion | null {
  if (!sequence || sequence.id !== clip.sequence || !clip.source || clip.speed.kind !== 'constant' || clip.reversed === true) return null;
  const { marks } = sequence, { place } = clip;
  if (marks.in === null && marks.out === null) return null;
  return within(clip, { head: subtract(marks.in ?? place.in, place.in), tail: subtract(place.out, marks.out ?? place.out) });
}

/** What is left of a portion in the clip as it is now, which may have been moved or trimmed since; null where nothing is, or that cannot be told. */
export function portionNow(sent: HostClip, { head, tail }: Portion, now: HostClip): Portion | null {
  if (!sent.source || !now.source || sent.path !== now.path) return null;
  const rate = now.place.in.rate, cutHead = inSequence(now, subtractExactly(now.source.in, sent.source.in)), cutTail = inSequence(now, subtractExactly(sent.source.out, now.source.out));
  return within(now, { head: subtract(convert(head, rate), cutHead), tail: subtract(convert(tail, rate), cutTail) });
}

export const isAll = ({ head, tail }: Portion): boolean => compareTimes(head, nothing) === 0 && compareTimes(tail, nothing) === 0;

/** The clip as if it had been cut to the portion; its media never begins later nor ends earlier than the portion does. */
export function cutTo(clip: HostClip, { head, tail }: Portion): HostClip {
  const { place, source } = clip, inMedia = (time: Instant, rate: string): Instant => convert(instant(time.at, rateOf(paceOf(clip, time.rate))), rate, 'floor');
  return {
    ...clip, place: { in: add(place.in, head), out: subtract(place.out, tail) },
    source: source && { in: add(source.in, inMedia(head, source.in.rate)), out: subtract(source.out, inMedia(tail, source.out.rate)) },
  };
}

const nothing = instant(0, '1');
const notBelowNothing = (time: Instant): Instant => (compareTimes(time, nothing) < 0 ? instant(0, time.rate) : time);

function within({ place }: HostClip, { head, tail }: Portion): Portion | null {
  const portion = { head: notBelowNothing(head), tail: notBelowNothing(tail) };
  return compareTimes(add(portion.head, portion.tail), lengthOf(place)) < 0 ? portion : null;
}

/** Time of the clip's media as time of its sequence. */
const inSequence = (clip: HostClip, time: Instant): Instant => convert(instant(time.at, rateAtSpeed(time.rate, speedOf(clip))), clip.place.in.rate);
