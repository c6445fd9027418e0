// A result on the clip's own track. Resolve can neither overwrite nor move: the clip is laid again above, switched off, then deleted, and its place taken.
import { instant, lengthOf, unitsOf } from '../shared/panel/instant.ts';
import { addLane, freeAbove, framesOf, isLocked, lay, remove, type Laying } from './appending.ts';
import { objectOf, required, textOf, type Calls } from './calls.ts';
import { keyOf, keyText, locate, type Found } from './items.ts';
import { keepLook, resultColour } from './looks.ts';
import { note, writeRecord, type Placing, type Writing } from './record.ts';
import type { Api, Sequence } from './sequence.ts';
import { needProject } from './sequence.ts';

const refuse = ({ notices }: Placing, reason: string): Writing => ({ done: null, notices: [...notices, note('not-placed', reason)] });

export async function replaceClip(placing: Placing): Promise<Writing> {
  const { placer: { api, learned, copied }, found, now, media, laying, placement: { scale } } = placing, { sequence } = found;
  const again = await originalAgain(placing);
  if (!again) return refuse(placing, 'The clip is retimed or does not tell what it shows, so it could not be laid again; a take keeps it.');
  if (await isLocked(api, sequence, found.lane)) return { done: null, notices: [...placing.notices, note('track-locked')] };
  if (laying.record !== found.start || laying.length !== found.end - found.start) return refuse(placing, 'The result does not cover exactly the clip.');
  const copy = await copyTimeline(placing, copied);
  if (copy === null) return refuse(placing, 'No safety copy of the timeline could be made.');
  const free = (await freeAbove(api, sequence, found.lane, found.start, found.end))[0] ?? await addLane(api, sequence, found.lane.kind);
  const kept = free && await lay(api, sequence, { ...again, lane: free }, learned);
  if (!kept?.found) return refuse(placing, 'The clip could not be kept on a track above.');
  await api.ask(kept.found.item, 'SetClipEnabled', false);
  await keepLook(api, { original: found, laid: kept.found, scale: 'keep-look', size: now.size, media: required('GetMediaPoolItem', await api.ask(found.item, 'GetMediaPoolItem')) });
  await unlink(api, found);
  await remove(api, [found]);
  const laid = await lay(api, sequence, { ...laying, lane: found.lane }, learned);
  if (!laid.found) {
    // The clip comes back where it was; the track of its copy stays when it was there before.
    await lay(api, sequence, again, learned);
    await remove(api, [kept.found]);
    return { done: null, notices: [...placing.notices, ...(laid.notice ? [laid.notice] : [])] };
  }
  await api.ask(laid.found.item, 'SetClipColor', resultColour);
  const scaled = found.lane.kind === 'video' ? await keepLook(api, { original: kept.found, laid: laid.found, scale, size: now.size, media }) : null;
  const item = await writeRecord(api, { mode: 'replace', original: keyText(await keyOf(api, kept.found)), lane: found.lane }, media, laid.found);
  const notices = [...placing.notices, ...(laid.notice ? [laid.notice] : []), ...(scaled ? [scaled] : []), ...((now.effects ?? 0) > 0 ? [note('effects-stay-below')] : []), note('not-undoable', copy || null)];
  const place = { in: instant(laid.found.start - sequence.start, sequence.rate), out: instant(laid.found.end - sequence.start, sequence.rate) };
  return { done: { mode: 'replace', item, key: keyText(await keyOf(api, laid.found)), sequence: sequence.id, track: found.lane.index - 1, place }, notices };
}

/** How the clip itself would be laid again; null where that would not be the same. */
async function originalAgain({ placer: { api }, found, now }: Placing): Promise<Laying | null> {
  const media = objectOf(await api.ask(found.item, 'GetMediaPoolItem'));
  if (!media || !now.source || now.reversed || now.speed.kind !== 'constant' || now.speed.ratio !== '1' || await framesOf(api, media) === null) return null;
  const { rate } = now.source.in;
  return { media, lane: found.lane, record: found.start, length: found.end - found.start, from: unitsOf(now.source.in, rate), frames: unitsOf(lengthOf(now.source), rate), rate };
}

/** Deleting a picture would take its linked sound along. */
async function unlink(api: Calls, found: Found): Promise<void> {
  const linked = await api.ask(found.item, 'GetLinkedItems');
  if (Array.isArray(linked) && linked.length > 0) await api.ask(found.sequence.timeline, 'SetClipsLinked', [found.item, ...linked], false);
}

/** Name of a copy of the timeline; '' where one was made before, null where none could be. The timeline itself stays open. */
async function copyTimeline({ placer: { api }, found: { sequence } }: Placing, copied: Set<string>): Promise<string | null> {
  if (copied.has(sequence.id)) return '';
  const name = `${textOf(await api.ask(sequence.timeline, 'GetName')) ?? 'Timeline'} (before FrameWright)`;
  const copy = objectOf(await api.ask(sequence.timeline, 'DuplicateTimeline', name));
  await api.ask(await needProject(api), 'SetCurrentTimeline', sequence.timeline);
  if (copy) copied.add(sequence.id);
  return copy && name;
}

/** The clip on its own track again, enabled, and neither copy nor result. */
export async function restoreReplaced(api: Api, result: Found, kept: Found, laying: Laying, sequence: Sequence, learned: Placing['placer']['learned']): Promise<void> {
  await remove(api, [result]);
  const back = await lay(api, sequence, laying, learned);
  if (!back.found) {
    await api.ask(kept.item, 'SetClipEnabled', true);
    return;
  }
  await keepLook(api, { original: kept, laid: await locate(api, sequence, back.found.item, laying.lane), scale: 'keep-look', size: null, media: laying.media });
  await remove(api, [kept]);
}
