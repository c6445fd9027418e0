// Which clips are meant: those that are selected where Resolve tells (since 21.0.4), else those of our colour, else the one under the playhead.
import { has, objectOf, objectsOf, textOf } from './calls.ts';
import { allItems, place, type Found } from './items.ts';
import { chosenColour } from './looks.ts';
import { currentSequence, type Api, type Sequence } from './sequence.ts';

/** In timeline order, pictures before sound; linked sound is not listed beside its picture. */
export async function selectedItems(api: Api): Promise<Found[]> {
  const sequence = await currentSequence(api);
  if (!sequence) return [];
  const found = has(sequence.timeline, 'GetSelectedClips') ? await toldSelection(api, sequence) : await marked(api, sequence);
  return found.sort((a, b) => (a.lane.kind === b.lane.kind ? a.start - b.start || a.lane.index - b.lane.index : a.lane.kind === 'video' ? -1 : 1));
}

async function toldSelection(api: Api, sequence: Sequence): Promise<Found[]> {
  const items: Found[] = [], linked = new Set<string>();
  for (const item of objectsOf(await api.ask(sequence.timeline, 'GetSelectedClips'))) {
    const found = await place(api, sequence, item);
    if (found) items.push(found);
  }
  for (const { item } of items.filter(({ lane }) => lane.kind === 'video')) {
    for (const other of objectsOf(await api.ask(item, 'GetLinkedItems'))) linked.add(textOf(await api.ask(other, 'GetUniqueId')) ?? '');
  }
  return items.filter(({ lane, id }) => lane.kind === 'video' || id === null || !linked.has(id));
}

async function marked(api: Api, sequence: Sequence): Promise<Found[]> {
  const chosen: Found[] = [];
  for (const found of await allItems(api, sequence, 'video')) if (await api.ask(found.item, 'GetClipColor') === chosenColour) chosen.push(found);
  if (chosen.length > 0) return chosen;
  const current = objectOf(await api.ask(sequence.timeline, 'GetCurrentVideoItem')), found = current && await place(api, sequence, current);
  return found ? [found] : [];
}
