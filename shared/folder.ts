// A local folder as a client shows it to pick files from: browsers can give no paths.
import { z } from 'zod';

/** Guessed from the name's ending alone; `other` may still be a video. */
export const entryKind = z.enum(['folder', 'video', 'sound', 'picture', 'other']);
export type EntryKind = z.infer<typeof entryKind>;

export const folderEntry = z.object({
  name: z.string().describe('Without the folder.'), path: z.string().describe('Absolute path.'), kind: entryKind.describe('Guessed from the name\'s ending.'),
  bytes: z.int().nullable().describe('Size of a file, bytes; null for a folder.'), modifiedAt: z.string().describe('Last change, ISO 8601.'),
}).readonly().describe('A file or folder.');
export type FolderEntry = z.infer<typeof folderEntry>;

export const folderRequest = z.object({ path: z.string().min(1).optional().describe('Absolute path of a local folder; without one, the home folder of the daemon\'s user.') });
export const folderListing = z.object({
  path: z.string().describe('Absolute path of the folder.'), parent: z.string().nullable().describe('The folder around this one; null at the top.'),
  separator: z.enum(['/', '\\']).describe('Between names of a path on this machine.'),
  entries: z.array(folderEntry).readonly().describe('Folders first, then files, each by name; hidden ones are left out. At most 5000.'),
  more: z.int().describe('Entries that are not listed because there are too many.'),
  places: z.array(z.object({ title: z.string().describe('As people read it.'), path: z.string().describe('Absolute path.') }).readonly()).readonly().describe('Folders where people keep videos, and drives, as far as there are any.'),
}).readonly().describe('What lies in a local folder.');
export type FolderListing = z.infer<typeof folderListing>;
