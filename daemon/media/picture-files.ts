// Picture files: which files are pictures, and which of a folder make a numbered run.
import { readdir, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { AV_LOG_QUIET, InputFormat, Log } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { patternPath, presentNumbers, type Pattern } from './picture-names.ts';
import { isBigTiff } from './tiff-tags.ts';

/** Formats without a signature, told by their name alone. */
const byEnding = /^\.(tga|icb|vda|vst)$/i;
/** Endings that a folder is searched for. */
const pictureEnding = /^\.(png|jpe?g|jfif|tiff?|exr|dpx|webp|bmp|tga|jp2|j2k|jxl|sgi|rgb|ppm|pgm|pbm|pam|pfm|qoi|psd|hdr|pcx|ras|xwd)$/i;
/** Texts that FFmpeg also reads as pictures, and its demuxers that are no pictures. */
const noPictures = /^(xbm|xpm|svg)_pipe$/;

/** FFmpeg's demuxer for the one picture that a file's first bytes show; null when they are no picture. */
export function pictureFormat(path: string, head: Buffer): InputFormat | null {
  Log.setLevel(AV_LOG_QUIET);
  const found = InputFormat.probe(head), name = found?.name ?? '';
  if (name.endsWith('_pipe') && !noPictures.test(name)) return found;
  if (!found && isBigTiff(head)) return InputFormat.findInputFormat('tiff_pipe');
  return !found && byEnding.test(extname(path)) ? InputFormat.findInputFormat('image2') : null;
}

export const isPictureFile = (path: string, head: Buffer): boolean => pictureFormat(path, head) !== null;

/** Numbers of the files that fit, rising. @throws FrameWrightError input-missing when the folder or every file is missing. */
export async function numbersOf(pattern: Pattern): Promise<number[]> {
  const missing = (why: string, cause?: unknown): FrameWrightError => new FrameWrightError('input-missing', { path: patternPath(pattern), why }, { cause });
  const numbers = await presentNumbers(pattern).catch((cause: Error) => { throw missing(cause.message, cause); });
  if (numbers.length) return numbers;
  throw missing('No file of that folder fits the pattern.');
}

/**
 * The numbered run of pictures that a folder holds; null when it holds no pictures. Pictures without a number belong to no run.
 * @throws FrameWrightError bad-value when it holds several runs, naming their patterns.
 */
export async function runOf(folder: string): Promise<Pattern | null> {
  const runs = new Map<string, Pattern & { readonly count: number }>();
  for (const name of (await readdir(folder)).sort()) {
    const parts = /^(.*?)(\d+)(\D*)$/.exec(name);
    if (!parts || !pictureEnding.test(extname(name))) continue;
    const [, before, number, after] = parts;
    // 9 and 10 belong together, and so do 0009 and 0010; 0009 and 10 do not.
    const digits = number!.length === 1 || number![0] !== '0' ? null : number!.length;
    const key = `${before}\0${after}`, known = runs.get(key);
    runs.set(key, { folder, before: before!, after: after!, digits: known?.digits ?? digits ?? null, count: (known?.count ?? 0) + 1 });
  }
  const found = [...runs.values()].filter(({ count }) => count > 1 || runs.size === 1);
  if (found.length < 2) return found[0] ?? null;
  const names = found.map((run) => basename(patternPath(run)));
  throw new FrameWrightError('bad-value', { key: 'the input', value: folder, why: `It holds ${found.length} runs of pictures; name one: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}.` });
}

export const isFile = (path: string): Promise<boolean> => stat(path).then((found) => found.isFile(), () => false);
