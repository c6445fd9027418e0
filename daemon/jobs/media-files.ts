// Which files of a folder are worth trying.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';

/** Endings that are tried; anything else in a folder is passed over. */
const endings = /\.(mp4|m4v|mov|mkv|webm|avi|mpg|mpeg|vob|ts|mts|m2ts|mxf|wmv|flv|3gp|dv|ogv|wav|flac|mp3|m4a|m4b|ogg|oga|opus|aac|aiff|mka|wma)$/i;
/** What we make ourselves is no source. */
const ours = /\.(restored|preview)(-\d+)?\.[^.]+$/i;

/** Whether a file's name says that it is a video or sound, and not one of our results. */
export const isMediaName = (name: string): boolean => !name.startsWith('.') && endings.test(name) && !ours.test(name);

/** Absolute paths of the folder's videos and sound files, in the order in which people count. @throws FrameWrightError `input-missing`, `input-unreadable`, `input-not-media` when there is none. */
export async function mediaFilesOf(folder: string, recursive: boolean): Promise<string[]> {
  const files = (await entriesOf(folder, recursive)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (!files.length) throw new FrameWrightError('input-not-media', { path: folder, why: 'The folder holds no file with the ending of a video or of sound.' });
  return files;
}

const reasons: Readonly<Record<string, string>> = { ENOENT: 'There is no folder of that name.', ENOTDIR: 'It is a file, not a folder.', EACCES: 'This user may not look into it.', EPERM: 'This user may not look into it.' };

/** What the file system said of a folder, in words: `input-missing` or `input-unreadable`. */
export const folderError = (folder: string, cause: NodeJS.ErrnoException): FrameWrightError =>
  new FrameWrightError(cause.code === 'ENOENT' ? 'input-missing' : 'input-unreadable', { path: folder, why: reasons[cause.code ?? ''] ?? `${cause.message}.` }, { cause });

async function entriesOf(folder: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => { throw folderError(folder, cause); });
  // Links are not followed: they may lead in circles.
  const below = recursive ? entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')) : [];
  const files = entries.filter((entry) => entry.isFile() && isMediaName(entry.name)).map(({ name }) => join(folder, name));
  return [...files, ...(await Promise.all(below.map(({ name }) => entriesOf(join(folder, name), true)))).flat()];
}
