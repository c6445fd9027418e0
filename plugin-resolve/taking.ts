// Results in a clip's own place: as one of its takes, or as the media of every use of it.
import { instant } from '../shared/panel/instant.ts';
import { framesOf } from './appending.ts';
import { idOf, replaceFile } from './bin.ts';
import { required, wholeOf } from './calls.ts';
import { keyOf, keyText, locate, pathOf, sourceStart, type Found } from './items.ts';
import { note, writeRecord, type Placing, type Writing } from './record.ts';

/** The take is shown at once; the clip as it was stays one of its takes, for comparing. It is never finalised. */
export async function addTake(placing: Placing): Promise<Writing> {
  const { placer: { api, learned }, found, media, laying, placement: { path } } = placing, { item, sequence } = found;
  const before = Math.max(1, wholeOf(await api.ask(item, 'GetSelectedTakeIndex')) ?? 1), count = wholeOf(await api.ask(item, 'GetTakesCount')) ?? 0;
  if (laying.record !== found.start || laying.length !== found.end - found.start) return refuse(placing, 'The result does not cover the whole clip.');
  await api.ask(item, 'AddTake', media, laying.from, laying.from + laying.frames - (learned.endFrame === 'inclusive' ? 1 : 0));
  const take = wholeOf(await api.ask(item, 'GetTakesCount')) ?? 0;
  if (take <= count) return refuse(placing, 'Resolve added no take.');
  await api.ask(item, 'SelectTakeByIndex', take);
  const now = await locate(api, sequence, item, found.lane);
  const wrong = await whatIsWrong(placing, now, take, path);
  if (wrong !== null) {
    await api.ask(item, 'SelectTakeByIndex', before);
    await api.ask(item, 'DeleteTakeByIndex', take);
    return refuse(placing, wrong);
  }
  return { done: await inPlace(placing, now, await writeRecord(api, { mode: 'take', take, before }, media, now)), notices: placing.notices };
}

async function whatIsWrong({ placer: { api }, found, laying }: Placing, now: Found, take: number, path: string): Promise<string | null> {
  if (wholeOf(await api.ask(now.item, 'GetSelectedTakeIndex')) !== take) return 'Resolve did not select the take.';
  if (await pathOf(api, now) !== path) return 'The clip does not show the take.';
  if (now.start !== found.start || now.end !== found.end) return 'The clip changed its length with the take.';
  const from = await sourceStart(api, now);
  return from === laying.from ? null : `The take begins at frame ${from} instead of ${laying.from}.`;
}

const refuse = (placing: Placing, reason: string): Writing => ({ done: null, notices: [...placing.notices, note('not-placed', reason)] });

/** Changes every use of the media, so the result must be as long as all of it. */
export async function swapMedia(placing: Placing): Promise<Writing> {
  const { placer: { api }, found, media, placement: { path, shows } } = placing;
  const original = required('GetMediaPoolItem', await api.ask(found.item, 'GetMediaPoolItem')), oldPath = await pathOf(api, found), length = await framesOf(api, original);
  if (oldPath === null || shows.from !== 0 || shows.frames !== length) return refuse(placing, `The media has ${length ?? 'an unknown number of'} frames, the result ${shows.frames}; other uses would show the wrong ones.`);
  await replaceFile(api, original, path);
  const now = await locate(api, found.sequence, found.item, found.lane), notices = [...placing.notices, note('every-use'), note('not-undoable')];
  return { done: await inPlace(placing, now, await writeRecord(api, { mode: 'swap', oldPath, swapped: await idOf(api, original) }, media, now)), notices };
}

async function inPlace({ placer: { api }, placement: { mode }, found: { sequence } }: Placing, now: Found, item: string): Promise<NonNullable<Writing['done']>> {
  const place = { in: instant(now.start - sequence.start, sequence.rate), out: instant(now.end - sequence.start, sequence.rate) };
  return { mode, item, key: keyText(await keyOf(api, now)), sequence: sequence.id, track: now.lane.index - 1, place };
}
