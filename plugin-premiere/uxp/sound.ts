// Results that hold sound beside the picture: Premiere would lay it over the sound that is there.
import { failed, isAtLeast } from './editor.ts';
import { itemsOf, resultOf, type Result } from './bin.ts';
import { idOf, type Kind } from './read.ts';
import { tick, type Stage } from './write.ts';

/** Whether a picture can be placed without its sound: subclips that take one of the two came with 26.3. */
export const takesPictureAlone = (version: string): boolean => isAtLeast(version, 26, 3);

/** The result, or a subclip of its picture alone where it has sound and this Premiere can make one. */
export async function takeSound(stage: Stage, result: Result, kind: Kind): Promise<Result> {
  const { editor, project, label } = stage;
  if (kind === 'audio' || result.hasSound !== true || !takesPictureAlone(editor.version)) return result;
  const bin = result.item.getParentBin(), path = await editor.ask('look at media', result.clip.getMediaFilePath());
  const before = new Set((await itemsOf(editor, bin, path)).map((item) => idOf(editor, item))), media = await editor.ask('look at media', result.clip.getMedia());
  editor.change(project, label, () => [result.clip.createSubClipAction(result.item.name, tick(stage, 0n), media.duration, false, { takeVideo: true, takeAudio: false })]);
  const made = (await itemsOf(editor, bin, path)).find((item) => !before.has(idOf(editor, item)));
  if (!made) throw failed('make a subclip', 'It did not appear in the bin.');
  return resultOf(editor, made);
}
