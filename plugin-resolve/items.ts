// Clips on timelines: where they lie, and finding them again.
import { objectOf, objectsOf, textOf, wholeOf } from './calls.ts';
import type { TimelineItem, TrackKind } from './resolve-api.ts';
import { sequenceById, type Api, type Sequence } from './sequence.ts';

/** `index` counts from 1. */
export type Lane = { readonly kind: 'video' | 'audio'; readonly index: number };
/** An item where it lies: `start` with the timeline's start, `end` the first frame after it. */
export type Found = { readonly sequence: Sequence; readonly item: TimelineItem; readonly lane: Lane; readonly id: string | null; readonly start: number; readonly end: number };

/** What finds an item again: its id, or for the few without one what it shows and where. */
export type Key = { readonly timeline: string; readonly id: string | null; readonly kind: Lane['kind']; readonly track: number; readonly start: number; readonly path: string | null; readonly from: number | null };

export async function locate(api: Api, sequence: Sequence, item: TimelineItem, lane: Lane): Promise<Found> {
  const start = wholeOf(await api.ask(item, 'GetStart')) ?? 0, duration = wholeOf(await api.ask(item, 'GetDuration'));
  // Where subframes make the duration a fraction, the end is whole.
  const end = duration === null ? wholeOf(await api.ask(item, 'GetEnd')) ?? start : start + duration;
  return { sequence, item, lane, id: textOf(await api.ask(item, 'GetUniqueId')), start, end };
}

/** In timeline order. */
export async function itemsIn(api: Api, sequence: Sequence, lane: Lane): Promise<Found[]> {
  const items = objectsOf(await api.ask(sequence.timeline, 'GetItemListInTrack', lane.kind, lane.index)), found: Found[] = [];
  for (const item of items) found.push(await locate(api, sequence, item, lane));
  return found.sort((a, b) => a.start - b.start);
}

export async function lanesOf(api: Api, sequence: Sequence, kind: Lane['kind']): Promise<Lane[]> {
  const count = wholeOf(await api.ask(sequence.timeline, 'GetTrackCount', kind)) ?? 0;
  return Array.from({ length: count }, (_, index) => ({ kind, index: index + 1 }));
}
export async function allItems(api: Api, sequence: Sequence, kind: Lane['kind']): Promise<Found[]> {
  const found: Found[] = [];
  for (const lane of await lanesOf(api, sequence, kind)) found.push(...await itemsIn(api, sequence, lane));
  return found;
}

/** An item that Resolve handed out without its track; null for subtitles and what is on no track. */
export async function onTrack(api: Api, sequence: Sequence, item: TimelineItem): Promise<Found | null> {
  const told = typeof item.GetTrackTypeAndIndex === 'function' ? await api.ask(item, 'GetTrackTypeAndIndex') : null;
  if (Array.isArray(told)) return (told[0] as TrackKind) === 'subtitle' ? null : locate(api, sequence, item, { kind: told[0] as Lane['kind'], index: told[1] as number });
  const { id, start } = await locate(api, sequence, item, { kind: 'video', index: 0 });
  for (const kind of ['video', 'audio'] as const) {
    const found = (await allItems(api, sequence, kind)).find((one) => (id === null ? one.start === start : one.id === id));
    if (found) return found;
  }
  return null;
}

export const keyText = (key: Key): string => JSON.stringify(key);
/** Null for what was not written by `keyText`. */
export function readKey(text: string): Key | null {
  try {
    const key = JSON.parse(text) as Partial<Key> | null;
    return typeof key?.timeline === 'string' && (key.kind === 'video' || key.kind === 'audio') && (typeof key.id === 'string' || typeof key.start === 'number') ? key as Key : null;
  } catch {
    return null;
  }
}

export async function sourceStart(api: Api, { item }: Found): Promise<number | null> {
  return wholeOf(typeof item.GetSourceStartFrame === 'function' ? await api.ask(item, 'GetSourceStartFrame') : await api.ask(item, 'GetLeftOffset'));
}
export async function pathOf(api: Api, { item }: Found): Promise<string | null> {
  const media = objectOf(await api.ask(item, 'GetMediaPoolItem'));
  return media && textOf(await api.ask(media, 'GetClipProperty', 'File Path'));
}
export async function keyOf(api: Api, found: Found): Promise<Key> {
  return { timeline: found.sequence.id, id: found.id, kind: found.lane.kind, track: found.lane.index, start: found.start, path: await pathOf(api, found), from: await sourceStart(api, found) };
}

/** Wherever in its timeline it lies now; null when it is gone. Without an id it is the nearest clip that begins with the same picture. */
export async function findItem(api: Api, text: string): Promise<Found | null> {
  const key = readKey(text), sequence = key && await sequenceById(api, key.timeline);
  if (!key || !sequence) return null;
  const items = await allItems(api, sequence, key.kind);
  if (key.id !== null) return items.find(({ id }) => id === key.id) ?? null;
  const alike: Found[] = [];
  for (const found of items) if (await pathOf(api, found) === key.path && await sourceStart(api, found) === key.from) alike.push(found);
  return alike.sort((a, b) => Math.abs(a.start - key.start) - Math.abs(b.start - key.start))[0] ?? null;
}

/** Free frames before and after it on its track; `after` null where nothing follows. */
export async function gapsAround(api: Api, found: Found): Promise<{ readonly before: number; readonly after: number | null }> {
  const others = (await itemsIn(api, found.sequence, found.lane)).filter(({ start, end }) => start !== found.start || end !== found.end);
  const before = Math.max(found.sequence.start, ...others.filter(({ start }) => start < found.start).map(({ end }) => end));
  const next = others.filter(({ start }) => start >= found.end).map(({ start }) => start);
  return { before: Math.max(0, found.start - before), after: next.length === 0 ? null : Math.min(...next) - found.end };
}
