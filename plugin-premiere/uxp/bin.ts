// The bin "FrameWright": where every result arrives first.
import type { ClipProjectItem, FolderItem, Project, ProjectItem } from '@adobe/premierepro';
import { samePath } from '../facts/paths.ts';
import { failed, type Editor } from './editor.ts';
import { clipOf, columnsOf, idOf } from './read.ts';

export const binName = 'FrameWright';
/** Label colour of results, `Constants.ProjectItemColorLabel.FOREST`. */
export const resultColour = 4;
/** An imported result. `hasSound` null where Premiere does not tell. */
export type Result = { readonly item: ProjectItem; readonly clip: ClipProjectItem; readonly id: string; readonly hasSound: boolean | null; readonly size: { readonly width: number; readonly height: number } | null };

/** Importing is done when the item is there, which Premiere says too early. */
const arrivesWithinMs = 30_000, lookMs = 250;

/** The result in the bin; it is imported once, however often it is placed. @throws FrameWrightError `host-failed`. */
export async function importResult(editor: Editor, project: Project, path: string, label: string): Promise<Result> {
  const bin = await binOf(editor, project), there = await itemOf(editor, bin, path);
  if (there) return resultOf(editor, there);
  const taken = await editor.ask('import', project.importFiles([path], true, editor.api.ProjectItem.cast(bin), false), 120);
  if (!taken) throw failed('import', `Premiere did not take ${path}.`);
  for (let waited = 0; ; waited += lookMs) {
    const item = await itemOf(editor, bin, path) ?? await strayed(editor, project, bin, path, label);
    if (item) return resultOf(editor, item);
    if (waited >= arrivesWithinMs) throw failed('import', `${path} was taken, but did not appear in the project within ${arrivesWithinMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

async function binOf(editor: Editor, project: Project): Promise<FolderItem> {
  const root = await editor.ask('open the project', project.getRootItem());
  const look = async (): Promise<FolderItem | null> => {
    const items = await editor.ask('look into the project', root.getItems());
    const bin = items.find((item) => item.name === binName && clipOf(editor, item) === null);
    return bin ? editor.api.FolderItem.cast(bin) : null;
  };
  const there = await look();
  if (there) return there;
  editor.change(project, binName, () => [root.createBinAction(binName, false)]);
  const made = await look();
  if (!made) throw failed('make a bin', `The bin ${binName} did not appear in the project.`);
  return made;
}

/** Every clip of a bin that shows a file: a result, and parts that were made of it. */
export async function itemsOf(editor: Editor, folder: FolderItem, path: string): Promise<readonly ProjectItem[]> {
  const items = await editor.ask('look into the project', folder.getItems()), found: ProjectItem[] = [];
  for (const item of items) {
    const clip = clipOf(editor, item);
    if (clip && samePath(await editor.ask('look at media', clip.getMediaFilePath()).catch(() => ''), path)) found.push(item);
  }
  return found;
}
const itemOf = async (editor: Editor, folder: FolderItem, path: string): Promise<ProjectItem | null> => (await itemsOf(editor, folder, path))[0] ?? null;
/** Ids of what in the bin shows a result. */
export const copiesOf = async (editor: Editor, project: Project, path: string): Promise<ReadonlySet<string>> =>
  new Set((await itemsOf(editor, await binOf(editor, project), path)).map((item) => idOf(editor, item)));

/** One that arrived beside the bin is put into it. */
async function strayed(editor: Editor, project: Project, bin: FolderItem, path: string, label: string): Promise<ProjectItem | null> {
  const root = await editor.ask('open the project', project.getRootItem()), item = await itemOf(editor, root, path);
  if (item) editor.change(project, label, () => [root.createMoveItemAction(item, bin)]);
  return item;
}

export async function resultOf(editor: Editor, item: ProjectItem): Promise<Result> {
  const columns = await columnsOf(editor, item), clip = clipOf(editor, item);
  if (!clip) throw failed('import', `${item.name} is not a clip.`);
  const [, width, height] = /^(\d+)\s*[x×]\s*(\d+)/.exec(columns.get('Column.Intrinsic.VideoInfo') ?? '') ?? [];
  return { item, clip, id: idOf(editor, item), hasSound: columns.size === 0 ? null : columns.has('Column.Intrinsic.AudioInfo'), size: width === undefined ? null : { width: Number(width), height: Number(height) } };
}

/** An item of the project by its id, else by its file; null when it is gone. */
export async function findItem(editor: Editor, project: Project, id: string, path: string): Promise<ProjectItem | null> {
  const root = await editor.ask('open the project', project.getRootItem()), all = await everything(editor, root);
  const known = all.find((item) => idOf(editor, item) === id);
  if (known) return known;
  for (const item of all) if (samePath(await editor.ask('look at media', clipOf(editor, item)!.getMediaFilePath()).catch(() => ''), path)) return item;
  return null;
}

/** Every clip of the project, through all bins. */
export async function everything(editor: Editor, folder: FolderItem): Promise<readonly ProjectItem[]> {
  const items = await editor.ask('look into the project', folder.getItems());
  return (await Promise.all(items.map((item) => (clipOf(editor, item) ? [item] : asFolder(editor, item).then((inner) => (inner ? everything(editor, inner) : [])))))).flat();
}
const asFolder = async ({ api }: Editor, item: ProjectItem): Promise<FolderItem | null> => {
  try { return api.FolderItem.cast(item); } catch { return null; }
};
