// Where a result belongs on the timeline, and whether it lies there already.
import type { HostClip, Placement } from '../../shared/panel/host.ts';
import { convert, instant, premiereTicks } from '../../shared/panel/instant.ts';
import { readKey } from '../facts/clip.ts';
import type { ItemFacts } from '../facts/facts.ts';
import { samePath } from '../facts/paths.ts';
import type { Stretch } from './finding.ts';
import type { Script } from './script.ts';

/** What of a clip says where its result goes. */
export type Whereabouts = Pick<ItemFacts, 'kind' | 'track' | 'start' | 'end' | 'in'>;
/** A stretch of a track, and the part of the result that is shown there. */
export type Aim = { readonly stretch: Stretch; readonly shown: Stretch };

export const inTicks = (frames: number, rate: string): bigint => BigInt(convert(instant(frames, rate), premiereTicks).at);

/** The result lies so that its pictures meet those of the clip, which the user may have moved or trimmed; null when nothing of it would be seen. */
export function aimAt({ mode, before, after, shows }: Placement, clip: HostClip, now: Whereabouts): Aim | null {
  const length = BigInt(clip.place.out.at) - BigInt(clip.place.in.at), from = inTicks(shows.from, shows.rate), to = inTicks(shows.from + shows.frames, shows.rate);
  const [start, end] = [BigInt(now.start), BigInt(now.end)], [earlier, later] = [BigInt(convert(before, premiereTicks).at), BigInt(convert(after, premiereTicks).at)];
  if (mode === 'append') return { stretch: { from: end, to: end + later }, shown: { from, to } };
  if (mode === 'prepend') return { stretch: { from: start - earlier, to: start }, shown: { from, to } };
  const shift = clip.source && plainSpeed(clip) ? BigInt(clip.source.in.at) - BigInt(now.in) : 0n, first = start + shift - earlier, last = start + shift + length + later;
  // An edge that was trimmed since hides what was made for it; one that was not keeps what was asked for.
  const cutFrom = shift < 0n && first < start ? start : first, cutTo = start + shift + length > end && last > end ? end : last;
  if (cutFrom >= cutTo) return null;
  return { stretch: { from: cutFrom, to: cutTo }, shown: { from: from + cutFrom - first, to: to - (last - cutTo) } };
}
const plainSpeed = ({ speed }: HostClip): boolean => speed.kind === 'constant' && speed.ratio === '1';

/** A clip that is gone, as it was sent. */
export function asSent({ key, place, source }: HostClip): Whereabouts {
  const { kind, track } = readKey(key);
  return { kind, track, start: place.in.at, end: place.out.at, in: source?.in.at ?? '0' };
}

/** The result where another panel has laid it, or a call whose answer was lost; null where it does not lie. */
export async function laidAlready(script: Script, placement: Placement, clip: HostClip, now: Whereabouts): Promise<ItemFacts | null> {
  const aim = aimAt(placement, clip, now), copies = (await script.ask('results', {})).filter(({ path }) => samePath(path, placement.path));
  for (const { node } of copies) {
    const items = await script.ask('search', { sequence: clip.sequence, node: '', media: node });
    const there = items?.find(({ kind, track, start }) => kind === now.kind && start === String(aim?.stretch.from) && (placement.mode === 'track-above' ? track > now.track : track === now.track));
    if (there) return there;
  }
  return null;
}
