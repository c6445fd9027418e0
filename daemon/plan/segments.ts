// The result cut into units of work: whole shots, grouped to about the time between two checkpoints.
import type { FrameIndex } from '../../shared/media.ts';
import type { FrameMap, Segment } from '../../shared/plan.ts';
import { resultSpan } from './map.ts';

/** A shot is cut inside only when its work exceeds this, seconds. */
const longShotSeconds = 120;
/** A plan stays small: at about 75 bytes a segment, this many keep it under 256 KiB with everything else. */
const mostSegments = 1200;

export type SegmentRule = {
  readonly clip: { readonly in: number; readonly out: number };
  readonly index: FrameIndex;
  /** First frame of every shot but the first, and of stretches that are worked on otherwise; ascending index frames. */
  readonly cuts: Uint32Array;
  /** Estimated work of one index frame and the wanted work between checkpoints, seconds. */
  readonly secondsPerFrame: number; readonly checkpointSeconds: number;
  /** Index frames that steps need before a frame, where a segment begins inside a shot. */
  readonly reach: number;
};

type Piece = { readonly from: number; readonly to: number; readonly shot: number };

/** Segments that partition the map: result frames in order, no gap, no overlap. One that starts at a cut has `warm` 0. */
export function cutSegments(map: FrameMap, rule: SegmentRule): Segment[] {
  const total = (rule.clip.out - rule.clip.in) * rule.secondsPerFrame;
  const target = Math.max(rule.checkpointSeconds, (total / mostSegments) * 2);
  const pieces = shotsOf(rule).flatMap((shot) => divide(shot, rule.secondsPerFrame, target));
  return withFrames(group(pieces, rule.secondsPerFrame, target), map, rule.index).map(({ from, to, shot }, id) => {
    const { first, count } = resultSpan(map, rule.index, from, to);
    return { id, first, count, from, to, warm: Math.min(rule.reach, from - shot) };
  });
}

/** Shots of the clip as `[from, to)`. */
function shotsOf({ clip, cuts }: SegmentRule): Piece[] {
  const starts = [clip.in, ...cuts.filter((cut) => cut > clip.in && cut < clip.out)];
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? clip.out, shot: from }));
}

/** A shot as one piece, or as equal ones of about `target` seconds when it is long. */
function divide(shot: Piece, secondsPerFrame: number, target: number): Piece[] {
  const frames = shot.to - shot.from, work = frames * secondsPerFrame;
  const count = work > longShotSeconds ? Math.max(1, Math.min(frames, Math.round(work / target))) : 1;
  const at = (i: number): number => shot.from + Math.round((frames * i) / count);
  return Array.from({ length: count }, (_, i) => ({ from: at(i), to: at(i + 1), shot: shot.from }));
}

/** Neighbouring pieces joined while that brings a segment nearer to `target`. The piece of a shot that was cut stands alone, so its warm-up is known. */
function group(pieces: readonly Piece[], secondsPerFrame: number, target: number): Piece[] {
  const seconds = (piece: Piece): number => (piece.to - piece.from) * secondsPerFrame;
  return pieces.reduce<Piece[]>((grouped, piece) => {
    const open = grouped.at(-1);
    const joined = open && { ...open, to: piece.to };
    const whole = open && open.from === open.shot && piece.from === piece.shot;
    if (joined && whole && Math.abs(seconds(joined) - target) <= Math.abs(seconds(open) - target)) grouped.splice(-1, 1, joined);
    else grouped.push(piece);
    return grouped;
  }, []);
}

/** Pieces of which nothing is shown (a cadence or a slow rate leaves all of it out) go with the one before, or the first ones with what follows. */
function withFrames(pieces: readonly Piece[], map: FrameMap, index: FrameIndex): Piece[] {
  return pieces.reduce<Piece[]>((kept, piece) => {
    const last = kept.at(-1), isEmpty = ({ from, to }: Piece): boolean => resultSpan(map, index, from, to).count === 0;
    if (last && (isEmpty(piece) || isEmpty(last))) kept.splice(-1, 1, { ...last, to: piece.to });
    else kept.push(piece);
    return kept;
  }, []);
}
