// Clips and context as the panel knows them, out of what the script answers.
import type { HostClip, HostContext, Speed } from '../../shared/panel/host.ts';
import { instant, premiereTicks, rateOf, type Instant } from '../../shared/panel/instant.ts';
import { ratio } from '../../shared/time.ts';
import type { ContextFacts, ItemFacts, ItemWords, SequenceFacts } from './facts.ts';
import { kindOf, readMedia } from './media.ts';

export const ticks = (at: string | bigint): Instant => instant(at, premiereTicks);

/** A clip's key: how the script finds it, and by what it is known when that has changed. */
export type ClipWords = ItemWords & { readonly media: string; readonly in: string; readonly out: string };
export const keyOf = (item: ItemFacts, sequence: string): string =>
  JSON.stringify({ sequence, kind: item.kind, track: item.track, node: item.node, start: item.start, media: item.media?.node ?? '', in: item.in, out: item.out } satisfies ClipWords);
/** @throws SyntaxError for what no adapter wrote. */
export const readKey = (key: string): ClipWords => JSON.parse(key) as ClipWords;
export const wordsOf = (item: ItemFacts, sequence: string): ItemWords => ({ sequence, kind: item.kind, track: item.track, node: item.node, start: item.start });

export function readClip(item: ItemFacts, sequence: string): HostClip {
  const { media } = item, kind = kindOf(media, item), words = media ? readMedia(media, item.kind === 'video') : null, file = kind === 'media' || kind === 'sound' || kind === 'still';
  return {
    key: keyOf(item, sequence), name: item.name, kind, path: media?.path || null, offline: media?.offline ?? false, enabled: !item.disabled,
    track: { index: item.track, name: item.trackName, locked: item.locked }, sequence, place: { in: ticks(item.start), out: ticks(item.end) },
    source: file ? { in: ticks(item.in), out: ticks(item.out) } : null, mediaLength: file && kind !== 'still' ? words?.length ?? null : null,
    rate: words?.rate ?? null, size: words?.size ?? null, speed: speedOf(item), reversed: item.reversed, effects: item.effects, interpretation: words?.interpretation ?? {},
    hasAlpha: words?.hasAlpha ?? null, hasLinkedSound: item.linkedSound,
  };
}

/** Ticks by which a span and a speed may disagree: the edges of a clip lie on frames of the sequence. */
const slack = 254_016_000_000n / 12n;

/** A ramp may show its average speed alone, so the span of the media must agree with it. */
export function speedOf({ speed, ramped, start, end, in: from, out }: Pick<ItemFacts, 'speed' | 'start' | 'end' | 'in' | 'out'> & { readonly ramped?: boolean }): Speed {
  if (ramped) return { kind: 'varying' };
  if (speed === null) return { kind: 'hidden' };
  const exact = ratio(Math.round(Math.abs(speed) * 10_000), 10_000);
  if (exact.num === 0) return { kind: 'varying' };
  const shown = BigInt(end) - BigInt(start), used = BigInt(out) - BigInt(from), expected = shown * BigInt(exact.num) / BigInt(exact.den);
  const off = used > expected ? used - expected : expected - used;
  return off <= slack ? { kind: 'constant', ratio: rateOf(exact) } : { kind: 'varying' };
}

/** In timeline order, pictures before sound; sound that is linked to a picture of the list is left out. */
export function readSelection(items: readonly ItemFacts[], sequence: string): HostClip[] {
  const pictures = items.filter(({ kind }) => kind === 'video');
  const linked = (sound: ItemFacts): boolean => pictures.some((one) => one.linkedSound !== false && one.media !== null && one.media.node === sound.media?.node && one.start === sound.start);
  const order = (a: ItemFacts, b: ItemFacts): number => compareTicks(a.start, b.start) || a.track - b.track;
  return [...pictures.sort(order), ...items.filter((one) => one.kind === 'audio' && !linked(one)).sort(order)].map((one) => readClip(one, sequence));
}
export const compareTicks = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0);

/** Numbers of the timecode displays that drop numbers: 29.97 and 59.94. */
const dropDisplays = [102, 106];
/** A point that is not set lies far before the beginning. */
const point = (at: string): Instant | null => (BigInt(at) < 0n ? null : ticks(at));

export const sequenceRate = ({ timebase }: Pick<SequenceFacts, 'timebase'>): string => rateOf(ratio(BigInt(premiereTicks), BigInt(timebase)));

export function readContext({ project, sequence }: ContextFacts): HostContext {
  return {
    project: project && { id: project.id, name: project.name, path: project.path || null },
    sequence: sequence && {
      id: sequence.id, name: sequence.name, rate: sequenceRate(sequence), dropFrame: dropDisplays.includes(sequence.display), startsAt: ticks(sequence.zero),
      size: { width: sequence.width, height: sequence.height }, playhead: ticks(sequence.player), marks: { in: point(sequence.in), out: point(sequence.out) }, end: ticks(sequence.end),
    },
  };
}
