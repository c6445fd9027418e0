// The self-check: is every part of the API there, and does a clip that is laid on a scratch timeline come to lie where it was laid?
import type { Check } from '../shared/panel/host.ts';
import { instant, unitsOf } from '../shared/panel/instant.ts';
import { toFrameWrightError } from '../shared/errors.ts';
import { framesOf, lay, remove, withTimeline, type Learned } from './appending.ts';
import { has, objectOf, required, textOf } from './calls.ts';
import { allItems } from './items.ts';
import type { MediaPoolItem, Timeline } from './resolve-api.ts';
import { allTimelines, currentSequence, mediaPoolOf, needProject, readSequence, type Api, type Sequence } from './sequence.ts';
import { readFrameRate } from './timecode.ts';

const timelineCalls = ['GetItemListInTrack', 'AddTrack', 'DeleteClips', 'GetMarkers', 'UpdateMarkerCustomData', 'SetCurrentTimecode', 'DuplicateTimeline'];
const itemCalls = ['GetUniqueId', 'GetSourceStartFrame', 'GetSourceEndFrame', 'GetMediaPoolItem', 'AddTake', 'SelectTakeByIndex', 'SetClipEnabled', 'GetProperty', 'SetProperty'];
/** Came with later versions: it is told whether they are there, and nothing is wrong without them. */
const laterCalls = ['GetSelectedClips', 'GetMarkInOut'], laterItemCalls = ['GetTrackTypeAndIndex', 'GetNodeGraph', 'GetSpeed'];
const scratchName = 'FrameWright self-check', scratchFrames = 10;

export async function checkResolve(api: Api, learned: Learned): Promise<readonly Check[]> {
  const version = `${textOf(await api.ask(api.resolve, 'GetProductName')) ?? ''} ${textOf(await api.ask(api.resolve, 'GetVersionString')) ?? ''}`.trim();
  const checks: Check[] = [{ id: 'version', state: version === '' ? 'unknown' : 'good', detail: version }, { id: 'page', state: 'good', detail: String(await api.ask(api.resolve, 'GetCurrentPage')) }];
  const sequence = await currentSequence(api);
  if (!sequence) return [...checks, { id: 'timeline', state: 'unknown', detail: 'No timeline is open.' }];
  const items = await allItems(api, sequence, 'video');
  checks.push({ id: 'timeline', state: 'good', detail: `${sequence.rate} fps from frame ${sequence.start}, ${items.length} clips` }, ...probe('timeline-calls', sequence.timeline, timelineCalls, laterCalls));
  const [first] = items;
  if (first) checks.push(...probe('item-calls', first.item, itemCalls, laterItemCalls));
  return [...checks, await dryRun(api, sequence, learned)];
}

function probe(id: string, face: object, needed: readonly string[], later: readonly string[]): Check[] {
  const missing = needed.filter((name) => !has(face, name));
  return [{ id, state: missing.length === 0 ? 'good' : 'bad', detail: missing.length === 0 ? `All ${needed.length} are there.` : `Missing: ${missing.join(', ')}` },
    { id: `${id}-later`, state: 'good', detail: later.map((name) => `${name}: ${has(face, name) ? 'there' : 'not in this version'}`).join('; ') }];
}

/** A clip of the timeline, shown for a few frames on a timeline of its own, which is deleted again. */
async function dryRun(api: Api, sequence: Sequence, learned: Learned): Promise<Check> {
  const id = 'dry-run', media = await someMedia(api, sequence);
  if (!media) return { id, state: 'unknown', detail: `No clip with at least ${scratchFrames} frames of media is on the timeline.` };
  let scratch: Timeline | null = null;
  try {
    return await withTimeline(api, sequence, async () => {
      const pool = await mediaPoolOf(api), made = scratch = required('CreateEmptyTimeline', await api.ask(pool, 'CreateEmptyTimeline', scratchName));
      await api.ask(await needProject(api), 'SetCurrentTimeline', made);
      const detail = await layAndRemove(api, await readSequence(api, made), media, learned);
      return { id, state: detail.good ? 'good' : 'bad', detail: detail.words } as const;
    });
  } catch (error) {
    return { id, state: 'bad', detail: toFrameWrightError(error).message };
  } finally {
    if (scratch) await clear(api, sequence, scratch);
  }
}

type Media = { readonly item: MediaPoolItem; readonly rate: string };
async function someMedia(api: Api, sequence: Sequence): Promise<Media | null> {
  for (const { item } of await allItems(api, sequence, 'video')) {
    const media = objectOf(await api.ask(item, 'GetMediaPoolItem')), rate = media && readFrameRate(textOf(await api.ask(media, 'GetClipProperty', 'FPS')) ?? '');
    if (media && rate && (await framesOf(api, media) ?? 0) >= scratchFrames * 4) return { item: media, rate: rate.rate };
  }
  return null;
}

async function layAndRemove(api: Api, sequence: Sequence, { item, rate }: Media, learned: Learned): Promise<{ readonly good: boolean; readonly words: string }> {
  const frames = unitsOf(instant(scratchFrames, sequence.rate), rate);
  const laid = await lay(api, sequence, { media: item, lane: { kind: 'video', index: 1 }, record: sequence.start + scratchFrames, length: scratchFrames, from: 0, frames, rate }, learned);
  if (!laid.found) return { good: false, words: `Laying a clip failed: ${laid.notice?.reason ?? laid.notice?.code ?? ''}` };
  await remove(api, [laid.found]);
  return { good: true, words: `Laid, read back and removed; the last frame is ${learned.endFrame}${laid.found.id === null ? '; new items have no id' : ''}.` };
}

async function clear(api: Api, sequence: Sequence, scratch: Timeline): Promise<void> {
  await api.ask(await needProject(api), 'SetCurrentTimeline', sequence.timeline);
  const id = await api.ask(scratch, 'GetUniqueId'), left = [];
  for (const timeline of await allTimelines(api)) if (await api.ask(timeline, 'GetUniqueId') === id) left.push(timeline);
  if (left.length > 0) await api.ask(await mediaPoolOf(api), 'DeleteTimelines', left);
}
