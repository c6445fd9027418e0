// Which files a media consists of, when one file, a folder or a pattern is named.
import { basename, resolve } from 'node:path';
import { stat } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import type { MediaParts } from '../../shared/media.ts';
import type { Interpretation } from '../../shared/preset.ts';
import { fingerprintOf } from './files.ts';
import { folderFiles } from './folders.ts';
import type { InputRef } from './open.ts';
import { alikePictures } from './picture-alike.ts';
import { isFile, numbersOf, runOf } from './picture-files.ts';
import { patternOf, patternPath, type Pattern } from './picture-names.ts';
import { followersOf, type Followers } from './followers.ts';

/** What a name stands for; `notices` are sentences for people about what was joined or left out. */
export type Found = Exclude<InputRef, string> & { readonly notices: readonly string[] };

type Said = Pick<Interpretation, 'parts' | 'gaps' | 'rate'>;

/**
 * Finds the files of a media: a picture sequence for a pattern or a folder of pictures, joined files for a disc's folder or the first of split files.
 * @throws FrameWrightError input-missing, input-unreadable, input-gaps, input-mixed, input-encrypted, input-parts; bad-value where nothing can be joined.
 */
export async function findParts(given: string, said: Said): Promise<Found> {
  const path = resolve(given), pattern = patternOf(path);
  if (pattern && !(await isFile(path))) return pictures(pattern, said, []);
  if (await stat(path).then((found) => found.isDirectory(), () => false)) return folder(path, said);
  if (said.parts === 'single' || !(await isFile(path))) return { path, parts: null, notices: [] };
  return joined(await followersOf(path, said.parts === 'joined'), path);
}

async function folder(path: string, said: Said): Promise<Found> {
  const run = await runOf(path);
  if (run) return pictures(run, said, [`The folder's pictures are read as one sequence, ${basename(patternPath(run))}.`]);
  const found = await folderFiles(path);
  if (!found) throw new FrameWrightError('input-unreadable', { path, why: 'It is a folder without a numbered run of pictures, and no DVD (VIDEO_TS) or AVCHD (BDMV) folder.' });
  if (said.parts === 'single') return { path: found.files[0]!, parts: null, notices: [] };
  return joined(found, found.files[0]!);
}

async function joined({ files, by, notices }: Followers, path: string): Promise<Found> {
  if (files.length < 2) return { path, parts: null, notices };
  const parts = { kind: 'joined', by, files: await Promise.all(files.map(async (file) => ({ path: file, fingerprint: await fingerprintOf(file) }))) } as const satisfies MediaParts;
  const names = files.map((file) => basename(file));
  const shown = names.length > 4 ? `${names[0]} to ${names.at(-1)} (${names.length} files)` : names.join(', ');
  return { path, parts, notices: [...notices, `${shown} are read as one media; --interpret parts=single takes the first alone.`] };
}

/** Missing numbers that are named; the count is of all. */
const mostNamed = 64;

async function pictures(pattern: Pattern, { gaps, rate }: Said, notices: readonly string[]): Promise<Found> {
  const numbers = await numbersOf(pattern), path = patternPath(pattern);
  const first = numbers[0]!, last = numbers.at(-1)!, missingCount = last - first + 1 - numbers.length;
  const missing = missingNumbers(numbers);
  const rows = `${missing.join(', ')}${missingCount > missing.length ? ' …' : ''}`;
  if (missingCount > 0 && !gaps) throw new FrameWrightError('input-gaps', { path, missing: rows, count: missingCount, first, last });
  await alikePictures(pattern, numbers);
  const filled = gaps === 'hold' ? 'each shows the picture before it' : 'the sequence closes up over them';
  return {
    path, parts: { kind: 'pictures', pattern: path, first, last, missing, missingCount, gaps: missingCount > 0 ? gaps! : null },
    notices: [...notices, ...(rate ? [] : ['A picture sequence has no frame rate of its own and is read at 24 frames per second; --interpret rate=25 says another.']), ...(missingCount > 0 ? [`${missingCount} numbers have no file (${rows}); ${filled}.`] : [])],
  };
}

function missingNumbers(numbers: readonly number[]): number[] {
  const missing: number[] = [];
  for (const [i, number] of numbers.entries()) for (let gap = (numbers[i - 1] ?? number - 1) + 1; gap < number && missing.length < mostNamed; gap++) missing.push(gap);
  return missing;
}
