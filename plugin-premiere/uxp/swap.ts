// Putting the result behind the clip: every use of the media shows it, with all that lies on it. Premiere cannot undo it, so the old file is remembered.
import type { ClipProjectItem } from '@adobe/premierepro';
import type { PlaceNotice, Placed, Placement } from '../../shared/panel/host.ts';
import { samePath } from '../facts/paths.ts';
import { failed, type Editor } from './editor.ts';
import type { Found } from './find.ts';
import { itemWords } from './words.ts';
import { clipOf, idOf } from './read.ts';
import { ticksOf } from './span.ts';

const swapSeconds = 120;

/** `notPlaced` says why nothing was changed. */
export async function swap(editor: Editor, { path, shows, clip: sent }: Placement, { now, sequence, seen }: Found): Promise<Placed | { readonly notPlaced: PlaceNotice }> {
  const refused = (reason: string): { readonly notPlaced: PlaceNotice } => ({ notPlaced: { code: 'not-placed', reason } });
  const clip = seen.item && clipOf(editor, seen.item);
  if (!clip || !seen.item || now.path === null || !await editor.ask('look at media', clip.canChangeMediaPath())) return refused('Premiere does not let the file behind this clip be changed.');
  // Every in and out point counts from the beginning of the media, so the result must be as long as all of it.
  const shown = ticksOf({ at: String(shows.frames), rate: shows.rate }), frame = ticksOf({ at: '1', rate: shows.rate });
  if (shows.from !== 0 || now.mediaLength === null || distance(shown, ticksOf(now.mediaLength)) > frame) return refused('The result is not as long as the media, and every use of it would show another part.');
  // Where it is swapped already, the file that was sent is the old one.
  const old = samePath(now.path, path) ? sent?.path ?? null : now.path;
  if (!await pointTo(editor, clip, path)) return refused('Premiere kept the old file.');
  return {
    mode: 'swap', item: itemWords({ item: idOf(editor, seen.item), path, old }), key: now.key, sequence: sequence.guid.toString(), track: now.track.index, place: now.place,
    notices: [{ code: 'every-use', reason: null }, { code: 'not-undoable', reason: null }],
  };
}
const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

/** Whether the item shows the file afterwards. */
export async function pointTo(editor: Editor, clip: ClipProjectItem, path: string): Promise<boolean> {
  await editor.ask('change the file', clip.changeMediaFilePath(path, true), swapSeconds);
  return samePath(await editor.ask('look at media', clip.getMediaFilePath()), path);
}
/** @throws FrameWrightError `host-failed`. */
export async function repoint(editor: Editor, clip: ClipProjectItem, path: string): Promise<void> {
  if (!await pointTo(editor, clip, path)) throw failed('change the file', `Premiere kept the old file instead of ${path}.`);
}
