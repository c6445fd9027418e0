// Finding where a dropped file lies: a browser tells its name and size, not its folder.
import type { Client } from '../client.ts';
import type { FolderEntry } from '../folder.ts';
import { folderName } from './naming.ts';

/** Folders that are looked into, at most: the usual places, those of recent sources, and one level below the places. */
const most = 40;

/** Files of this name and size, in the order of the folders. Folders that cannot be listed are passed over: there is nothing to find in them. */
export async function locateFile(client: Client, file: { readonly name: string; readonly size: number }, recent: readonly string[]): Promise<string[]> {
  const list = (path?: string) => client.folder(path === undefined ? {} : { path }).catch(() => null);
  const home = await list();
  const first = [...new Set([...recent.map(folderName), ...home?.places.map(({ path }) => path) ?? []])].filter(Boolean).slice(0, most);
  const listings = await Promise.all(first.map(list));
  const below = listings.flatMap((listing) => listing?.entries.filter(({ kind }) => kind === 'folder') ?? []).map(({ path }) => path).filter((path) => !first.includes(path));
  const deeper = matching(listings, file).length ? [] : await Promise.all(below.slice(0, most - first.length).map(list));
  return [...new Set(matching([...listings, ...deeper], file))];
}

function matching(listings: readonly ({ readonly entries: readonly FolderEntry[] } | null)[], { name, size }: { readonly name: string; readonly size: number }): string[] {
  return listings.flatMap((listing) => listing?.entries.filter((entry) => entry.name === name && entry.bytes === size) ?? []).map(({ path }) => path);
}
