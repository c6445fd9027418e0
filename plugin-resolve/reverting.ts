// Taking a placement back, and pointing it at another file.
import type { Placed } from '../shared/panel/host.ts';
import { lengthOf, unitsOf } from '../shared/panel/instant.ts';
import { findItem, itemsIn, keyText, pathOf, readKey, type Found } from './items.ts';
import { remove, withTimeline, type Laying } from './appending.ts';
import { findResult, replaceFile } from './bin.ts';
import { failed, objectOf, required, textOf, wholeOf } from './calls.ts';
import { readClip } from './clips.ts';
import { readRecord, type Record } from './record.ts';
import { restoreReplaced } from './replacing.ts';
import type { Placer } from './placing.ts';
import type { Api } from './sequence.ts';

/** What lies on the timeline for it goes; its file and its clip in the bin stay. @throws FrameWrightError `host-failed` where the original does not show again. */
export async function revertPlacement(placer: Placer, placed: Placed): Promise<void> {
  const { api } = placer, record = readRecord(placed.item), item = await findPlaced(api, record);
  if (record.mode === 'bin') return;
  // What the user has deleted since is taken back already, but for an original that is still switched off.
  if (!item) return showKept(api, record);
  await withTimeline(api, item.sequence, async () => {
    if (record.mode === 'take') return revertTake(placer, item, record);
    if (record.mode === 'swap') return revertSwap(placer, item, record);
    if (record.mode === 'replace') return revertReplaced(placer, item, record);
    await remove(api, [item]);
    if (record.made && (await itemsIn(api, item.sequence, item.lane)).length === 0) await api.ask(item.sequence.timeline, 'DeleteTrack', item.lane.kind, item.lane.index);
  });
}

/** Its file may be another one by now, by which items without an id are known. */
async function findPlaced(api: Api, { item, media }: Record): Promise<Found | null> {
  const found = item === null ? null : await findItem(api, item), key = item === null ? null : readKey(item);
  if (found || !key) return found;
  const result = await findResult(api, media);
  return result && findItem(api, keyText({ ...key, path: textOf(await api.ask(result, 'GetClipProperty', 'File Path')) }));
}

async function showKept(api: Api, { mode, original }: Record): Promise<void> {
  const kept = mode === 'replace' && original ? await findItem(api, original) : null;
  if (!kept) return;
  await api.ask(kept.item, 'SetClipEnabled', true);
  if (await api.ask(kept.item, 'GetClipEnabled') !== true) throw failed('SetClipEnabled', 'The original stays switched off.');
}

async function revertTake({ api }: Placer, { item }: Found, { take, before }: Record): Promise<void> {
  if (take === undefined || before === undefined || (wholeOf(await api.ask(item, 'GetTakesCount')) ?? 0) < take) throw failed('SelectTakeByIndex', 'Its takes have been finalised or removed.');
  await api.ask(item, 'SelectTakeByIndex', before);
  if (wholeOf(await api.ask(item, 'GetSelectedTakeIndex')) !== before) throw failed('SelectTakeByIndex', 'Resolve did not select the original take.');
  await api.ask(item, 'DeleteTakeByIndex', take);
}

async function revertSwap({ api }: Placer, found: Found, { oldPath }: Record): Promise<void> {
  if (oldPath === undefined) throw failed('ReplaceClip', 'The original file is not known any more.');
  await replaceFile(api, required('GetMediaPoolItem', await api.ask(found.item, 'GetMediaPoolItem')), oldPath);
  if (await pathOf(api, found) !== oldPath) throw failed('ReplaceClip', 'The clip does not show its original file.');
}

async function revertReplaced({ api, isThere, learned }: Placer, result: Found, { original, lane }: Record): Promise<void> {
  const kept = original ? await findItem(api, original) : null;
  if (!kept || !lane) throw failed('AppendToTimeline', 'The switched-off original is no longer in the timeline; its copy "(before FrameWright)" has it.');
  const { source } = await readClip(api, kept, isThere), media = objectOf(await api.ask(kept.item, 'GetMediaPoolItem'));
  if (!source || !media) throw failed('GetMediaPoolItem', 'The switched-off original does not tell what it shows.');
  const { rate } = source.in, laying: Laying = { media, lane, record: result.start, length: result.end - result.start, from: unitsOf(source.in, rate), frames: unitsOf(lengthOf(source), rate), rate };
  await restoreReplaced(api, result, kept, laying, result.sequence, learned);
}

/** @throws FrameWrightError `host-failed` where the bin does not have it any more, or does not take the file. */
export async function relinkPlacement({ api }: Placer, placed: Placed, path: string): Promise<void> {
  const record = readRecord(placed.item), media = await findResult(api, record.media);
  if (!media) throw failed('ReplaceClip', 'The result is no longer in the bin "FrameWright".');
  await replaceFile(api, media, path);
}
