// What cannot be restored as it lies on the timeline: the reason and the ways out, as codes that the languages word.
import type { AnyMedia } from '../../media.ts';
import { rawByName } from '../../raw-formats.ts';
import type { HostClip, HostInfo, PlaceMode } from '../host.ts';
import { readRate } from '../instant.ts';

export type RefusalCode = 'offline' | 'no-path' | 'nested' | 'multicam' | 'adjustment' | 'title' | 'generator' | 'still' | 'raw' | 'ramped' | 'speed-hidden' | 'reversed' | 'retimed' | 'sound-in-picture';
/**
 * `render`: the host exports what the sequence shows there, and that file is restored. `take`: the result lies behind the clip, which keeps speed and direction. `bin-only`: the media is
 * restored and put into the bin alone. `relink` and `open-nested` are for the user's own hand.
 */
export type Way = 'render' | 'take' | 'bin-only' | 'relink' | 'open-nested';
export type Refusal = { readonly code: RefusalCode; readonly ways: readonly Way[]; /** Of `raw`: what it is and what develops it, in English. */ readonly format: { readonly name: string; readonly way: string } | null };

/** Ways out that the panel can go by itself. */
export const goesItself = (way: Way): boolean => way === 'render' || way === 'take' || way === 'bin-only';

/** Null where it can be restored and brought back by `mode`. `media` is what the daemon's probe found; null before that. */
export function refusalOf(clip: HostClip, { capabilities }: Pick<HostInfo, 'capabilities'>, mode: PlaceMode, media: AnyMedia | null = null): Refusal | null {
  const renders: Way[] = capabilities.renders ? ['render'] : [], takes: Way[] = capabilities.places.includes('take') ? ['take'] : [];
  const refuse = (code: RefusalCode, ...ways: readonly Way[]): Refusal => ({ code, ways, format: null });
  // What is offline shows nothing, so there is nothing to export either.
  if (clip.offline) return refuse('offline', 'relink');
  switch (clip.kind) {
    case 'nested': return refuse('nested', ...renders, 'open-nested');
    case 'multicam': case 'adjustment': case 'title': case 'generator': return refuse(clip.kind, ...renders);
    case 'still': return mode === 'bin' && clip.path !== null ? null : refuse('still', ...renders, ...(clip.path === null ? [] : ['bin-only' as const]));
    case 'media': case 'sound': break;
  }
  if (clip.path === null) return refuse('no-path', ...renders);
  const raw = rawByName(clip.path);
  if (raw) return { ...refuse('raw', ...renders), format: { name: raw.name, way: raw.way } };
  if (mode === 'bin') return null;
  // Other media behind the clip plays as the clip plays.
  if (mode === 'swap') return null;
  if (clip.kind === 'sound' && media?.video) return refuse('sound-in-picture', 'bin-only');
  return timeRefusal(clip, mode, media, (code) => refuse(code, ...renders, ...(code === 'reversed' || code === 'retimed' ? takes : []), 'bin-only'));
}

/** Speeds at which a result could not lie where the clip does. */
function timeRefusal({ speed, reversed, rate, kind }: HostClip, mode: PlaceMode, media: AnyMedia | null, refuse: (code: RefusalCode) => Refusal): Refusal | null {
  if (speed.kind === 'varying') return refuse('ramped');
  if (speed.kind === 'hidden') return refuse('speed-hidden');
  // A take plays as the clip plays.
  if (mode === 'take') return null;
  if (reversed === true) return refuse('reversed');
  const { num, den } = readRate(speed.ratio);
  // At another speed the same frames are delivered at another rate, for which they must be evenly spaced and their rate known; sound would change its pitch.
  const evenly = media?.video ? media.video.rate.constant : rate !== null;
  return num === den || (kind === 'media' && evenly) ? null : refuse('retimed');
}
