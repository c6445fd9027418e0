// Which tracks may take a result, best first.
import type { PlaceMode } from '../../shared/panel/host.ts';
import type { Result } from './bin.ts';
import type { Found } from './find.ts';
import type { Kind } from './read.ts';
import type { Wanted } from './span.ts';
import { isFree, type Snapshot, type Target } from './write.ts';

export type TrackCounts = Readonly<Record<Kind, number>>;

/** Above a picture, below a sound; a new track where none is free. Locked tracks are found out by trying, because Premiere does not tell them. */
export function pickTargets(now: Snapshot, counts: TrackCounts, mode: PlaceMode, { track }: Found, wanted: Wanted, result: Result): readonly Target[] {
  const { kind } = track, other = otherTrack(now, counts, kind, wanted, result);
  if (mode !== 'track-above') return [{ kind, track: track.index, other, makesTrack: false }];
  const free = Array.from({ length: counts[kind] }, (_, index) => index).filter((index) => index > track.index && isFree(now, kind, index, wanted));
  return [...free.map((index) => ({ kind, track: index, other, makesTrack: false })), { kind, track: counts[kind], other, makesTrack: true }];
}

/** Sound of a picture goes where no sound is; a file without any needs no place. */
function otherTrack(now: Snapshot, counts: TrackCounts, kind: Kind, wanted: Wanted, { hasSound }: Result): number {
  const other: Kind = kind === 'video' ? 'audio' : 'video';
  if (kind === 'audio' || hasSound === false) return 0;
  const free = Array.from({ length: counts[other] }, (_, index) => index).find((index) => isFree(now, other, index, wanted));
  return free ?? counts[other];
}
