// Taking a placement back, and pointing a result to another file.
import type { HostClip, Placed } from '../../shared/panel/host.ts';
import { readKey } from '../facts/clip.ts';
import { findItem, resultOf, type Result } from './bin.ts';
import { cannot, failed, type Editor } from './editor.ts';
import { find } from './find.ts';
import { clipOf } from './read.ts';
import { repoint } from './swap.ts';
import { readItem } from './words.ts';
import { put, remove, snapshot, type Stage } from './write.ts';

const label = 'FrameWright';

/** @throws FrameWrightError `host-failed` when the original cannot be brought back. */
export async function revert(editor: Editor, placed: Placed, original: HostClip): Promise<void> {
  if (placed.mode === 'bin') return;
  if (placed.mode === 'swap') return swapBack(editor, placed);
  const there = placed.key === null ? null : await find(editor, placed.key);
  if (placed.mode === 'replace') return putBack(editor, placed, original);
  // One that the user has removed already is taken back.
  if (there) remove({ editor, project: there.project, sequence: there.sequence, label }, [there.clip], there.track.kind);
  if (placed.key !== null && there && await find(editor, placed.key)) throw failed('take the result back', 'It is still on its track, which may be locked.');
}

async function swapBack(editor: Editor, placed: Placed): Promise<void> {
  const { item, path, old } = readItem(placed.item), there = await findItem(editor, await editor.project(), item, path), clip = there && clipOf(editor, there);
  if (!clip || old === null) throw failed('take the result back', 'The clip is no longer in the project.');
  await repoint(editor, clip, old);
}

/** Lays the original over its replacement again, as it was cut. What effects it carried Premiere does not give back. */
async function putBack(editor: Editor, placed: Placed, original: HostClip): Promise<void> {
  const words = readKey(original.key), project = await editor.project(), there = placed.key === null ? null : await find(editor, placed.key);
  const item = await findItem(editor, project, words.media, original.path ?? '');
  if (!item) throw failed('bring the original back', 'It is no longer in the project.');
  const sequence = there?.sequence ?? await editor.sequence(project, words.sequence), stage: Stage = { editor, project, sequence, label }, media = await resultOf(editor, item);
  // Where the result was moved to, the original goes.
  const start = BigInt(there?.seen.facts.start ?? words.start) + (there && placed.place ? BigInt(words.start) - BigInt(placed.place.in.at) : 0n), length = BigInt(words.out) - BigInt(words.in);
  const wanted = { start, end: start + length, from: BigInt(words.in), to: BigInt(words.out), trimmed: true }, track = there?.track.index ?? words.track, now = await snapshot(stage);
  const sound = now.spots.find((spot) => spot.kind === 'audio' && spot.media === words.media && BigInt(spot.start) === start)?.track.index;
  if (sound === undefined && media.hasSound !== false) throw cannot('bring the original back', 'Its sound would be laid over other sound. Undo takes the result back as well.');
  if (there) remove(stage, [there.clip], there.track.kind);
  const spot = await put(stage, media, wanted, { kind: words.kind, track, other: sound ?? 0, makesTrack: false }, { part: true, fitFrame: false, keepsName: true });
  if (!spot) throw failed('bring the original back', 'Premiere placed nothing; the track may be locked.');
}

export async function relink(editor: Editor, placed: Placed, path: string): Promise<void> {
  const words = readItem(placed.item), item = await findItem(editor, await editor.project(), words.item, words.path), clip: Result['clip'] | null = item && clipOf(editor, item);
  if (!clip) throw failed('find the result', 'It is no longer in the project.');
  await repoint(editor, clip, path);
}
