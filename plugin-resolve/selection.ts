// Which clips are meant: those that are selected where Resolve tells (since 21.0.4), else those of our colour, else the one under the playhead.
import { has, objectOf, objectsOf, textOf } from './calls.ts';
import { lanesOf, locate, onTrack, type Found } from './items.ts';
import { chosenColour } from './looks.ts';
import { currentSequence, type Api, type Sequence } from './sequence.ts';

/** In timeline order, pictures before sound; linked sound is not listed beside its picture. */
export async function selectedItems(api: Api): Promise<Found[]> {
  const sequence = await currentSequence(api);
  if (!sequence) return [];
  if (has(sequence.timeline, 'GetSelectedClips')) return inOrder(await toldSelection(api, sequence));
  const painted = await paintedItems(api, sequence);
  return painted.length > 0 ? inOrder(painted) : underPlayhead(api, sequence, null);
}

/** The same for those who ask every second: where colours must be looked for, which takes a call for each clip, that is done now and then. */
export function createFollower(api: Api): () => Promise<Found[]> {
  let looks = 0, painted = false, last: Found | null = null;
  return async () => {
    const sequence = await currentSequence(api);
    if (!sequence) return [];
    if (has(sequence.timeline, 'GetSelectedClips')) return inOrder(await toldSelection(api, sequence));
    const found = painted || looks++ % looksBetweenColours === 0 ? await paintedItems(api, sequence) : [];
    painted = found.length > 0;
    if (painted) return inOrder(found);
    const current = await underPlayhead(api, sequence, last);
    last = current[0] ?? null;
    return current;
  };
}
const looksBetweenColours = 5;

const inOrder = (found: Found[]): Found[] => found.sort((a, b) => (a.lane.kind === b.lane.kind ? a.start - b.start || a.lane.index - b.lane.index : a.lane.kind === 'video' ? -1 : 1));

async function toldSelection(api: Api, sequence: Sequence): Promise<Found[]> {
  const items: Found[] = [], linked = new Set<string>();
  for (const item of objectsOf(await api.ask(sequence.timeline, 'GetSelectedClips'))) {
    const found = await onTrack(api, sequence, item);
    if (found) items.push(found);
  }
  for (const { item } of items.filter(({ lane }) => lane.kind === 'video')) {
    for (const other of objectsOf(await api.ask(item, 'GetLinkedItems'))) linked.add(textOf(await api.ask(other, 'GetUniqueId')) ?? '');
  }
  return items.filter(({ lane, id }) => lane.kind === 'video' || id === null || !linked.has(id));
}

async function paintedItems(api: Api, sequence: Sequence): Promise<Found[]> {
  const painted: Found[] = [];
  for (const lane of await lanesOf(api, sequence, 'video')) {
    for (const item of objectsOf(await api.ask(sequence.timeline, 'GetItemListInTrack', lane.kind, lane.index))) {
      if (await api.ask(item, 'GetClipColor') === chosenColour) painted.push(await locate(api, sequence, item, lane));
    }
  }
  return painted;
}

/** `last` is where it was found before: the same clip is not searched for again. */
async function underPlayhead(api: Api, sequence: Sequence, last: Found | null): Promise<Found[]> {
  const item = objectOf(await api.ask(sequence.timeline, 'GetCurrentVideoItem'));
  if (!item) return [];
  const isLast = last !== null && last.id !== null && last.sequence.id === sequence.id && await api.ask(item, 'GetUniqueId') === last.id;
  const same = isLast ? await locate(api, sequence, item, last.lane) : null;
  const found = same && same.start === last?.start ? same : await onTrack(api, sequence, item);
  return found ? [found] : [];
}
