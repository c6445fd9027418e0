// Where a result belongs on the timeline: arithmetic alone, in ticks.
import type { HostClip, Placement } from '../../shared/panel/host.ts';
import { convert, premiereTicks, readRate, type Instant } from '../../shared/panel/instant.ts';

export const ticksOf = (time: Instant): bigint => BigInt(convert(time, premiereTicks).at);
/** `start` and `end` on the sequence, `from` and `to` on the result; `whole` when that is all of the result that is shown. */
export type Wanted = { readonly start: bigint; readonly end: bigint; readonly from: bigint; readonly to: bigint; readonly trimmed: boolean };

/** Follows the clip as it is now. Null when what the result shows is no longer in it. */
export function wantedSpan({ clip, mode, before, after, shows }: Placement & { readonly clip: HostClip }, now: HostClip): Wanted | null {
  const place = spanOf(now), earlier = ticksOf(before), later = ticksOf(after), shown = ticksOf({ at: String(shows.from), rate: shows.rate });
  if (mode === 'append' || mode === 'prepend') {
    if (!sameEdge(clip, now, mode === 'append' ? 'out' : 'in')) return null;
    return mode === 'append' ? piece(place.end, place.end + later, shown, false) : piece(place.start - earlier, place.start, shown, false);
  }
  const sent = spanOf(clip), begins = place.start - trimmedBy(clip, now) - earlier, ends = begins + earlier + sent.end - sent.start + later;
  const start = largest(begins, place.start - earlier), end = smallest(ends, place.end + later);
  return end > start ? piece(start, end, shown + start - begins, start !== begins || end !== ends) : null;
}

const piece = (start: bigint, end: bigint, from: bigint, trimmed: boolean): Wanted => ({ start, end, from, to: from + end - start, trimmed });
const spanOf = ({ place }: HostClip): { readonly start: bigint; readonly end: bigint } => ({ start: ticksOf(place.in), end: ticksOf(place.out) });
const sameEdge = (a: HostClip, b: HostClip, edge: 'in' | 'out'): boolean => a.source === null || b.source === null || ticksOf(a.source[edge]) === ticksOf(b.source[edge]);

/** Ticks of the sequence by which the clip begins later in its media than when it was sent. */
function trimmedBy(sent: HostClip, now: HostClip): bigint {
  if (!sent.source || !now.source || now.speed.kind !== 'constant') return 0n;
  const { num, den } = readRate(now.speed.ratio);
  return (ticksOf(now.source.in) - ticksOf(sent.source.in)) * den / num;
}
const largest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smallest = (a: bigint, b: bigint): bigint => (a < b ? a : b);
