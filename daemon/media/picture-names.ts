// Numbered names of pictures. Loads nothing, for the daemon process asks too whether a sequence is still what it was.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A numbered name: `shot_%04d.png` in `folder`. `#` stands for a digit as in compositors: `shot_####.png`. */
export type Pattern = { readonly folder: string; readonly before: string; readonly digits: number | null; readonly after: string };

/** The pattern that a path is, or null. */
export function patternOf(path: string): Pattern | null {
  const parts = /^([^%#]*)(?:%(?:0(\d+))?d|(#+))([^%#]*)$/.exec(basename(path));
  if (!parts) return null;
  const [, before, width, hashes, after] = parts;
  return { folder: dirname(path), before: before!, digits: hashes ? hashes.length : width ? Number(width) : null, after: after! };
}

export const patternPath = ({ folder, before, digits, after }: Pattern): string => join(folder, `${before}%${digits === null ? '' : `0${digits}`}d${after}`);
/** The file of number `n`. */
export const pictureAt = ({ folder, before, digits, after }: Pattern, n: number): string => join(folder, `${before}${String(n).padStart(digits ?? 0, '0')}${after}`);

/** Numbers of the files that fit, rising. @throws the file system's error when the folder cannot be read. */
export async function presentNumbers(pattern: Pattern): Promise<number[]> {
  const { before, digits, after } = pattern;
  const numbers = (await readdir(pattern.folder)).flatMap((name) => {
    if (!name.startsWith(before) || !name.endsWith(after) || name.length <= before.length + after.length) return [];
    const number = name.slice(before.length, name.length - after.length);
    return /^\d{1,15}$/.test(number) && name === basename(pictureAt(pattern, Number(number))) && (digits === null || number.length >= digits) ? [Number(number)] : [];
  });
  return numbers.sort((a, b) => a - b);
}
