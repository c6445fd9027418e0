// How far an edge of a clip is to go, and what that takes: unused frames of its media first, made ones beyond. Exact fractions throughout.
import type { HostClip, HostContext, Surroundings } from '../host.ts';
import { add, compareTimes, convert, instant, lengthOf, rationalOf, rateOf, subtract, unitsOf, type Instant } from '../instant.ts';
import { divide, multiply, type Rational } from '../../time.ts';

export type Edge = 'start' | 'end';
/** `frames` of the sequence, outwards; negative ones shorten the clip. */
export type Target = { readonly kind: 'frames'; readonly frames: number } | { readonly kind: 'fill-gap' | 'to-playhead' | 'to-mark' };
export type Extension = {
  readonly edge: Edge; /** Frames per second of the sequence. */ readonly rate: string;
  /** Frames of the sequence by which the edge goes outwards, within all limits; negative shortens. */ readonly asked: number;
  /** Unused frames of the media behind this edge, as frames of the sequence. */ readonly handle: number;
  /** How many of `asked` that handle gives. */ readonly fromHandle: number;
  /** Frames that must be made, on the grid of the source; the time of the media that they fill. */ readonly made: number; readonly missing: Instant;
  /** `make`: frames will be made; `trim`: the handle is enough; `shorten`: the edge goes inwards; `none`: it stays. */ readonly kind: 'make' | 'trim' | 'shorten' | 'none';
  /** Frames of the sequence to the neighbour; null where nothing lies there. */ readonly room: number | null;
  /** Whether less is asked for than was wanted, because a neighbour, the sequence's beginning or the clip's last frame is in the way. */ readonly limited: boolean;
  /** Where in the media frames are added: a reversed clip's end shows what comes before its source. */ readonly side: 'before' | 'after';
  /** Where the edge goes, in the sequence. */ readonly to: Instant; /** `asked` as time of the media. */ readonly media: Instant;
};

/** Null where the host tells too little for counting: no source, length, rate or speed, or no such target. */
export function extensionOf(clip: HostClip, around: Surroundings, { sequence }: HostContext, edge: Edge, target: Target): Extension | null {
  if (!sequence || !clip.source || clip.rate === null || clip.speed.kind !== 'constant') return null;
  const length = Number(convert(lengthOf(clip.place), sequence.rate).at), gap = edge === 'end' ? around.gapAfter : around.gapBefore;
  const room = gap === null ? null : unitsOf(gap, sequence.rate, 'floor'), wanted = wantedFrames(clip, sequence, edge, target, room);
  const side = (edge === 'end') !== (clip.reversed === true) ? 'after' : 'before', unused = unusedOf(clip, side);
  if (wanted === null || unused === null) return null;
  const asked = Math.max(1 - length, room === null ? wanted : Math.min(wanted, room));
  const paced = paceOf(clip, sequence.rate), handle = unitsOf(unused, rateOf(paced), 'floor');
  const media = instant(asked, rateOf(paced)), missing = subtractExactly(media, unused), made = Math.max(0, unitsOf(missing, clip.rate, 'ceil'));
  return {
    edge, rate: sequence.rate, asked, handle, fromHandle: Math.max(0, Math.min(asked, handle)), made, missing, kind: asked === 0 ? 'none' : asked < 0 ? 'shorten' : made > 0 ? 'make' : 'trim',
    room, limited: asked !== wanted, side, to: movedEdge(clip, edge, instant(asked, sequence.rate)), media,
  };
}

/** Frames of the sequence in a second of the media's own time: a clip at twice the speed passes two of its seconds in one. */
export const paceOf = (clip: HostClip, sequenceRate: string): Rational => divide(rationalOf(sequenceRate), speedOf(clip));
/** Seconds of the media that pass in a second of the sequence; 1 where the host does not say. */
export const speedOf = ({ speed }: HostClip): Rational => (speed.kind === 'constant' ? rationalOf(speed.ratio) : { num: 1, den: 1 });

function wantedFrames({ place }: HostClip, { rate, playhead, marks }: NonNullable<HostContext['sequence']>, edge: Edge, target: Target, room: number | null): number | null {
  if (target.kind === 'frames') return Math.trunc(target.frames);
  if (target.kind === 'fill-gap') return room;
  const to = target.kind === 'to-playhead' ? playhead : edge === 'end' ? marks.out : marks.in;
  if (to === null) return null;
  return edge === 'end' ? unitsOf(subtractExactly(to, place.out), rate) : unitsOf(subtractExactly(place.in, to), rate);
}

/** What of the media lies unused on one side; null where its length is not known. */
function unusedOf({ source, mediaLength }: HostClip, side: Extension['side']): Instant | null {
  const unused = side === 'before' ? source!.in : mediaLength && subtractExactly(mediaLength, source!.out);
  return unused && compareTimes(unused, instant(0, '1')) < 0 ? instant(0, '1') : unused;
}

function movedEdge({ place }: HostClip, edge: Edge, by: Instant): Instant {
  return edge === 'end' ? add(place.out, by) : subtract(place.in, by);
}

/** The difference in a unit in which both fall on whole numbers. */
export function subtractExactly(a: Instant, b: Instant): Instant {
  const unit = commonUnit(a.rate, b.rate);
  return subtract(convert(a, unit), convert(b, unit));
}
/** A rate of which both are whole parts. */
function commonUnit(a: string, b: string): string {
  const one = rationalOf(a), other = rationalOf(b);
  // The product of the numerators is divided by both rates without a rest.
  return a === b ? a : String(BigInt(one.num) * BigInt(other.num));
}
export const rateAtSpeed = (rate: string, speed: Rational): string => rateOf(multiply(rationalOf(rate), speed));
