// Finding a clip again after the user has gone on editing, and what lies around it.
import type { HostClip, Surroundings } from '../../shared/panel/host.ts';
import { compareTicks, readKey, ticks, type ClipWords } from '../facts/clip.ts';
import type { ItemFacts } from '../facts/facts.ts';
import type { TrackFacts } from './calls.ts';
import type { Script } from './script.ts';

/** The clip as it is now; null when it, or its sequence, is gone. */
export async function findItem(script: Script, key: string): Promise<ItemFacts | null> {
  const words = readKey(key), found = await script.ask('search', { sequence: words.sequence, node: words.node, media: words.media });
  return chosen((found ?? []).filter(({ kind }) => kind === words.kind), words);
}

/** Premiere's node ids hold within a session; after it, a clip that shows the same part of the same media, and is the only one to do so, is taken for it. */
export function chosen(items: readonly ItemFacts[], words: ClipWords): ItemFacts | null {
  const sameMedia = items.filter(({ media }) => (media?.node ?? '') === words.media), same = sameMedia.find(({ node }) => node === words.node);
  if (same) return same;
  const alike = sameMedia.filter((item) => words.media !== '' && item.in === words.in && item.out === words.out);
  return alike.find(({ start, track }) => start === words.start && track === words.track) ?? (alike.length === 1 ? alike[0]! : null);
}

export type Stretch = { readonly from: bigint; readonly to: bigint };
/** Clips of a track that reach into a stretch of time. */
export const within = (track: Pick<TrackFacts, 'items'>, { from, to }: Stretch): TrackFacts['items'] => track.items.filter(({ start, end }) => BigInt(start) < to && BigInt(end) > from);

/** Number of the first unlocked track above `track` on which a stretch is free; null when there is none. */
export function freeTrack(tracks: readonly TrackFacts[], track: number, stretch: Stretch): number | null {
  const found = tracks.findIndex((one, index) => index > track && one.locked !== true && within(one, stretch).length === 0);
  return found < 0 ? null : found;
}

export function gapsAround(track: Pick<TrackFacts, 'items'>, { place }: Pick<HostClip, 'place'>): Surroundings {
  const [start, end] = [BigInt(place.in.at), BigInt(place.out.at)];
  const before = track.items.map((one) => one.end).filter((at) => BigInt(at) <= start).sort(compareTicks).pop();
  const after = track.items.map((one) => one.start).filter((at) => BigInt(at) >= end).sort(compareTicks)[0];
  return { gapBefore: ticks(start - BigInt(before ?? '0')), gapAfter: after === undefined ? null : ticks(BigInt(after) - end) };
}
