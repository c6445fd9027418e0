// The media pool's bin "FrameWright", where every result lies.
import { failed, objectOf, objectsOf, required, textOf } from './calls.ts';
import type { Folder, MediaPool, MediaPoolItem } from './resolve-api.ts';
import { mediaPoolOf, type Api } from './sequence.ts';

export const binName = 'FrameWright';

async function findBin(api: Api, pool: MediaPool): Promise<Folder | null> {
  const root = required('GetRootFolder', await api.ask(pool, 'GetRootFolder'));
  for (const folder of objectsOf(await api.ask(root, 'GetSubFolderList'))) if (await api.ask(folder, 'GetName') === binName) return folder;
  return null;
}

/** Imports go into the folder that is open, so ours is opened for that long. */
async function inBin<Value>(api: Api, pool: MediaPool, work: (bin: Folder) => Promise<Value>): Promise<Value> {
  const open = objectOf(await api.ask(pool, 'GetCurrentFolder'));
  try {
    const bin = await findBin(api, pool) ?? required('AddSubFolder', await api.ask(pool, 'AddSubFolder', required('GetRootFolder', await api.ask(pool, 'GetRootFolder')), binName));
    if (await api.ask(pool, 'SetCurrentFolder', bin) !== true) throw failed('SetCurrentFolder', `The bin "${binName}" could not be opened.`);
    return await work(bin);
  } finally {
    if (open) await api.ask(pool, 'SetCurrentFolder', open);
  }
}

async function withPath(api: Api, items: readonly MediaPoolItem[], path: string): Promise<MediaPoolItem | null> {
  for (const item of items) if (await api.ask(item, 'GetClipProperty', 'File Path') === path) return item;
  return null;
}

/** A file that is there already is not imported twice. @throws FrameWrightError `host-failed` when Resolve does not take it. */
export async function importResult(api: Api, path: string): Promise<MediaPoolItem> {
  const pool = await mediaPoolOf(api);
  return inBin(api, pool, async (bin) => {
    const known = await withPath(api, objectsOf(await api.ask(bin, 'GetClipList')), path);
    if (known) return known;
    await api.ask(pool, 'ImportMedia', [path]);
    const imported = await withPath(api, objectsOf(await api.ask(bin, 'GetClipList')), path);
    if (!imported) throw failed('ImportMedia', `It did not import ${path}.`);
    return imported;
  });
}

/** By what `idOf` told; null when it is no longer in the bin. */
export async function findResult(api: Api, id: string): Promise<MediaPoolItem | null> {
  const bin = await findBin(api, await mediaPoolOf(api));
  for (const item of bin ? objectsOf(await api.ask(bin, 'GetClipList')) : []) if (await idOf(api, item) === id) return item;
  return null;
}
export const idOf = async (api: Api, media: MediaPoolItem): Promise<string> => textOf(await api.ask(media, 'GetUniqueId')) ?? textOf(await api.ask(media, 'GetClipProperty', 'File Path')) ?? '';

/** Points a clip of the media pool, with all its uses, to another file. @throws FrameWrightError `host-failed` when Resolve shows another file afterwards. */
export async function replaceFile(api: Api, media: MediaPoolItem, path: string): Promise<void> {
  const method = typeof media.ReplaceClipPreserveSubClip === 'function' ? 'ReplaceClipPreserveSubClip' : 'ReplaceClip';
  await api.ask(media, method, path);
  const now = await api.ask(media, 'GetClipProperty', 'File Path');
  if (now !== path) throw failed(method, `The clip still shows ${now || 'no file'}.`);
}
